package org.trialward.ctms.oncore;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.trialward.ctms.MissingData;
import org.trialward.ctms.Person;
import org.trialward.ctms.oncore.OncoreApi.Posted;
import org.trialward.rules.match.DeliveryException;
import org.trialward.rules.match.DeliveryException.Category;
import tools.jackson.databind.JsonNode;

/** The people whom OnCore knows, by record number. */
final class OncoreSubjects {
  private static final String ONCORE = "OnCore";
  private static final String ONSTAGE = "Onstage";
  private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("MM/dd/uuuu");

  /** What OnCore demands beside the record number, in the order in which it is asked for. */
  private static final List<String> DEMANDED =
      List.of("lastName", "firstName", "birthDate", "gender", "ethnicity", "race");

  private static final Map<String, String> IN_WORDS =
      Map.of(
          "lastName", "last name",
          "firstName", "first name",
          "birthDate", "birth date",
          "gender", "gender",
          "ethnicity", "ethnicity",
          "race", "race");

  /** OnCore's list has no other word; "unknown" is what the record says, not that it is silent. */
  private static final Map<String, String> GENDERS =
      Map.of("male", "Male", "female", "Female", "unknown", "Unknown");

  private final OncoreApi api;

  OncoreSubjects(OncoreApi api) {
    this.api = api;
  }

  /** OnCore's id of who has this record number; empty where nobody has. */
  Optional<Long> find(String recordNumber) {
    return entry(recordNumber, ONCORE).map(OncoreSubjects::id);
  }

  /** Finds the person, or makes an entry and finds that. */
  long findOrCreate(Person person, String recordNumber) {
    Optional<JsonNode> known = entry(recordNumber, ONCORE);
    if (known.isPresent()) {
      demandSameBirthDate(known.get(), person);
      return id(known.get());
    }
    Map<String, Object> fields =
        fields(person, recordNumber, entry(recordNumber, ONSTAGE).orElse(OncoreJson.NOTHING));
    Posted posted = api.post("subjectDemographics", fields);
    return find(recordNumber)
        .orElseThrow(() ->
            posted == Posted.DUPLICATE
                ? new DeliveryException(
                    Category.REJECTED,
                    "OnCore calls the person a duplicate of one with another record number. Settle that in OnCore, then replay this delivery.")
                : new DeliveryException(
                    Category.UNAVAILABLE,
                    "OnCore took the person, but does not list it yet. It is looked for again."));
  }

  private Optional<JsonNode> entry(String recordNumber, String source) {
    SequencedMap<String, String> query = new LinkedHashMap<>();
    query.put("mrn", recordNumber);
    query.put("subjectSource", source);
    List<JsonNode> entries =
        api.search("subjectDemographics", query).stream()
            .filter(entry -> text(entry, "mrn").equals(recordNumber))
            .toList();
    if (entries.size() > 1) {
      throw new DeliveryException(
          Category.REJECTED,
          "%s has several people with one record number. Settle that in OnCore, then replay this delivery."
              .formatted(source));
    }
    return entries.stream().findFirst();
  }

  private static long id(JsonNode entry) {
    long id = entry.path("subjectDemographicsId").asLong(0);
    if (id <= 0) {
      throw new DeliveryException(Category.FAULT, OncoreJson.NOT_AN_ANSWER);
    }
    return id;
  }

  private static Map<String, Object> fields(Person person, String recordNumber, JsonNode staged) {
    demandSameBirthDate(staged, person);
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("subjectSource", ONCORE);
    fields.put("mrn", recordNumber);
    List<String> missing = new ArrayList<>();
    for (String field : DEMANDED) {
      Optional<Object> value = said(staged.path(field)).or(() -> ours(person, field));
      value.ifPresentOrElse(
          said -> fields.put(field, said), () -> missing.add(IN_WORDS.getOrDefault(field, field)));
    }
    if (!missing.isEmpty()) {
      throw MissingData.refusal(ONCORE, missing);
    }
    return fields;
  }

  /** What Onstage says, in OnCore's own words. */
  private static Optional<Object> said(JsonNode value) {
    if (value.isArray()) {
      List<String> words =
          value
              .valueStream()
              .map(word -> word.asString("").strip())
              .filter(w -> !w.isEmpty())
              .toList();
      return words.isEmpty() ? Optional.empty() : Optional.of(words);
    }
    return Optional.of(value.asString("").strip()).filter(word -> !word.isEmpty()).map(w -> w);
  }

  private static Optional<Object> ours(Person person, String field) {
    return switch (field) {
      case "lastName" -> person.lastName().map(name -> name);
      case "firstName" -> person.firstName().map(name -> name);
      case "birthDate" -> person.birthDate().map(DATE::format);
      case "gender" -> person.gender().flatMap(code -> Optional.ofNullable(GENDERS.get(code)));
      case "ethnicity" -> person.ethnicity().map(word -> word);
      case "race" -> person.races().isEmpty() ? Optional.empty() : Optional.of(person.races());
      default -> throw new IllegalArgumentException("OnCore demands no `%s`.".formatted(field));
    };
  }

  /** Two people with one number must not become one; a date that cannot be read says nothing. */
  private static void demandSameBirthDate(JsonNode entry, Person person) {
    Optional<LocalDate> theirs = date(text(entry, "birthDate"));
    if (theirs.isPresent()
        && person.birthDate().isPresent()
        && !theirs.equals(person.birthDate())) {
      throw new DeliveryException(
          Category.REJECTED,
          "Who has this record number in OnCore was born on another day than our patient, so nobody was registered. Settle the record number, then replay this delivery.");
    }
  }

  private static Optional<LocalDate> date(String text) {
    for (DateTimeFormatter form : List.of(DATE, DateTimeFormatter.ISO_LOCAL_DATE)) {
      try {
        return Optional.of(LocalDate.parse(text, form));
      } catch (DateTimeException _) {
        // The other form is tried.
      }
    }
    return Optional.empty();
  }

  private static String text(JsonNode entry, String field) {
    return entry.path(field).asString("").strip();
  }
}
