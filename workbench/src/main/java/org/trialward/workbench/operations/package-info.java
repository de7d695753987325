/** What hospital IT sees: health, metrics, parked work. */
@NullMarked
package org.trialward.workbench.operations;

import org.jspecify.annotations.NullMarked;
