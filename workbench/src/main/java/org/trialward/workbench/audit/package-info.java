/** The append-only, hash-chained audit. */
@NullMarked
package org.trialward.workbench.audit;

import org.jspecify.annotations.NullMarked;
