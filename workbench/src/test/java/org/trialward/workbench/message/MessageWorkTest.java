package org.trialward.workbench.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.observation.ObservationRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.trialward.fhir.hl7.MessageDesk;
import org.trialward.fhir.record.FeedProfile;
import org.trialward.fhir.record.RecordKey;
import org.trialward.rules.document.Translations;
import org.trialward.rules.patient.PatientId;
import org.trialward.workbench.TestDatabase;
import org.trialward.workbench.TestEngine;
import org.trialward.workbench.json.Json;
import org.trialward.workbench.message.MessageStore.Parked;
import org.trialward.workbench.record.HospitalRecords;
import org.trialward.workbench.report.ArrivalDay;
import org.trialward.workbench.report.ArrivalReport;
import org.trialward.workbench.settings.TrialwardSettings.Deliver;

/** What a listener stored, read in a real database. */
class MessageWorkTest {
  private static final String FEED = "ward";
  private static final FeedProfile PROFILE = FeedProfile.of(FEED, ZoneOffset.UTC);

  @TempDir private Path folder;

  private TestDatabase database;
  private TestEngine engine;
  private HospitalRecords records;
  private MessageStore messages;
  private ListenerDesk desk;
  private MessageWork work;

  @BeforeEach
  void start() {
    database = TestDatabase.fresh();
    engine = new TestEngine(database, folder.resolve("trials"), Deliver.Moment.DETECTION);
    var clock = engine.clock.site();
    records = engine.records;
    messages =
        database.transactional(MessageStore.class, new MessageStore(engine.jdbc, records, clock));
    desk = new ListenerDesk(FEED, new MessageDesk(PROFILE, engine.clock), messages, engine.clock);
    work =
        new MessageWork(
            messages,
            Map.of(FEED, MessageFeed.of(PROFILE, MessageFeed.Mode.FACTS, Map.of(), engine.clock)),
            records,
            Optional.empty(),
            engine.inbox,
            new Arrivals(engine.jdbc, Json.mapper(), clock),
            clock,
            database.transaction(),
            ObservationRegistry.NOOP);
  }

  @AfterEach
  void stop() {
    database.close();
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          hello no HL7,                                        MSH
          MSH|^~\\&|L|H|T|H|20260101||ORU^R01|1|T|2.5,         training
          MSH|^~\\&|L|H|T|H|20260101||ORU^R01|2|P|2.5||||||X-9, MSH-18
          """)
  void whatIsStillRefusedIsADeadLetterAgainWhenItIsReplayed(String message, String cause) {
    desk.take(message.getBytes(UTF_8));
    List<Parked> before = messages.parked(9);
    assertThat(before).hasSize(1);

    assertThat(messages.replay(Optional.of(before.getFirst().id()))).isEqualTo(1);
    work.drain();

    assertThat(messages.parked(9))
        .singleElement()
        .satisfies(parked -> {
          assertThat(parked.id()).isEqualTo(before.getFirst().id());
          assertThat(parked.problem()).isEqualTo(before.getFirst().problem()).contains(cause);
        });
  }

  @Test
  void ofWhatWasTooLargeOnlyTheHeaderIsThereAndItStaysADeadLetter() {
    desk.tooLarge("MSH|^~\\&|L|H|T|H|20260101||ORU^R01|4|P|2.5\rPID|1||4711".getBytes(UTF_8));

    assertThat(messages.replay(Optional.empty())).isEqualTo(1);
    work.drain();

    assertThat(messages.parked(9))
        .singleElement()
        .satisfies(
            parked -> assertThat(parked.problem()).contains("have the sender send it again"));
  }

  @Test
  void whatWasOnlyPutOffIsReadWhenItIsReplayed() {
    desk.take("MSH|^~\\&|L|H|T|H|20260101||ADT^A08|3|P|2.5\rPID|1||4711^^^H^MR\r".getBytes(UTF_8));
    messages.park(messages.take().orElseThrow(), "No feed of this name.");

    messages.replay(Optional.empty());
    work.drain();

    assertThat(messages.parked(9)).isEmpty();
    assertThat(messages.take()).as("waiting").isEmpty();
    assertThat(records.knows(new RecordKey("H", "4711"))).isTrue();
  }

  @Test
  void ofABatchEachMessageIsStoredOnceAndEachIsAnswered() {
    String one = "MSH|^~\\&|L|H|T|H|20260101||ADT^A08|5|P|2.5\rPID|1||4711^^^H^MR\r";
    String test = "MSH|^~\\&|L|H|T|H|20260101||ADT^A08|6|T|2.5\rPID|1||4712^^^H^MR\r";
    String two = "MSH|^~\\&|L|H|T|H|20260101||ADT^A08|7|P|2.5\rPID|1||4713^^^H^MR\r";
    byte[] batch = ("BHS|^~\\&|L|H|T|H\r" + one + test + two + "BTS|3\r").getBytes(UTF_8);

    String answer = new String(desk.take(batch).orElseThrow(), UTF_8);
    desk.take(batch);
    work.drain();

    assertThat(answer.lines().filter(line -> line.startsWith("MSA")))
        .satisfiesExactly(
            first -> assertThat(first).isEqualTo("MSA|AA|5"),
            refused -> assertThat(refused).startsWith("MSA|AR|6|MSH-11"),
            third -> assertThat(third).isEqualTo("MSA|AA|7"));
    assertThat(messages.parked(9)).hasSize(1);
    assertThat(records.knows(new RecordKey("H", "4711"))).isTrue();
    assertThat(records.knows(new RecordKey("H", "4713"))).isTrue();
    assertThat(database.jdbc().sql("select count(*) from message").query(Long.class).single())
        .isEqualTo(3);
  }

  /** Many senders tell the time to the second, and file several changes at once. */
  @Test
  void ofTwoMessagesOfTheSameSecondTheOneWithTheLaterNumberStands() {
    for (int number = 95; number < 105; number++) {
      desk.take(
          "MSH|^~\\&|L|H|T|H|20260101090000||ADT^A08|%d|P|2.5\rPID|1||4711^^^H^MR||DOE^JANE||19%d0501|F\r"
              .formatted(number, number - 45)
              .getBytes(UTF_8));
    }
    work.drain();

    assertThat(birthDate()).isEqualTo("1959-05-01");
  }

  @Test
  void ofTwoMessagesRecordedAtOnceTheOneWrittenLaterStands() {
    for (int second = 10; second < 60; second += 5) {
      desk.take(
          "MSH|^~\\&|L|H|T|H|202601010901%d||ADT^A08|X|P|2.5\rEVN|A08|20260101090000\rPID|1||4711^^^H^MR||DOE^JANE||19%d0501|F\r"
              .formatted(second, second)
              .getBytes(UTF_8));
    }
    work.drain();

    assertThat(birthDate()).isEqualTo("1955-05-01");
  }

  private String birthDate() {
    PatientId patient = records.patient(new RecordKey("H", "4711"));
    return ((HospitalRecords.Standing.Known) records.standing(patient))
        .said()
        .identity()
        .birthDate();
  }

  @Test
  void aNulInAMessageHoldsNothingUp() {
    desk.take(
        "MSH|^~\\&|L|H|T|H|20260101090000||ORU^R01|7|P|2.5\rPID|1||4711^^^H^MR||DO\u0000E^JANE\rOBR|1||5|K^Kal\u0000ium^L\rOBX|1|NM|K^Kal\u0000ium^L||4|mg\u0000/dL|||||F\r"
            .getBytes(UTF_8));
    work.drain();

    assertThat(messages.parked(9)).isEmpty();
    assertThat(records.knows(new RecordKey("H", "4711"))).isTrue();
  }

  @Test
  void whatIsReadAgainIsCountedOnceOnTheDayOnWhichItCame() {
    desk.take(
        "MSH|^~\\&|L|H|T|H|20260101090000||ORU^R01|7|P|2.5\rPID|1||4711^^^H^MR\rOBR|1||5|K^Kalium^L\rOBX|1|NM|K^Kalium^L||4|mgs|||||F\r"
            .getBytes(UTF_8));
    work.drain();
    var report =
        new ArrivalReport(
            engine.jdbc, () -> Translations.NONE, engine.clock.site(), ZoneOffset.UTC);
    List<ArrivalDay> before = report.days(Optional.empty());
    engine.clock.advance(Duration.ofDays(1));
    messages.replaySince(FEED, Instant.EPOCH);
    work.drain();

    assertThat(before).hasSize(1);
    assertThat(report.days(Optional.empty())).isEqualTo(before);
  }
}
