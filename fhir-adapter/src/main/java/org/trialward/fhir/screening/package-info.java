/**
 * A study's screening list as FHIR R4: a ResearchSubject for each candidate, a Provenance for each
 * step, a List of them all. Names nobody: the subject is our number.
 */
@NullMarked
package org.trialward.fhir.screening;

import org.jspecify.annotations.NullMarked;
