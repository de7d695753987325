/** What a protocol asks: criteria and the characteristics they are made of. */
@NullMarked
package org.trialward.rules.criterion;

import org.jspecify.annotations.NullMarked;
