package org.trialward.rules.verdict;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.trialward.rules.criterion.Characteristic.VariantFound;
import org.trialward.rules.criterion.ValueSet;
import org.trialward.rules.logic.Truth;
import org.trialward.rules.patient.GeneVariant;
import org.trialward.rules.patient.GeneVariant.Finding;
import org.trialward.rules.patient.PatientSnapshot;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.verdict.Mentions.Mention;

/**
 * Gene variants. A report that says absent answers for what it was asked: of a whole gene, no
 * variant of it; of one change, that change.
 */
final class Variants {
  private Variants() {}

  static List<Mention> mentions(VariantFound asked, PatientSnapshot patient) {
    return reports(asked, patient).stream()
        .map(variant -> mention(variant, asked, patient))
        .toList();
  }

  private static List<GeneVariant> reports(VariantFound asked, PatientSnapshot patient) {
    return patient.coded(GeneVariant.class, asked.gene().codes()).stream()
        .filter(variant -> asked.gene().containsAny(variant.genes()))
        .toList();
  }

  /**
   * Where the record itself says "no", its silence need not be asked.
   *
   * @param said what the entries alone say
   * @param otherwise what they and silence say
   */
  static Answer ruledOut(
      VariantFound asked, PatientSnapshot patient, Answer said, Answer otherwise) {
    List<GeneVariant> absent =
        reports(asked, patient).stream().filter(v -> v.finding() == Finding.ABSENT).toList();
    List<GeneVariant> inTime =
        absent.stream().filter(v -> isInTime(v, asked, patient.asOf()) == Truth.TRUE).toList();
    NextChange next = new NextChange(patient.asOf());
    absent.forEach(v -> Dates.changes(asked.within(), v.taken(), next));
    return (!inTime.isEmpty() && isRuledOut(asked, inTime) ? said : otherwise)
        .changingAlso(next.byTimeAlone());
  }

  private static Truth isInTime(GeneVariant variant, VariantFound asked, LocalDate asOf) {
    return Dates.hasBegun(variant.taken(), asOf)
        .and(Dates.isWithin(asked.within(), variant.taken(), asOf));
  }

  /** Whether every gene was looked for and not found: as a whole, or in every change asked for. */
  private static boolean isRuledOut(VariantFound asked, List<GeneVariant> absent) {
    Set<Code> genes =
        asked.gene().codes().stream()
            .filter(gene -> isRuledOut(Some.of(absent, v -> v.genes().contains(gene)), asked))
            .collect(Collectors.toSet());
    return namesAll(genes, asked.gene());
  }

  /** Two genes may have a change of the same name: G12D of KRAS is not G12D of NRAS. */
  private static boolean isRuledOut(List<GeneVariant> absentInGene, VariantFound asked) {
    Set<Code> changes =
        absentInGene.stream().flatMap(v -> v.changes().stream()).collect(Collectors.toSet());
    return absentInGene.stream().anyMatch(variant -> variant.changes().isEmpty())
        || asked.change().filter(set -> namesAll(changes, set)).isPresent();
  }

  /**
   * A set may name the same things once in every code system: those of the system with the most
   * codes are all that there are.
   */
  private static boolean namesAll(Set<Code> absent, ValueSet asked) {
    Map<String, List<Code>> systems =
        asked.codes().stream().collect(Collectors.groupingBy(Code::system));
    int most = systems.values().stream().mapToInt(List::size).max().orElse(0);
    return systems.values().stream()
        .anyMatch(codes -> codes.size() == most && absent.containsAll(codes));
  }

  private static Mention mention(GeneVariant variant, VariantFound asked, PatientSnapshot patient) {
    Truth found =
        switch (variant.finding()) {
          case PRESENT -> Truth.TRUE;
          case ABSENT, RETRACTED -> Truth.FALSE;
          case UNCLEAR -> Truth.UNKNOWN;
        };
    Truth asAsked =
        found
            .and(isOf(asked.change(), variant.changes()))
            .and(isOf(asked.significance(), variant.significance()));
    return Mention.of(
        variant,
        day -> asAsked.and(isInTime(variant, asked, day)),
        patient.asOf(),
        switch (variant.finding()) {
          case PRESENT -> "found";
          case ABSENT -> "not found";
          case UNCLEAR -> "indeterminate";
          case RETRACTED -> "cancelled or entered in error";
        },
        () ->
            found == Truth.UNKNOWN
                ? "the test is indeterminate"
                : asAsked == Truth.UNKNOWN
                    ? "the report does not say which change it is or what it means"
                    : "its date is missing or known only in part",
        days -> Dates.changes(asked.within(), variant.taken(), days));
  }

  private static Truth isOf(Optional<ValueSet> asked, List<Code> codes) {
    return asked.isEmpty() ? Truth.TRUE : CodedAnswers.isOf(asked.get(), codes);
  }
}
