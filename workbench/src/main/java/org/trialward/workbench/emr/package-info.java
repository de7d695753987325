/** What everybody who asks the EMR keeps to. */
@NullMarked
package org.trialward.workbench.emr;

import org.jspecify.annotations.NullMarked;
