/** A study as this site runs it: identity, version, status, criteria. */
@NullMarked
package org.trialward.rules.trial;

import org.jspecify.annotations.NullMarked;
