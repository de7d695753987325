package org.trialward.workbench.message;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okForContentType;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.observation.ObservationRegistry;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.trialward.fhir.hl7.MessageDesk;
import org.trialward.fhir.intake.PatientDirectory;
import org.trialward.fhir.record.FeedProfile;
import org.trialward.fhir.record.MessageContents;
import org.trialward.fhir.record.RecordChange;
import org.trialward.fhir.record.RecordChange.Merges;
import org.trialward.fhir.record.RecordChange.Parts;
import org.trialward.fhir.record.RecordChange.Says;
import org.trialward.fhir.record.RecordKey;
import org.trialward.fhir.record.Said;
import org.trialward.fhir.record.Statement;
import org.trialward.rules.patient.Allergy;
import org.trialward.rules.patient.ClinicalStatus;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.patient.PatientChart;
import org.trialward.rules.patient.PatientId;
import org.trialward.rules.patient.Source;
import org.trialward.rules.patient.Verification;
import org.trialward.rules.quantity.Code;
import org.trialward.workbench.TestDatabase;
import org.trialward.workbench.TestEmr;
import org.trialward.workbench.TestEngine;
import org.trialward.workbench.json.Json;
import org.trialward.workbench.message.MessageFeed.Mode;
import org.trialward.workbench.message.MessageFeed.Read;
import org.trialward.workbench.message.MessageStore.Arriving;
import org.trialward.workbench.message.MessageStore.Format;
import org.trialward.workbench.message.MessageStore.Parked;
import org.trialward.workbench.record.HospitalRecords;
import org.trialward.workbench.record.HospitalRecords.Standing;
import org.trialward.workbench.settings.TrialwardSettings.Deliver;

/** What becomes of what a message said when a newer program reads it otherwise. */
class SecondReadingTest {
  private static final String FEED = "ward";
  private static final FeedProfile PROFILE = FeedProfile.of(FEED, ZoneOffset.UTC);
  private static final Instant NINE = Instant.parse("2025-02-28T09:00:00Z");
  private static final RecordKey A = new RecordKey("H", "1");
  private static final RecordKey B = new RecordKey("H", "2");
  private static final RecordKey C = new RecordKey("H", "3");

  /** The common pool has one thread on a machine of two cores. */
  private static final Executor APART = Thread::startVirtualThread;

  @RegisterExtension static final TestEmr EMR = new TestEmr();

  @TempDir private Path folder;

  /** What the program reads in each body. */
  private final Map<String, Read> program = new HashMap<>();

  private TestDatabase database;
  private TestEngine engine;
  private HospitalRecords records;
  private MessageStore messages;
  private MessageWork work;

  @BeforeEach
  void start() {
    database = TestDatabase.fresh();
    engine = new TestEngine(database, folder.resolve("trials"), Deliver.Moment.DETECTION);
    records = engine.records;
    messages =
        database.transactional(
            MessageStore.class, new MessageStore(engine.jdbc, records, engine.clock.site()));
    work =
        work(
            new MessageFeed(
                PROFILE, Mode.FACTS, (_, body) -> read(new String(body, UTF_8)), Map.of()));
  }

  private Read read(String body) {
    return Optional.ofNullable(program.get(body)).orElseThrow();
  }

  private MessageWork work(MessageFeed... feeds) {
    return work(Optional.empty(), feeds);
  }

  private MessageWork work(Optional<PatientDirectory> directory, MessageFeed... feeds) {
    var clock = engine.clock.site();
    Map<String, MessageFeed> byName = new HashMap<>();
    Arrays.stream(feeds).forEach(feed -> byName.put(feed.name(), feed));
    return new MessageWork(
        messages,
        byName,
        records,
        directory,
        engine.inbox,
        new Arrivals(engine.jdbc, Json.mapper(), clock),
        clock,
        database.transaction(),
        ObservationRegistry.NOOP);
  }

  @AfterEach
  void stop() {
    engine.close();
    database.close();
  }

  private static Statement allergy(String reference, String code) {
    Fact fact =
        new Allergy(
            List.of(Code.of("urn:test", code)),
            ClinicalStatus.ACTIVE,
            Verification.CONFIRMED,
            Optional.empty(),
            new Source("AL1", reference, ""));
    return new Statement(reference, new Said.Facts(List.of(fact)));
  }

  private static Statement nothing(String reference) {
    return new Statement(reference, new Said.Facts(List.of()));
  }

  private static Says says(RecordKey of, Statement... statements) {
    return new Says(of, List.of(statements));
  }

  private static Read contents(int minute, RecordChange... changes) {
    return new Read.Contents(List.of(new MessageContents(at(minute), List.of(changes), List.of())));
  }

  private static Instant at(int minute) {
    return NINE.plusSeconds(60L * minute);
  }

  /** From now on the program reads the message of this minute so. */
  private void reads(int minute, RecordChange... changes) {
    program.put("m" + minute, contents(minute, changes));
  }

  private void arrive(int minute) {
    String body = "m" + minute;
    messages.add(
        new Arriving(
            FEED,
            Format.HL7V2,
            "ADT^A08",
            FEED + "|" + body,
            at(minute),
            new Body(body.getBytes(UTF_8))));
  }

  /** The message of this minute arrives and is read. */
  private void arrives(int minute, RecordChange... changes) {
    reads(minute, changes);
    arrive(minute);
    work.drain();
    engine.work.drain();
  }

  private void replay() {
    engine.clock.advance(Duration.ofMinutes(1));
    assertThat(messages.replaySince(FEED, Instant.EPOCH)).isPositive();
  }

  private void readAllAgain() {
    replay();
    work.drain();
    engine.work.drain();
  }

  /** What stands in the records. */
  private List<String> codes(RecordKey key) {
    return switch (records.standing(records.patient(key))) {
      case Standing.Known(var said) -> codes(said.chart());
      case Standing.Retired _ -> List.of("retired");
      case Standing.Unknown _ -> List.of("unknown");
    };
  }

  private static List<String> codes(PatientChart chart) {
    return chart.facts().stream().map(fact -> fact.codes().getFirst().value()).sorted().toList();
  }

  /** What verdicts are made from. */
  private Optional<List<String>> chart(RecordKey key) {
    return engine.charts.find(records.patient(key)).map(stored -> codes(stored.chart()));
  }

  @Test
  void whatTheNewReadingDoesNotMakeLeavesTheChart() {
    arrives(1, says(A, allergy("given", "given"), allergy("N26LV", "N26LV"), allergy("z", "z")));
    assertThat(chart(A)).contains(List.of("N26LV", "given", "z"));

    reads(1, says(A, allergy("N26", "N26"), allergy("z", "z")));
    readAllAgain();

    assertThat(codes(A)).containsExactly("N26", "z");
    assertThat(chart(A)).contains(List.of("N26", "z"));
  }

  @Test
  void untilItIsReadAgainAMessageStands() {
    arrives(1, says(A, allergy("x", "old")));
    arrives(2, says(A, allergy("x", "new")));
    arrives(3, says(A, nothing("x")));
    replay();
    assertThat(codes(A)).isEmpty();

    program.remove("m3"); // It fails.
    work.drain();
    engine.work.drain();

    assertThat(messages.take()).as("put off").isEmpty();
    assertThat(codes(A)).isEmpty();
    assertThat(chart(A)).contains(List.of());
  }

  @Test
  void whatALaterMessageSaidStays() {
    arrives(1, says(A, allergy("x", "old")));
    arrives(2, says(A, allergy("x", "new")));
    reads(1);
    readAllAgain();
    assertThat(chart(A)).contains(List.of("new"));
  }

  @Test
  void whatAnEarlierMessageSaidStandsAgainWhereItIsReadAgainToo() {
    arrives(1, says(A, allergy("x", "earlier")));
    arrives(2, says(A, allergy("x", "mistaken")));
    reads(2, says(A));
    readAllAgain();
    assertThat(chart(A)).contains(List.of("earlier"));
  }

  @Test
  void whatAnEarlierMessageSaidDoesNotComeBackUnread() {
    arrives(1, says(A, allergy("x", "earlier"), allergy("y", "kept")));
    engine.clock.advance(Duration.ofMinutes(5));
    Instant later = engine.clock.instant();
    arrives(2, says(A, allergy("x", "mistaken")));
    reads(2, says(A));
    engine.clock.advance(Duration.ofMinutes(1));

    assertThat(messages.replaySince(FEED, later)).isOne();
    work.drain();
    engine.work.drain();

    assertThat(chart(A)).contains(List.of("kept"));
  }

  @Test
  void whatArrivesMeanwhileCountsInItsPlace() {
    arrives(2, says(A, allergy("x", "mistaken"), allergy("y", "two")));
    replay();
    program.remove("m2"); // It fails.
    arrives(1, says(A, allergy("x", "one"), allergy("y", "one")));
    arrives(3, says(A, allergy("z", "three")));
    assertThat(codes(A)).containsExactly("mistaken", "three", "two");

    reads(2, says(A, allergy("y", "two"), allergy("z", "two")));
    engine.clock.advance(Duration.ofHours(1));
    work.drain();

    assertThat(codes(A)).containsExactly("one", "three", "two");
  }

  @Test
  void aRecordThatWasNamedByMistakeHasNoChartUntilItIsNamedAgain() {
    arrives(1, says(A, allergy("x", "x")));
    PatientId mistaken = records.patient(A);
    reads(1, says(B, allergy("x", "x")));
    readAllAgain();
    assertThat(engine.charts.find(mistaken)).isEmpty();
    assertThat(chart(B)).contains(List.of("x"));

    reads(1, says(A, allergy("x", "x")));
    readAllAgain();
    assertThat(records.patient(A)).isEqualTo(mistaken);
    assertThat(chart(A)).contains(List.of("x"));
    assertThat(chart(B)).isEmpty();
  }

  @Test
  void recordsThatAreNoLongerMergedAreTwoPatients() {
    arrives(1, says(A, allergy("a", "a")));
    arrives(2, says(B, allergy("b", "b")));
    arrives(3, says(A, allergy("c", "c")), new Merges(A, B));
    assertThat(chart(A)).contains(List.of("a", "b", "c"));
    assertThat(chart(B)).isEmpty();

    reads(3, says(A, allergy("c", "c")));
    readAllAgain();

    assertThat(chart(A)).contains(List.of("a", "c"));
    assertThat(chart(B)).contains(List.of("b"));
  }

  @Test
  void aMergeInBetweenIsSeenThrough() {
    arrives(1, says(B, allergy("x", "mistaken"), allergy("y", "y")));
    arrives(2, new Merges(A, B));
    assertThat(chart(A)).contains(List.of("mistaken", "y"));

    reads(1, says(B, allergy("y", "y")));
    readAllAgain();

    assertThat(chart(A)).contains(List.of("y"));
    assertThat(chart(B)).isEmpty();
  }

  @Test
  void aMessageThatIsRefusedNowIsADeadLetterAndSaysNothing() {
    arrives(1, says(A, allergy("x", "x")));
    arrives(2, says(A, allergy("y", "y")));
    program.put("m2", new Read.Refused("It is for training."));
    readAllAgain();
    assertThat(chart(A)).contains(List.of("x"));
    assertThat(messages.parked(9))
        .extracting(Parked::problem)
        .containsExactly("It is for training.");

    reads(2, says(A, allergy("y", "y")));
    engine.clock.advance(Duration.ofMinutes(1));
    messages.replay(Optional.empty());
    work.drain();
    engine.work.drain();
    assertThat(chart(A)).contains(List.of("x", "y"));
  }

  @Test
  void whatAFeedSaidThatIsNotReadAnyMoreStands() {
    arrives(1, says(A, allergy("x", "x")));
    MessageWork withoutFeed = work();
    replay();
    withoutFeed.drain();
    engine.work.drain();
    assertThat(messages.parked(9)).hasSize(1);
    assertThat(codes(A)).containsExactly("x");

    messages.replay(Optional.empty());
    work.drain();
    assertThat(codes(A)).containsExactly("x");
  }

  @Test
  void allThatAMessageHoldsIsReadBeforeAnythingIsWithdrawn() {
    Read both =
        new Read.Contents(
            List.of(
                new MessageContents(
                    at(1),
                    List.of(says(A, allergy("a", "a")), says(B, allergy("b", "b"))),
                    List.of()),
                new MessageContents(at(0), List.of(says(A, allergy("c", "c"))), List.of())));
    program.put("m1", both);
    arrive(1);
    work.drain();
    readAllAgain();
    assertThat(chart(A)).contains(List.of("a", "c"));
    assertThat(chart(B)).contains(List.of("b"));
  }

  @Test
  void aTimeThatIsReadEarlierNowLosesToWhatWasSaidSince() {
    program.put("m1", contents(9, says(A, allergy("x", "one"))));
    arrive(1);
    arrives(2, says(A, allergy("x", "two")));
    assertThat(codes(A)).containsExactly("one");

    reads(1, says(A, allergy("x", "one")));
    readAllAgain();
    assertThat(chart(A)).contains(List.of("two"));
  }

  @Test
  void messagesOfOneControlIdAreNotTakenForOneAnother() {
    work = work(MessageFeed.of(PROFILE, Mode.FACTS, Map.of(), engine.clock));
    var desk =
        new ListenerDesk(FEED, new MessageDesk(PROFILE, engine.clock), messages, engine.clock);
    for (String minute : List.of("0900", "0901")) {
      desk.take(
          """
          MSH|^~\\&|L|H|T|H|20250228%1$s||ADT^A08|1|P|2.5
          PID|1||1^^^H^MR
          AL1|1||%1$s
          """
              .formatted(minute)
              .replace('\n', '\r')
              .getBytes(UTF_8));
    }
    work.drain();
    assertThat(codes(A)).containsExactly("0900", "0901");
    readAllAgain();
    assertThat(chart(A)).contains(List.of("0900", "0901"));
  }

  @Test
  void aChartStaysAsItIsUntilAllMessagesOfThePatientAreReadAgain() {
    renamedReferencesHalfReadAgain();
    assertThat(codes(A)).containsExactly("active", "one");
    assertThat(chart(A)).contains(List.of());

    engine.clock.advance(Duration.ofMinutes(1));
    work.drain();
    engine.work.drain();
    assertThat(chart(A)).contains(List.of("one", "two"));
    assertThat(engine.inbox.backlog().open()).isZero();
  }

  @Test
  void aMessageThatFailsHoldsNoChartUp() {
    renamedReferencesHalfReadAgain();
    program.remove("m2");
    engine.clock.advance(Duration.ofMinutes(1));
    work.drain();

    engine.clock.advance(Duration.ofMinutes(5));
    engine.work.drain();
    assertThat(chart(A)).contains(List.of("active", "one"));
  }

  /** The second message ended what the first one told; its turn comes a minute later. */
  private void renamedReferencesHalfReadAgain() {
    arrives(1, says(A, allergy("old", "active")));
    arrives(2, says(A, nothing("old")));
    reads(1, says(A, allergy("new", "active"), allergy("1", "one")));
    reads(2, says(A, nothing("new"), allergy("2", "two")));
    replay();
    engine
        .jdbc
        .sql(
            "update message set not_before = not_before + interval '1 minute' where occurred_at = :two")
        .param("two", Timestamp.from(at(2)))
        .update();
    work.drain();
    engine.work.drain();
  }

  @Test
  void aReplayWaitsForTheReadingsThatAreUnderWay() {
    arrives(2, says(A, allergy("x", "two")));
    reads(1, says(A, allergy("x", "one")));
    reads(2);
    arrive(1);
    var underWay = new CompletableFuture<Void>();
    CompletableFuture<Void> reading =
        database
            .transaction()
            .execute(status -> {
              engine.jdbc.sql("lock table arrival").update();
              var worker = CompletableFuture.runAsync(work::drain, APART);
              awaitBlocked("relation"); // What the message says was overtaken.
              underWay.completeAsync(
                  () -> {
                    messages.replaySince(FEED, Instant.EPOCH);
                    return null;
                  },
                  APART);
              await().until(() -> underWay.isDone() || isBlocked("advisory")); // Then it goes on.
              return worker;
            });
    CompletableFuture.allOf(reading, underWay).join();
    work.drain();
    assertThat(codes(A)).containsExactly("one");
  }

  private void awaitBlocked(String lock) {
    await().until(() -> isBlocked(lock));
  }

  private boolean isBlocked(String lock) {
    return engine
        .jdbc
        .sql(
            """
            select exists (
              select from pg_locks where locktype = :lock and not granted
                and database = (select oid from pg_database where datname = current_database()))
            """)
        .param("lock", lock)
        .query(Boolean.class)
        .single();
  }

  @Test
  void whatTheEmrSaysOfTwoNumbersComesBackWithTheMergeThatTookItsPlace() {
    EMR.stubFor(
        get("/fhir/metadata")
            .willReturn(
                okForContentType(
                    "application/fhir+json",
                    """
                    {"resourceType":"CapabilityStatement","fhirVersion":"4.0.1"}
                    """)));
    EMR.stubFor(
        get(urlPathEqualTo("/fhir/Patient"))
            .willReturn(
                okForContentType(
                    "application/fhir+json",
                    """
                    {"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Patient","id":"anna"}}]}
                    """)));
    var emr = EMR.connect(engine.clock);
    work =
        work(
            Optional.of(new PatientDirectory(emr)),
            new MessageFeed(
                PROFILE,
                Mode.FACTS,
                (_, body) -> read(new String(body, UTF_8)),
                Map.of("H", "urn:mrn")));
    for (RecordChange change : List.of(new Merges(A, B), new Parts(A, B))) {
      database.clear();
      arrives(1, says(A, allergy("a", "a")));
      arrives(2, says(B, allergy("b", "b")));
      arrives(3, change);
      for (Read newer : List.of(new Read.Refused("Not for us."), contents(3, says(A)))) {
        reads(3, change);
        readAllAgain();
        program.put("m3", newer);
        readAllAgain();

        assertThat(records.patient(A)).isEqualTo(new PatientId("anna"));
        assertThat(codes(A)).containsExactly("a", "b");
        assertThat(codes(B)).containsExactly("retired");
      }
    }
  }

  /**
   * After a replay by two workers everything is as if no other program had ever read the messages.
   */
  @Test
  void allMessagesReadAgainGiveWhatAFreshDatabaseWouldHold() {
    var random = new Random(4711);
    for (int round = 0; round < 8; round++) {
      List<Integer> minutes = new ArrayList<>(Stream.iterate(0, m -> m + 1).limit(20).toList());
      Map<String, Read> old = new HashMap<>();
      Map<String, Read> now = new HashMap<>();
      for (int minute : minutes) {
        Read then = reading(random, minute);
        old.put("m" + minute, then);
        now.put("m" + minute, random.nextBoolean() ? then : reading(random, minute));
      }

      database.clear();
      program.putAll(now);
      minutes.forEach(this::arrive);
      work.drain();
      List<String> fresh = outcome();

      database.clear();
      program.putAll(old);
      Collections.shuffle(minutes, random);
      minutes.forEach(this::arrive);
      work.drain();
      program.putAll(now);
      replay();
      CompletableFuture.allOf(
              CompletableFuture.runAsync(work::drain, APART),
              CompletableFuture.runAsync(work::drain, APART))
          .join();
      engine.clock.advance(Duration.ofHours(1)); // Where one got into the other's way.
      work.drain();
      assertThat(outcome()).isEqualTo(fresh);
      assertThat(
              engine
                  .jdbc
                  .sql(
                      "select (select count(*) from statement_in_doubt) + (select count(*) from record_link_in_doubt)")
                  .query(Long.class)
                  .single())
          .as("in doubt")
          .isZero();
    }
  }

  private static Read reading(Random random, int minute) {
    List<RecordKey> keys = List.of(A, B, C);
    RecordKey one = keys.get(random.nextInt(3));
    RecordKey other = keys.get(random.nextInt(3));
    String reference = one.number() + "r" + random.nextInt(3);
    return switch (random.nextInt(8)) {
      case 0 -> contents(minute, new Merges(one, other));
      case 1 -> contents(minute, new Parts(one, other));
      case 2 -> contents(minute, says(one, nothing(reference)));
      case 3 -> contents(minute, says(one));
      case 4 -> new Read.Refused("Not for us.");
      default -> contents(minute, says(one, allergy(reference, "c" + minute)));
    };
  }

  private List<String> outcome() {
    return Stream.of(A, B, C)
        .map(key ->
            switch (records.standing(records.patient(key))) {
              case Standing.Known(var said) -> key.number() + codes(said.chart());
              case Standing.Unknown _ -> key.number();
              case Standing.Retired(var survivor) -> number(survivor);
            })
        .toList();
  }

  private String number(PatientId patient) {
    return engine
        .jdbc
        .sql("select number from hospital_record where patient = :patient")
        .param("patient", patient.value())
        .query(String.class)
        .single();
  }
}
