/**
 * CDS Hooks: who looks at which patient, which card they get, and what they say to it. A call is
 * answered from what is stored; whatever has to be asked is asked after the answer, so that the
 * next one knows it.
 */
@NullMarked
package org.trialward.workbench.cds;

import org.jspecify.annotations.NullMarked;
