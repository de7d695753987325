/** Trial files in (strict, all mistakes at once), registry records, plain text out. */
@NullMarked
package org.trialward.rules.document;

import org.jspecify.annotations.NullMarked;
