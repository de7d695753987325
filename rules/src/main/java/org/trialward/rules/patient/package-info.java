/** What a chart says: one patient's facts, each with its dates, status and source. */
@NullMarked
package org.trialward.rules.patient;

import org.jspecify.annotations.NullMarked;
