package org.trialward.fhir.intake;

import java.util.List;
import java.util.stream.Stream;

/**
 * The resource types that a site reads of its EMR.
 *
 * @param documents whether C-CDA documents of the EMR belong to a chart
 * @param dispenses whether what a pharmacy handed out does
 */
public record ReadTypes(boolean documents, boolean dispenses) {
  /** What is read where nothing is set. */
  public static final ReadTypes STANDARD = new ReadTypes(false, false);

  private static final String DOCUMENT = "DocumentReference";

  /**
   * What the EMR's administrator has to let us read. Encounters only say that a patient was there:
   * an EMR may know no better sign of change.
   */
  public List<String> all() {
    return Stream.of(
            watched(),
            Stream.of("Medication", "ResearchStudy", "Encounter"),
            Stream.of("Binary").filter(_ -> documents))
        .flatMap(types -> types)
        .toList();
  }

  /** All whose changes concern a chart of this site. */
  Stream<String> watched() {
    return Stream.concat(
        FactTypes.watched().filter(this::isWanted), Stream.of(DOCUMENT).filter(_ -> documents));
  }

  /** Whether a change of this type concerns a chart of this site. */
  public boolean concern(String type) {
    return (FactTypes.concernsChart(type) && isWanted(type))
        || (documents && type.equals(DOCUMENT));
  }

  /** Those that hold facts. */
  List<String> facts() {
    return FactTypes.ALL.stream().filter(this::isWanted).toList();
  }

  private boolean isWanted(String type) {
    return dispenses || !type.equals(FactTypes.DISPENSE);
  }
}
