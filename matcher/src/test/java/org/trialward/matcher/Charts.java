package org.trialward.matcher;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.trialward.rules.patient.Allergy;
import org.trialward.rules.patient.ClinicalStatus;
import org.trialward.rules.patient.Demographics;
import org.trialward.rules.patient.Demographics.Death;
import org.trialward.rules.patient.Diagnosis;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.patient.GeneVariant;
import org.trialward.rules.patient.Immunization;
import org.trialward.rules.patient.Measurement;
import org.trialward.rules.patient.Measurement.Comparator;
import org.trialward.rules.patient.Measurement.Result;
import org.trialward.rules.patient.MedicationUse;
import org.trialward.rules.patient.PatientChart;
import org.trialward.rules.patient.PatientId;
import org.trialward.rules.patient.PerformedProcedure;
import org.trialward.rules.patient.ReferenceRange;
import org.trialward.rules.patient.Residence;
import org.trialward.rules.patient.Sex;
import org.trialward.rules.patient.Source;
import org.trialward.rules.patient.StudyParticipation;
import org.trialward.rules.patient.Verification;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.Interval;
import org.trialward.rules.quantity.Quantity;
import org.trialward.rules.quantity.UcumUnit;

/** Charts with every field of every kind of fact filled in every way, likely or not. */
final class Charts {
  private Charts() {}

  /** Some facts are there twice. */
  static Arbitrary<PatientChart> charts() {
    return Combinators.combine(
            people(), facts().list().ofMaxSize(12), Arbitraries.integers().between(0, 3))
        .as((person, facts, twice) ->
            new PatientChart(
                new PatientId("p"),
                person,
                Stream.concat(facts.stream(), facts.stream().limit(twice)).toList()));
  }

  /** The chart as it comes back from its bytes: no display text, and places for sources. */
  static PatientChart withoutTexts(PatientChart chart) {
    Demographics person = chart.demographics();
    return new PatientChart(
        chart.id(),
        new Demographics(
            person.born(),
            person.sex(),
            person.death(),
            person.residence(),
            person.languages(),
            new Source("", "", "")),
        IntStream.range(0, chart.facts().size())
            .mapToObj(place -> withoutTexts(chart.facts().get(place), chart.facts()))
            .toList());
  }

  private static Fact withoutTexts(Fact fact, List<Fact> among) {
    Source place = new Source("", String.valueOf(among.indexOf(fact)), "");
    return switch (fact) {
      case Diagnosis d ->
          new Diagnosis(
              plain(d.codes()),
              d.status(),
              d.verification(),
              d.onset(),
              d.abatement(),
              d.recorded(),
              plain(d.severity()),
              plain(d.stage()),
              place);
      case MedicationUse m ->
          new MedicationUse(plain(m.codes()), m.status(), m.start(), m.end(), place);
      case PerformedProcedure p ->
          new PerformedProcedure(plain(p.codes()), p.status(), p.performed(), place);
      case Immunization i -> new Immunization(plain(i.codes()), i.status(), i.given(), place);
      case Allergy a ->
          new Allergy(plain(a.codes()), a.status(), a.verification(), a.recorded(), place);
      case Measurement m ->
          new Measurement(
              plain(m.codes()), m.status(), plain(m.result()), m.normal(), m.taken(), place);
      case GeneVariant v ->
          new GeneVariant(
              plain(v.genes()),
              plain(v.changes()),
              v.finding(),
              plain(v.significance()),
              v.taken(),
              place);
      case StudyParticipation s ->
          new StudyParticipation(plain(s.codes()), s.status(), s.start(), s.end(), place);
    };
  }

  private static List<Code> plain(List<Code> codes) {
    return codes.stream().map(code -> Code.of(code.system(), code.value())).toList();
  }

  private static Result plain(Result result) {
    return result instanceof Result.Coded(var codes) ? new Result.Coded(plain(codes)) : result;
  }

  private static Arbitrary<Demographics> people() {
    Arbitrary<Death> deaths =
        Arbitraries.oneOf(
            Arbitraries.just(new Death.NotRecorded()), dates().optional(0.7).map(Death.Died::new));
    Arbitrary<Residence> residences =
        Combinators.combine(
                Arbitraries.of("US", "DE", "ch").optional(0.7),
                Arbitraries.of("02138-1234", "SW1A 1AA", "8001").optional(0.7))
            .as(Residence::new);
    return Combinators.combine(
            dates().optional(0.8),
            Arbitraries.of(Sex.class).optional(0.8),
            deaths,
            residences,
            Arbitraries.of("en", "es", "de-CH").list().ofMaxSize(3),
            sources())
        .as(Demographics::new);
  }

  private static Arbitrary<Fact> facts() {
    return Arbitraries.oneOf(
        List.of(
            diagnoses(),
            measurements(),
            Combinators.combine(
                    codes(),
                    Arbitraries.of(MedicationUse.Status.class),
                    maybe(),
                    maybe(),
                    sources())
                .as(MedicationUse::new),
            Combinators.combine(
                    codes(), Arbitraries.of(PerformedProcedure.Status.class), maybe(), sources())
                .as(PerformedProcedure::new),
            Combinators.combine(
                    codes(), Arbitraries.of(Immunization.Status.class), maybe(), sources())
                .as(Immunization::new),
            Combinators.combine(
                    codes(),
                    Arbitraries.of(ClinicalStatus.class),
                    Arbitraries.of(Verification.class),
                    maybe(),
                    sources())
                .as(Allergy::new),
            Combinators.combine(
                    codes(),
                    codes(),
                    Arbitraries.of(GeneVariant.Finding.class),
                    codes(),
                    maybe(),
                    sources())
                .as(GeneVariant::new),
            Combinators.combine(
                    codes(),
                    Arbitraries.of(StudyParticipation.Status.class),
                    maybe(),
                    maybe(),
                    sources())
                .as(StudyParticipation::new)));
  }

  private static Arbitrary<Fact> diagnoses() {
    return Combinators.combine(
            codes(), codes(), codes(), maybe(), maybe(), maybe(), graded(), sources())
        .as((codes, severity, stage, onset, end, recorded, graded, source) ->
            new Diagnosis(
                codes,
                graded.status(),
                graded.verification(),
                onset,
                end,
                recorded,
                severity,
                stage,
                source));
  }

  private record Graded(ClinicalStatus status, Verification verification) {}

  private static Arbitrary<Graded> graded() {
    return Combinators.combine(
            Arbitraries.of(ClinicalStatus.class), Arbitraries.of(Verification.class))
        .as(Graded::new);
  }

  private static Arbitrary<Fact> measurements() {
    Arbitrary<ReferenceRange> ranges =
        Combinators.combine(quantities().optional(0.4), quantities().optional(0.4))
            .as(ReferenceRange::new);
    return Combinators.combine(
            codes(),
            Arbitraries.of(Measurement.Status.class),
            results(),
            ranges,
            maybe(),
            sources())
        .as(Measurement::new);
  }

  private static Arbitrary<Result> results() {
    return Arbitraries.oneOf(
        List.of(
            Combinators.combine(Arbitraries.of(Comparator.class), quantities())
                .as(Result.Numeric::new),
            codes().map(Result.Coded::new),
            Arbitraries.of("", "the result has no unit").map(Result.Unusable::new)));
  }

  private static Arbitrary<Quantity> quantities() {
    return Combinators.combine(
            decimals(), Arbitraries.of("1", "%", "mg/dL", "{a|b}").map(UcumUnit::new))
        .as(Quantity::new);
  }

  /** Also with zeros at the end, of negative scale, and of more digits than a long holds. */
  private static Arbitrary<BigDecimal> decimals() {
    Arbitrary<BigInteger> unscaled =
        Arbitraries.oneOf(
            Arbitraries.integers().between(-999, 9999).map(BigInteger::valueOf),
            Arbitraries.longs().map(BigInteger::valueOf),
            Arbitraries.bigIntegers()
                .between(BigInteger.TEN.pow(40).negate(), BigInteger.TEN.pow(40)));
    return Combinators.combine(unscaled, Arbitraries.integers().between(-3, 20))
        .as(BigDecimal::new);
  }

  /** Few, so that equal facts arise. */
  private static Arbitrary<Source> sources() {
    return Arbitraries.of(new Source("Condition", "1", "1"), new Source("Observation", "2", ""));
  }

  private static Arbitrary<List<Code>> codes() {
    return code().list().ofMaxSize(3);
  }

  private static Arbitrary<Code> code() {
    Arbitrary<String> systems =
        Arbitraries.of(
            "http://snomed.info/sct",
            "http://hl7.org/fhir/sid/icd-10-cm",
            "urn:a|b",
            "urn:a\\|",
            "urn:\\",
            "|");
    Arbitrary<String> values =
        Arbitraries.oneOf(
            Arbitraries.of("E11.9", "E11*", "44054006", "|1", "\\|", "\uFFFD", "\uD83D\uDE00"),
            Arbitraries.integers().between(0, 300).map(String::valueOf));
    return Combinators.combine(systems, values, Arbitraries.of("", "shown")).as(Code::new);
  }

  private static Arbitrary<Optional<Interval>> maybe() {
    return dates().optional(0.7);
  }

  private static Arbitrary<Interval> dates() {
    Arbitrary<LocalDate> days =
        Arbitraries.oneOf(
            Arbitraries.integers().between(-9000, 9000).map(LocalDate.of(2015, 1, 1)::plusDays),
            Arbitraries.integers().between(1800, 2999).map(year -> LocalDate.of(year, 2, 28)));
    return Arbitraries.oneOf(
        List.of(
            days.map(Interval::on),
            days.map(day -> Interval.between(day, day.plusDays(365))),
            moments(days).map(Interval::at),
            Combinators.combine(moments(days), moments(days))
                .as((a, b) -> a.isBefore(b) ? new Interval(a, b) : new Interval(b, a)),
            days.map(day -> new Interval(day.atStartOfDay(), day.atTime(8, 30))),
            Arbitraries.of(
                Interval.ANY_TIME,
                new Interval(LocalDateTime.MIN, LocalDateTime.MAX),
                new Interval(
                    LocalDate.EPOCH.atStartOfDay(), LocalDate.EPOCH.plusDays(1).atStartOfDay()))));
  }

  /** To the minute, second, millisecond and nanosecond. */
  private static Arbitrary<LocalDateTime> moments(Arbitrary<LocalDate> days) {
    return Combinators.combine(
            days,
            Arbitraries.longs().between(0, ChronoUnit.DAYS.getDuration().toNanos() - 1),
            Arbitraries.of(
                ChronoUnit.MINUTES, ChronoUnit.SECONDS, ChronoUnit.MILLIS, ChronoUnit.NANOS))
        .as((day, nanos, unit) -> day.atStartOfDay().plusNanos(nanos).truncatedTo(unit));
  }
}
