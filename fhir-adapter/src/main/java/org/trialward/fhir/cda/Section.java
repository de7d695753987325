package org.trialward.fhir.cda;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The sections that are read: each by a LOINC code, its own or a translation, or by a template.
 * Where a section is called several things, the first of these, which is the most careful. Sources:
 * HL7 C-CDA R1.1 and R2.1, volume 2, section templates; CCD 1.0; HITSP C83; IHE PCC and XD-LAB.
 */
enum Section {
  /** At admission and before an operation. */
  WORKING_DIAGNOSES(
      "CdaProblem",
      Set.of("46241-6", "42347-5", "8646-2", "10219-4"),
      Set.of(Names.CCDA + "43", Names.CCDA + "34", Names.C83 + "110", Names.IHE + "3")),
  /** Also the general history. */
  PAST_ILLNESSES(
      "CdaProblem",
      Set.of("11348-0", "11329-0"),
      Set.of(
          Names.CCDA + "20",
          Names.CCDA + "39",
          "2.16.840.1.113883.10.20.2.9",
          "2.16.840.1.113883.10.22.3.7",
          Names.C83 + "104",
          Names.IHE + "8")),
  /** Encounters, diagnoses at discharge, in an emergency, after an operation; complications. */
  VISIT_DIAGNOSES(
      "CdaProblem",
      Set.of(
          "46240-8", "11535-2", "78375-3", "11301-9", "29308-4", "10218-6", "59769-0", "55109-3"),
      Set.of(
          Names.CCDA + "22",
          Names.CCDA + "22.1",
          Names.CCDA + "24",
          Names.CCDA + "35",
          Names.CCDA + "36",
          Names.CCDA + "37",
          Names.CCD + "3",
          Names.C83 + "111",
          Names.C83 + "127",
          Names.IHE + "7")),
  /** The problem list. */
  PROBLEMS(
      "CdaProblem",
      Set.of("11450-4"),
      Set.of(
          Names.CCDA + "5",
          Names.CCDA + "5.1",
          Names.CCD + "11",
          Names.C83 + "103",
          Names.IHE + "6")),
  ALLERGIES(
      "CdaAllergy",
      Set.of("48765-2"),
      Set.of(
          Names.CCDA + "6",
          Names.CCDA + "6.1",
          Names.CCD + "2",
          Names.C83 + "102",
          Names.IHE + "13")),
  /** Also at admission and discharge, and administered. */
  MEDICATIONS(
      "CdaMedication",
      Set.of("10160-0", "42346-7", "10183-2", "75311-1", "29549-3", "18610-6"),
      Set.of(
          Names.CCDA + "1",
          Names.CCDA + "1.1",
          Names.CCDA + "44",
          Names.CCDA + "11",
          Names.CCDA + "11.1",
          Names.CCDA + "38",
          Names.CCD + "8",
          Names.C83 + "112",
          Names.C83 + "113",
          Names.C83 + "114",
          Names.C83 + "115",
          Names.IHE + "19",
          Names.IHE + "20",
          Names.IHE + "21",
          Names.IHE + "22")),
  IMMUNIZATIONS(
      "CdaImmunization",
      Set.of("11369-6"),
      Set.of(
          Names.CCDA + "2",
          Names.CCDA + "2.1",
          Names.CCD + "6",
          Names.C83 + "117",
          Names.IHE + "23")),
  /** Also IHE's laboratory reports, whose sections are named by specialty and by report item. */
  RESULTS(
      "CdaResult",
      Set.of("30954-2"),
      Set.of(
          Names.CCDA + "3",
          Names.CCDA + "3.1",
          Names.CCD + "14",
          Names.C83 + "122",
          Names.IHE + "28",
          "1.3.6.1.4.1.19376.1.3.3.2.1",
          "1.3.6.1.4.1.19376.1.3.3.2.2")),
  VITAL_SIGNS(
      "CdaVitalSign",
      Set.of("8716-3"),
      Set.of(
          Names.CCDA + "4",
          Names.CCDA + "4.1",
          Names.CCD + "16",
          Names.C83 + "119",
          Names.IHE + "25")),
  /** Also implants. */
  PROCEDURES(
      "CdaProcedure",
      Set.of("47519-4", "46264-8"),
      Set.of(
          Names.CCDA + "7",
          Names.CCDA + "7.1",
          Names.CCDA + "23",
          Names.CCD + "12",
          Names.CCD + "7",
          Names.C83 + "108",
          Names.C83 + "128",
          Names.IHE + "12")),
  /** Also a pregnancy of today. */
  SOCIAL_HISTORY(
      "CdaSocialHistory",
      Set.of("29762-2", "90767-5"),
      Set.of(
          Names.CCDA + "17",
          Names.CCDA + "80",
          Names.CCD + "15",
          Names.C83 + "126",
          Names.IHE + "16",
          Names.IHE + "16.1")),
  /** Also mental status. */
  FUNCTIONAL_STATUS(
      "CdaFunctionalStatus",
      Set.of("47420-5", "10190-7"),
      Set.of(
          Names.CCDA + "14",
          Names.CCDA + "56",
          Names.CCD + "5",
          Names.C83 + "109",
          Names.IHE + "17"));

  /** Where section templates begin. */
  private static final class Names {
    static final String CCDA = "2.16.840.1.113883.10.20.22.2.";
    static final String CCD = "2.16.840.1.113883.10.20.1.";
    static final String C83 = "2.16.840.1.113883.3.88.11.83.";
    static final String IHE = "1.3.6.1.4.1.19376.1.5.3.1.3.";

    private Names() {}
  }

  private static final Set<String> FAMILY =
      Set.of(
          "10157-6",
          Names.CCDA + "15",
          Names.CCD + "4",
          Names.C83 + "125",
          Names.IHE + "14",
          Names.IHE + "15");

  /** Plans, assessments with plans, goals: whatever else such a section is called, it is not so. */
  private static final Set<String> PLANS =
      Set.of(
          "18776-5",
          "51847-2",
          "61146-7",
          Names.CCDA + "10",
          Names.CCDA + "9",
          Names.CCDA + "60",
          Names.CCD + "10",
          Names.C83 + "123",
          Names.C83 + "124",
          Names.IHE + "31",
          Names.IHE + "36");

  /** Templates of C-CDA and CCD 1.0, and of IHE, all of which are known. */
  private static final List<String> PUBLISHED =
      List.of("2.16.840.1.113883.10.20.", "1.3.6.1.4.1.19376.");

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
    Set<String> names = names(section);
    return isAny(names, FAMILY) || isAny(names, PLANS)
        ? Optional.empty()
        : Stream.of(values())
            .filter(kind -> isAny(names, kind.codes) || isAny(names, kind.templates))
            .findFirst();
  }

  /** Whether it is about the patient's relatives. */
  static boolean isOfFamily(Element section) {
    return isAny(names(section), FAMILY);
  }

  private static boolean isAny(Set<String> names, Set<String> of) {
    return names.stream().anyMatch(of::contains);
  }

  /** What it is called: codes and templates. */
  private static Set<String> names(Element section) {
    return Stream.concat(
            Values.with(section.child("code")).flatMap(code -> code.attribute("code").stream()),
            section.children("templateId").flatMap(id -> id.attribute("root").stream()))
        .collect(Collectors.toSet());
  }

  /** The type that the source of a fact of this section has. */
  String sourceType() {
    return sourceType;
  }

  /**
   * Part of what identifies a statement of a problem that is not of the problem list, which a visit
   * must not overwrite when it tells of the same problem. Stored: never to be changed.
   */
  Optional<String> standing() {
    return switch (this) {
      case WORKING_DIAGNOSES -> Optional.of("working");
      case PAST_ILLNESSES -> Optional.of("past");
      case VISIT_DIAGNOSES -> Optional.of("visit");
      case PROBLEMS,
          ALLERGIES,
          MEDICATIONS,
          IMMUNIZATIONS,
          RESULTS,
          VITAL_SIGNS,
          PROCEDURES,
          SOCIAL_HISTORY,
          FUNCTIONAL_STATUS ->
          Optional.empty();
    };
  }

  /** The statements of an entry that may be facts, each with what it lies in. */
  List<Entry> statements(Element entry) {
    return entry.children().stream()
        .flatMap(act -> within(Element.NONE, entry, act, List.of()))
        .toList();
  }

  private Stream<Entry> within(
      Element holder, Element relation, Element act, List<Element> around) {
    if (act.isNull()) {
      return Stream.empty(); // It says that it says nothing.
    }
    if (reads(holder, relation, act)) {
      return Stream.concat(Stream.of(new Entry(this, act, around)), givenDuring(act, around));
    }
    if (!WRAPPERS.contains(act.name())) {
      return Stream.empty();
    }
    List<Element> alone = Stream.concat(around.stream(), Stream.of(act.alone())).toList();
    return act.children(Element.HOLDING)
        .flatMap(inner -> {
          List<Element> outer = Stream.concat(alone.stream(), Stream.of(inner.alone())).toList();
          return inner.children().stream().flatMap(it -> within(act, inner, it, outer));
        });
  }

  /** What was given in the course of a procedure. */
  private Stream<Entry> givenDuring(Element act, List<Element> around) {
    if (this != PROCEDURES) {
      return Stream.empty();
    }
    return act.children(Element.HOLDING)
        .flatMap(inner -> {
          List<Element> outer =
              Stream.concat(around.stream(), Stream.of(act.alone(), inner.alone())).toList();
          return inner
              .children("substanceAdministration")
              .filter(given -> !given.isNull())
              .map(given -> new Entry(MEDICATIONS, given, outer));
        });
  }

  /** The last two templates of each are those of CCD 1.0, which C32 documents have, and of IHE. */
  private boolean reads(Element holder, Element relation, Element act) {
    return switch (this) {
      case WORKING_DIAGNOSES, PAST_ILLNESSES, VISIT_DIAGNOSES, PROBLEMS ->
          isObservation(
              holder,
              relation,
              act,
              "2.16.840.1.113883.10.20.22.4.4",
              "2.16.840.1.113883.10.20.1.28",
              "1.3.6.1.4.1.19376.1.5.3.1.4.5");
      case ALLERGIES ->
          isObservation(
              holder,
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

  /**
   * By its template; where the sender names none, by being the subject of what holds it; where it
   * names only those of its country, by being the subject of an act, i.e. of a concern.
   */
  private static boolean isObservation(
      Element holder, Element relation, Element act, String... templates) {
    if (!act.name().equals("observation")) {
      return false;
    }
    return hasPublishedTemplate(act)
        ? act.follows(templates) && !relation.has("typeCode", "RSON") // why somebody came
        : !relation.has("inversionInd", "true")
            && (relation.name().equals("entry") || relation.has("typeCode", "SUBJ"))
            && (holder.name().equals("act") || !act.child("templateId").exists());
  }

  private static boolean hasPublishedTemplate(Element act) {
    return act.children("templateId")
        .flatMap(id -> id.attribute("root").stream())
        .anyMatch(root -> PUBLISHED.stream().anyMatch(root::startsWith));
  }

  /** What says which problem, substance or test it is. */
  Element coded(Element act) {
    return switch (this) {
      case WORKING_DIAGNOSES, PAST_ILLNESSES, VISIT_DIAGNOSES, PROBLEMS -> act.child("value");
      case ALLERGIES -> Allergies.substance(act);
      case MEDICATIONS, IMMUNIZATIONS -> Medications.product(act);
      case RESULTS, VITAL_SIGNS, PROCEDURES, SOCIAL_HISTORY, FUNCTIONAL_STATUS -> act.child("code");
    };
  }
}
