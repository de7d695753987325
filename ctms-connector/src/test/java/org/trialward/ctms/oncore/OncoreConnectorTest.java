package org.trialward.ctms.oncore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.trialward.ctms.Capabilities;
import org.trialward.ctms.Deliveries;
import org.trialward.ctms.HandedOver;
import org.trialward.ctms.MissingData;
import org.trialward.ctms.People;
import org.trialward.ctms.Person;
import org.trialward.ctms.StatusChange;
import org.trialward.ctms.StatusChange.Subject.Numbered;
import org.trialward.ctms.StudyRef;
import org.trialward.ctms.oncore.OncoreStub.Mode;
import org.trialward.rules.match.CandidateState;
import org.trialward.rules.match.Delivery;
import org.trialward.rules.match.DeliveryException;
import org.trialward.rules.match.DeliveryException.Category;
import org.trialward.rules.match.DeliveryReceipt;
import org.trialward.rules.trial.TrialId;

class OncoreConnectorTest {
  private static final TrialId TRIAL = new TrialId("NCT04000165");
  private static final long PROTOCOL = 123;
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-22T10:15:30Z"), ZoneOffset.UTC);

  private final OncoreStub oncore = OncoreStub.start().withProtocol(PROTOCOL, "IRB-77");
  private final List<HandedOver.Entry> handedOver = new ArrayList<>();
  private Person person = People.COMPLETE;
  private OncoreConnector connector = connector(Map.of(TRIAL, PROTOCOL));

  @BeforeEach
  void handOver() {
    handedOver.add(
        new HandedOver.Entry(17, confirmed().build().candidate().key(), Optional.of("IRB-77")));
  }

  @AfterEach
  void close() {
    connector.close();
    oncore.close();
  }

  private OncoreConnector connector(Map<TrialId, Long> protocols) {
    return connector(settings(oncore.url(), OncoreStub.SECRET, true, protocols));
  }

  private OncoreConnector connector(OncoreSettings settings) {
    return new OncoreConnector(settings, _ -> person, _ -> handedOver, CLOCK);
  }

  /** Waits no longer than so for any answer. */
  private void waitsOnly(Duration patience) {
    connector.close();
    connector =
        connector(
            settings(oncore.url(), OncoreStub.SECRET, true, Map.of(TRIAL, PROTOCOL), patience));
  }

  private static OncoreSettings settings(
      URI url, String secret, boolean allowsPhi, Map<TrialId, Long> protocols) {
    return settings(url, secret, allowsPhi, protocols, Duration.ofSeconds(30));
  }

  private static OncoreSettings settings(
      URI url, String secret, boolean allowsPhi, Map<TrialId, Long> protocols, Duration patience) {
    return new OncoreSettings(
        url, OncoreStub.CLIENT, secret, allowsPhi, "Main", protocols, patience, patience);
  }

  private static Deliveries confirmed() {
    return Deliveries.delivery().to("oncore").in(CandidateState.CONFIRMED);
  }

  private DeliveryException refusal(Delivery delivery) {
    DeliveryException refusal =
        catchThrowableOfType(DeliveryException.class, () -> connector.deliver(delivery));
    assertThat(refusal).isNotNull();
    assertThat(String.valueOf(refusal.getMessage()))
        .doesNotContain(
            Deliveries.PATIENT_ID,
            Deliveries.NAME,
            Deliveries.BIRTH_DATE,
            Deliveries.RECORD_NUMBER,
            OncoreStub.SECRET);
    return refusal;
  }

  private static Map<String, Object> mustermann() {
    return Map.of("mrn", Deliveries.RECORD_NUMBER, "birthDate", "03/04/1961");
  }

  @Nested
  class Registering {
    @Test
    void someoneWhomOncoreDoesNotKnowIsEnteredAndRegistered() {
      assertThat(connector.deliver(confirmed().build())).isEqualTo(DeliveryReceipt.CREATED);
      assertThat(oncore.people())
          .singleElement()
          .satisfies(entry ->
              assertThat(entry)
                  .containsEntry("subjectSource", "OnCore")
                  .containsEntry("mrn", Deliveries.RECORD_NUMBER)
                  .containsEntry("lastName", Deliveries.NAME)
                  .containsEntry("firstName", "Erika")
                  .containsEntry("birthDate", "03/04/1961")
                  .containsEntry("gender", "Female")
                  .containsEntry("ethnicity", "Non-Hispanic")
                  .containsEntry("race", List.of("Asian", "White")));
      assertThat(oncore.subjects())
          .singleElement()
          .satisfies(row ->
              assertThat(row).containsEntry("protocolId", PROTOCOL).doesNotContainKey("status"));
    }

    @Test
    void theRegistrationIsTheDocumentedRequest() {
      long id = oncore.withPerson("OnCore", mustermann());
      connector.deliver(confirmed().build());
      assertThat(oncore.requests().getLast()).startsWith("POST protocolSubjects {");
      assertThat(oncore.requests().getLast())
          .contains(
              "\"protocolId\":123", "\"studySite\":\"Main\"", "\"subjectDemographicsId\":" + id);
    }

    @Test
    void whoIsInOncoreIsRegisteredByThatEntry() {
      long id = oncore.withPerson("OnCore", mustermann());
      person = People.withoutRaceAndEthnicity();
      assertThat(connector.deliver(confirmed().build())).isEqualTo(DeliveryReceipt.CREATED);
      assertThat(oncore.people()).hasSize(1);
      assertThat(oncore.subjects().getFirst()).containsEntry("subjectDemographicsId", id);
    }

    @Test
    void whoIsOnTheProtocolIsAlreadyThere() {
      oncore.register(PROTOCOL, oncore.withPerson("OnCore", mustermann()));
      assertThat(connector.deliver(confirmed().build())).isEqualTo(DeliveryReceipt.ALREADY_THERE);
      assertThat(oncore.posts()).isZero();
    }

    @Test
    void aRegistrationOnAnotherProtocolIsNotThisOne() {
      oncore.withProtocol(5, "IRB-5");
      oncore.register(5, oncore.withPerson("OnCore", mustermann()));
      assertThat(connector.deliver(confirmed().build())).isEqualTo(DeliveryReceipt.CREATED);
      assertThat(oncore.subjects()).hasSize(2);
    }

    @Test
    void theSameTwiceIsOneRegistration() {
      connector.deliver(confirmed().build());
      assertThat(connector.deliver(confirmed().revision(2).build()))
          .isEqualTo(DeliveryReceipt.ALREADY_THERE);
      assertThat(oncore.people()).hasSize(1);
      assertThat(oncore.subjects()).hasSize(1);
    }

    @Test
    void theProtocolIsFoundByTheApprovalsNumberWhereTheSettingsDoNotSay() {
      oncore.register(PROTOCOL, oncore.withPerson("OnCore", mustermann()));
      oncore.setStatus(9000, "Consented");
      connector.close();
      connector = connector(Map.of());
      assertThat(connector.statusChanges(Optional.empty()).changes())
          .extracting(StatusChange::study)
          .containsExactly("123");
    }

    @Test
    void aTrialWithoutApprovalOrSettingIsRefusedWithTheRemedy() {
      connector.close();
      connector = connector(Map.of());
      assertThat(refusal(confirmed().build()))
          .returns(Category.REJECTED, DeliveryException::category)
          .hasMessageContaining("trialward.ctms.oncore.protocols.NCT04000165");
    }

    @ParameterizedTest
    @EnumSource(
        mode = EnumSource.Mode.EXCLUDE,
        names = {"CONFIRMED", "CONTACTED", "CONSENTED", "ELIGIBLE", "ENROLLED", "FOLLOW_UP"})
    void ofWhomNoCoordinatorConfirmedOrWhoIsOutOncoreHearsNothing(CandidateState state) {
      assertThat(connector.deliver(confirmed().in(state).build()))
          .isEqualTo(DeliveryReceipt.NOT_TAKEN);
      assertThat(oncore.requests()).isEmpty();
      assertThat(oncore.tokensGiven()).isZero();
    }

    @ParameterizedTest
    @EnumSource(
        names = {"CONFIRMED", "CONTACTED", "CONSENTED", "ELIGIBLE", "ENROLLED", "FOLLOW_UP"})
    void noStateIsEverSetInOncoreLeastOfAllOnStudy(CandidateState state) {
      connector.deliver(confirmed().in(state).build());
      assertThat(oncore.requests().toString().toLowerCase(Locale.ROOT))
          .doesNotContain("status", "on study", state.name().toLowerCase(Locale.ROOT));
      assertThat(oncore.subjects()).hasSize(1);
    }
  }

  @Nested
  class WhatIsMissing {
    @Test
    void raceAndEthnicityAreNeverInvented() {
      person = People.withoutRaceAndEthnicity();
      DeliveryException refusal = refusal(confirmed().build());
      assertThat(refusal.category()).isEqualTo(Category.REJECTED);
      assertThat(refusal).hasMessageContaining("ethnicity, race");
      assertThat(MissingData.behind(refusal))
          .hasValueSatisfying(
              missing -> assertThat(missing.what()).containsExactly("ethnicity", "race"));
      assertThat(oncore.posts()).isZero();
    }

    @Test
    void nothingIsKnownOfSomeoneWithoutRecord() {
      person = Person.UNKNOWN;
      assertThat(MissingData.behind(refusal(confirmed().build())))
          .hasValueSatisfying(
              missing -> assertThat(missing.what()).containsExactly("record number"));
      assertThat(oncore.requests()).isEmpty();
    }

    @Test
    void aGenderThatOncoreHasNoWordForIsMissing() {
      person = People.withGender("other");
      assertThat(MissingData.behind(refusal(confirmed().build())))
          .hasValueSatisfying(missing -> assertThat(missing.what()).containsExactly("gender"));
    }

    @Test
    void whatOnstageSaysFillsTheGap() {
      oncore.withPerson(
          "Onstage",
          Map.of(
              "mrn",
              Deliveries.RECORD_NUMBER,
              "ethnicity",
              "Hispanic or Latino",
              "race",
              List.of("White"),
              "lastName",
              ""));
      person = People.withoutRaceAndEthnicity();
      assertThat(connector.deliver(confirmed().build())).isEqualTo(DeliveryReceipt.CREATED);
      assertThat(oncore.people().getLast())
          .containsEntry("subjectSource", "OnCore")
          .containsEntry("ethnicity", "Hispanic or Latino")
          .containsEntry("race", List.of("White"))
          .containsEntry("lastName", Deliveries.NAME);
    }

    @Test
    void anotherRefusalIsNotForWantOfData() {
      oncore.behaving(Mode.FORBIDDEN);
      assertThat(MissingData.behind(refusal(confirmed().build()))).isEmpty();
    }
  }

  @Nested
  class MistakenIdentity {
    @ParameterizedTest
    @ValueSource(strings = {"OnCore", "Onstage"})
    void anotherBirthDateUnderTheRecordNumberStopsEverything(String source) {
      oncore.withPerson(source, Map.of("mrn", Deliveries.RECORD_NUMBER, "birthDate", "12/31/1999"));
      assertThat(refusal(confirmed().build()))
          .returns(Category.REJECTED, DeliveryException::category)
          .hasMessageContaining("another day");
      assertThat(oncore.posts()).isZero();
    }

    @Test
    void severalPeopleWithOneRecordNumberAreForAPerson() {
      oncore.withPerson("OnCore", mustermann());
      oncore.withPerson("OnCore", mustermann());
      assertThat(refusal(confirmed().build()))
          .returns(Category.REJECTED, DeliveryException::category)
          .hasMessageContaining("several people");
    }
  }

  @Nested
  class Token {
    @Test
    void oneTokenServesManyRequests() {
      connector.deliver(confirmed().build());
      connector.deliver(confirmed().revision(2).build());
      assertThat(oncore.requests().size()).isGreaterThan(4);
      assertThat(oncore.tokensGiven()).isEqualTo(1);
    }

    @Test
    void anExpiredTokenIsReplacedOnce() {
      connector.deliver(confirmed().build());
      oncore.expireTokens();
      assertThat(connector.deliver(confirmed().revision(2).build()))
          .isEqualTo(DeliveryReceipt.ALREADY_THERE);
      assertThat(oncore.tokensGiven()).isEqualTo(2);
    }

    @Test
    void aFreshTokenThatIsRefusedIsNotReplacedAgain() {
      oncore.behaving(Mode.REFUSING_TOKENS);
      assertThat(refusal(confirmed().build()))
          .returns(Category.REJECTED, DeliveryException::category)
          .hasMessageContaining("client-id");
      assertThat(oncore.tokensGiven()).isEqualTo(2);
      assertThat(oncore.requests()).hasSize(2);
    }

    @Test
    void wrongCredentialsAreNamed() {
      connector.close();
      connector =
          new OncoreConnector(
              settings(oncore.url(), "wrong-secret", true, Map.of(TRIAL, PROTOCOL)),
              _ -> person,
              _ -> handedOver,
              CLOCK);
      assertThat(refusal(confirmed().build()))
          .returns(Category.REJECTED, DeliveryException::category)
          .hasMessageContaining("client-secret");
    }
  }

  @Nested
  class Trouble {
    @ParameterizedTest
    @CsvSource({
      "FORBIDDEN,REJECTED",
      "TOO_MANY_REQUESTS,BUSY",
      "OFFLINE,BUSY",
      "FAILING,UNAVAILABLE",
      "WEB_PAGE,FAULT",
      "MOVED,FAULT",
      "SILENT,UNAVAILABLE"
    })
    void everyKindHasItsCategory(Mode mode, Category category) {
      if (mode == Mode.SILENT) {
        waitsOnly(Duration.ofSeconds(1));
      }
      oncore.behaving(mode);
      assertThat(refusal(confirmed().build())).returns(category, DeliveryException::category);
    }

    @Test
    void whenToComeBackIsKept() {
      oncore.behaving(Mode.TOO_MANY_REQUESTS);
      assertThat(refusal(confirmed().build()))
          .returns(Optional.of(Duration.ofSeconds(7)), DeliveryException::retryAfter);
    }

    @ParameterizedTest
    @EnumSource(names = {"COMMITTING_THEN_DROPPING", "COMMITTING_THEN_SILENT"})
    void anAnswerLostAfterTheCommitMakesNoSecondEntryAndNoSecondRegistration(Mode mode) {
      waitsOnly(Duration.ofSeconds(4)); // Long enough for what is to be committed.
      oncore.behaving(mode);
      assertThat(refusal(confirmed().build()))
          .returns(Category.UNAVAILABLE, DeliveryException::category);
      assertThat(refusal(confirmed().build()))
          .returns(Category.UNAVAILABLE, DeliveryException::category);
      oncore.behaving(Mode.NORMAL);
      assertThat(connector.deliver(confirmed().build())).isEqualTo(DeliveryReceipt.ALREADY_THERE);
      assertThat(oncore.people()).hasSize(1);
      assertThat(oncore.subjects()).hasSize(1);
    }

    @Test
    void aDuplicateIsSettledByAReadAtOnce() {
      oncore.withPerson("OnCore", mustermann());
      oncore.behaving(Mode.BLIND_ONCE);
      assertThat(connector.deliver(confirmed().build())).isEqualTo(DeliveryReceipt.CREATED);
      assertThat(oncore.people()).hasSize(1);
    }

    @Test
    void aValidationTextIsToldByItsFieldsOnly() {
      connector.close();
      connector =
          new OncoreConnector(
              new OncoreSettings(
                  oncore.url(),
                  OncoreStub.CLIENT,
                  OncoreStub.SECRET,
                  true,
                  "Elsewhere",
                  Map.of(TRIAL, PROTOCOL),
                  Duration.ofSeconds(30),
                  Duration.ofSeconds(30)),
              _ -> person,
              _ -> handedOver,
              CLOCK);
      assertThat(refusal(confirmed().build()))
          .returns(Category.REJECTED, DeliveryException::category)
          .hasMessageContaining("its text names studySite.");
    }

    @Test
    void aProtocolThatIsNotThereIsNamed() {
      connector.close();
      connector = connector(Map.of(TRIAL, 999L));
      assertThat(refusal(confirmed().build()))
          .returns(Category.REJECTED, DeliveryException::category)
          .hasMessageContaining("404");
    }

    @Test
    void nobodyAtTheAddressIsUnavailable() {
      oncore.close();
      assertThat(refusal(confirmed().build()))
          .returns(Category.UNAVAILABLE, DeliveryException::category);
    }
  }

  @Nested
  class ReadingBack {
    @ParameterizedTest
    @ValueSource(strings = {"On Study", "MegaEligible – pending sponsor", "ON STUDY"})
    void oncoresOwnTextIsReported(String status) {
      connector.deliver(confirmed().build());
      oncore.setStatus(9000, status);
      assertThat(connector.statusChanges(Optional.empty()).changes())
          .singleElement()
          .returns(new Numbered(17), StatusChange::subject)
          .returns(Optional.of(TRIAL), StatusChange::trial)
          .returns("123", StatusChange::study)
          .returns(status, StatusChange::reported);
    }

    @Test
    void aRegistrationWithoutStatusIsNoChange() {
      connector.deliver(confirmed().build());
      assertThat(connector.statusChanges(Optional.empty()).changes()).isEmpty();
    }

    @Test
    void nothingIsLearntOfOtherPeopleOnTheProtocol() {
      long other = oncore.withPerson("OnCore", Map.of("mrn", "other", "birthDate", "01/01/1950"));
      oncore.register(PROTOCOL, other);
      oncore.setStatus(other, "On Study");
      connector.deliver(confirmed().build());
      assertThat(connector.statusChanges(Optional.empty()).changes()).isEmpty();
      assertThat(oncore.requests()).noneMatch(request -> request.contains("/" + other));
    }

    @Test
    void aTrialThatCannotBeAskedAboutDoesNotHideTheOthers() {
      connector.deliver(confirmed().build());
      oncore.setStatus(9000, "Eligible");
      handedOver.add(
          new HandedOver.Entry(
              18, confirmed().forStudy("NCT09999999").build().candidate().key(), Optional.empty()));
      assertThat(connector.statusChanges(Optional.empty()).changes()).hasSize(1);
    }

    @Test
    void noTrialAtAllIsAFailure() {
      connector.close();
      connector = connector(Map.of(TRIAL, 999L));
      assertThatThrownBy(() -> connector.statusChanges(Optional.empty()))
          .isInstanceOf(DeliveryException.class);
    }

    @Test
    void theDefaultTableIsThatOfTheDesign() {
      assertThat(connector.statuses())
          .containsEntry("On Study", CandidateState.ENROLLED)
          .containsEntry("ON STUDY", CandidateState.ENROLLED)
          .containsEntry("Consent Refused", CandidateState.DECLINED)
          .containsEntry("Not Eligible", CandidateState.SCREEN_FAILED)
          .containsEntry("Expired", CandidateState.DIED)
          .hasSize(20);
    }
  }

  @Nested
  class Setup {
    @Test
    void itIsToldWhoThePatientIs() {
      assertThat(connector.probe()).isEqualTo(new Capabilities(true, true, false, false, true));
    }

    @Test
    void aProtocolOfTheSettingsThatIsNotThereShowsAtTheProbe() {
      connector.close();
      connector = connector(Map.of(TRIAL, PROTOCOL, new TrialId("NCT09999999"), 4711L));
      assertThatThrownBy(connector::probe)
          .isInstanceOf(DeliveryException.class)
          .hasMessageContaining("NCT09999999")
          .hasMessageContaining("protocols/4711");
    }

    @Test
    void theProtocolsOfTheSettingsAreListed() {
      assertThat(connector.studies())
          .containsExactly(new StudyRef("123", "Protocol 123", Optional.of(TRIAL)));
    }

    @Test
    void withoutPermissionThereIsNoOncore() {
      assertThatThrownBy(() -> settings(oncore.url(), OncoreStub.SECRET, false, Map.of()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("trialward.ctms.oncore.allow-phi");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "http://oncore.example.org/",
          "https://user:word@oncore.example.org/",
          "https://oncore.example.org/?a=b",
          "oncore"
        })
    void anUnsafeAddressIsRefused(String url) {
      URI address = URI.create(url);
      assertThatThrownBy(() -> settings(address, OncoreStub.SECRET, true, Map.of()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("https");
    }

    @Test
    void theSecretIsMasked() {
      assertThat(settings(oncore.url(), OncoreStub.SECRET, true, Map.of()).toString())
          .doesNotContain(OncoreStub.SECRET)
          .contains("clientSecret=***");
    }
  }
}
