package org.trialward.fhir.cda;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.trialward.rules.quantity.Interval;

/**
 * A clinical statement.
 *
 * @param section what kind of section it lies in
 * @param act what is stated
 * @param within what it lies in, e.g. a concern or a battery, and how; the outermost first
 */
record Entry(Section section, Element act, List<Element> within) {
  static final String NOT_KNOWN = "";

  /** FHIR's codes, which are also the words that the value sets of C-CDA have for them. */
  private static final Set<String> WORDS = Set.of("active", "inactive", "resolved");

  /** HL7 NullFlavor: unknown, no information, not asked, asked but unknown, not yet known. */
  private static final Set<String> DOUBT = Set.of("UNK", "NI", "NASK", "ASKU", "NAV");

  private static final String HAPPENED = "EVN";
  private static final String STATUS = "33999-4";
  private static final String CERTAINTY = "66455-7";

  /** SNOMED CT attributes of a situation, and that it is the patient's. */
  private static final String FINDING_CONTEXT = "408729009";

  private static final String TEMPORAL_CONTEXT = "408731000";

  /** Current or specified time: what SNOMED CT means where no time is said. */
  private static final String SOME_TIME = "410512000";

  private static final String SUBJECT_CONTEXT = "408732007";
  private static final String SUBJECT_OF_RECORD = "410604004";

  /** The German letters for certainty, which Austrian documents have, too, in FHIR's words. */
  private static final String LETTERS = "2.16.840.1.113883.3.7.1.8";

  private static final Map<String, String> CERTAINTY_OF_LETTER =
      Map.of("A", "refuted", "V", "provisional", "G", "confirmed");
  private static final Map<String, String> STATUS_OF_LETTER = Map.of("Z", "resolved");

  /** Family history, in LOINC and SNOMED CT. */
  private static final Set<String> OF_THE_FAMILY = Set.of("10157-6", "57177007", "416471007");

  /** FHIR's word and SNOMED CT's. */
  private static final Set<String> ENTERED_IN_ERROR = Set.of("entered-in-error", "723510000");

  Entry {
    within = List.copyOf(within);
  }

  private Stream<Element> fromInside() {
    return Stream.concat(Stream.of(act), within.reversed().stream());
  }

  /** What it says is not so, or was not done. */
  boolean isNegated() {
    return fromInside().anyMatch(Entry::isNegated);
  }

  /** Programs also write {@code True}. */
  private static boolean isNegated(Element element) {
    return element
        .attribute("negationInd")
        .filter(negated -> negated.equalsIgnoreCase("true") || negated.equals("1"))
        .isPresent();
  }

  /** HL7 ActStatus {@code nullified}, or an observation that says so: made in error. */
  boolean isEnteredInError() {
    return fromInside()
            .anyMatch(it -> it.code("statusCode").filter("nullified"::equals).isPresent())
        || Stream.of(statusObserved(), certaintyObserved())
            .flatMap(Set::stream)
            .anyMatch(ENTERED_IN_ERROR::contains);
  }

  /** A relative, a fetus, a donor. */
  boolean isAboutSomebodyElse() {
    return fromInside().anyMatch(it -> it.child("subject").exists())
        || isCalled(OF_THE_FAMILY)
        || qualifiers()
            .filter(it -> isNamed(it, SUBJECT_CONTEXT))
            .anyMatch(it -> !it.child("value").has("code", SUBJECT_OF_RECORD));
  }

  /** HL7 ActMood; what is silent happened. */
  String mood() {
    return mood(act);
  }

  private static String mood(Element act) {
    return act.attribute("moodCode").orElse(HAPPENED);
  }

  /** Whether something around it is only planned, asked for or proposed. */
  boolean isWithinPlan() {
    return within.stream().anyMatch(it -> !mood(it).equals(HAPPENED));
  }

  /** Its own status, else that of what it lies in; empty where none is said. */
  String status() {
    return fromInside().flatMap(it -> it.code("statusCode").stream()).findFirst().orElse("");
  }

  /** When it was written down: the earliest author's time, its own before those around it. */
  Optional<Interval> recorded(Times times) {
    return fromInside()
        .flatMap(it ->
            it
                .children("author")
                .flatMap(author -> author.value("time").stream())
                .flatMap(time -> times.of(time).stream())
                .min(Comparator.comparing(Interval::earliest))
                .stream())
        .findFirst();
  }

  /** Whether it or something around it is called by one of these codes. */
  boolean isCalled(Set<String> codes) {
    return fromInside().anyMatch(it -> isCalled(it, codes));
  }

  private static boolean isCalled(Element element, Set<String> codes) {
    return Values.with(element.child("code"))
        .flatMap(it -> it.attribute("code").stream())
        .anyMatch(codes::contains);
  }

  /** The observations that say more about it. */
  Stream<Element> observations() {
    return act.children("entryRelationship").map(relation -> relation.child("observation"));
  }

  /**
   * What status observations say: SNOMED CT codes, in IPS and its kin FHIR's. One that says that it
   * is not known is {@link #NOT_KNOWN}.
   */
  Set<String> statusObserved() {
    Stream<String> qualifiers =
        qualified(TEMPORAL_CONTEXT, STATUS_OF_LETTER).filter(code -> !code.equals(SOME_TIME));
    return Stream.concat(observed(STATUS), qualifiers).collect(Collectors.toSet());
  }

  /** What certainty observations say (IPS, France): codes of the same two. */
  Set<String> certaintyObserved() {
    return Stream.concat(observed(CERTAINTY), qualified(FINDING_CONTEXT, CERTAINTY_OF_LETTER))
        .collect(Collectors.toSet());
  }

  /** What qualifiers of the value say. */
  private Stream<String> qualified(String context, Map<String, String> letters) {
    return qualifiers()
        .flatMap(qualifier ->
            qualifier
                .code("value")
                .flatMap(code ->
                    qualifier.child("value").has("codeSystem", LETTERS)
                        ? Optional.ofNullable(letters.get(code))
                        : Optional.of(code).filter(_ -> isNamed(qualifier, context)))
                .stream());
  }

  private Stream<Element> qualifiers() {
    Element value = act.child("value");
    return Stream.concat(Stream.of(value), value.children("translation"))
        .flatMap(it -> it.children("qualifier"));
  }

  private static boolean isNamed(Element qualifier, String context) {
    return qualifier.code("name").filter(context::equals).isPresent();
  }

  private Stream<String> observed(String loinc) {
    return observations().filter(it -> isCalled(it, Set.of(loinc))).flatMap(Entry::answers);
  }

  private static Stream<String> answers(Element observation) {
    Element value = observation.child("value");
    List<String> codes = Values.with(value).flatMap(it -> it.attribute("code").stream()).toList();
    Stream<String> answers = codes.isEmpty() ? inWords(value) : codes.stream();
    return isNegated(observation) ? answers.map(it -> "not " + it) : answers;
  }

  /** A null flavour that is no doubt, e.g. of a code that is not in the value set, says nothing. */
  private static Stream<String> inWords(Element value) {
    String text =
        Stream.of(value.text(), value.child("originalText").text())
            .filter(it -> !it.isEmpty())
            .findFirst()
            .orElse("");
    if (text.isEmpty()
        && value.attribute("nullFlavor").filter(it -> !DOUBT.contains(it)).isPresent()) {
      return Stream.empty();
    }
    String word = text.toLowerCase(Locale.ROOT);
    return Stream.of(WORDS.contains(word) ? word : NOT_KNOWN);
  }
}
