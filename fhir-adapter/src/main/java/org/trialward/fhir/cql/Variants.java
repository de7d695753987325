package org.trialward.fhir.cql;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.trialward.rules.criterion.Characteristic.VariantFound;
import org.trialward.rules.criterion.Silence;
import org.trialward.rules.criterion.ValueSet;
import org.trialward.rules.quantity.Code;

/** Gene variants that were found, or ruled out. */
record Variants(Sheet sheet) {

  String truth(VariantFound asked) {
    String any = "Any(%s E return all E.counts)".formatted(entries(asked));
    if (asked.silence() == Silence.MEANS_NO) {
      return any;
    }
    return "if %s then %s else UnlessSilent(%s)".formatted(ruledOut(asked), any, any);
  }

  private String ruledOut(VariantFound asked) {
    String absent =
        sheet.define(
            "absent",
            """
            "Variants" V
              where %s and V.finding = 'absent' and HasBegun(V.at)%s\
            """
                .formatted(ofGene(asked), Windows.andWithin(asked.within(), "V.at")));
    String genes = "Flatten(%s V where not exists V.changes return all V.genes)".formatted(absent);
    String changes = "Flatten(%s V return all V.changes)".formatted(absent);
    return sheet.define(
        "ruled out",
        Stream.concat(
                namesAll(genes, asked.gene()),
                asked.change().stream().flatMap(set -> namesAll(changes, set)))
            .collect(Collectors.joining("\n  or ")));
  }

  /** A set may name the same things once in every code system. */
  private Stream<String> namesAll(String codes, ValueSet asked) {
    Map<String, Set<Code>> systems =
        asked.codes().stream()
            .collect(
                Collectors.groupingBy(
                    Code::system, LinkedHashMap::new, Collectors.toCollection(LinkedHashSet::new)));
    int most = systems.values().stream().mapToInt(Set::size).max().orElse(0);
    return systems.values().stream()
        .filter(named -> named.size() == most)
        .map(named -> new ValueSet(asked.name(), named))
        .map(named -> "HoldsAll(%s, %s)".formatted(codes, sheet.codes(named)));
  }

  String entries(VariantFound asked) {
    return sheet.define(
        asked.gene().name(),
        """
        "Variants" V
          where %s and IsSeen(V.at)
          return all Tuple {
            name: V.name, at: V.at, ended: V.at, over: HasBegun(V.at),
            counts: (case V.finding when 'present' then true when 'absent' then false else null end)%s%s and HasBegun(V.at)%s
          }\
        """
            .formatted(
                ofGene(asked),
                sheet.andAmong("V.changes", asked.change()),
                sheet.andAmong("V.significance", asked.significance()),
                Windows.andWithin(asked.within(), "V.at")));
  }

  private String ofGene(VariantFound asked) {
    return "HasOne(V.genes, %s)".formatted(sheet.codes(asked.gene()));
  }
}
