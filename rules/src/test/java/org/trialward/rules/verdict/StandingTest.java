package org.trialward.rules.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.trialward.rules.Patients.TYPE_2_DIABETES;
import static org.trialward.rules.Patients.diagnosis;
import static org.trialward.rules.Patients.hba1c;
import static org.trialward.rules.Patients.medication;
import static org.trialward.rules.Patients.on;
import static org.trialward.rules.Patients.patient;
import static org.trialward.rules.Patients.procedure;
import static org.trialward.rules.Patients.rxnorm;
import static org.trialward.rules.Patients.snomed;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.trialward.rules.Patients.Entry;
import org.trialward.rules.criterion.Characteristic;
import org.trialward.rules.criterion.Characteristic.AllergicTo;
import org.trialward.rules.criterion.Characteristic.Certainty;
import org.trialward.rules.criterion.Characteristic.Diagnosed;
import org.trialward.rules.criterion.Characteristic.Immunized;
import org.trialward.rules.criterion.Characteristic.Medicated;
import org.trialward.rules.criterion.Characteristic.Presence;
import org.trialward.rules.criterion.Characteristic.Taken;
import org.trialward.rules.criterion.Characteristic.TakesPart;
import org.trialward.rules.criterion.Characteristic.Underwent;
import org.trialward.rules.criterion.Silence;
import org.trialward.rules.criterion.ValueSet;
import org.trialward.rules.logic.Truth;
import org.trialward.rules.patient.Allergy;
import org.trialward.rules.patient.Diagnosis;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.patient.GeneVariant;
import org.trialward.rules.patient.Immunization;
import org.trialward.rules.patient.Measurement;
import org.trialward.rules.patient.MedicationUse;
import org.trialward.rules.patient.PatientChart;
import org.trialward.rules.patient.PatientSnapshot;
import org.trialward.rules.patient.PerformedProcedure;
import org.trialward.rules.patient.Source;
import org.trialward.rules.patient.StudyParticipation;
import org.trialward.rules.quantity.Code;

/** How one entry stands, and that it is what the evaluator says of it. */
@PropertyDefaults(edgeCases = EdgeCasesMode.NONE)
class StandingTest {
  private static final LocalDate DAY = LocalDate.of(2025, 3, 1);
  private static final Code METFORMIN = rxnorm("6809", "metformin");
  private static final Code BYPASS = snomed("232717009", "Coronary artery bypass");

  private static Standing standing(Entry entry) {
    return Standing.of(entry.from("1"), DAY);
  }

  @Nested
  class OneEntry {

    @Test
    void anActiveDiagnosisHolds() {
      assertThat(standing(diagnosis(TYPE_2_DIABETES).since("2020"))).isEqualTo(Standing.HOLDS);
    }

    @Test
    void aMedicineThatEndedYesterdayIsPastAndOneThatEndsTodayHolds() {
      assertThat(standing(medication(METFORMIN).until("2025-02-28"))).isEqualTo(Standing.PAST);
      assertThat(standing(medication(METFORMIN).until("2025-03-01"))).isEqualTo(Standing.HOLDS);
    }

    @Test
    void aMedicineWhoseEndIsKnownToTheMonthOfTheReferenceDateIsOpen() {
      assertThat(standing(medication(METFORMIN).until("2025-02"))).isEqualTo(Standing.PAST);
      assertThat(
              Standing.of(
                  medication(METFORMIN).until("2025-02").from("1"), on("2025-02-10").firstDay()))
          .isEqualTo(Standing.OPEN);
    }

    @Test
    void aMedicineThatWasCancelledCountsForNothing() {
      assertThat(standing(medication(METFORMIN).status(MedicationUse.Status.NEVER)))
          .isEqualTo(Standing.NEVER);
    }

    @Test
    void aMedicineThatMayNotHaveBeenTakenIsOpen() {
      assertThat(standing(medication(METFORMIN).status(MedicationUse.Status.UNCLEAR)))
          .isEqualTo(Standing.OPEN);
    }

    @Test
    void aProcedureThatWasDoneWasDoneForEver() {
      assertThat(standing(procedure(BYPASS).performed("1990"))).isEqualTo(Standing.HOLDS);
    }

    @Test
    void whatBeginsTomorrowDoesNotCountYet() {
      assertThat(standing(procedure(BYPASS).performed("2025-03-02"))).isEqualTo(Standing.NEVER);
      assertThat(standing(procedure(BYPASS).performed("2025-03-01"))).isEqualTo(Standing.HOLDS);
    }

    @Test
    void aProcedureOfThisYearIsOpenAsItMayStillCome() {
      assertThat(standing(procedure(BYPASS).performed("2025"))).isEqualTo(Standing.OPEN);
    }

    @Test
    void aResultIsOpenAndARetractedOneCountsForNothing() {
      assertThat(standing(hba1c("7.2 %", on("2025-01-10")))).isEqualTo(Standing.OPEN);
      assertThat(standing(hba1c("7.2 %", on("2025-01-10")).status(Measurement.Status.RETRACTED)))
          .isEqualTo(Standing.NEVER);
    }

    @Test
    void aGeneVariantIsOpenBecauseItsChangeIsAskedToo() {
      Fact variant =
          new GeneVariant(
              List.of(Code.of("urn:genes", "BRCA1")),
              List.of(),
              GeneVariant.Finding.PRESENT,
              List.of(),
              Optional.empty(),
              new Source("Observation", "1", "1"));
      assertThat(Standing.of(variant, DAY)).isEqualTo(Standing.OPEN);
    }
  }

  @Nested
  class TwoEntriesOfOneCode {

    @Test
    void oneThatHoldsIsEnough() {
      for (Standing other : Standing.values()) {
        assertThat(Standing.HOLDS.or(other)).isEqualTo(Standing.HOLDS);
        assertThat(other.or(Standing.HOLDS)).isEqualTo(Standing.HOLDS);
      }
    }

    @Test
    void oneThatCountsForNothingAddsNothing() {
      for (Standing other : Standing.values()) {
        assertThat(Standing.NEVER.or(other)).isEqualTo(other);
        assertThat(other.or(Standing.NEVER)).isEqualTo(other);
      }
    }

    @Test
    void aPastOneBesideAnOpenOneIsOpen() {
      assertThat(Standing.PAST.or(Standing.OPEN)).isEqualTo(Standing.OPEN);
      assertThat(Standing.OPEN.or(Standing.PAST)).isEqualTo(Standing.OPEN);
    }

    @Test
    void anEndedMedicineIsTakenAgainWhereANewOrderRuns() {
      PatientSnapshot patient =
          patient()
              .with(medication(METFORMIN).until("2024"), medication(METFORMIN).since("2025-02"))
              .asOf("2025-03-01");
      Standing both =
          patient.chart().facts().stream()
              .map(fact -> Standing.of(fact, DAY))
              .reduce(Standing.NEVER, Standing::or);
      assertThat(both).isEqualTo(Standing.HOLDS);
    }
  }

  @Property(seed = "20261123", tries = 4000)
  void theStandingIsWhatTheEvaluatorSaysOfTheEntryAlone(
      @ForAll("lasting") Fact fact,
      @ForAll("people") PatientChart person,
      @ForAll("days") LocalDate asOf) {
    PatientSnapshot patient = Rewriting.with(person, fact).asOf(asOf);
    Truth ever = Eligibility.truth(question(fact, false), patient);
    Truth now = Eligibility.truth(question(fact, true), patient);
    assertThat(Standing.of(fact, asOf)).isEqualTo(expected(ever, now));
  }

  @Property(seed = "20261123", tries = 4000)
  void whatTwoEntriesSettleTogetherTheEvaluatorSaysToo(
      @ForAll("two") List<Fact> two,
      @ForAll("people") PatientChart person,
      @ForAll("days") LocalDate asOf) {
    PatientSnapshot patient = Rewriting.withFacts(person, two).asOf(asOf);
    Truth ever = Eligibility.truth(question(two.getFirst(), false), patient);
    Truth now = Eligibility.truth(question(two.getFirst(), true), patient);
    Standing both = Standing.of(two.getFirst(), asOf).or(Standing.of(two.getLast(), asOf));
    if (both != Standing.OPEN) {
      assertThat(both).isEqualTo(expected(ever, now));
    } else {
      assertThat(ever).isNotEqualTo(Truth.FALSE);
    }
  }

  private static Standing expected(Truth ever, Truth now) {
    return switch (ever) {
      case FALSE -> Standing.NEVER;
      case UNKNOWN -> Standing.OPEN;
      case TRUE ->
          switch (now) {
            case TRUE -> Standing.HOLDS;
            case FALSE -> Standing.PAST;
            case UNKNOWN -> Standing.OPEN;
          };
    };
  }

  /** The plain question about its codes; of what never ends, "now?" is "ever?". */
  private static Characteristic question(Fact fact, boolean now) {
    ValueSet set = new ValueSet("set", Set.copyOf(fact.codes()));
    Taken taken = now ? new Taken.Now() : new Taken.Ever();
    return switch (fact) {
      case Diagnosis _ ->
          new Diagnosed(
              set,
              now ? Presence.CURRENT : Presence.EVER,
              Certainty.CONFIRMED,
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Silence.MEANS_NO);
      case MedicationUse _ ->
          new Medicated(set, taken, Optional.empty(), Optional.empty(), Silence.MEANS_NO);
      case PerformedProcedure _ -> new Underwent(set, Optional.empty(), Silence.MEANS_NO);
      case Immunization _ -> new Immunized(set, Optional.empty(), Silence.MEANS_NO);
      case Allergy _ -> new AllergicTo(set, Silence.MEANS_NO);
      case StudyParticipation _ ->
          new TakesPart(Optional.of(set), Optional.empty(), taken, Silence.MEANS_NO);
      case Measurement _, GeneVariant _ ->
          throw new IllegalArgumentException("Neither is asked without more than its codes.");
    };
  }

  /** Every kind of which codes alone are asked. */
  @Provide
  Arbitrary<Fact> lasting() {
    return Arbitraries.oneOf(kinds());
  }

  /** Of one kind and with the same codes. */
  @Provide
  Arbitrary<List<Fact>> two() {
    return Arbitraries.oneOf(kinds().stream().map(kind -> kind.list().ofSize(2)).toList());
  }

  private static List<Arbitrary<Fact>> kinds() {
    return List.of(
        coded(Charts.diagnoses()),
        coded(Charts.medications()),
        coded(Charts.procedures()),
        coded(Charts.immunizations()),
        coded(Charts.allergies()),
        coded(Charts.participations()));
  }

  private static Arbitrary<Fact> coded(Arbitrary<? extends Fact> facts) {
    return Combinators.combine(facts, Arbitraries.just(List.of(Code.of("urn:a", "1"))))
        .as(Rewriting::coded);
  }

  @Provide
  Arbitrary<PatientChart> people() {
    return Charts.people();
  }

  @Provide
  Arbitrary<LocalDate> days() {
    return Charts.referenceDates();
  }
}
