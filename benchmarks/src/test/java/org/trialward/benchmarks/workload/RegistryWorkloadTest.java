package org.trialward.benchmarks.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trialward.benchmarks.workload.RegistryWorkload.Status;
import org.trialward.rules.criterion.AgeRange;
import org.trialward.rules.criterion.CalendarUnit;
import org.trialward.rules.criterion.Characteristic;
import org.trialward.rules.criterion.Characteristic.Age;
import org.trialward.rules.criterion.Characteristic.Diagnosed;
import org.trialward.rules.criterion.Characteristic.NeedsAPerson;
import org.trialward.rules.criterion.Characteristic.SexIs;
import org.trialward.rules.criterion.EligibilityCriterion;
import org.trialward.rules.criterion.Span;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.patient.PatientChart;
import org.trialward.rules.patient.PatientSnapshot;
import org.trialward.rules.patient.Sex;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.trial.RecruitmentStatus;
import org.trialward.rules.trial.Site;
import org.trialward.rules.trial.Trial;
import org.trialward.rules.verdict.Eligibility;
import org.trialward.rules.verdict.Outcome;

class RegistryWorkloadTest {
  private final RegistryWorkload workload;

  RegistryWorkloadTest() throws IOException {
    workload = SmallRegistry.with(Status.ALL_RECRUITING);
  }

  @Test
  void ageLimitsAreInsideAsTheRegistryMeansThem() {
    assertThat(when(0, "age"))
        .isEqualTo(
            new Age(
                new AgeRange(
                    Optional.of(new Span(18, CalendarUnit.YEARS)),
                    Optional.of(new Span(76, CalendarUnit.YEARS))),
                Optional.empty()));
  }

  @Test
  void anAgeInHoursIsLeftToAPerson() {
    assertThat(when(1, "age"))
        .isEqualTo(
            new Age(
                new AgeRange(Optional.empty(), Optional.of(new Span(29, CalendarUnit.DAYS))),
                Optional.empty()));
    assertThat(criterion(1, "text").registry()).containsExactly("1", "minimumAge");
  }

  @Test
  void onlyOneSexIsACriterion() {
    assertThat(when(1, "sex")).isEqualTo(new SexIs(Sex.FEMALE));
    assertThat(ids(0)).containsExactly("age", "condition", "text");
  }

  @Test
  void aBroaderTermBesideANarrowerOneDoesNotCount() {
    assertThat(codes(0)).containsExactly("E11*", "O24.111");
  }

  @Test
  void theSponsorsWordsCountWhereTheRegistryHasNoMeshTerm() {
    assertThat(codes(1)).containsExactly("C61");
  }

  @Test
  void whoMayJoinInGoodHealthNeedNoCondition() {
    assertThat(ids(2)).containsExactly("text");
  }

  @Test
  void everyTrialLeavesItsTextToAPerson() {
    assertThat(IntStream.range(0, 3).mapToObj(i -> when(i, "text")))
        .allMatch(NeedsAPerson.class::isInstance);
    assertThat(criterion(0, "text").registry()).containsExactly("1", "2");
  }

  @Test
  void aSiteKeepsItsCountryWhereItsNameIsKnown() {
    assertThat(workload.trial(0).dossier().sites())
        .containsExactly(
            new Site("Hill Clinic", Optional.of("CH"), Optional.of("8001"), Optional.empty()),
            new Site("Harbour Clinic", Optional.empty(), Optional.empty(), Optional.empty()));
  }

  @Test
  void recordsBeginAgainUnderOtherIds() {
    Trial first = workload.trial(1);
    Trial again = workload.trial(3 * 7 + 1);
    assertThat(again.id().value()).isEqualTo("BENCH-000022");
    assertThat(again.criteria()).isEqualTo(first.criteria());
    assertThat(again.registry()).isEqualTo(first.registry());
    assertThat(again.registry().orElseThrow().record()).isEqualTo("NCT90000002");
  }

  @Test
  void allTrialsRecruitOrKeepTheirStatus() throws IOException {
    RegistryWorkload registered = SmallRegistry.with(Status.AS_REGISTERED);
    assertThat(IntStream.range(0, 3).mapToObj(i -> registered.trial(i).status()))
        .containsExactly(
            RecruitmentStatus.RECRUITING, RecruitmentStatus.CLOSED, RecruitmentStatus.SUSPENDED);
    assertThat(IntStream.range(0, 3).mapToObj(i -> workload.trial(i).status()))
        .containsOnly(RecruitmentStatus.RECRUITING);
  }

  @Test
  void theSameNumberGivesAnEqualTrialAndPatient() throws IOException {
    RegistryWorkload other = SmallRegistry.with(Status.ALL_RECRUITING);
    for (int number = 0; number < 40; number++) {
      assertThat(other.trial(number)).isEqualTo(workload.trial(number));
      assertThat(other.patient(number)).isEqualTo(workload.patient(number));
    }
  }

  @Test
  void aPatientHasDifferentCodesOnDaysOfHisLife() {
    for (int number = 0; number < 40; number++) {
      PatientChart patient = workload.patient(number);
      var born = patient.demographics().born().orElseThrow().firstDay();
      assertThat(patient.facts()).extracting(Fact::codes).doesNotHaveDuplicates();
      assertThat(patient.facts())
          .allMatch(fact -> !fact.date().orElseThrow().firstDay().isBefore(born))
          .allMatch(fact -> !fact.date().orElseThrow().lastDay().isAfter(workload.asOf()));
    }
  }

  @Test
  void someArePossibleAndNobodyIsEligibleByIgnorance() {
    List<Outcome> outcomes =
        IntStream.range(0, 50)
            .mapToObj(p -> workload.patient(p).asOf(workload.asOf()))
            .flatMap(p -> IntStream.range(0, 3).mapToObj(t -> outcome(workload.trial(t), p)))
            .toList();
    assertThat(outcomes).contains(Outcome.POSSIBLE, Outcome.INELIGIBLE);
    assertThat(outcomes).doesNotContain(Outcome.ELIGIBLE);
  }

  @Test
  void theDescriptionTellsTheNumbers() {
    assertThat(workload.description())
        .contains("30 trials: 3 records, each 10.0 times", "Of 3 records 2 have conditions")
        .contains("1.5 codes and subtrees", "patients are synthetic", "all taken as recruiting");
  }

  @Test
  void fewerTrialsThanRecordsAreTheFirstOfThem() throws IOException {
    RegistryWorkload two =
        RegistryWorkload.of(SmallRegistry.STUDIES, SmallRegistry.ICD, Status.AS_REGISTERED, 2);
    assertThat(two.description())
        .startsWith("2 trials: the first of 3 records of ClinicalTrials.gov, recruiting as");
  }

  @Test
  void withoutTheFilesThereIsNoWorkload(@TempDir Path folder) throws IOException {
    assertThat(RegistryWorkload.in(folder, Status.AS_REGISTERED, 1)).isEmpty();
    assertThat(RegistryWorkload.ABSENT).contains("../shared/data/trials");
  }

  @Test
  void aLineThatIsNoStudyIsNamed(@TempDir Path folder) throws IOException {
    Path studies = folder.resolve("studies.ndjson");
    Files.writeString(studies, Files.readString(SmallRegistry.STUDIES) + "{\"protocol\n");
    assertThatThrownBy(
            () -> RegistryWorkload.of(studies, SmallRegistry.ICD, Status.AS_REGISTERED, 1))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("studies.ndjson:4")
        .hasMessageContaining("one a line");
  }

  @Test
  void aFileWithoutStudiesIsRefused(@TempDir Path folder) throws IOException {
    Path studies = Files.writeString(folder.resolve("studies.ndjson"), "");
    assertThatThrownBy(
            () -> RegistryWorkload.of(studies, SmallRegistry.ICD, Status.AS_REGISTERED, 1))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no study");
  }

  private static Outcome outcome(Trial trial, PatientSnapshot patient) {
    return Eligibility.of(trial, patient).outcome();
  }

  private List<String> ids(int number) {
    return workload.trial(number).criteria().stream().map(EligibilityCriterion::id).toList();
  }

  private EligibilityCriterion criterion(int number, String id) {
    return workload.trial(number).criteria().stream()
        .filter(c -> c.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private Characteristic when(int number, String id) {
    return criterion(number, id).when();
  }

  private List<String> codes(int number) {
    Diagnosed asked = (Diagnosed) when(number, "condition");
    return asked.of().codes().stream().map(Code::value).toList();
  }
}
