/** Codes, quantities with units, and stretches of time that may be known only in part. */
@NullMarked
package org.trialward.rules.quantity;

import org.jspecify.annotations.NullMarked;
