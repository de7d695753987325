package org.trialward.ctms.rpe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.trialward.ctms.Capabilities;
import org.trialward.ctms.Deliveries;
import org.trialward.ctms.MissingData;
import org.trialward.ctms.People;
import org.trialward.ctms.Person;
import org.trialward.ctms.StatusChange;
import org.trialward.ctms.StatusChange.Subject.Recorded;
import org.trialward.ctms.rpe.RpeSettings.Message;
import org.trialward.ctms.rpe.RpeStub.Mode;
import org.trialward.rules.match.CandidateState;
import org.trialward.rules.match.DeliveryException;
import org.trialward.rules.match.DeliveryException.Category;
import org.trialward.rules.match.DeliveryReceipt;
import org.trialward.rules.trial.TrialId;

class RpeConnectorTest {
  private static final TrialId TRIAL = new TrialId("NCT04000165");
  private static final String PATIENTS = "2.999.1.7";
  private static final String STUDIES = "2.999.2";
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-22T10:15:30Z"), ZoneOffset.UTC);

  private final RpeStub other = RpeStub.start();
  private Person person = People.COMPLETE;
  private RpeConnector connector = connector(SoapVersion.V1_2, Message.ALERT_PROTOCOL_STATE);

  @AfterEach
  void close() {
    connector.close();
    other.close();
  }

  private RpeConnector connector(SoapVersion soap, Message message) {
    return new RpeConnector(
        settings(other.endpoint(), soap, message, Map.of(TRIAL, "190042"), Map.of()),
        _ -> person,
        CLOCK);
  }

  private static RpeSettings settings(
      URI endpoint,
      SoapVersion soap,
      Message message,
      Map<TrialId, String> studies,
      Map<CandidateState, String> states) {
    return settings(endpoint, soap, message, studies, states, Duration.ofSeconds(30));
  }

  private static RpeSettings settings(
      URI endpoint,
      SoapVersion soap,
      Message message,
      Map<TrialId, String> studies,
      Map<CandidateState, String> states,
      Duration patience) {
    return new RpeSettings(
        endpoint,
        soap,
        message,
        true,
        PATIENTS,
        STUDIES,
        studies,
        states,
        Optional.of("interface"),
        Optional.of("s3cret"),
        patience,
        patience);
  }

  private static Deliveries confirmed() {
    return Deliveries.delivery().to("rpe").in(CandidateState.CONFIRMED);
  }

  private DeliveryException refusal() {
    DeliveryException refusal =
        catchThrowableOfType(DeliveryException.class, () -> connector.deliver(confirmed().build()));
    assertThat(refusal).isNotNull();
    assertThat(String.valueOf(refusal.getMessage()))
        .doesNotContain(Deliveries.RECORD_NUMBER, Deliveries.NAME, Deliveries.PATIENT_ID, "s3cret");
    return refusal;
  }

  @Nested
  class Sending {
    @ParameterizedTest
    @CsvSource({
      "V1_1,ALERT_PROTOCOL_STATE",
      "V1_1,ENROLL_PATIENT_REQUEST",
      "V1_2,ALERT_PROTOCOL_STATE",
      "V1_2,ENROLL_PATIENT_REQUEST"
    })
    void whatWeSendIsReadByTheRulesByWhichWeRead(SoapVersion soap, Message kind) {
      connector.close();
      connector = connector(soap, kind);
      assertThat(connector.deliver(confirmed().in(CandidateState.SCREEN_FAILED).build()))
          .isEqualTo(DeliveryReceipt.CREATED);
      RpeStub.Message sent = other.messages().getFirst();
      List<StatusChange> read =
          new RpeReceiver(Map.of(TRIAL, "190042"), Clock.systemUTC())
              .receive(sent.xml().getBytes(StandardCharsets.UTF_8), sent.contentType())
              .changes();
      assertThat(read)
          .singleElement()
          .returns(new Recorded(PATIENTS, Deliveries.RECORD_NUMBER), StatusChange::subject)
          .returns(Optional.of(TRIAL), StatusChange::trial)
          .returns("190042", StatusChange::study)
          .returns("Excluded – Ineligible", StatusChange::reported);
      assertThat(connector.statuses())
          .containsEntry(read.getFirst().reported(), CandidateState.SCREEN_FAILED);
    }

    @Test
    void soapOneTwoNamesItsActionInTheContentType() {
      connector.deliver(confirmed().build());
      assertThat(other.messages().getFirst())
          .returns(
              "application/soap+xml; charset=utf-8; action=\"urn:ihe:qrph:rpe:2009:AlertProtocolState\"",
              RpeStub.Message::contentType)
          .returns("", RpeStub.Message::soapAction);
    }

    @Test
    void soapOneOneNamesItsActionInAHeader() {
      connector.close();
      connector = connector(SoapVersion.V1_1, Message.ENROLL_PATIENT_REQUEST);
      connector.deliver(confirmed().build());
      assertThat(other.messages().getFirst())
          .returns("text/xml; charset=utf-8", RpeStub.Message::contentType)
          .returns(
              "\"urn:ihe:qrph:rpe:2009:EnrollPatientRequestRequest\"", RpeStub.Message::soapAction);
    }

    @Test
    void onlyTheRecordNumberIdentifiesThePatient() {
      connector.deliver(confirmed().because(Deliveries.NAME + " moved away").build());
      assertThat(other.messages().getFirst().xml())
          .contains(Deliveries.RECORD_NUMBER)
          .doesNotContain(
              Deliveries.NAME, Deliveries.BIRTH_DATE, "19610304", "Erika", Deliveries.PATIENT_ID);
    }

    @Test
    void credentialsGoByHttpBasic() {
      connector.deliver(confirmed().build());
      assertThat(other.messages().getFirst().authorization())
          .isEqualTo(
              "Basic "
                  + Base64.getEncoder()
                      .encodeToString("interface:s3cret".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void theSameRevisionAgainIsTheSameToTheLetter() {
      connector.deliver(confirmed().build());
      connector.deliver(confirmed().build());
      connector.deliver(confirmed().revision(2).build());
      assertThat(other.messages().get(1)).isEqualTo(other.messages().get(0));
      assertThat(other.messages().get(2)).isNotEqualTo(other.messages().get(0));
    }

    @ParameterizedTest
    @EnumSource(
        names = {"DETECTED", "IN_REVIEW", "REFERRED", "REJECTED", "LAPSED", "DO_NOT_CONTACT"})
    void ofWhomNoCoordinatorConfirmedNothingIsSaid(CandidateState state) {
      assertThat(connector.deliver(confirmed().in(state).build()))
          .isEqualTo(DeliveryReceipt.NOT_TAKEN);
      assertThat(other.messages()).isEmpty();
    }

    @Test
    void aSitesOwnTextReplacesTheDefault() {
      connector.close();
      connector =
          new RpeConnector(
              settings(
                  other.endpoint(),
                  SoapVersion.V1_2,
                  Message.ALERT_PROTOCOL_STATE,
                  Map.of(TRIAL, "190042"),
                  Map.of(CandidateState.CONFIRMED, "Interested & <waiting>")),
              _ -> person,
              CLOCK);
      connector.deliver(confirmed().build());
      assertThat(
              new RpeReceiver(Map.of(), Clock.systemUTC())
                  .receive(other.messages().getFirst().xml().getBytes(StandardCharsets.UTF_8), "")
                  .changes()
                  .getFirst()
                  .reported())
          .isEqualTo("Interested & <waiting>");
    }

    @Test
    void withoutRecordNumberNothingIsSent() {
      person = Person.UNKNOWN;
      assertThat(MissingData.behind(refusal()))
          .hasValueSatisfying(
              missing -> assertThat(missing.what()).containsExactly("record number"));
      assertThat(other.messages()).isEmpty();
    }

    @Test
    void withoutStudyNumberNothingIsSent() {
      connector.close();
      connector =
          new RpeConnector(
              settings(
                  other.endpoint(),
                  SoapVersion.V1_2,
                  Message.ALERT_PROTOCOL_STATE,
                  Map.of(),
                  Map.of()),
              _ -> person,
              CLOCK);
      assertThat(refusal())
          .returns(Category.REJECTED, DeliveryException::category)
          .hasMessageContaining("trialward.ctms.rpe.studies.NCT04000165");
    }
  }

  @Nested
  class Trouble {
    @ParameterizedTest
    @CsvSource({
      "SENDER_FAULT,REJECTED",
      "RECEIVER_FAULT,UNAVAILABLE",
      "FAILING,UNAVAILABLE",
      "UNAUTHORIZED,REJECTED",
      "BUSY,BUSY",
      "WRONG_MEDIA_TYPE,REJECTED",
      "WEB_PAGE,FAULT",
      "SILENT,UNAVAILABLE",
      "TAKING_THEN_DROPPING,UNAVAILABLE"
    })
    void everyKindHasItsCategory(Mode mode, Category category) {
      if (mode == Mode.SILENT) {
        connector.close();
        connector =
            new RpeConnector(
                settings(
                    other.endpoint(),
                    SoapVersion.V1_2,
                    Message.ALERT_PROTOCOL_STATE,
                    Map.of(TRIAL, "190042"),
                    Map.of(),
                    Duration.ofSeconds(1)),
                _ -> person,
                CLOCK);
      }
      other.behaving(mode);
      assertThat(refusal()).returns(category, DeliveryException::category);
    }

    @ParameterizedTest
    @CsvSource({"SENDER_FAULT,REJECTED", "RECEIVER_FAULT,UNAVAILABLE"})
    void aFaultOfSoapOneOneHasTheSame(Mode mode, Category category) {
      connector.close();
      connector = connector(SoapVersion.V1_1, Message.ALERT_PROTOCOL_STATE);
      other.behaving(mode);
      assertThat(refusal()).returns(category, DeliveryException::category);
    }

    @Test
    void whenToComeBackIsKept() {
      other.behaving(Mode.BUSY);
      assertThat(refusal().retryAfter()).contains(Duration.ofSeconds(7));
    }

    @Test
    void aOneWayBindingNeedsNoAnswer() {
      other.behaving(Mode.ONE_WAY);
      assertThat(connector.deliver(confirmed().build())).isEqualTo(DeliveryReceipt.CREATED);
    }

    @Test
    void afterALostAnswerTheSameIsSentAgain() {
      other.behaving(Mode.TAKING_THEN_DROPPING);
      refusal();
      other.behaving(Mode.NORMAL);
      connector.deliver(confirmed().build());
      assertThat(other.messages()).hasSize(2);
      assertThat(other.messages().getLast()).isEqualTo(other.messages().getFirst());
    }
  }

  @Nested
  class Setup {
    @Test
    void itIsToldWhoThePatientIsAndCannotBeAsked() {
      assertThat(connector.probe()).isEqualTo(new Capabilities(true, false, true, false, true));
      assertThat(connector.statusChanges(Optional.empty()).changes()).isEmpty();
    }

    @Test
    void aTextOfTwoStatesMeansNeither() {
      assertThat(connector.statuses())
          .doesNotContainKey("Identified")
          .containsEntry("Follow-up - With Billing", CandidateState.FOLLOW_UP)
          .containsEntry("Patient Expired", CandidateState.DIED);
    }

    @Test
    void withoutPermissionThereIsNoRpe() {
      assertThatThrownBy(() -> rpe(false, PATIENTS, Map.of(), Map.of(), Optional.empty()))
          .hasMessageContaining("trialward.ctms.rpe.allow-phi");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "MRN", "3.1", "1.02.3", "urn:oid:1.2"})
    void theAuthorityIsAnOid(String root) {
      assertThatThrownBy(() -> rpe(true, root, Map.of(), Map.of(), Optional.empty()))
          .hasMessageContaining("trialward.ctms.rpe.patient-root");
    }

    @Test
    void whoIsUnreviewedCannotBeGivenAText() {
      assertThatThrownBy(() ->
              rpe(
                  true,
                  PATIENTS,
                  Map.of(),
                  Map.of(CandidateState.DETECTED, "Found"),
                  Optional.empty()))
          .hasMessageContaining("no coordinator confirmed");
    }

    @Test
    void twoTrialsWithOneNumberAreRefused() {
      assertThatThrownBy(() ->
              rpe(
                  true,
                  PATIENTS,
                  Map.of(TRIAL, "1", new TrialId("WAIT-1"), "1"),
                  Map.of(),
                  Optional.empty()))
          .hasMessageContaining("trialward.ctms.rpe.studies");
    }

    @Test
    void aUserWithoutPasswordIsRefused() {
      assertThatThrownBy(() -> rpe(true, PATIENTS, Map.of(), Map.of(), Optional.of("interface")))
          .hasMessageContaining(".password");
    }

    @Test
    void thePasswordIsMasked() {
      assertThat(
              settings(
                      other.endpoint(),
                      SoapVersion.V1_2,
                      Message.ALERT_PROTOCOL_STATE,
                      Map.of(),
                      Map.of())
                  .toString())
          .doesNotContain("s3cret");
    }

    private RpeSettings rpe(
        boolean allowsPhi,
        String root,
        Map<TrialId, String> studies,
        Map<CandidateState, String> states,
        Optional<String> user) {
      return new RpeSettings(
          other.endpoint(),
          SoapVersion.V1_2,
          Message.ALERT_PROTOCOL_STATE,
          allowsPhi,
          root,
          STUDIES,
          studies,
          states,
          user,
          Optional.empty(),
          Duration.ofSeconds(1),
          Duration.ofSeconds(1));
    }
  }
}
