package org.trialward.fhir.subject;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.trialward.fhir.emr.Emr;
import org.trialward.fhir.emr.EmrCapabilities;

/** What the site's EMR takes. */
public final class WriteBacks {
  /** The resource types that are created or updated, as far as the EMR takes them. */
  public static final List<String> TYPES =
      List.of("ResearchSubject", "ResearchStudy", "Flag", "Communication");

  private WriteBacks() {}

  /** What a physician sees: a flag, else a message; empty: only the CDS card. */
  public static Optional<WriteBack> flagFor(
      Emr emr, EmrCapabilities capabilities, List<String> recipients) {
    return Stream.<WriteBack>of(new FlagWriteBack(emr), new CommunicationWriteBack(emr, recipients))
        .filter(writeBack -> writeBack.isAcceptedBy(capabilities))
        .findFirst();
  }

  /** What the study office sees, where the EMR takes research subjects. */
  public static Optional<WriteBack> subjectFor(Emr emr, EmrCapabilities capabilities) {
    return Optional.<WriteBack>of(new ResearchSubjectWriteBack(emr))
        .filter(writeBack -> writeBack.isAcceptedBy(capabilities));
  }
}
