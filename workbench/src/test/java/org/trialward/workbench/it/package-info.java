/**
 * The real product against a real FHIR server ({@code emr-sim}, a process of its own), and where it
 * must be killed, as a process too. One EMR serves all tests of a run: each test has its own
 * patients and its own trials. Whatever a run writes stays under {@code target/it} until the next.
 */
@NullMarked
package org.trialward.workbench.it;

import org.jspecify.annotations.NullMarked;
