package org.trialward.fhir.intake;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.patient.Measurement;
import org.trialward.rules.patient.Measurement.Result;

/**
 * How well what arrived can be understood, in counts that add up: for the hospital's mapping work.
 *
 * @param facts all
 * @param coded those with a code of a published system
 * @param dated those with a date
 * @param measured those that were sent as numbers
 * @param united those of them whose unit is known
 * @param unmapped codes that no published system has, each with how often
 * @param gaps what could not be used, each with how often
 */
public record Standardisation(
    int facts,
    int coded,
    int dated,
    int measured,
    int united,
    List<UnmappedCodes.Tally> unmapped,
    List<Gap> gaps) {

  /**
   * One reason why something could not be used.
   *
   * @param what the element, e.g. {@code OBX-6}
   * @param found what stood there, see {@link Unusable#found}
   */
  public record Gap(String type, String what, String why, String found, int times) {
    private Gap told(int often) {
      return new Gap(type, what, why, found, often);
    }
  }

  private static final Comparator<Gap> GAPS =
      Comparator.comparing(Gap::type)
          .thenComparing(Gap::what)
          .thenComparing(Gap::why)
          .thenComparing(Gap::found);

  public Standardisation {
    unmapped = List.copyOf(unmapped);
    gaps = List.copyOf(gaps);
  }

  public static Standardisation of(Collection<? extends Fact> facts, List<Unusable> unusable) {
    int numbers = (int) facts.stream().filter(Standardisation::isNumber).count();
    int withoutUnit = (int) unusable.stream().filter(Standardisation::isAboutUnit).count();
    return new Standardisation(
        facts.size(),
        (int) facts.stream().filter(Standardisation::isCoded).count(),
        (int) facts.stream().filter(fact -> fact.date().isPresent()).count(),
        numbers + withoutUnit,
        numbers,
        UnmappedCodes.in(facts).tallies(),
        gaps(unusable));
  }

  private static boolean isCoded(Fact fact) {
    return fact.codes().stream().anyMatch(code -> StandardSystems.include(code.system()));
  }

  private static boolean isNumber(Fact fact) {
    return fact instanceof Measurement measured && measured.result() instanceof Result.Numeric;
  }

  private static boolean isAboutUnit(Unusable unusable) {
    return unusable.why().equals(Amount.UNKNOWN_UNIT) || unusable.why().endsWith(Amount.NO_UNIT);
  }

  private static List<Gap> gaps(List<Unusable> unusable) {
    Map<Gap, Integer> times = new TreeMap<>(GAPS);
    unusable.forEach(it ->
        times.merge(
            new Gap(it.source().type(), it.what(), it.why(), it.found(), 0), 1, Integer::sum));
    return times.entrySet().stream().map(e -> e.getKey().told(e.getValue())).toList();
  }
}
