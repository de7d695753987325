package org.trialward.fhir.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trialward.fhir.FakeEmr;
import org.trialward.fhir.Resources;
import org.trialward.rules.patient.PatientId;

class RestHookTest {
  private static final RestHook HOOK =
      new RestHook(ReadTypes.STANDARD, InstantSource.fixed(FakeEmr.NOW));

  private static HookNotice post(String singleQuoted) {
    return HOOK.hints("POST", "", Optional.of(Resources.json(singleQuoted)));
  }

  @Test
  void aPutResourceNamesItsPatientAndVersion() {
    HookNotice notice =
        HOOK.hints(
            "PUT",
            "Observation/1002",
            Optional.of(
                Resources.json(
                    "{'resourceType':'Observation','id':'1002','meta':{'versionId':'4','lastUpdated':'2026-11-22T10:30:00.000+01:00'},'subject':{'reference':'Patient/p1'}}")));
    assertThat(notice.pollNow()).isFalse();
    assertThat(notice.hints()).hasSize(1);
    ChangeHint hint = notice.hints().getFirst();
    assertThat(hint.patient()).contains(new PatientId("p1"));
    assertThat(hint.resource()).contains("Observation/1002");
    assertThat(hint.dedupKey()).isEqualTo("Observation/1002/_history/4");
    assertThat(hint.occurredAt()).hasToString("2026-11-22T09:30:00Z");
  }

  @Test
  void anEmptyNotificationMeansPollNow() {
    assertThat(HOOK.hints("POST", "", Optional.empty()).pollNow()).isTrue();
    assertThat(HOOK.hints("POST", "", Optional.of(" ")).hints()).isEmpty();
  }

  @Test
  void garbageMeansPollNow() {
    assertThat(HOOK.hints("POST", "", Optional.of("<html>")).pollNow()).isTrue();
    assertThat(HOOK.hints("PUT", "Observation/1", Optional.of("{")).hints())
        .extracting(hint -> hint.resource().orElseThrow())
        .containsExactly("Observation/1");
  }

  @Test
  void aDeletionNamesWhatIsGone() {
    HookNotice notice = HOOK.hints("DELETE", "Observation/1", Optional.empty());
    assertThat(notice.hints().getFirst().patient()).isEmpty();
    assertThat(notice.pollNow()).isFalse();
  }

  @Test
  void whatIsNoPartOfAChartIsPassedOver() {
    HookNotice notice = post("{'resourceType':'Encounter','id':'1'}");
    assertThat(notice.hints()).isEmpty();
    assertThat(notice.pollNow()).isFalse();
  }

  @Test
  void aDocumentConcernsAChartWhereDocumentsAreRead() {
    String document =
        Resources.json(
            "{'resourceType':'DocumentReference','id':'d1','subject':{'reference':'Patient/p1'}}");
    assertThat(post(document).hints()).isEmpty();
    assertThat(
            new RestHook(new ReadTypes(true, false), InstantSource.fixed(FakeEmr.NOW))
                .hints("POST", "", Optional.of(document))
                .hints())
        .extracting(hint -> hint.patient().orElseThrow() + " " + hint.resource().orElseThrow())
        .containsExactly("p1 DocumentReference/d1");
  }

  @Test
  void aBackportBundleNamesWhatChangedByIdOnly() {
    HookNotice notice =
        post(
            "{'resourceType':'Bundle','type':'history','entry':[{'resource':{'resourceType':'Parameters','parameter':[{'name':'notification-event','part':[{'name':'focus','valueReference':{'reference':'https://emr/fhir/Condition/7'}}]}]}},{'fullUrl':'https://emr/fhir/AllergyIntolerance/3','request':{'method':'PUT','url':'AllergyIntolerance'}}]}");
    assertThat(notice.hints())
        .extracting(hint -> hint.resource().orElseThrow())
        .containsExactly("Condition/7", "AllergyIntolerance/3");
  }

  @Test
  void aBackportBundleMayBringSubscriptionStatusAndResources() {
    HookNotice notice =
        post(
            "{'resourceType':'Bundle','entry':[{'resource':{'resourceType':'SubscriptionStatus','notificationEvent':[{'focus':{'reference':'Patient/p1'}}]}},{'resource':{'resourceType':'AllergyIntolerance','id':'3','patient':{'reference':'Patient/p1'}}}]}");
    assertThat(notice.hints())
        .extracting(hint -> hint.patient().orElseThrow().value())
        .containsExactly("p1", "p1");
  }

  /** A backport Bundle in R4's form, with these parts of one event. */
  private static String parameters(String type, String status, String event) {
    return "{'resourceType':'Bundle','type':'history','entry':[{'resource':{'resourceType':'Parameters','parameter':[{'name':'subscription','valueReference':{'reference':'Subscription/s1'}},{'name':'status','valueCode':'%s'},{'name':'type','valueCode':'%s'}%s]}}]}"
        .formatted(
            status,
            type,
            event.isEmpty() ? "" : ",{'name':'notification-event','part':[" + event + "]}");
  }

  /** The same in R4B's form. */
  private static String status(String type, String status, String event) {
    return "{'resourceType':'Bundle','type':'history','entry':[{'resource':{'resourceType':'SubscriptionStatus','status':'%s','type':'%s','subscription':{'reference':'Subscription/s1'}%s}}]}"
        .formatted(status, type, event.isEmpty() ? "" : ",'notificationEvent':[{" + event + "}]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"handshake", "heartbeat"})
  void aHandshakeAndAHeartbeatTellOfNothing(String type) {
    for (String body : List.of(parameters(type, "active", ""), status(type, "active", ""))) {
      HookNotice notice = post(body);
      assertThat(notice.hints()).isEmpty();
      assertThat(notice.pollNow()).isFalse();
      assertThat(notice.problem()).isEmpty();
    }
  }

  @Test
  void anEventOfWhichNothingIsToldMeansPollNow() {
    String type = "event-notification";
    for (String body :
        List.of(
            parameters(type, "active", ""),
            parameters(type, "active", "{'name':'event-number','valueString':'2'}"),
            status(type, "active", ""),
            status(type, "active", "'eventNumber':'2'"))) {
      assertThat(post(body).hints()).isEmpty();
      assertThat(post(body).pollNow()).isTrue();
    }
  }

  @Test
  void aSubscriptionInErrorMeansPollNowAndIsTold() {
    for (String body :
        List.of(
            parameters("query-status", "error", ""),
            status("event-notification", "error", "'focus':{'reference':'Patient/p1'}"))) {
      assertThat(post(body).pollNow()).isTrue();
      assertThat(post(body).problem())
          .hasValueSatisfying(it -> assertThat(it).contains("activate the Subscription again"));
    }
  }

  @Test
  void aNewResourceOfWhichOnlyTheIdIsToldMeansPollNowForNoChartHoldsItYet() {
    HookNotice notice =
        post(status("event-notification", "active", "'focus':{'reference':'Condition/new'}"));

    assertThat(notice.hints()).hasSize(1);
    assertThat(notice.pollNow()).isTrue();
  }

  @Test
  void theContextOfAnEventSaysWhoseItIs() {
    String elements =
        "'focus':{'reference':'Condition/7'},'additionalContext':[{'reference':'Organization/o'},{'reference':'Patient/p1'}]";
    String parts =
        "{'name':'focus','valueReference':{'reference':'Condition/7'}},{'name':'additional-context','valueReference':{'reference':'Organization/o'}},{'name':'additional-context','valueReference':{'reference':'https://emr/fhir/Patient/p1'}}";
    for (String body :
        List.of(
            status("event-notification", "active", elements),
            parameters("event-notification", "active", parts))) {
      HookNotice notice = post(body);
      assertThat(notice.pollNow()).isFalse();
      assertThat(notice.hints()).hasSize(1);
      assertThat(notice.hints().getFirst().patient()).contains(new PatientId("p1"));
      assertThat(notice.hints().getFirst().resource()).contains("Condition/7");
    }
  }

  @Test
  void whatIsKnownByANumberOfTheEmrsOwnMeansItsWholePatient() {
    HookNotice notice =
        post(
            status(
                "event-notification",
                "active",
                "'focus':{'identifier':{'system':'urn:emr:order','value':'7'}},'additionalContext':[{'type':'Patient','reference':'Patient/p1'}]"));

    assertThat(notice.pollNow()).isFalse();
    assertThat(notice.hints())
        .extracting(hint -> hint.resource().orElseThrow())
        .containsExactly("Patient/p1");
  }

  @Test
  void aFullResourceSaysWhoseItIsWhereTheEventDoesNot() {
    HookNotice notice =
        post(
            "{'resourceType':'Bundle','entry':[{'resource':{'resourceType':'SubscriptionStatus','type':'event-notification','notificationEvent':[{'focus':{'reference':'https://emr/fhir/Observation/1'}}]}},{'fullUrl':'https://emr/fhir/Observation/1','resource':{'resourceType':'Observation','id':'1','meta':{'versionId':'2'},'subject':{'reference':'Patient/p1'}}}]}");

    assertThat(notice.pollNow()).isFalse();
    assertThat(notice.hints()).hasSize(1);
    assertThat(notice.hints().getFirst().patient()).contains(new PatientId("p1"));
    assertThat(notice.hints().getFirst().dedupKey()).isEqualTo("Observation/1/_history/2");
  }

  @Test
  void anEventThatIsToldAgainHasTheSameKeyAndTheNextOneAnother() {
    String first =
        "'id':'e1','eventNumber':'1','timestamp':'2026-11-20T08:00:00Z','focus':{'reference':'Patient/p1'}";
    String number =
        "{'name':'event-number','valueString':'1'},{'name':'timestamp','valueInstant':'2026-11-20T08:00:00Z'},{'name':'focus','valueReference':{'reference':'Patient/p1'}}";

    assertThat(keyOf(status("event-notification", "active", first), FakeEmr.NOW))
        .isEqualTo(
            keyOf(status("event-notification", "active", first), FakeEmr.NOW.plusSeconds(60)))
        .isNotEqualTo(
            keyOf(status("event-notification", "active", first.replace("e1", "e2")), FakeEmr.NOW));
    assertThat(keyOf(parameters("event-notification", "active", number), FakeEmr.NOW))
        .isEqualTo(
            keyOf(parameters("event-notification", "active", number), FakeEmr.NOW.plusSeconds(60)));
  }

  @Test
  void anEventThatNothingTellsFromOthersIsNewEachTime() {
    String event = "'eventNumber':'1','focus':{'reference':'Patient/p1'}";

    assertThat(keyOf(status("event-notification", "active", event), FakeEmr.NOW))
        .isNotEqualTo(
            keyOf(status("event-notification", "active", event), FakeEmr.NOW.plusSeconds(60)));
  }

  private static String keyOf(String singleQuoted, Instant now) {
    return new RestHook(ReadTypes.STANDARD, InstantSource.fixed(now))
        .hints("POST", "", Optional.of(Resources.json(singleQuoted)))
        .hints()
        .getFirst()
        .dedupKey();
  }
}
