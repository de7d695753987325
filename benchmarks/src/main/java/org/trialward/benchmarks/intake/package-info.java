/** What it costs to read a patient from FHIR, beside what it costs to match one. */
@NullMarked
package org.trialward.benchmarks.intake;

import org.jspecify.annotations.NullMarked;
