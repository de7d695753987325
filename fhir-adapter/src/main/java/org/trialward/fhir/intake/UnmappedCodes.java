package org.trialward.fhir.intake;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.trialward.rules.patient.Allergy;
import org.trialward.rules.patient.Diagnosis;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.patient.GeneVariant;
import org.trialward.rules.patient.Immunization;
import org.trialward.rules.patient.Measurement;
import org.trialward.rules.patient.Measurement.Result;
import org.trialward.rules.patient.MedicationUse;
import org.trialward.rules.patient.PerformedProcedure;
import org.trialward.rules.patient.StudyParticipation;
import org.trialward.rules.quantity.Code;

/**
 * Codes that no trial is likely to know: those of facts, answers, severities and stages that carry
 * no code of a published system. What they mean belongs into the site's concept maps.
 *
 * @param tallies the most frequent first
 */
public record UnmappedCodes(List<Tally> tallies) {

  /**
   * How often a code stood alone.
   *
   * @param times in how many statements of the record
   */
  public record Tally(Code code, int times) {}

  private static final Comparator<Tally> MOST_FREQUENT_FIRST =
      Comparator.comparingInt(Tally::times)
          .reversed()
          .thenComparing(tally -> tally.code().system())
          .thenComparing(tally -> tally.code().value());

  public static final UnmappedCodes NONE = new UnmappedCodes(List.of());

  public UnmappedCodes {
    tallies = tallies.stream().sorted(MOST_FREQUENT_FIRST).toList();
  }

  public static UnmappedCodes in(Collection<? extends Fact> facts) {
    if (areMapped(facts)) {
      return NONE;
    }
    return of(
        facts.stream()
            .flatMap(UnmappedCodes::statements)
            .filter(codes -> codes.stream().noneMatch(c -> StandardSystems.include(c.system())))
            .flatMap(List::stream)
            .map(code -> new Tally(code, 1)));
  }

  /** Nearly all facts begin with a published code: seen without sorting them. */
  private static boolean areMapped(Collection<? extends Fact> facts) {
    for (Fact fact : facts) {
      boolean mapped =
          switch (fact) {
            case Diagnosis it ->
                beginMapped(it.codes()) && beginMapped(it.severity()) && beginMapped(it.stage());
            case Measurement(var codes, _, Result.Coded(var answer), _, _, _) ->
                beginMapped(codes) && beginMapped(answer);
            case GeneVariant it -> beginMapped(it.codes()) && beginMapped(it.significance());
            case Measurement _, MedicationUse _, PerformedProcedure _, Immunization _, Allergy _ ->
                beginMapped(fact.codes());
            case StudyParticipation _ -> true;
          };
      if (!mapped) {
        return false;
      }
    }
    return true;
  }

  private static boolean beginMapped(List<Code> codes) {
    return codes.isEmpty() || StandardSystems.include(codes.getFirst().system());
  }

  public UnmappedCodes plus(UnmappedCodes more) {
    return of(Stream.concat(tallies.stream(), more.tallies.stream()));
  }

  private static UnmappedCodes of(Stream<Tally> tallies) {
    Map<Code, Tally> sums =
        tallies.collect(
            Collectors.toMap(
                Tally::code, t -> t, (a, b) -> new Tally(a.code(), a.times() + b.times())));
    return new UnmappedCodes(List.copyOf(sums.values()));
  }

  /** The codes of a fact in groups that say the same; a study's number is not a matter of terms. */
  private static Stream<List<Code>> statements(Fact fact) {
    return switch (fact) {
      case Diagnosis it -> Stream.of(it.codes(), it.severity(), it.stage());
      case Measurement(var codes, _, Result.Coded(var answer), _, _, _) -> Stream.of(codes, answer);
      case GeneVariant it -> Stream.of(it.codes(), it.significance());
      case Measurement _, MedicationUse _, PerformedProcedure _, Immunization _, Allergy _ ->
          Stream.of(fact.codes());
      case StudyParticipation _ -> Stream.empty();
    };
  }
}
