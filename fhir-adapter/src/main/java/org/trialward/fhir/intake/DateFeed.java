package org.trialward.fhir.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Resource;
import org.trialward.fhir.emr.Emr;
import org.trialward.fhir.emr.EmrCapabilities;
import org.trialward.fhir.emr.FhirR4;

/**
 * For an EMR that does not tell what was updated, but lets all patients be searched by clinical
 * date: whoever was there or had something done lately is read whole. Each cycle reads the same
 * days again; what looks as before is told with the same key. Costly: poll it seldom.
 */
final class DateFeed implements ChangeFeed {
  private static final String NAME = "emr-dates";

  /** A result is dated when the sample was taken, and written when it is known. */
  private static final int DAYS_WRITTEN_LATER = 3;

  /** The search parameter for the clinical date of each type (R4, its search parameters). */
  private static final Map<String, String> DATES = dates();

  private static Map<String, String> dates() {
    Map<String, String> dates = new LinkedHashMap<>();
    dates.put("Encounter", "date");
    dates.put("Observation", "date");
    dates.put("Condition", "recorded-date");
    dates.put("Procedure", "date");
    dates.put("MedicationRequest", "authoredon");
    dates.put("MedicationAdministration", "effective-time");
    dates.put("MedicationDispense", "whenhandedover");
    dates.put("Immunization", "date");
    dates.put("AllergyIntolerance", "date");
    dates.put(FactTypes.CONSENT, "date");
    dates.put("DocumentReference", "date");
    return dates;
  }

  private final Sweep sweep;
  private final Roster roster;
  private final int pageSize;
  private final ZoneId zone;
  private final ReadTypes types;
  private final List<String> searched;

  private DateFeed(
      Emr emr, ReadTypes types, List<String> searched, InstantSource clock, boolean listed) {
    this.sweep = new Sweep(emr, clock, NAME);
    this.pageSize = emr.settings().pageSize();
    this.zone = emr.settings().zone();
    this.roster = new Roster(emr, sweep, clock, NAME, listed);
    this.types = types;
    this.searched = List.copyOf(searched);
  }

  /**
   * Of the types that the EMR lists as searchable by date alone, and that it lets us search so.
   *
   * @param listed whether the EMR lists its patients
   * @return empty where neither encounters nor results are among them: too little would be seen
   */
  static Optional<ChangeFeed> of(
      Emr emr, EmrCapabilities capabilities, ReadTypes types, InstantSource clock, boolean listed) {
    LocalDate today = LocalDate.ofInstant(clock.instant(), emr.settings().zone());
    List<String> searched =
        DATES.keySet().stream()
            .filter(types.all()::contains)
            .filter(type -> capabilities.searchesByAlone(type, parameter(type)))
            .filter(type -> SearchOfAll.isAnswered(emr, query(type, today, 1)))
            .toList();
    return searched.contains("Encounter") || searched.contains("Observation")
        ? Optional.of(new DateFeed(emr, types, searched, clock, listed))
        : Optional.empty();
  }

  private static String parameter(String type) {
    return DATES.getOrDefault(type, "date");
  }

  private static String query(String type, LocalDate since, int pageSize) {
    return "%s?%s=ge%s&_count=%d".formatted(type, parameter(type), since, pageSize);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Poll poll(Optional<String> cursor) {
    Cursor at = cursor.map(text -> Cursor.parse(text, NAME)).orElse(Cursor.START);
    return at.since().isPresent() ? changes(at) : roster.first(at, this::changes);
  }

  private Poll changes(Cursor at) {
    return sweep.read(
        at, queries(at.since().orElseThrow()), began -> entry -> sighting(entry, began));
  }

  private List<String> queries(Instant since) {
    LocalDate from = LocalDate.ofInstant(since, zone).minusDays(DAYS_WRITTEN_LATER);
    return searched.stream().map(type -> query(type, from, pageSize)).toList();
  }

  private static Optional<Sighting> sighting(BundleEntryComponent entry, Instant began) {
    return Optional.ofNullable(entry.getResource())
        .filter(resource -> DATES.containsKey(resource.fhirType()))
        .flatMap(resource ->
            References.patient(resource)
                .map(patient -> {
                  String what = References.of(resource);
                  String key = what + "#" + looks(resource);
                  return new Sighting(
                      what,
                      -1,
                      new ChangeHint(NAME, Optional.of(patient), Optional.empty(), began, key));
                }));
  }

  /** Of all that the EMR sent, for many send neither versions nor times of change. */
  private static String looks(Resource resource) {
    String text = FhirR4.get().newJsonParser().encodeResourceToString(resource);
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return HexFormat.of().formatHex(hash, 0, 12);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256.", e);
    }
  }

  @Override
  public List<String> blindTo() {
    Stream<String> always =
        Stream.of(
            "deletions",
            "what is written more than %d days after its clinical date"
                .formatted(DAYS_WRITTEN_LATER));
    Stream<String> unseen =
        types
            .watched()
            .filter(type -> !searched.contains(type))
            .map(type -> "changes of " + type + " without another sign of the patient");
    return Stream.of(always, unseen, roster.blindTo().stream(), sweep.blindTo().stream())
        .flatMap(lines -> lines)
        .toList();
  }
}
