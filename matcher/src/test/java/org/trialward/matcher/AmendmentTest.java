package org.trialward.matcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;
import static org.trialward.matcher.Trials.ASTHMA;
import static org.trialward.matcher.Trials.DIABETES;
import static org.trialward.matcher.Trials.GOUT;
import static org.trialward.matcher.Trials.atLeast;
import static org.trialward.matcher.Trials.bornOn;
import static org.trialward.matcher.Trials.diagnosed;
import static org.trialward.matcher.Trials.with;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.trialward.matcher.Amendment.Appears;
import org.trialward.matcher.Amendment.Changed;
import org.trialward.matcher.Amendment.Disappears;
import org.trialward.matcher.Amendment.Reason;
import org.trialward.rules.criterion.CalendarUnit;
import org.trialward.rules.criterion.Characteristic;
import org.trialward.rules.criterion.Characteristic.NeedsAPerson;
import org.trialward.rules.criterion.EligibilityCriterion;
import org.trialward.rules.criterion.EligibilityCriterion.Kind;
import org.trialward.rules.criterion.Silence;
import org.trialward.rules.document.Translations;
import org.trialward.rules.patient.PatientChart;
import org.trialward.rules.patient.PatientId;
import org.trialward.rules.patient.PatientSnapshot;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.trial.Approval;
import org.trialward.rules.trial.Dossier;
import org.trialward.rules.trial.RecruitmentStatus;
import org.trialward.rules.trial.Trial;
import org.trialward.rules.trial.TrialId;
import org.trialward.rules.verdict.Outcome;

/** Who appears, who disappears and whose reason changes, by example. */
class AmendmentTest {
  private static final LocalDate DAY = LocalDate.of(2025, 1, 1);
  private static final EligibilityCriterion HAS_DIABETES =
      must("diabetes", "Has diabetes.", diagnosed(DIABETES));
  private static final EligibilityCriterion WALKS =
      must("walks", "Can walk.", new NeedsAPerson("asked"));

  private final TemporaryPopulation people = new TemporaryPopulation(DAY);

  @AfterEach
  void close() {
    people.close();
  }

  private static EligibilityCriterion must(String id, String text, Characteristic when) {
    return new EligibilityCriterion(id, Kind.INCLUSION, text, List.of(), when);
  }

  private static EligibilityCriterion mustNot(String id, Characteristic when) {
    return new EligibilityCriterion(id, Kind.EXCLUSION, "Must not.", List.of(), when);
  }

  private static Trial trial(EligibilityCriterion... criteria) {
    return trial("T", Dossier.EMPTY, criteria);
  }

  private static Trial trial(String id, Dossier dossier, EligibilityCriterion... criteria) {
    return new Trial(
        new TrialId(id),
        "1",
        "A trial",
        "an area",
        RecruitmentStatus.RECRUITING,
        dossier,
        Optional.empty(),
        List.of(criteria));
  }

  private static PatientId id(String id) {
    return new PatientId(id);
  }

  private static PatientChart named(String id, PatientSnapshot someone) {
    return new PatientChart(id(id), someone.demographics(), someone.chart().facts());
  }

  private Amendment amended(Trial before, Trial after) {
    return people.ask(view -> Amendment.of(view, before, after, DAY));
  }

  @Nested
  class OneTrial {

    @Test
    void whoIsTooYoungOnceTheAgeLimitIsRaisedDisappearsForThatReason() {
      people.with(
          List.of(
              named("anna", bornOn("2005-06-01", "2025-01-01")),
              named("bert", bornOn("1990-06-01", "2025-01-01")),
              named("cleo", bornOn("2010-06-01", "2025-01-01"))));
      Amendment raised =
          amended(
              trial(must("age", "At least 18.", atLeast(18, CalendarUnit.YEARS))),
              trial(must("age", "At least 21.", atLeast(21, CalendarUnit.YEARS))));
      assertThat(raised.disappear()).containsExactly(new Disappears(id("anna"), List.of("age")));
      assertThat(raised.appear()).isEmpty();
      assertThat(raised.changed()).isEmpty();
    }

    @Test
    void whoCarriesACodeThatIsAddedToASetAppears() {
      people.with(
          List.of(
              named("anna", with(ASTHMA)),
              named("bert", with(DIABETES)),
              named("cleo", with(GOUT))));
      Amendment widened =
          amended(
              trial(HAS_DIABETES),
              trial(must("diabetes", "Has diabetes.", diagnosed(DIABETES, ASTHMA))));
      assertThat(widened.appear()).containsExactly(new Appears(id("anna"), Outcome.ELIGIBLE));
      assertThat(widened.disappear()).isEmpty();
      assertThat(widened.changed()).isEmpty();
    }

    @Test
    void aCriterionThatIsRemovedLetsInWhomItTurnedAwayAndSettlesWhomItLeftOpen() {
      people.with(List.of(named("anna", with(DIABETES)), named("bert", with(DIABETES, GOUT))));
      EligibilityCriterion noGout = mustNot("gout", diagnosed(GOUT));
      Amendment gout = amended(trial(HAS_DIABETES, WALKS, noGout), trial(HAS_DIABETES, WALKS));
      assertThat(gout.appear()).containsExactly(new Appears(id("bert"), Outcome.POSSIBLE));
      assertThat(gout.changed()).isEmpty();
      Amendment walks = amended(trial(HAS_DIABETES, WALKS), trial(HAS_DIABETES));
      assertThat(walks.changed())
          .extracting(Changed::patient, Changed::before, Changed::after)
          .containsExactly(
              tuple(
                  id("anna"),
                  new Reason(Outcome.POSSIBLE, List.of("walks")),
                  new Reason(Outcome.ELIGIBLE, List.of())),
              tuple(
                  id("bert"),
                  new Reason(Outcome.POSSIBLE, List.of("walks")),
                  new Reason(Outcome.ELIGIBLE, List.of())));
      assertThat(walks.appear()).isEmpty();
    }

    @Test
    void theReasonMayChangeThoughTheOutcomeStays() {
      people.with(List.of(named("anna", with(DIABETES)), named("bert", with(DIABETES, GOUT))));
      EligibilityCriterion gout = must("gout", "Has gout.", diagnosed(Silence.MEANS_UNKNOWN, GOUT));
      Amendment asked = amended(trial(HAS_DIABETES, WALKS), trial(HAS_DIABETES, gout, WALKS));
      assertThat(asked.changed())
          .containsExactly(
              new Changed(
                  id("anna"),
                  new Reason(Outcome.POSSIBLE, List.of("walks")),
                  new Reason(Outcome.POSSIBLE, List.of("gout", "walks"))));
      assertThat(asked.appear()).isEmpty();
      assertThat(asked.disappear()).isEmpty();
    }

    @Test
    void severalCriteriaAgainstAreNamedInTheAuthorsOrder() {
      people.with(List.of(named("anna", with(DIABETES))));
      Amendment narrowed =
          amended(
              trial(HAS_DIABETES),
              trial(
                  mustNot("no-diabetes", diagnosed(DIABETES)),
                  must("asthma", "Has asthma.", diagnosed(ASTHMA)),
                  must("diabetes", "Has gout.", diagnosed(GOUT))));
      assertThat(narrowed.disappear())
          .containsExactly(
              new Disappears(id("anna"), List.of("no-diabetes", "asthma", "diabetes")));
    }

    @Test
    void otherWordsOrAnotherOrderChangeNothing() {
      people.with(List.of(named("anna", with(DIABETES))));
      Trial before = trial(HAS_DIABETES, WALKS);
      Trial after = trial(WALKS, must("diabetes", "Suffers from it.", diagnosed(DIABETES)));
      assertThat(amended(before, after).isEmpty()).isTrue();
      assertThat(Versions.of(before, after).askTheSame(DAY)).isTrue();
    }

    @Test
    void anInclusionThatBecomesAnExclusionIsAskedAnew() {
      people.with(List.of(named("anna", with(DIABETES)), named("bert", with(GOUT))));
      Amendment turned =
          amended(trial(HAS_DIABETES), trial(mustNot("diabetes", diagnosed(DIABETES))));
      assertThat(turned.disappear())
          .containsExactly(new Disappears(id("anna"), List.of("diabetes")));
      assertThat(turned.appear()).containsExactly(new Appears(id("bert"), Outcome.ELIGIBLE));
    }

    @Test
    void onceItsApprovalHasExpiredEverybodyDisappearsWithoutACriterion() {
      people.with(List.of(named("anna", with(DIABETES))));
      Amendment expired = amended(trial("T", Dossier.EMPTY, HAS_DIABETES), expired("T"));
      assertThat(expired.disappear()).containsExactly(new Disappears(id("anna"), List.of()));
    }

    @Test
    void twoTrialsAreNotTwoVersions() {
      Trial one = trial("T1", Dossier.EMPTY, HAS_DIABETES);
      Trial other = trial("T2", Dossier.EMPTY, HAS_DIABETES);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> amended(one, other))
          .withMessageContaining("`T1` and `T2` are two trials");
    }
  }

  private static Trial expired(String id) {
    Approval approval = new Approval("1", Optional.empty(), Optional.of(DAY.minusDays(1)));
    return trial(
        id,
        new Dossier(
            Optional.empty(), Optional.empty(), List.of(), Optional.of(approval), Optional.empty()),
        HAS_DIABETES);
  }

  @Nested
  class ManyTrials {

    @Test
    void onlyTrialsThatAskOtherwiseAreCompared() {
      people.with(List.of(named("anna", with(DIABETES))));
      Trial same = trial("SAME", Dossier.EMPTY, HAS_DIABETES);
      Trial before = trial("T", Dossier.EMPTY, HAS_DIABETES);
      Trial after = trial("T", Dossier.EMPTY, must("diabetes", "Any.", diagnosed(DIABETES, GOUT)));
      assertThat(amended(List.of(same, before), List.of(same, after)))
          .containsExactly(new Amendment(before.id(), List.of(), List.of(), List.of()));
    }

    @Test
    void forANewTrialEverybodyAppearsAndForOneThatIsGoneEverybodyDisappears() {
      people
          .with(List.of(named("bert", with(DIABETES)), named("cleo", with(GOUT))))
          .with(List.of(named("anna", with(DIABETES))));
      Trial young = trial("YOUNG", Dossier.EMPTY, HAS_DIABETES, WALKS);
      Trial old = trial("OLD", Dossier.EMPTY, HAS_DIABETES);
      assertThat(amended(List.of(old), List.of(young)))
          .containsExactly(
              new Amendment(
                  old.id(),
                  List.of(),
                  List.of(
                      new Disappears(id("anna"), List.of()), new Disappears(id("bert"), List.of())),
                  List.of()),
              new Amendment(
                  young.id(),
                  List.of(
                      new Appears(id("anna"), Outcome.POSSIBLE),
                      new Appears(id("bert"), Outcome.POSSIBLE)),
                  List.of(),
                  List.of()));
    }

    @Test
    void aTrialThatCeasesToBeInForceIsComparedThoughItsCriteriaStay() {
      people.with(List.of(named("anna", with(DIABETES))));
      assertThat(amended(List.of(trial("T", Dossier.EMPTY, HAS_DIABETES)), List.of(expired("T"))))
          .extracting(Amendment::disappear)
          .containsExactly(List.of(new Disappears(id("anna"), List.of())));
    }

    @Test
    void aTrialThatStandsTwiceInOneVersionIsRefused() {
      List<Trial> twice = List.of(trial(HAS_DIABETES), trial(WALKS));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> amended(twice, List.of()))
          .withMessageContaining("`T` stands twice");
    }

    private List<Amendment> amended(List<Trial> before, List<Trial> after) {
      return people.ask(view -> Amendment.of(view, before, after, DAY));
    }
  }

  @Nested
  class OtherTranslations {
    private static final Code WARD_CODE = Code.of("urn:ward", "DM");

    private List<Amendment> translatedAs(Code meaning, Trial... trials) {
      Translations translations = new Translations(Map.of(WARD_CODE, Set.of(meaning)), Map.of());
      return people.ask(
          view -> Amendment.retranslated(view, List.of(trials), translations::translate, DAY));
    }

    @Test
    void whoCarriesACodeThatNowMeansSomethingAppearsOrDisappears() {
      people.with(List.of(named("anna", with(WARD_CODE)), named("bert", with(DIABETES))));
      Trial needs = trial("NEEDS", Dossier.EMPTY, HAS_DIABETES, WALKS);
      Trial forbids = trial("FORBIDS", Dossier.EMPTY, mustNot("none", diagnosed(DIABETES)));
      assertThat(translatedAs(DIABETES, needs, forbids))
          .containsExactly(
              new Amendment(
                  forbids.id(),
                  List.of(),
                  List.of(new Disappears(id("anna"), List.of("none"))),
                  List.of()),
              new Amendment(
                  needs.id(),
                  List.of(new Appears(id("anna"), Outcome.POSSIBLE)),
                  List.of(),
                  List.of()));
    }

    @Test
    void whatWasOpenMayBeSettled() {
      people.with(List.of(named("anna", with(WARD_CODE))));
      Trial trial = trial(must("gout", "Gout.", diagnosed(Silence.MEANS_UNKNOWN, GOUT)), WALKS);
      assertThat(translatedAs(GOUT, trial))
          .extracting(Amendment::changed)
          .containsExactly(
              List.of(
                  new Changed(
                      id("anna"),
                      new Reason(Outcome.POSSIBLE, List.of("gout", "walks")),
                      new Reason(Outcome.POSSIBLE, List.of("walks")))));
    }

    @Test
    void aTrialInWhichNobodyIsConcernedIsNotNamed() {
      people.with(List.of(named("anna", with(WARD_CODE))));
      assertThat(translatedAs(ASTHMA, trial(HAS_DIABETES))).isEmpty();
    }

    @Test
    void aChartReadAnewIsTheSameWhateverItsTextsAndSources() {
      PatientChart anna = named("anna", with(DIABETES, GOUT));
      people.with(List.of(anna));
      List<Amendment> none =
          people.ask(view ->
              Amendment.retranslated(view, List.of(trial(HAS_DIABETES)), stored -> anna, DAY));
      assertThat(none).isEmpty();
    }
  }

  @Nested
  class Pairing {

    @Test
    void criteriaArePairedById() {
      EligibilityCriterion renamed = must("renamed", "Can walk.", WALKS.when());
      EligibilityCriterion other = must("diabetes", "Has gout.", diagnosed(GOUT));
      Versions versions = Versions.of(trial(HAS_DIABETES, WALKS), trial(other, renamed));
      assertThat(versions.dropped()).containsExactly(HAS_DIABETES, WALKS);
      assertThat(versions.added()).containsExactly(other, renamed);
      assertThat(versions.kept()).isEmpty();
    }

    @Test
    void whatStandsInBothIsNeitherDroppedNorAdded() {
      EligibilityCriterion gout = mustNot("gout", diagnosed(GOUT));
      Versions versions = Versions.of(trial(HAS_DIABETES, WALKS), trial(gout, HAS_DIABETES));
      assertThat(Stream.of(versions.dropped(), versions.added(), versions.kept()))
          .containsExactly(List.of(WALKS), List.of(gout), List.of(HAS_DIABETES));
    }
  }
}
