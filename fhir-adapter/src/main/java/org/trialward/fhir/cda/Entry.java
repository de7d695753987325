package org.trialward.fhir.cda;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.trialward.rules.quantity.Interval;

/**
 * A clinical statement.
 *
 * @param section the LOINC code of the section that it lies in
 * @param act what is stated
 * @param within what it lies in, e.g. a concern or a battery; the outermost first
 */
record Entry(String section, Element act, List<Element> within) {
  private static final String STATUS = "33999-4";
  private static final String CERTAINTY = "66455-7";

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
    return fromInside().anyMatch(it -> it.has("negationInd", "true") || it.has("negationInd", "1"));
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
    return fromInside().anyMatch(it -> it.child("subject").exists());
  }

  /** HL7 ActMood; what is silent happened, but not within something that is only planned. */
  String mood() {
    return fromInside()
        .flatMap(it -> it.attribute("moodCode").stream())
        .filter(mood -> !mood.equals("EVN"))
        .findFirst()
        .orElse("EVN");
  }

  /** Its own status, else that of what it lies in. */
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

  /** Whether its section or something else around it has this code. */
  boolean isWithin(String code) {
    return section.equals(code)
        || within.stream().anyMatch(it -> it.code("code").filter(code::equals).isPresent());
  }

  /** The observations that say more about it. */
  Stream<Element> observations() {
    return act.children("entryRelationship").map(relation -> relation.child("observation"));
  }

  /** What status observations say: SNOMED CT codes, in IPS and its kin FHIR's. */
  Set<String> statusObserved() {
    return observed(STATUS);
  }

  /** What certainty observations say (IPS, France): codes of the same two. */
  Set<String> certaintyObserved() {
    return observed(CERTAINTY);
  }

  private Set<String> observed(String loinc) {
    return observations()
        .filter(it -> it.code("code").filter(loinc::equals).isPresent())
        .map(it -> it.child("value"))
        .flatMap(value -> Stream.concat(Stream.of(value), value.children("translation")))
        .filter(value -> !value.isNull())
        .flatMap(value -> value.attribute("code").stream())
        .collect(Collectors.toSet());
  }
}
