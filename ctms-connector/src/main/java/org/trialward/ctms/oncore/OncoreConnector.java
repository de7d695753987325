package org.trialward.ctms.oncore;

import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trialward.ctms.Capabilities;
import org.trialward.ctms.CtmsConnector;
import org.trialward.ctms.HandedOver;
import org.trialward.ctms.MissingData;
import org.trialward.ctms.Person;
import org.trialward.ctms.StatusChange;
import org.trialward.ctms.StatusPage;
import org.trialward.ctms.StudyRef;
import org.trialward.ctms.SubjectDemographics;
import org.trialward.ctms.oncore.OncoreApi.Posted;
import org.trialward.rules.match.Candidate;
import org.trialward.rules.match.CandidateState;
import org.trialward.rules.match.Delivery;
import org.trialward.rules.match.DeliveryException;
import org.trialward.rules.match.DeliveryException.Category;
import org.trialward.rules.match.DeliveryReceipt;
import org.trialward.rules.trial.Approval;
import org.trialward.rules.trial.TrialId;
import tools.jackson.databind.JsonNode;

/** Registers confirmed candidates in OnCore and reads back where OnCore says they stand. */
public final class OncoreConnector implements CtmsConnector, AutoCloseable {
  public static final String DESTINATION = "oncore";

  private static final Logger LOG = LoggerFactory.getLogger(OncoreConnector.class);

  /** Confirmed by a coordinator, and not out of the trial again. */
  private static final Set<CandidateState> REGISTERED =
      EnumSet.of(
          CandidateState.CONFIRMED,
          CandidateState.CONTACTED,
          CandidateState.CONSENTED,
          CandidateState.ELIGIBLE,
          CandidateState.ENROLLED,
          CandidateState.FOLLOW_UP);

  /** OnCore's words for a subject's status. */
  private static final Map<String, CandidateState> STATUSES =
      Map.of(
          "Consent Refused", CandidateState.DECLINED,
          "Consented", CandidateState.CONSENTED,
          "Eligible", CandidateState.ELIGIBLE,
          "Not Eligible", CandidateState.SCREEN_FAILED,
          "On Study", CandidateState.ENROLLED,
          "On Treatment", CandidateState.ENROLLED,
          "On Follow Up", CandidateState.FOLLOW_UP,
          "Off Study", CandidateState.COMPLETED,
          "Withdrawn", CandidateState.WITHDRAWN,
          "Expired", CandidateState.DIED);

  private final OncoreSettings settings;
  private final SubjectDemographics demographics;
  private final HandedOver handedOver;
  private final Clock clock;
  private final OncoreApi api;
  private final OncoreProtocols protocols;
  private final OncoreSubjects subjects;

  /** OnCore's ids, which never change, by record number: saves a request a person and poll. */
  private final Map<String, Long> known = new ConcurrentHashMap<>();

  public OncoreConnector(
      OncoreSettings settings,
      SubjectDemographics demographics,
      HandedOver handedOver,
      Clock clock) {
    this.settings = settings;
    this.demographics = demographics;
    this.handedOver = handedOver;
    this.clock = clock;
    this.api = new OncoreApi(settings, clock);
    this.protocols = new OncoreProtocols(api, settings);
    this.subjects = new OncoreSubjects(api);
  }

  @Override
  public String destination() {
    return DESTINATION;
  }

  @Override
  public Capabilities probe() {
    api.signIn();
    List<String> deviations = new ArrayList<>();
    new TreeMap<>(settings.protocols())
        .forEach((trial, protocol) -> {
          try {
            protocols.read(protocol);
          } catch (DeliveryException e) {
            if (e.isRetryable()) {
              throw e;
            }
            deviations.add("%s: %s".formatted(trial, e.getMessage()));
          }
        });
    if (!deviations.isEmpty()) {
      throw new DeliveryException(Category.REJECTED, String.join(" ", deviations));
    }
    return new Capabilities(true, true, false, false, settings.allowsPhi());
  }

  /** The protocols of the settings; OnCore has thousands that do not concern us. */
  @Override
  public List<StudyRef> studies() {
    return new TreeMap<>(settings.protocols())
        .entrySet().stream()
            .map(entry ->
                new StudyRef(
                    entry.getValue().toString(),
                    protocols.read(entry.getValue()).path("title").asString(""),
                    Optional.of(entry.getKey())))
            .toList();
  }

  @Override
  public DeliveryReceipt deliver(Delivery delivery) {
    if (!REGISTERED.contains(delivery.candidate().state())) {
      return DeliveryReceipt.NOT_TAKEN;
    }
    Candidate candidate = delivery.candidate();
    long protocol =
        protocols.of(
            new HandedOver.Entry(
                candidate.number(),
                candidate.key(),
                delivery.trial().dossier().approval().map(Approval::number)));
    Person person = demographics.of(candidate.key());
    String recordNumber =
        person
            .recordNumber()
            .orElseThrow(() -> MissingData.refusal("OnCore", List.of("record number")));
    long subject = subjects.findOrCreate(person, recordNumber);
    if (isRegistered(protocol, subject)) {
      return DeliveryReceipt.ALREADY_THERE;
    }
    Posted posted =
        api.post(
            "protocolSubjects",
            Map.of(
                "protocolId",
                protocol,
                "studySite",
                settings.studySite(),
                "subjectDemographicsId",
                subject));
    return switch (posted) {
      case CREATED -> DeliveryReceipt.CREATED;
      case DUPLICATE -> {
        if (isRegistered(protocol, subject)) {
          yield DeliveryReceipt.ALREADY_THERE;
        }
        throw new DeliveryException(
            Category.REJECTED,
            "OnCore calls the registration a duplicate (HTTP 409) but does not list it. Look into protocol %d, then replay this delivery."
                .formatted(protocol));
      }
    };
  }

  private boolean isRegistered(long protocol, long subject) {
    return onProtocol(protocol).stream().anyMatch(row -> subject(row) == subject);
  }

  private List<JsonNode> onProtocol(long protocol) {
    SequencedMap<String, String> query = new LinkedHashMap<>();
    query.put("protocolId", Long.toString(protocol));
    return api.search("protocolSubjects", query);
  }

  private static long subject(JsonNode row) {
    return row.path("subjectDemographicsId").asLong(0);
  }

  /** As OnCore's pages write them, and in capitals, as its API was seen to. */
  @Override
  public Map<String, CandidateState> statuses() {
    return STATUSES.entrySet().stream()
        .flatMap(entry ->
            Stream.of(entry, Map.entry(entry.getKey().toUpperCase(Locale.ROOT), entry.getValue())))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /**
   * {@inheritDoc}
   *
   * <p>Every status of those whom we handed over, each time: OnCore has no "since". A trial that
   * cannot be asked about is left out and told in the log; none at all is a failure.
   */
  @Override
  public StatusPage statusChanges(Optional<String> cursor) {
    String asked = clock.instant().toString();
    Map<TrialId, List<HandedOver.Entry>> byTrial =
        handedOver.to(DESTINATION).stream()
            .collect(
                Collectors.groupingBy(
                    entry -> entry.key().trial(), TreeMap::new, Collectors.toList()));
    List<StatusChange> changes = new ArrayList<>();
    List<DeliveryException> refusals = new ArrayList<>();
    byTrial.forEach((trial, entries) -> {
      try {
        changes.addAll(changes(entries));
      } catch (DeliveryException e) {
        if (e.isRetryable()) {
          throw e;
        }
        LOG.warn("OnCore was not asked about {}: {}", trial, e.getMessage());
        refusals.add(e);
      }
    });
    if (!refusals.isEmpty() && refusals.size() == byTrial.size()) {
      throw refusals.getFirst();
    }
    return new StatusPage(changes, Optional.of(asked));
  }

  private List<StatusChange> changes(List<HandedOver.Entry> entries) {
    long protocol = protocols.of(entries.getFirst());
    Map<Long, JsonNode> rows =
        onProtocol(protocol).stream()
            .collect(Collectors.toMap(OncoreConnector::subject, row -> row, (_, later) -> later));
    List<StatusChange> changes = new ArrayList<>();
    for (HandedOver.Entry entry : entries) {
      id(entry)
          .map(rows::get)
          .map(row -> row.path("status").asString("").strip())
          .filter(status -> !status.isEmpty())
          .map(status -> change(entry, protocol, status))
          .ifPresent(changes::add);
    }
    return changes;
  }

  private Optional<Long> id(HandedOver.Entry entry) {
    return demographics
        .of(entry.key())
        .recordNumber()
        .flatMap(number -> {
          Long held = known.get(number);
          Optional<Long> id = held == null ? subjects.find(number) : Optional.of(held);
          id.ifPresent(found -> known.put(number, found));
          return id;
        });
  }

  private static StatusChange change(HandedOver.Entry entry, long protocol, String status) {
    return new StatusChange(
        new StatusChange.Subject.Numbered(entry.number()),
        Optional.of(entry.key().trial()),
        Long.toString(protocol),
        status,
        OptionalLong.empty(),
        Optional.empty());
  }

  @Override
  public void close() {
    api.close();
  }
}
