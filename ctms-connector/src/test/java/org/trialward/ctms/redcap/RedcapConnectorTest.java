package org.trialward.ctms.redcap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.AbstractObjectAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.trialward.ctms.Capabilities;
import org.trialward.ctms.Deliveries;
import org.trialward.ctms.StatusChange;
import org.trialward.ctms.StatusPage;
import org.trialward.ctms.redcap.RedcapStub.Mode;
import org.trialward.rules.match.CandidateState;
import org.trialward.rules.match.DeliveryException;
import org.trialward.rules.match.DeliveryException.Category;
import org.trialward.rules.match.DeliveryReceipt;
import org.trialward.rules.trial.TrialId;

class RedcapConnectorTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:15:30Z");

  private final AtomicReference<Instant> time = new AtomicReference<>(NOW);
  private final Clock clock =
      new Clock() {
        @Override
        public ZoneId getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
          return this;
        }

        @Override
        public Instant instant() {
          return time.get();
        }
      };
  private RedcapStub redcap = RedcapStub.start(clock, ZoneOffset.UTC);
  private RedcapConnector connector = connector(RedcapStub.TOKEN);

  @AfterEach
  void close() {
    connector.close();
    redcap.close();
  }

  private RedcapConnector connector(String token) {
    return connector(token, Duration.ofSeconds(30));
  }

  private RedcapConnector connector(String token, Duration patience) {
    return new RedcapConnector(
        new RedcapSettings(redcap.apiUrl(), token, "TM-", Map.of(), Map.of(), patience, patience),
        clock);
  }

  private static Deliveries delivery() {
    return Deliveries.delivery().to("redcap");
  }

  private Map<String, String> record() {
    return redcap.records().getOrDefault("TM-17", Map.of());
  }

  @Nested
  class Pushing {
    @Test
    void aNewCandidateBecomesARecord() {
      assertThat(
              connector.deliver(
                  delivery().withOpen("hba1c").withOpen("egfr").withAgainst("age").build()))
          .isEqualTo(DeliveryReceipt.CREATED);
      assertThat(record())
          .containsExactlyInAnyOrderEntriesOf(
              Map.of(
                  "record_id", "TM-17",
                  "tm_nct", "NCT04000165",
                  "tm_status", "1",
                  "tm_state", "DETECTED",
                  "tm_outcome", "INELIGIBLE",
                  "tm_rule_version", "3",
                  "tm_revision", "1",
                  "tm_open", "hba1c, egfr",
                  "tm_against", "age",
                  "tm_updated", "2026-11-22 10:15:30"));
    }

    @Test
    void theRequestIsTheDocumentedOne() {
      connector.deliver(delivery().build());
      assertThat(redcap.requests().getLast())
          .containsEntry("content", "record")
          .containsEntry("action", "import")
          .containsEntry("format", "json")
          .containsEntry("type", "flat")
          .containsEntry("overwriteBehavior", "normal")
          .containsEntry("returnContent", "ids");
    }

    @Test
    void nothingThatIdentifiesThePatientIsSent() {
      connector.deliver(
          delivery().withOpen("hba1c").because(Deliveries.NAME + " moved away").build());
      assertThat(redcap.requests().toString())
          .doesNotContain(
              Deliveries.PATIENT_ID,
              Deliveries.NAME,
              Deliveries.BIRTH_DATE,
              Deliveries.RECORD_NUMBER,
              delivery().build().candidate().key().identifier().toString());
    }

    @ParameterizedTest
    @CsvSource({"DETECTED,1", "IN_REVIEW,2", "CONFIRMED,3", "REJECTED,14", "LAPSED,15"})
    void everyStateHasItsChoice(CandidateState state, String choice) {
      connector.deliver(delivery().in(state).build());
      assertThat(record()).containsEntry("tm_status", choice);
    }

    @Test
    void anotherRevisionUpdatesTheRecord() {
      connector.deliver(delivery().build());
      assertThat(connector.deliver(delivery().revision(2).in(CandidateState.CONFIRMED).build()))
          .isEqualTo(DeliveryReceipt.UPDATED);
      assertThat(record()).containsEntry("tm_status", "3").containsEntry("tm_revision", "2");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 4, 5})
    void theSameOrAnOlderRevisionChangesNothing(long revision) {
      connector.deliver(delivery().revision(5).in(CandidateState.CONFIRMED).build());
      assertThat(connector.deliver(delivery().revision(revision).build()))
          .isEqualTo(DeliveryReceipt.ALREADY_THERE);
      assertThat(redcap.imports()).isEqualTo(1);
      assertThat(record()).containsEntry("tm_revision", "5");
    }

    @Test
    void aListThatBecameEmptyIsNotLeftStanding() {
      connector.deliver(delivery().withOpen("hba1c").build());
      connector.deliver(delivery().revision(2).build());
      assertThat(record()).containsEntry("tm_open", "none").containsEntry("tm_against", "none");
    }

    @Test
    void fieldsThatPeopleAddedKeepTheirValues() {
      redcap.withField("phone_note", "text", Set.of());
      connector.deliver(delivery().build());
      redcap.enter("TM-17", "phone_note", "call after five");
      connector.deliver(delivery().revision(2).build());
      assertThat(record()).containsEntry("phone_note", "call after five");
    }

    @Test
    void otherVariableNamesAndChoicesAreSettings() {
      redcap
          .withField("lifecycle", "radio", Set.of("a", "b"))
          .withField("revision", "text", Set.of());
      var settings =
          new RedcapSettings(
              redcap.apiUrl(),
              RedcapStub.TOKEN,
              "SITE12-",
              Map.of(RedcapField.STATUS, "lifecycle", RedcapField.REVISION, "revision"),
              Map.of(CandidateState.DETECTED, "a"),
              Duration.ofSeconds(30),
              Duration.ofSeconds(30));
      try (var other = new RedcapConnector(settings, clock)) {
        other.deliver(delivery().build());
      }
      assertThat(redcap.records().get("SITE12-17"))
          .containsEntry("lifecycle", "a")
          .containsEntry("revision", "1")
          .doesNotContainKey("tm_status");
    }
  }

  @Nested
  class WhatAPersonEntered {
    @ParameterizedTest
    @ValueSource(strings = {"3", "5", "6", "9", "14"})
    void isNotOverwrittenByALaterState(String choice) {
      connector.deliver(delivery().build());
      redcap.enter("TM-17", "tm_status", choice);
      assertThat(connector.deliver(delivery().revision(2).in(CandidateState.LAPSED).build()))
          .isEqualTo(DeliveryReceipt.UPDATED);
      assertThat(record()).containsEntry("tm_status", choice).containsEntry("tm_state", "LAPSED");
    }

    @Test
    void givesWayAgainOnceOurQueueHasTakenItUp() {
      connector.deliver(delivery().build());
      redcap.enter("TM-17", "tm_status", "3");
      connector.deliver(delivery().revision(2).in(CandidateState.CONFIRMED).build());
      connector.deliver(delivery().revision(3).in(CandidateState.LAPSED).build());
      assertThat(record()).containsEntry("tm_status", "15");
    }

    @Test
    void aRecordOfAnotherStudyIsLeftAsItIs() {
      connector.deliver(delivery().forStudy("NCT00000001").build());
      assertThatIsThrownBy(() -> connector.deliver(delivery().revision(9).build()))
          .returns(Category.REJECTED, DeliveryException::category);
      assertThat(record()).containsEntry("tm_nct", "NCT00000001");
    }

    @Test
    void aRecordWithoutRevisionIsLeftAsItIs() {
      redcap.enter("TM-17", "tm_nct", "NCT04000165");
      assertThatIsThrownBy(() -> connector.deliver(delivery().build()))
          .returns(Category.REJECTED, DeliveryException::category)
          .satisfies(e -> assertThat(e).hasMessageContaining("Full Data Set"));
      assertThat(redcap.imports()).isZero();
    }
  }

  @Nested
  class WhenTheOutcomeIsNotKnown {
    @ParameterizedTest
    @EnumSource(
        value = Mode.class,
        names = {"COMMITTING_THEN_DROPPING", "COMMITTING_THEN_SILENT"})
    void aDeliveryThatWasCarriedOutIsFoundByTheNextTry(Mode mode) {
      redcap.behaving(mode);
      // Long enough for the delivery, which is to be carried out.
      try (var impatient = connector(RedcapStub.TOKEN, Duration.ofSeconds(4))) {
        assertThatIsThrownBy(() -> impatient.deliver(delivery().build()))
            .returns(Category.UNAVAILABLE, DeliveryException::category);
      }
      redcap.behaving(Mode.NORMAL);
      assertThat(connector.deliver(delivery().build())).isEqualTo(DeliveryReceipt.ALREADY_THERE);
      assertThat(redcap.imports()).isEqualTo(1);
      assertThat(redcap.records()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(
        value = Mode.class,
        names = {"SILENT", "STALLING", "FAILING"})
    void aServerThatDoesNotAnswerIsRetried(Mode mode) {
      redcap.behaving(mode);
      try (var impatient = connector(RedcapStub.TOKEN, Duration.ofSeconds(1))) {
        assertThatIsThrownBy(() -> impatient.deliver(delivery().build()))
            .returns(Category.UNAVAILABLE, DeliveryException::category)
            .returns(true, DeliveryException::isRetryable);
      }
    }

    @Test
    void aServerThatIsDownIsRetried() {
      redcap.close();
      assertThatIsThrownBy(() -> connector.deliver(delivery().build()))
          .returns(Category.UNAVAILABLE, DeliveryException::category)
          .satisfies(e -> assertThat(e).hasMessageContaining("firewall"));
    }
  }

  @Nested
  class WhenItRefuses {
    @Test
    void tooManyRequestsSayWhenToComeBack() {
      redcap.behaving(Mode.TOO_MANY_REQUESTS);
      assertThatIsThrownBy(() -> connector.deliver(delivery().build()))
          .returns(Category.BUSY, DeliveryException::category)
          .returns(Optional.of(Duration.ofSeconds(7)), DeliveryException::retryAfter);
    }

    @Test
    void maintenanceSaysWhenToComeBackAsADate() {
      redcap.behaving(Mode.OFFLINE);
      assertThatIsThrownBy(() -> connector.deliver(delivery().build()))
          .returns(Category.BUSY, DeliveryException::category)
          .returns(Optional.of(Duration.ofMinutes(3)), DeliveryException::retryAfter);
    }

    @Test
    void aWrongTokenIsNotRetriedAndNotShown() {
      String wrong = "F".repeat(32);
      try (var other = connector(wrong)) {
        assertThatIsThrownBy(() -> other.deliver(delivery().build()))
            .returns(Category.REJECTED, DeliveryException::category)
            .satisfies(e -> assertThat(e).hasMessageContaining("trialward.ctms.redcap.token"))
            .satisfies(e -> assertThat(trace(e)).doesNotContain(wrong));
      }
    }

    @Test
    void anUnknownFieldIsNamed() {
      redcap.withoutField("tm_against");
      assertThatIsThrownBy(() -> connector.deliver(delivery().build()))
          .returns(Category.REJECTED, DeliveryException::category)
          .satisfies(e -> assertThat(e).hasMessageContaining("fields were not found"))
          .satisfies(e -> assertThat(e).hasMessageContaining("tm_against"));
    }

    @Test
    void aFieldThatCannotBeReadIsNamed() {
      redcap.withoutField("tm_revision");
      assertThatIsThrownBy(() -> connector.deliver(delivery().build()))
          .returns(Category.REJECTED, DeliveryException::category)
          .satisfies(e -> assertThat(e).hasMessageContaining("tm_revision"));
      assertThat(redcap.imports()).isZero();
    }

    @Test
    void aChoiceThatIsMissingIsNamedWithoutTheValue() {
      redcap.withField("tm_outcome", "dropdown", Set.of("7"));
      assertThatIsThrownBy(() -> connector.deliver(delivery().build()))
          .returns(Category.REJECTED, DeliveryException::category)
          .satisfies(e -> assertThat(e).hasMessageContaining("not a valid category for tm_outcome"))
          .satisfies(e -> assertThat(trace(e)).doesNotContain("ELIGIBLE", "TM-17"));
    }

    @Test
    void anErrorInsideAnOkIsARefusal() {
      redcap.withoutField("tm_against").behaving(Mode.ERRORS_AS_OK);
      assertThatIsThrownBy(() -> connector.deliver(delivery().build()))
          .returns(Category.REJECTED, DeliveryException::category);
    }

    @ParameterizedTest
    @EnumSource(
        value = Mode.class,
        names = {"WEB_PAGE", "MOVED", "IMPORTING_NOTHING"})
    void somethingThatIsNoAnswerIsAFault(Mode mode) {
      redcap.behaving(mode);
      assertThatIsThrownBy(() -> connector.deliver(delivery().build()))
          .returns(Category.FAULT, DeliveryException::category)
          .satisfies(e -> assertThat(trace(e)).doesNotContain("log in"));
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void noFailureShowsThePatientOrTheToken(Mode mode) {
      redcap.behaving(mode);
      boolean silent =
          Set.of(Mode.SILENT, Mode.STALLING, Mode.COMMITTING_THEN_SILENT).contains(mode);
      try (var asked = connector(RedcapStub.TOKEN, Duration.ofSeconds(silent ? 1 : 30))) {
        asked.deliver(delivery().withOpen("hba1c").build());
      } catch (DeliveryException e) {
        assertThat(trace(e))
            .doesNotContain(Deliveries.PATIENT_ID, Deliveries.NAME, RedcapStub.TOKEN);
        return;
      }
      assertThat(mode).isIn(Mode.NORMAL, Mode.ERRORS_AS_OK);
    }
  }

  @Nested
  class ReadingBack {
    @Test
    void whatAPersonSetIsReadWithOurWord() {
      connector.deliver(delivery().revision(3).build());
      redcap.enter("TM-17", "tm_status", "6");
      assertThat(connector.statusChanges(Optional.empty()).changes())
          .containsExactly(
              new StatusChange(
                  new StatusChange.Subject.Numbered(17),
                  Optional.of(new TrialId("NCT04000165")),
                  "",
                  "6",
                  OptionalLong.of(3),
                  Optional.empty()));
      assertThat(connector.statuses()).containsEntry("6", CandidateState.CONSENTED);
    }

    @Test
    void whatWeWroteIsNotReadAsNews() {
      connector.deliver(delivery().build());
      connector.deliver(delivery().revision(2).in(CandidateState.LAPSED).build());
      assertThat(connector.statusChanges(Optional.empty()).changes()).isEmpty();
    }

    @Test
    void aChoiceThatTheTableDoesNotKnowIsLeftToAPerson() {
      connector.deliver(delivery().build());
      redcap.enter("TM-17", "tm_status", "99");
      StatusChange change = connector.statusChanges(Optional.empty()).changes().getFirst();
      assertThat(change.reported()).isEqualTo("99");
      assertThat(connector.statuses()).doesNotContainKey("99");
    }

    @Test
    void recordsThatAreNotOursAreLeftAlone() {
      redcap.enter("1001", "tm_status", "6");
      redcap.enter("TM-abc", "tm_status", "6");
      redcap.enter("TM-018", "tm_status", "6");
      assertThat(connector.statusChanges(Optional.empty()).changes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"UTC", "America/Chicago", "Europe/Berlin", "Pacific/Kiritimati", "Etc/GMT+12"})
    void noChangeIsMissedWhateverTheServersTimeZone(String zone) {
      redcap.close();
      connector.close();
      redcap = RedcapStub.start(clock, ZoneId.of(zone));
      connector = connector(RedcapStub.TOKEN);
      connector.deliver(delivery().build());
      StatusPage first = connector.statusChanges(Optional.empty());
      time.set(NOW.plusSeconds(1));
      redcap.enter("TM-17", "tm_status", "4");
      assertThat(connector.statusChanges(first.cursor()).changes()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
      "America/Chicago, 2026-11-01T06:55:00Z", // 01:55 summer time; the clock goes back at 02:00
      "Europe/Berlin, 2026-10-25T00:55:00Z"
    })
    void noChangeIsMissedInTheHourTheClockIsSetBack(String zone, Instant before) {
      redcap.close();
      connector.close();
      redcap = RedcapStub.start(clock, ZoneId.of(zone));
      connector = connector(RedcapStub.TOKEN);
      time.set(before);
      connector.deliver(delivery().build());
      StatusPage first = connector.statusChanges(Optional.empty());
      time.set(before.plus(Duration.ofMinutes(10))); // earlier by the clock on the wall
      redcap.enter("TM-17", "tm_status", "4");
      assertThat(connector.statusChanges(first.cursor()).changes()).hasSize(1);
    }

    @Test
    void whatIsOlderThanADayIsNotReadAgain() {
      connector.deliver(delivery().build());
      redcap.enter("TM-17", "tm_status", "4");
      time.set(NOW.plus(Duration.ofDays(2)));
      StatusPage page = connector.statusChanges(Optional.empty());
      assertThat(page.changes()).hasSize(1);
      assertThat(connector.statusChanges(page.cursor()).changes()).isEmpty();
    }

    @Test
    void noChangeIsMissedWhereOurClockIsFiftyMinutesFast() {
      Clock fast = Clock.fixed(NOW.plus(Duration.ofMinutes(50)), ZoneOffset.UTC);
      connector.deliver(delivery().build());
      var settings = new RedcapSettings(redcap.apiUrl(), RedcapStub.TOKEN);
      try (var skewed = new RedcapConnector(settings, fast)) {
        StatusPage first = skewed.statusChanges(Optional.empty());
        redcap.enter("TM-17", "tm_status", "4");
        assertThat(skewed.statusChanges(first.cursor()).changes()).hasSize(1);
      }
    }

    @Test
    void aCursorOfSomeoneElseIsAMistake() {
      assertThatThrownBy(() -> connector.statusChanges(Optional.of("page-2")))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Nested
  class TheDataEntryTrigger {
    @Test
    void isAHintToReadTheRecord() {
      connector.deliver(delivery().build());
      redcap.enter("TM-17", "tm_status", "9");
      assertThat(
              connector.onDataEntryTrigger(
                  "project_id=5&username=nurse&instrument=trialward&record=TM-17&trialward_complete=0"))
          .map(StatusChange::reported)
          .contains("9");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "",
          "record=",
          "record=1001",
          "record=TM-99",
          "record=%zz",
          "x=1",
          "record=TM-1%2700"
        })
    void aboutAnythingElseIsIgnored(String form) {
      assertThat(connector.onDataEntryTrigger(form)).isEmpty();
    }
  }

  @Nested
  class Probing {
    @Test
    void aProjectSetUpAsDocumentedIsFine() {
      assertThat(connector.probe()).isEqualTo(new Capabilities(true, true, true, false, false));
      assertThat(connector.destination()).isEqualTo("redcap");
      assertThat(connector.studies()).isEmpty();
    }

    @Test
    void everyDeviationIsNamedAtOnce() {
      redcap
          .withoutField("tm_open")
          .withoutField("tm_updated")
          .withField("tm_status", "dropdown", Set.of("1", "2", "3"));
      assertThatIsThrownBy(connector::probe)
          .returns(Category.REJECTED, DeliveryException::category)
          .satisfies(e ->
              assertThat(e)
                  .hasMessageContaining("no field `tm_open`")
                  .hasMessageContaining("no field `tm_updated`")
                  .hasMessageContaining("no choice `14` for REJECTED")
                  .hasMessageContaining("no choice `15` for LAPSED"));
    }

    @Test
    void aRecordIdThatIsNotTheFirstFieldIsNamed() {
      redcap.withoutField("record_id").withField("record_id", "text", Set.of());
      assertThatIsThrownBy(connector::probe)
          .satisfies(e -> assertThat(e).hasMessageContaining("not its first field"));
    }

    @Test
    void aServerThatIsDownIsSaidSo() {
      redcap.close();
      assertThatIsThrownBy(connector::probe)
          .returns(Category.UNAVAILABLE, DeliveryException::category);
    }
  }

  @Nested
  class Settings {
    private static final URI API = URI.create("https://redcap.example.org/api/");

    @Test
    void doNotShowTheToken() {
      assertThat(new RedcapSettings(API, RedcapStub.TOKEN).toString())
          .doesNotContain(RedcapStub.TOKEN)
          .contains("token=***");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "http://redcap.example.org/api/",
          "ftp://redcap.example.org/",
          "https://u:p@redcap.example.org/api/",
          "https://redcap.example.org/api/?x=1",
          "/api/"
        })
    void takeOnlyAnAddressThatKeepsTheTokenSafe(String url) {
      assertThatThrownBy(() -> new RedcapSettings(URI.create(url), RedcapStub.TOKEN))
          .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refuseAWrongTokenWithoutShowingIt() {
      assertThatThrownBy(() -> new RedcapSettings(API, "secret but short"))
          .isInstanceOf(IllegalArgumentException.class)
          .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret"));
    }

    @Test
    void refuseTwoFieldsOfOneName() {
      assertThatThrownBy(() ->
              new RedcapSettings(
                  API,
                  RedcapStub.TOKEN,
                  "TM-",
                  Map.of(RedcapField.OPEN, "tm_against"),
                  Map.of(),
                  Duration.ofSeconds(1),
                  Duration.ofSeconds(1)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("tm_against");
    }

    @Test
    void giveEveryStatusADefaultChoice() {
      var settings = new RedcapSettings(API, RedcapStub.TOKEN);
      for (CandidateState status : CandidateState.values()) {
        assertThat(settings.status(settings.choice(status))).contains(status);
      }
    }
  }

  private static AbstractObjectAssert<?, DeliveryException> assertThatIsThrownBy(
      ThrowingCallable call) {
    return assertThatThrownBy(call).asInstanceOf(type(DeliveryException.class));
  }

  /** The exception as a log would print it, causes included. */
  private static String trace(Throwable thrown) {
    var text = new java.io.StringWriter();
    thrown.printStackTrace(new java.io.PrintWriter(text));
    return text.toString();
  }
}
