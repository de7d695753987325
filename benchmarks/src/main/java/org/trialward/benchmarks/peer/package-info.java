/** The methods that the engine is measured against, each in its best form. */
@NullMarked
package org.trialward.benchmarks.peer;

import org.jspecify.annotations.NullMarked;
