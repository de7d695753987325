/**
 * Messages and documents: stored as they came, acknowledged, then read into the records of
 * patients.
 */
@NullMarked
package org.trialward.workbench.message;

import org.jspecify.annotations.NullMarked;
