package org.trialward.rules.document;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.trialward.rules.criterion.Characteristic;
import org.trialward.rules.criterion.Characteristic.Event;
import org.trialward.rules.criterion.Silence;
import org.trialward.rules.patient.Sex;
import org.trialward.rules.trial.Site;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/** What is asked of the person: age, sex, life, residence, language. */
final class PersonGrammar {
  private static final Pattern COUNTRY =
      Pattern.compile(String.join("|", Locale.getISOCountries()) + "|XK");
  private static final Pattern POSTAL_CODE =
      Pattern.compile("(?:[A-Z]{2} )?[A-Z0-9][A-Z0-9 -]{0,9}\\*?");

  /** No country's codes have two characters; {@code HM 12} is a code of Bermuda as a whole. */
  private static final Pattern OF_COUNTRY =
      Pattern.compile("([A-Z]{2}) ([A-Z0-9 -]{3,}|[A-Z0-9 -]+\\*)");

  /** BCP 47 takes a code of two letters wherever ISO 639 has one. */
  private static final Pattern LANGUAGE =
      Pattern.compile(
          "(?i:%s|(?!(?:%s)(?:-|$))[a-z]{3})(-[A-Za-z0-9]{2,8})*"
              .formatted(
                  String.join("|", Locale.getISOLanguages()),
                  Stream.of(Locale.getISOLanguages())
                      .map(code -> Locale.of(code).getISO3Language())
                      .collect(Collectors.joining("|"))));

  private static final Pattern DISTANCE = Pattern.compile("(\\d{1,5}(?:\\.\\d)?)\\s*(km|mi)");

  /** The international mile. */
  private static final BigDecimal KM_PER_MILE = new BigDecimal("1.609344");

  private final Places places;
  private final ReadingOf of;
  private final Function<Node, Optional<Event>> events;
  private final BoundGrammar bounds;
  private final Mistakes mistakes;

  PersonGrammar(
      Places places,
      ReadingOf of,
      Function<Node, Optional<Event>> events,
      BoundGrammar bounds,
      Mistakes mistakes) {
    this.places = places;
    this.of = of;
    this.events = events;
    this.bounds = bounds;
    this.mistakes = mistakes;
  }

  Optional<Characteristic> age(Node node) {
    Optional<Node> at =
        node instanceof MappingNode
            ? Fields.open(node, "`age`", new Mistakes("")).flatMap(fields -> fields.find("at"))
            : Optional.empty();
    Optional<Event> event = at.flatMap(events);
    return bounds
        .ages(node, Set.of("at"))
        .filter(range -> at.isEmpty() || event.isPresent())
        .map(range -> new Characteristic.Age(range, event));
  }

  Optional<Characteristic> sex(Node node) {
    return TrialGrammar.word(node, "sex", Sex.class, mistakes).map(Characteristic.SexIs::new);
  }

  Optional<Characteristic> vitalStatus(Node node) {
    return TrialGrammar.word(node, "vital-status", VitalStatusWord.class, mistakes)
        .map(alive -> new Characteristic.Alive());
  }

  private enum VitalStatusWord {
    ALIVE
  }

  Optional<Characteristic> residence(Node node) {
    return Fields.of(
            node, "`residence`", Set.of("country", "postal-code", "within", "described"), mistakes)
        .flatMap(fields -> {
          Set<String> countries =
              fields
                  .find("country")
                  .map(n -> words(n, COUNTRY, "country", "US` or `GB"))
                  .orElse(Set.of());
          Set<String> codes =
              fields
                  .find("postal-code")
                  .map(n -> words(n, POSTAL_CODE, "postal code", "02139` or `021*"))
                  .orElse(Set.of());
          Set<String> near = fields.find("within").map(this::near).orElse(Set.of());
          Set<String> all = new HashSet<>(near);
          codes.forEach(code -> all.add(postalCode(code)));
          if (fields.all().keySet().stream().allMatch("described"::equals)) {
            mistakes.add(
                node, "`residence` asks nothing", "Write for example `residence: {country: [US]}`");
          }
          return countries.isEmpty() && all.isEmpty()
              ? Optional.empty()
              : Optional.of(
                  new Characteristic.LivesIn(
                      fields
                          .find("described")
                          .flatMap(n -> Fields.text(n, "`described`", mistakes))
                          .orElseGet(() -> described(countries, codes, distance(fields))),
                      countries,
                      all));
        });
  }

  private static Optional<String> distance(Fields fields) {
    return fields.find("within").flatMap(n -> Fields.text(n, "`within`", new Mistakes("")));
  }

  /** How evidence says it where the file does not. */
  static String described(
      Collection<String> countries, Collection<String> codes, Optional<String> distance) {
    List<String> parts =
        List.of(
            countries.isEmpty() ? "" : "in " + String.join(" or ", countries),
            codes.isEmpty() ? "" : "at postal code " + String.join(" or ", codes),
            distance.map(length -> "within " + length + " of a site").orElse(""));
    return String.join(" or ", parts.stream().filter(part -> !part.isEmpty()).toList());
  }

  /** As a record has it, perhaps after a country. */
  private static String postalCode(String written) {
    Matcher m = OF_COUNTRY.matcher(written);
    return m.matches() ? m.group(1) + " " + m.group(2).replace(" ", "") : written.replace(" ", "");
  }

  /** The postal codes that the table puts within the distance of one of the trial's sites. */
  private Set<String> near(Node node) {
    Optional<String> text = Fields.text(node, "`within`", mistakes);
    if (text.isEmpty()) {
      return Set.of();
    }
    Matcher m = DISTANCE.matcher(text.get());
    if (!m.matches()) {
      mistakes.add(
          node,
          "`%s` is not a distance".formatted(Mistakes.shortened(text.get())),
          "Write for example `50 km` or `30 mi`");
      return Set.of();
    }
    BigDecimal number = new BigDecimal(m.group(1));
    double kilometres =
        (m.group(2).equals("km") ? number : number.multiply(KM_PER_MILE)).doubleValue();
    Set<String> near = new HashSet<>();
    for (Site site : of.sites()) {
      site.country()
          .flatMap(country ->
              site.postalCode()
                  .flatMap(code -> places.within(kilometres, country, code))
                  .map(codes -> codes.stream().map(code -> country + " " + code).toList()))
          .ifPresent(near::addAll);
    }
    if (near.isEmpty()) {
      mistakes.add(
          node,
          "no site of the trial lies in the table of postal codes",
          "Give the trial `sites` with `country` and `postal-code`, and supply"
              + " `postal-codes.csv` in the folder of the trials");
    }
    return near;
  }

  Optional<Characteristic> language(Node node) {
    if (!(node instanceof MappingNode)) {
      return languages(node).map(tags -> new Characteristic.Speaks(tags, Silence.MEANS_UNKNOWN));
    }
    return Fields.of(node, "`language`", Set.of("of", "silence"), mistakes)
        .flatMap(fields ->
            fields
                .need("of", "[en]")
                .flatMap(this::languages)
                .map(tags ->
                    new Characteristic.Speaks(
                        tags, EventGrammar.silence(fields, Silence.MEANS_UNKNOWN, mistakes))));
  }

  private Optional<Set<String>> languages(Node node) {
    return Optional.of(words(node, LANGUAGE, "language", "en` or `es-MX"))
        .filter(tags -> !tags.isEmpty());
  }

  private Set<String> words(Node node, Pattern form, String what, String example) {
    Set<String> words = new LinkedHashSet<>();
    for (Node item : Fields.listOrOne(node)) {
      Fields.text(item, "a " + what, mistakes)
          .ifPresent(text -> {
            String word = form == LANGUAGE ? text : text.toUpperCase(Locale.ROOT);
            if (form.matcher(word).matches()) {
              words.add(word);
            } else {
              mistakes.add(
                  item,
                  "`%s` is not a %s".formatted(Mistakes.shortened(text), what),
                  "Write for example `%s`".formatted(example));
            }
          });
    }
    return words;
  }
}
