package org.trialward.fhir.cda;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The sections that are read, by LOINC section code or C-CDA section template. Sources: HL7 C-CDA
 * R1.1 and R2.1, volume 2, section templates; IHE XD-LAB.
 */
enum Section {
  /** Problem list, past illness, encounters, admission and discharge diagnoses. */
  PROBLEMS(
      "CdaProblem",
      Set.of("11450-4", "11348-0", "46240-8", "46241-6", "11535-2"),
      Set.of("5", "5.1", "20", "22", "22.1", "43", "24")),
  ALLERGIES("CdaAllergy", Set.of("48765-2"), Set.of("6", "6.1")),
  /** Also at admission and discharge, and administered. */
  MEDICATIONS(
      "CdaMedication",
      Set.of("10160-0", "42346-7", "10183-2", "75311-1", "29549-3"),
      Set.of("1", "1.1", "44", "11", "11.1", "38")),
  IMMUNIZATIONS("CdaImmunization", Set.of("11369-6"), Set.of("2", "2.1")),
  /** Also IHE's laboratory reports, whose sections are named by specialty and by report item. */
  RESULTS(
      "CdaResult",
      Set.of("30954-2"),
      Set.of("3", "3.1", "1.3.6.1.4.1.19376.1.3.3.2.1", "1.3.6.1.4.1.19376.1.3.3.2.2")),
  VITAL_SIGNS("CdaVitalSign", Set.of("8716-3"), Set.of("4", "4.1")),
  /** Also implants. */
  PROCEDURES("CdaProcedure", Set.of("47519-4", "46264-8"), Set.of("7", "7.1", "23")),
  SOCIAL_HISTORY("CdaSocialHistory", Set.of("29762-2"), Set.of("17")),
  /** Also mental status. */
  FUNCTIONAL_STATUS("CdaFunctionalStatus", Set.of("47420-5", "10190-7"), Set.of("14", "56"));

  private static final String TEMPLATES = "2.16.840.1.113883.10.20.22.2.";

  /** Statements that may only hold others together: concerns, encounters, batteries. */
  private static final Set<String> WRAPPERS = Set.of("act", "encounter", "organizer");

  private final String sourceType;

  @SuppressWarnings("ImmutableEnumChecker") // made by Set.of
  private final Set<String> codes;

  @SuppressWarnings("ImmutableEnumChecker") // made by Set.of
  private final Set<String> templates;

  Section(String sourceType, Set<String> codes, Set<String> templates) {
    this.sourceType = sourceType;
    this.codes = codes;
    this.templates = templates;
  }

  static Optional<Section> of(Element section) {
    return Stream.of(values()).filter(kind -> kind.isKindOf(section)).findFirst();
  }

  private boolean isKindOf(Element section) {
    return codes(section).anyMatch(codes::contains)
        || section
            .children("templateId")
            .flatMap(id -> id.attribute("root").stream())
            .map(root -> root.startsWith(TEMPLATES) ? root.substring(TEMPLATES.length()) : root)
            .anyMatch(templates::contains);
  }

  private static Stream<String> codes(Element section) {
    Element code = section.child("code");
    return Stream.concat(Stream.of(code), code.children("translation"))
        .flatMap(it -> it.attribute("code").stream());
  }

  /** The type that the source of a fact of this section has. */
  String sourceType() {
    return sourceType;
  }

  /**
   * The statements of an entry that may be facts, each with what it lies in.
   *
   * @param section the code of the entry's section
   */
  List<Entry> statements(String section, Element entry) {
    return entry.children().stream()
        .flatMap(act -> within(section, entry, act, List.of()))
        .toList();
  }

  private Stream<Entry> within(
      String section, Element relation, Element act, List<Element> around) {
    if (act.isNull()) {
      return Stream.empty(); // It says that it says nothing.
    }
    if (reads(relation, act)) {
      return Stream.of(new Entry(section, act, around));
    }
    if (!WRAPPERS.contains(act.name())) {
      return Stream.empty();
    }
    List<Element> outer = Stream.concat(around.stream(), Stream.of(act)).toList();
    return Stream.concat(act.children("entryRelationship"), act.children("component"))
        .flatMap(
            inner -> inner.children().stream().flatMap(it -> within(section, inner, it, outer)));
  }

  /** The last two templates of each are those of CCD 1.0, which C32 documents have, and of IHE. */
  private boolean reads(Element relation, Element act) {
    return switch (this) {
      case PROBLEMS ->
          isObservation(
              relation,
              act,
              "2.16.840.1.113883.10.20.22.4.4",
              "2.16.840.1.113883.10.20.1.28",
              "1.3.6.1.4.1.19376.1.5.3.1.4.5");
      case ALLERGIES ->
          isObservation(
              relation,
              act,
              "2.16.840.1.113883.10.20.22.4.7",
              "2.16.840.1.113883.10.20.22.4.90",
              "2.16.840.1.113883.10.20.1.18",
              "1.3.6.1.4.1.19376.1.5.3.1.4.6");
      case MEDICATIONS, IMMUNIZATIONS -> act.name().equals("substanceAdministration");
      case RESULTS, VITAL_SIGNS, SOCIAL_HISTORY, FUNCTIONAL_STATUS ->
          act.name().equals("observation");
      case PROCEDURES -> Set.of("procedure", "observation", "act").contains(act.name());
    };
  }

  /** By its template; where the sender names none, by being the subject of the concern. */
  private static boolean isObservation(Element relation, Element act, String... templates) {
    if (!act.name().equals("observation")) {
      return false;
    }
    return act.hasTemplate()
        ? act.follows(templates) && !relation.has("typeCode", "RSON") // why somebody came
        : !relation.has("inversionInd", "true")
            && (relation.name().equals("entry") || relation.has("typeCode", "SUBJ"));
  }

  /** What says which problem, substance or test it is. */
  Element coded(Element act) {
    return switch (this) {
      case PROBLEMS -> act.child("value");
      case ALLERGIES -> Allergies.substance(act);
      case MEDICATIONS, IMMUNIZATIONS -> Medications.product(act);
      case RESULTS, VITAL_SIGNS, PROCEDURES, SOCIAL_HISTORY, FUNCTIONAL_STATUS -> act.child("code");
    };
  }
}
