package org.trialward.fhir.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.Consent;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trialward.fhir.Resources;
import org.trialward.fhir.emr.FhirR4;
import org.trialward.fhir.intake.ResearchContact.Refusal;

class ResearchContactTest {
  private static final LocalDate TODAY = LocalDate.parse("2025-01-15");
  private static final String RESEARCH =
      "'scope':{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/consentscope','code':'research'}]},";
  private static final String CONTACT =
      "'code':[{'coding':[{'system':'urn:oid:2.16.840.1.113883.3.1937.777.24.5.3','code':'2.16.840.1.113883.3.1937.777.24.5.3.29'}]}]";
  private static final String BLOOD =
      "'code':[{'coding':[{'system':'urn:oid:2.16.840.1.113883.3.1937.777.24.5.3','code':'2.16.840.1.113883.3.1937.777.24.5.3.19'}]}]";

  private static String research(String rest) {
    return research("c1", "active", rest);
  }

  private static String research(String id, String status, String rest) {
    return "{'resourceType':'Consent','id':'%s','status':'%s',%s'patient':{'reference':'Patient/p'},'dateTime':'2024-12-24T10:00:00+01:00',%s}"
        .formatted(id, status, RESEARCH, rest);
  }

  private static ResearchContact of(String... consents) {
    return ResearchContact.of(
        Arrays.stream(consents)
            .map(json ->
                FhirR4.get().newJsonParser().parseResource(Consent.class, Resources.json(json)))
            .toList());
  }

  private static boolean refuses(String... consents) {
    return of(consents).on(TODAY).isPresent();
  }

  @Test
  void noConsentRefusesNothing() {
    assertThat(of().refusals()).isEmpty();
  }

  @Test
  void aPermitRefusesNothing() {
    assertThat(refuses(research("'provision':{'type':'permit'}"))).isFalse();
  }

  @Test
  void aDenyRefusesAndSaysWhereItStandsAndWhenItWasSaid() {
    assertThat(of(research("'provision':{'type':'deny'}")).refusals())
        .containsExactly(
            new Refusal(
                "Consent/c1",
                Optional.of(LocalDate.parse("2024-12-24")),
                Optional.empty(),
                Optional.empty()));
  }

  @Test
  void aDenyWinsOverThePermitOfAnother() {
    assertThat(
            refuses(
                research("'provision':{'type':'permit'}"),
                research("c2", "active", "'provision':{'type':'deny'}")))
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"inactive", "rejected", "entered-in-error", "draft", "proposed"})
  void whatIsNotInForceSaysNothing(String status) {
    assertThat(refuses(research("c1", status, "'provision':{'type':'deny'}"))).isFalse();
  }

  @Test
  void aPermitWithANestedDenyOfContactRefuses() {
    ResearchContact contact =
        of(
            research(
                "'provision':{'type':'permit','provision':[{'type':'deny',%s}]}"
                    .formatted(CONTACT)));
    assertThat(contact.on(TODAY)).isPresent();
    assertThat(contact.notes()).isEmpty();
  }

  /** The broad consent of the German university hospitals has this shape. */
  @Test
  void aDenyWithANestedPermitOfContactAllowsIt() {
    assertThat(
            refuses(
                research(
                    "'provision':{'type':'deny','provision':[{'type':'permit',%s},{'type':'permit',%s}]}"
                        .formatted(BLOOD, CONTACT))))
        .isFalse();
  }

  @Test
  void aDenyWithNestedPermitsOfOtherThingsRefuses() {
    assertThat(
            refuses(
                research(
                    "'provision':{'type':'deny','provision':[{'type':'permit',%s}]}"
                        .formatted(BLOOD))))
        .isTrue();
  }

  @Test
  void aPermitOfContactForSomePeopleOnlyLiftsNoDeny() {
    assertThat(
            refuses(
                research(
                    "'provision':{'type':'deny','provision':[{'type':'permit','actor':[{'role':{'text':'x'},'reference':{'reference':'Organization/1'}}],%s}]}"
                        .formatted(CONTACT))))
        .isTrue();
  }

  @Test
  void aDenyThatIsNotUnderstoodRefusesAndIsListed() {
    ResearchContact contact =
        of(
            research(
                "'provision':{'type':'permit','provision':[{'type':'deny',%s}]}".formatted(BLOOD)));
    assertThat(contact.on(TODAY)).isPresent();
    assertThat(contact.notes())
        .singleElement()
        .satisfies(note -> assertThat(note.why()).contains("taken as a refusal"));
  }

  @Test
  void aDenyBelowAModifierExtensionRefusesAndIsListed() {
    ResearchContact contact =
        of(
            research(
                "'modifierExtension':[{'url':'urn:x','valueBoolean':true}],'provision':{'type':'deny','provision':[{'type':'permit',%s}]}"
                    .formatted(CONTACT)));
    assertThat(contact.on(TODAY)).isPresent();
    assertThat(contact.notes()).hasSize(1);
  }

  @Test
  void aPolicyOfOptingOutRefusesWithoutAnyProvision() {
    String optOut = "'policyRule':{'coding':[{'code':'%s'}]}";
    assertThat(refuses(research(optOut.formatted("OPTOUT")))).isTrue();
    assertThat(refuses(research(optOut.formatted("OPTIN")))).isFalse();
    assertThat(
            refuses(
                research(
                    optOut.formatted("OPTOUTE")
                        + ",'provision':{'type':'permit',%s}".formatted(CONTACT))))
        .isFalse();
  }

  @Test
  void aConsentOfAnotherScopeRefusesOnlyWhereItNamesResearch() {
    String privacy =
        "{'resourceType':'Consent','id':'c1','status':'active','scope':{'coding':[{'code':'patient-privacy'}]},'patient':{'reference':'Patient/p'},'provision':{'type':'deny'%s}}";
    assertThat(refuses(privacy.formatted(""))).isFalse();
    assertThat(
            refuses(
                privacy.formatted(
                    ",'purpose':[{'system':'http://terminology.hl7.org/CodeSystem/v3-ActReason','code':'HRESCH'}]")))
        .isTrue();
  }

  @Nested
  class InTime {
    private List<Refusal> in(String period) {
      return of(research("'provision':{'type':'deny','period':{%s}}".formatted(period))).refusals();
    }

    @Test
    void aDenyThatHasNotBegunDoesNotHoldToday() {
      assertThat(in("'start':'2025-01-16'"))
          .singleElement()
          .satisfies(refusal -> {
            assertThat(refusal.holdsOn(TODAY)).isFalse();
            assertThat(refusal.holdsOn(TODAY.plusDays(1))).isTrue();
          });
    }

    @Test
    void aDenyThatIsOverDoesNotHoldToday() {
      assertThat(in("'end':'2025-01-14'").getFirst().holdsOn(TODAY)).isFalse();
      assertThat(in("'end':'2025-01-15T00:00:00Z'").getFirst().holdsOn(TODAY)).isTrue();
    }

    @Test
    void aPeriodKnownToTheMonthOrTheYearCoversAllOfIt() {
      assertThat(in("'start':'2025','end':'2025-02'").getFirst())
          .isEqualTo(
              new Refusal(
                  "Consent/c1",
                  Optional.of(LocalDate.parse("2024-12-24")),
                  Optional.of(LocalDate.parse("2025-01-01")),
                  Optional.of(LocalDate.parse("2025-02-28"))));
    }

    @Test
    void anExceptionEndsBeforeItsDeny() {
      ResearchContact contact =
          of(
              research(
                  "'provision':{'type':'deny','provision':[{'type':'permit',%s,'period':{'start':'2025-01-01','end':'2025-01-31'}}]}"
                      .formatted(CONTACT)));
      assertThat(contact.refusals()).hasSize(2);
      assertThat(contact.on(LocalDate.parse("2024-12-31"))).isPresent();
      assertThat(contact.on(TODAY)).isEmpty();
      assertThat(contact.on(LocalDate.parse("2025-02-01"))).isPresent();
    }
  }
}
