package org.trialward.fhir.intake;

import java.util.List;
import java.util.stream.Stream;

/** What the EMR's administrator has to let us read. */
public final class ReadTypes {
  /** Encounters only say that a patient was there: an EMR may know no better sign of change. */
  public static final List<String> ALL =
      Stream.of(FactTypes.watched(), Stream.of("Medication", "ResearchStudy", "Encounter"))
          .flatMap(types -> types)
          .toList();

  private ReadTypes() {}
}
