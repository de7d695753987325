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
    return sheet.define(
        "ruled out",
        wholly(asked.gene())
            .map(genes ->
                genes.stream()
                    .map(gene -> ruledOut(gene, absent, asked))
                    .collect(Collectors.joining("\n    and ", "(", ")")))
            .collect(Collectors.joining("\n  or ")));
  }

  /** As a whole, or in every change asked for: two genes may have a change of the same name. */
  private String ruledOut(Code gene, String absent, VariantFound asked) {
    String inGene = "%s V where HasOne(V.genes, { %s })".formatted(absent, sheet.code(gene));
    return Stream.concat(
            Stream.of("exists (%s and not exists V.changes)".formatted(inGene)),
            asked.change().stream()
                .flatMap(set -> wholly(set).map(changes -> new ValueSet(set.name(), changes)))
                .map(set ->
                    "HoldsAll(Flatten(%s return all V.changes), %s)"
                        .formatted(inGene, sheet.codes(set))))
        .collect(Collectors.joining(" or ", "(", ")"));
  }

  /** A set may name the same things once in every code system. */
  private static Stream<Set<Code>> wholly(ValueSet asked) {
    Map<String, Set<Code>> systems =
        asked.codes().stream()
            .collect(
                Collectors.groupingBy(
                    Code::system, LinkedHashMap::new, Collectors.toCollection(LinkedHashSet::new)));
    int most = systems.values().stream().mapToInt(Set::size).max().orElse(0);
    return systems.values().stream().filter(named -> named.size() == most);
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
