/**
 * IHE Retrieve Process for Execution (RPE): SOAP messages by which CTMS and EMR tell each other of
 * a patient on a study. Both ways: what others tell us, and what we tell them.
 *
 * <p>The contract: IHE Quality, Research and Public Health, profile RPE (namespace {@code
 * urn:ihe:qrph:rpe:2009}, bodies in HL7 v3's {@code urn:hl7-org:v3}); and, because sites deviate,
 * the public code that receives such messages: {@code vanderbilt-redcap/epic-participant-updater}
 * for Epic's {@code AlertProtocolState} and {@code EnrollPatientRequestRequest} and the answer
 * {@code ALERT_RECEIVED}, {@code sparc-request/sparc-request} for {@code
 * RetrieveProtocolDefResponse} and {@code PROTOCOL_RECEIVED}.
 *
 * <p><b>Receiving.</b> Namespaces differ, are misspelt or are left out, so everything is found by
 * local name. {@code processState} is free text of the site and is passed on as it is; the site's
 * table says what it means. Several {@code plannedStudy/id} are several studies. Dates have 4, 6, 8
 * or 14 digits: one that is not known to the day is no date, and one that cannot be read costs the
 * date, not the message. Of the patient only {@code candidateID} is read; name, address and birth
 * date are not. A DTD, an entity, a message over one megabyte or with something missing is refused
 * by a SOAP fault of the message's own version. Of a study's definition only number and title are
 * taken, not its calendar. A message is answered as accepted only after the caller has stored what
 * it says: {@link org.trialward.ctms.rpe.Received} gives both answers.
 *
 * <p><b>Sending.</b> RPE has no way to ask what is there already. Each message says a state in
 * full, so a repeated one changes nothing: the same revision of the same candidate gives the same
 * {@code MessageID} and the same content, and after an unknown outcome it is sent again. The outbox
 * keeps the order. An older revision is therefore never sent after a newer one by us, but it could
 * not be recognised by the other side. Only the record number identifies the patient, and only
 * where the site allowed it.
 */
@NullMarked
package org.trialward.ctms.rpe;

import org.jspecify.annotations.NullMarked;
