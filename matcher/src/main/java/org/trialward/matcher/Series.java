package org.trialward.matcher;

import java.util.Optional;
import java.util.Set;
import org.trialward.rules.quantity.Analyte;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.UcumUnit;

/** Results under some codes, read in one unit. */
record Series(Set<Code> codes, Optional<Analyte> analyte, UcumUnit unit) {}
