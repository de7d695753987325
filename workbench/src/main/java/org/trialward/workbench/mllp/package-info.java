/** HL7 v2 listeners: MLLP frames in, acknowledgements out. */
@NullMarked
package org.trialward.workbench.mllp;

import org.jspecify.annotations.NullMarked;
