package org.trialward.fhir.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.trialward.fhir.FakeEmr;
import org.trialward.fhir.Resources;
import org.trialward.rules.patient.PatientId;

class RestHookTest {
  private static final RestHook HOOK = new RestHook(InstantSource.fixed(FakeEmr.NOW));

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
}
