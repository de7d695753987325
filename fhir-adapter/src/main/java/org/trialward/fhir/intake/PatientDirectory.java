package org.trialward.fhir.intake;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.trialward.fhir.emr.Emr;
import org.trialward.fhir.emr.EmrException;
import org.trialward.fhir.emr.EmrException.Category;
import org.trialward.rules.patient.PatientId;

/** Asks the EMR whose a record number is. */
public final class PatientDirectory {
  private final Emr emr;

  public PatientDirectory(Emr emr) {
    this.emr = emr;
  }

  /**
   * The patients that have this number: one, where the hospital's records are in order.
   *
   * @param system the identifier system; without it any
   * @throws EmrException also where nobody has it: the message may be ahead of the server
   */
  public List<PatientId> patients(Optional<String> system, String number) {
    String token = system.map(s -> s + "|").orElse("") + number;
    List<PatientId> found =
        emr
            .search("Patient?identifier=" + URLEncoder.encode(token, StandardCharsets.UTF_8))
            .stream()
            .flatMap(resource -> References.patient(resource).stream())
            .toList();
    if (found.isEmpty()) {
      throw new EmrException(
          Category.FAULT,
          "The EMR has no patient with the message's record number: name the identifier system of"
              + " its assigning authority in the feed's `authorities`, or replay when the EMR has"
              + " the patient.");
    }
    return found;
  }
}
