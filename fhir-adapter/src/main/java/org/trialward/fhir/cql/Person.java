package org.trialward.fhir.cql;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.trialward.rules.criterion.AgeRange;
import org.trialward.rules.criterion.Characteristic.Event;
import org.trialward.rules.criterion.Characteristic.LivesIn;
import org.trialward.rules.criterion.Characteristic.Speaks;
import org.trialward.rules.criterion.Span;
import org.trialward.rules.patient.Sex;

/** Who the patient is. */
record Person(Sheet sheet, Events events) {

  String age(AgeRange range, Optional<Event> at) {
    String bounds = "%s, %s, \"Born\"".formatted(span(range.from()), span(range.below()));
    return at.map(event -> ageAt(event, bounds))
        .orElse("IsAged(%s, Days(Today(), Today()))".formatted(bounds));
  }

  private String ageAt(Event event, String bounds) {
    Optional<String> entries = events.entries(event);
    if (entries.isEmpty()) {
      return sheet.notExported(Events.NO_ENTRIES);
    }
    return """
    case
      when not exists (%1$s E where not (E.counts is false)) then %2$s
      when not exists (%1$s E where E.counts is true) then null
      else IsAged(%3$s, Interval[
        Min(%1$s E where not (E.counts is false) return all start of Coalesce(E.at, "Any time")),
        Min(%1$s E where E.counts is true return all end of Coalesce(E.at, "Any time"))])
    end\
    """
        .formatted(entries.get(), events.noneCounts(event), bounds);
  }

  private static String span(Optional<Span> span) {
    return span.map(Spelling::span).orElse("null as System.Quantity");
  }

  String sex(Sex sex) {
    String same = "\"Sex\" = " + Spelling.text(sex.name().toLowerCase(Locale.ROOT));
    return sex == Sex.OTHER ? same : "(if \"Sex\" = 'other' then null else %s)".formatted(same);
  }

  String residence(LivesIn asked) {
    String country =
        "IsCountry(Agreed(\"Countries\" C return case %s else C end), %s)"
            .formatted(
                asked.countries().stream()
                    .sorted()
                    .map(code ->
                        "when C in %s then %s"
                            .formatted(texts(countryNames(code)), Spelling.text(code)))
                    .collect(Collectors.joining(" ")),
                texts(asked.countries().stream().sorted()));
    String postalCode =
        "IsAt(\"Postal code\", %s)".formatted(texts(asked.postalCodes().stream().sorted()));
    if (asked.countries().isEmpty()) {
      return postalCode;
    }
    return asked.postalCodes().isEmpty() ? country : "(" + country + " or " + postalCode + ")";
  }

  /** Its codes of two and three letters, and its English name, in capitals without blanks. */
  private static Stream<String> countryNames(String code) {
    Locale country = Locale.of("", code);
    return Stream.of(
        code,
        country.getISO3Country(),
        country
            .getDisplayCountry(Locale.ENGLISH)
            .replaceAll("[^\\p{L}]", "")
            .toUpperCase(Locale.ROOT));
  }

  String languages(Speaks asked) {
    return "if SpeaksOne(%s) then true else %s"
        .formatted(
            texts(asked.languages().stream().sorted().flatMap(Person::languageNames)),
            Events.silent(asked.silence()));
  }

  /** The tag, with the code of three letters in place of that of two, and its English name. */
  private static Stream<String> languageNames(String tag) {
    Locale language = Locale.forLanguageTag(tag);
    String code = language.getLanguage();
    String lower = tag.toLowerCase(Locale.ROOT);
    Stream<String> written =
        Stream.of(lower, language.getISO3Language() + lower.substring(code.length()));
    return lower.equals(code)
        ? Stream.concat(
            written,
            Stream.of(language.getDisplayLanguage(Locale.ENGLISH).toLowerCase(Locale.ROOT)))
        : written;
  }

  private static String texts(Stream<String> texts) {
    Set<String> distinct = texts.collect(Collectors.toCollection(LinkedHashSet::new));
    return distinct.isEmpty()
        ? "List<System.String> { }"
        : List.copyOf(distinct).stream()
            .map(Spelling::text)
            .collect(Collectors.joining(", ", "{ ", " }"));
  }
}
