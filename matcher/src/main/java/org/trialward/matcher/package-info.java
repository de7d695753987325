/**
 * Many trials at once. {@link org.trialward.matcher.Matcher} is the door: the index proposes the
 * trials that a patient could fit, {@code rules} decides each of them exactly.
 *
 * <p>The index may only skip a trial whose exact verdict is INELIGIBLE. It therefore looks only at
 * inclusions, and among them only at what absence settles: age, sex, and mentions whose criterion
 * says that silence means no. Everything else is let through, and {@code Presearch} says why. One
 * property test holds it to that.
 */
@NullMarked
package org.trialward.matcher;

import org.jspecify.annotations.NullMarked;
