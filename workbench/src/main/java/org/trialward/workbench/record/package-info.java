/** Patients of senders that cannot be asked: what they said, and which records are one patient. */
@NullMarked
package org.trialward.workbench.record;

import org.jspecify.annotations.NullMarked;
