package org.trialward.rules.ctml;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.trialward.rules.criterion.Characteristic;
import org.trialward.rules.criterion.Characteristic.Not;
import org.trialward.rules.criterion.Characteristic.VariantFound;
import org.trialward.rules.criterion.Silence;
import org.trialward.rules.criterion.ValueSet;
import org.trialward.rules.document.Content;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.CodeSystem;

/**
 * What a {@code genomic} leaf asks: one variant of which all fields hold. A {@code !} before any
 * field asks that there is no such variant, as in the match engine. There a report is taken to be
 * whole, so what it does not list was not found; the same is assumed here.
 */
final class GenomicLeaf {
  private static final String MUTATION = "Mutation";
  private static final String COPY_NUMBER = "Copy Number Variation";
  private static final String STRUCTURAL = "Structural Variation";

  /** What a variant is, when the leaf asks for one of these. */
  private static final Map<String, String> CATEGORY_OF =
      Map.of(
          "protein_change", MUTATION,
          "wildcard_protein_change", MUTATION,
          "variant_classification", MUTATION,
          "true_variant_classification", MUTATION,
          "exon", MUTATION,
          "cnv_call", COPY_NUMBER,
          "fusion_partner_hugo_symbol", STRUCTURAL);

  /** Not one gene. */
  private static final Set<String> NO_GENE = Set.of("none", "any_gene", "");

  private static final Map<String, String> SIGNATURES =
      Map.of(
          "apobec_signature", "APOBEC",
          "pole_signature", "POLE",
          "tobacco_signature", "tobacco",
          "temozolomide_signature", "temozolomide",
          "uva_signature", "UVA");

  private final CtmlTerms terms;
  private final Margin margin;

  GenomicLeaf(CtmlTerms terms, Margin margin) {
    this.terms = terms;
    this.margin = margin;
  }

  Characteristic read(Content.Mapping leaf) {
    List<Asked> asked =
        Asked.all(leaf, margin).stream()
            .filter(field -> !field.key().equals("display_name"))
            .toList();
    if (asked.isEmpty()) {
      return margin.unsupported(leaf, "genomic " + leaf.print());
    }
    Characteristic found = found(asked, leaf);
    return asked.stream().anyMatch(Asked::negated) ? new Not(found) : found;
  }

  private Characteristic found(List<Asked> asked, Content leaf) {
    if (!asked.stream().allMatch(Asked::isOneValue)) {
      return margin.unsupported(leaf, "one variant with " + print(asked));
    }
    List<Asked> results = asked.stream().filter(GenomicLeaf::isResult).toList();
    if (results.size() == 1 && asked.stream().allMatch(f -> isResult(f) || isGene(f))) {
      return result(results.getFirst());
    }
    Optional<String> gene =
        asked.stream()
            .filter(GenomicLeaf::isGene)
            .map(Asked::value)
            .filter(this::isOneGene)
            .findFirst();
    List<Asked> rest = asked.stream().filter(field -> !isGene(field)).toList();
    Optional<Asked> partner =
        rest.stream().filter(field -> field.key().equals("fusion_partner_hugo_symbol")).findFirst();
    if (rest.size() == 1 && rest.getFirst().key().equals("wildtype") && gene.isPresent()) {
      return wildtype(gene.get(), rest.getFirst());
    }
    Optional<String> searched = gene.or(() -> partner.map(Asked::value).filter(this::isOneGene));
    List<Optional<ValueSet>> changes =
        rest.stream()
            .filter(field -> !isImplied(field, rest))
            .filter(field -> !isAnyPartner(field, gene))
            .map(field -> change(field, gene))
            .toList();
    boolean anyFusion = changes.isEmpty() && partner.isPresent();
    if (searched.isEmpty() || changes.size() > 1 || changes.stream().anyMatch(Optional::isEmpty)) {
      return margin.unsupported(leaf, "one variant with " + print(asked));
    }
    Optional<ValueSet> change =
        anyFusion
            ? Optional.of(CtmlCodes.words(STRUCTURAL, CtmlCodes.VARIANT_CATEGORY, STRUCTURAL))
            : changes.stream().flatMap(Optional::stream).findFirst();
    return new VariantFound(
        genes(searched.get(), partner.map(Asked::value).filter(this::isOneGene)),
        change,
        Optional.empty(),
        Optional.empty(),
        Silence.MEANS_NO);
  }

  /** The report of a fusion may stand under either partner. */
  private ValueSet genes(String gene, Optional<String> partner) {
    ValueSet own = CtmlCodes.gene(gene, terms);
    return partner
        .filter(other -> !other.equals(gene))
        .map(other ->
            CtmlCodes.set(
                gene + " or " + other,
                Stream.concat(own.codes().stream(), CtmlCodes.gene(other, terms).codes().stream())))
        .orElse(own);
  }

  private static String print(List<Asked> asked) {
    return String.join(", ", asked.stream().map(Asked::toString).toList());
  }

  private static boolean isGene(Asked asked) {
    return asked.key().equals("hugo_symbol");
  }

  private boolean isOneGene(String symbol) {
    return !NO_GENE.contains(symbol.toLowerCase(Locale.ROOT))
        && !symbol.equalsIgnoreCase("intergenic")
        && !symbol.matches("\\d+");
  }

  private static boolean isResult(Asked asked) {
    return SIGNATURES.containsKey(asked.key())
        || asked.key().equals("mmr_status")
        || asked.key().equals("ms_status");
  }

  /** The category says nothing new beside a field that only that category has. */
  private static boolean isImplied(Asked field, List<Asked> rest) {
    return field.key().equals("variant_category")
        && category(field.value())
            .filter(List.of(MUTATION, COPY_NUMBER, STRUCTURAL)::contains)
            .filter(
                category -> rest.stream().anyMatch(f -> category.equals(CATEGORY_OF.get(f.key()))))
            .isPresent();
  }

  private boolean isAnyPartner(Asked field, Optional<String> gene) {
    boolean partner = field.key().equals("fusion_partner_hugo_symbol");
    return partner
        && (field.value().equalsIgnoreCase("any_gene")
            || (gene.isEmpty() && isOneGene(field.value())));
  }

  private Optional<ValueSet> change(Asked field, Optional<String> gene) {
    String value = field.value();
    return switch (field.key()) {
      case "protein_change" -> Optional.of(CtmlCodes.proteinChange(value));
      case "wildcard_protein_change" -> Optional.of(CtmlCodes.anyChangeAt(value));
      case "variant_classification", "true_variant_classification" ->
          words(value, CtmlCodes.VARIANT_CLASSIFICATION, value);
      case "cnv_call" -> words(value, CtmlCodes.CNV_CALL, value);
      case "exon" -> words("exon " + value, CtmlCodes.EXON, value);
      case "fusion_partner_hugo_symbol" -> gene.flatMap(own -> fusion(own, value));
      case "variant_category" ->
          value.equalsIgnoreCase("Any Variation")
              ? words("mutation or CNV", CtmlCodes.VARIANT_CATEGORY, MUTATION, COPY_NUMBER)
              : category(value).flatMap(c -> words(c, CtmlCodes.VARIANT_CATEGORY, c));
      default -> Optional.empty();
    };
  }

  private static Optional<ValueSet> fusion(String gene, String partner) {
    String other = partner.equalsIgnoreCase("intergenic") ? "intergenic" : partner;
    return words(
        "fusion of " + gene + " and " + other,
        CtmlCodes.FUSION,
        gene + "-" + other,
        other + "-" + gene);
  }

  private static Optional<ValueSet> words(String name, String system, String... words) {
    return Optional.of(CtmlCodes.words(name, system, words));
  }

  private static Optional<String> category(String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "mutation" -> Optional.of(MUTATION);
      case "copy number variation", "cnv" -> Optional.of(COPY_NUMBER);
      case "structural variation", "sv" -> Optional.of(STRUCTURAL);
      default -> Optional.empty();
    };
  }

  private Characteristic wildtype(String gene, Asked asked) {
    Characteristic changed =
        new VariantFound(
            CtmlCodes.gene(gene, terms),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Silence.MEANS_UNKNOWN);
    return switch (asked.value().toLowerCase(Locale.ROOT)) {
      case "true" -> new Not(changed);
      case "false" -> changed;
      default -> margin.unsupported(asked.at(), "genomic " + asked);
    };
  }

  private Characteristic result(Asked asked) {
    String signature = SIGNATURES.get(asked.key());
    if (signature != null) {
      return Answers.coded(
          CtmlCodes.words(signature + " signature", CtmlCodes.SIGNATURE, signature),
          CtmlCodes.words(asked.value(), CtmlCodes.YES_OR_NO, asked.value()),
          Silence.MEANS_NO);
    }
    // LOINC answers; the match engine takes mismatch repair and microsatellites for one result.
    Optional<ValueSet> is =
        switch (asked.value().toLowerCase(Locale.ROOT)) {
          case "mmr-deficient", "msi-h" -> Optional.of(answers("MSI-H", "LA26203-2"));
          case "mmr-proficient", "msi-l", "mss" ->
              Optional.of(answers("stable or MSI-L", "LA14122-8", "LA26202-4"));
          default -> Optional.empty();
        };
    return is.map(set ->
            Answers.coded(
                CtmlCodes.loinc("microsatellite instability", "81695-9"), set, Silence.MEANS_NO))
        .orElseGet(() -> margin.unsupported(asked.at(), "genomic " + asked));
  }

  private static ValueSet answers(String name, String... codes) {
    return CtmlCodes.set(
        name, List.of(codes).stream().map(code -> new Code(CodeSystem.LOINC.uri(), code, name)));
  }
}
