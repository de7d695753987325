/**
 * What physicians are shown, and what they answer. Quiet by default: a card is the exception that a
 * site switches on for a trial, for those who treat the patient, seldom, and never again after an
 * answer.
 */
@NullMarked
package org.trialward.workbench.flag;

import org.jspecify.annotations.NullMarked;
