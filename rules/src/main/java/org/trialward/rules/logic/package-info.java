/** Kleene's three truth values, the ground everything else stands on. */
@NullMarked
package org.trialward.rules.logic;

import org.jspecify.annotations.NullMarked;
