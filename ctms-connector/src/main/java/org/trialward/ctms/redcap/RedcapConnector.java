package org.trialward.ctms.redcap;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import org.trialward.ctms.Capabilities;
import org.trialward.ctms.CtmsConnector;
import org.trialward.ctms.StatusChange;
import org.trialward.ctms.StatusPage;
import org.trialward.rules.match.Candidate;
import org.trialward.rules.match.CandidateState;
import org.trialward.rules.match.Delivery;
import org.trialward.rules.match.DeliveryException;
import org.trialward.rules.match.DeliveryException.Category;
import org.trialward.rules.match.DeliveryReceipt;
import org.trialward.rules.verdict.Finding;
import tools.jackson.databind.JsonNode;

/** Keeps one record a candidate in a REDCap project and reads back what people set there. */
public final class RedcapConnector implements CtmsConnector, AutoCloseable {
  public static final String DESTINATION = "redcap";

  private static final String NONE = "none";
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

  /** UTC-12 is the last time zone; one hour more lets the two clocks differ by that. */
  private static final Duration CURSOR_OVERLAP = Duration.ofHours(13);

  private final RedcapSettings settings;
  private final Clock clock;
  private final RedcapApi api;

  public RedcapConnector(RedcapSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
    this.api = new RedcapApi(settings, clock);
  }

  @Override
  public String destination() {
    return DESTINATION;
  }

  @Override
  public Capabilities probe() {
    SequencedMap<String, String> parameters = new LinkedHashMap<>();
    parameters.put("content", "metadata");
    parameters.put("format", "json");
    parameters.put("returnFormat", "json");
    List<String> deviations = Dictionary.deviations(rows(api.post(parameters)), settings);
    if (!deviations.isEmpty()) {
      throw new DeliveryException(
          Category.REJECTED,
          "The REDCap project is not set up as `trialward.ctms.redcap` says: %s. Add the fields and choices to the project, or map others."
              .formatted(String.join("; ", deviations)));
    }
    return new Capabilities(true, true, true, false, false);
  }

  @Override
  public DeliveryReceipt deliver(Delivery delivery) {
    String id = settings.recordPrefix() + delivery.candidate().number();
    Optional<RedcapRecord> present = read(id);
    if (present.isEmpty()) {
      write(id, contents(delivery, id, true));
      return DeliveryReceipt.CREATED;
    }
    RedcapRecord record = present.get();
    if (!record.trial().equals(delivery.trial().id().value()) || record.revision().isEmpty()) {
      throw new DeliveryException(
          Category.REJECTED,
          "Record `%s` is in REDCap, but with another study or without revision, so it was left as it is. Give the token's user \"Full Data Set\" export, or rename the record."
              .formatted(id));
    }
    if (record.revision().getAsLong() >= delivery.revision()) {
      return DeliveryReceipt.ALREADY_THERE;
    }
    write(id, contents(delivery, id, !record.wasAnsweredByAPerson(settings)));
    return DeliveryReceipt.UPDATED;
  }

  @Override
  public Map<String, CandidateState> statuses() {
    return settings.choices().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));
  }

  /**
   * {@inheritDoc}
   *
   * <p>What people answered, not what we wrote. An answer is reported again for up to a day (see
   * the package's description).
   */
  @Override
  public StatusPage statusChanges(Optional<String> cursor) {
    Instant asked = clock.instant();
    SequencedMap<String, String> parameters = export();
    cursor.ifPresent(since ->
        parameters.put("dateRangeBegin", SECONDS.format(parseCursor(since).minus(CURSOR_OVERLAP))));
    List<StatusChange> changes =
        rows(api.post(parameters)).stream()
            .map(row -> RedcapRecord.of(row, settings))
            .flatMap(record -> change(record).stream())
            .toList();
    return new StatusPage(changes, Optional.of(asked.toString()));
  }

  /**
   * Takes a Data Entry Trigger as a hint and reads the record it names. Empty where the record is
   * not one of ours.
   *
   * @param form the body that REDCap posted, form-encoded
   */
  public Optional<StatusChange> onDataEntryTrigger(String form) {
    return Arrays.stream(form.split("&"))
        .filter(parameter -> parameter.startsWith("record="))
        .map(parameter -> decode(parameter.substring("record=".length())))
        .filter(id -> candidateNumber(id).isPresent())
        .findFirst()
        .flatMap(this::read)
        .flatMap(this::change);
  }

  @Override
  public void close() {
    api.close();
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      return "";
    }
  }

  private static Instant parseCursor(String cursor) {
    try {
      return Instant.parse(cursor);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("`%s` is no cursor of REDCap.".formatted(cursor), e);
    }
  }

  private Optional<RedcapRecord> read(String id) {
    SequencedMap<String, String> parameters = export();
    parameters.put("records[0]", id);
    List<RedcapRecord> records =
        rows(api.post(parameters)).stream()
            .map(row -> RedcapRecord.of(row, settings))
            .filter(record -> record.id().equals(id))
            .toList();
    if (records.size() > 1) {
      throw new DeliveryException(
          Category.REJECTED,
          "Record `%s` has several rows in REDCap. Use a classic project, without events and repeating instruments."
              .formatted(id));
    }
    return records.stream().findFirst();
  }

  private SequencedMap<String, String> export() {
    SequencedMap<String, String> parameters = new LinkedHashMap<>();
    parameters.put("content", "record");
    parameters.put("action", "export");
    parameters.put("format", "json");
    parameters.put("type", "flat");
    parameters.put("rawOrLabel", "raw");
    parameters.put("returnFormat", "json");
    int position = 0;
    for (RedcapField field : RedcapRecord.READ) {
      parameters.put("fields[%d]".formatted(position++), settings.name(field));
    }
    return parameters;
  }

  private void write(String id, Map<String, String> contents) {
    SequencedMap<String, String> parameters = new LinkedHashMap<>();
    parameters.put("content", "record");
    parameters.put("action", "import");
    parameters.put("format", "json");
    parameters.put("type", "flat");
    parameters.put("overwriteBehavior", "normal");
    parameters.put("forceAutoNumber", "false");
    parameters.put("returnContent", "ids");
    parameters.put("returnFormat", "json");
    parameters.put("data", RedcapApi.json(contents));
    List<String> written =
        rows(api.post(parameters)).stream().map(node -> node.asString("")).toList();
    if (!written.equals(List.of(id))) {
      throw new DeliveryException(Category.FAULT, RedcapApi.notAnAnswer());
    }
  }

  private Map<String, String> contents(Delivery delivery, String id, boolean withStatus) {
    Candidate candidate = delivery.candidate();
    Map<String, String> contents = new LinkedHashMap<>();
    contents.put(settings.name(RedcapField.RECORD_ID), id);
    contents.put(settings.name(RedcapField.TRIAL), delivery.trial().id().value());
    if (withStatus) {
      contents.put(settings.name(RedcapField.STATUS), settings.choice(candidate.state()));
    }
    contents.put(settings.name(RedcapField.STATE), candidate.state().name());
    contents.put(settings.name(RedcapField.OUTCOME), candidate.outcome().name());
    contents.put(settings.name(RedcapField.RULE_VERSION), candidate.trialVersion());
    contents.put(settings.name(RedcapField.REVISION), Long.toString(delivery.revision()));
    contents.put(settings.name(RedcapField.OPEN), ids(delivery.verdict().open()));
    contents.put(settings.name(RedcapField.AGAINST), ids(delivery.verdict().against()));
    contents.put(settings.name(RedcapField.UPDATED), SECONDS.format(clock.instant()));
    return contents;
  }

  private static String ids(List<Finding> findings) {
    return findings.isEmpty()
        ? NONE
        : findings.stream().map(f -> f.criterion().id()).collect(Collectors.joining(", "));
  }

  private Optional<StatusChange> change(RedcapRecord record) {
    OptionalLong number = candidateNumber(record.id());
    return number.isEmpty() || !record.wasAnsweredByAPerson(settings)
        ? Optional.empty()
        : Optional.of(
            new StatusChange(
                new StatusChange.Subject.Numbered(number.getAsLong()),
                record.trialId(),
                "",
                record.choice(),
                record.revision(),
                Optional.empty()));
  }

  /** As we write it: {@code TM-017} is a record that somebody else made. */
  private OptionalLong candidateNumber(String recordId) {
    String prefix = settings.recordPrefix();
    OptionalLong number =
        recordId.startsWith(prefix)
            ? RedcapRecord.number(recordId.substring(prefix.length()))
            : OptionalLong.empty();
    return number.isPresent() && recordId.equals(prefix + number.getAsLong())
        ? number
        : OptionalLong.empty();
  }

  private static List<JsonNode> rows(JsonNode body) {
    if (!body.isArray()) {
      throw new DeliveryException(Category.FAULT, RedcapApi.notAnAnswer());
    }
    List<JsonNode> rows = new ArrayList<>();
    body.forEach(rows::add);
    return rows;
  }
}
