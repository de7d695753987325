/**
 * Very many resources at once: the first load of a site, and the nightly comparison with the EMR.
 *
 * <p>A {@link org.trialward.fhir.bulk.BulkExport} asks the EMR for files (FHIR Bulk Data Access,
 * HL7 IG 2.0.0), {@link org.trialward.fhir.bulk.NdjsonFiles} reads files that somebody brought.
 * Both give lines, and can go on where they were interrupted. A {@link
 * org.trialward.fhir.bulk.LineMapper} makes facts of a line.
 *
 * <p>HAPI's parser makes every element of a resource, and each of them knows its base type and its
 * position in the model. Our mappers look at few: {@link org.trialward.fhir.bulk.LeanReader} makes
 * only those, as the same HAPI classes, so that there is one place where FHIR becomes facts. It
 * never decides a doubtful case: what is not written plainly goes to HAPI's parser.
 */
@NullMarked
package org.trialward.fhir.bulk;

import org.jspecify.annotations.NullMarked;
