/**
 * What messages and documents say of patients, before it is a chart.
 *
 * <p>A FHIR server is asked for what is so now. A message is not asked: it comes late, twice or out
 * of order, and says only what its sender thought of. So each thing that it says is a {@link
 * org.trialward.fhir.record.Statement statement} under a reference that is the same whenever the
 * same thing is said again, with a {@link org.trialward.fhir.record.Stamp stamp} of when it was
 * said. Of each reference the latest stands. What stands is then a function of the set of messages,
 * not of their arrival: repeating or reordering them changes nothing.
 *
 * <p>Merges are links between records, by the same rule; statements stay with the record that they
 * were made of. So an unmerge gives back what there was.
 */
@NullMarked
package org.trialward.fhir.record;

import org.jspecify.annotations.NullMarked;
