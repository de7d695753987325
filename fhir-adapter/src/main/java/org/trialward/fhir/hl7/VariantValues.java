package org.trialward.fhir.hl7;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.trialward.fhir.intake.Notes;
import org.trialward.fhir.intake.VariantReport;
import org.trialward.fhir.intake.VariantReport.Part;
import org.trialward.rules.patient.Measurement.Status;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.CodeSystem;

/** What the observations of one variant say, as far as they stand. */
final class VariantValues {
  private static final Set<String> CODED = Set.of("CE", "CWE", "CNE", "CF");

  /** Where a coded value has codes or words: code, text, the alternate's, and the original text. */
  private static final int[] TEXTS = {1, 2, 4, 5, 9};

  /** Where the code and the alternate begin. */
  private static final int[] CODES = {1, 4};

  private static final Pattern HGNC = Pattern.compile("HGNC:\\d{1,9}");

  private final Codings codings;
  private final Notes notes;
  private final Map<Part, List<Segment>> standing = new EnumMap<>(Part.class);
  private final Set<Standing> standings = EnumSet.noneOf(Standing.class);
  private boolean isTakenBack;
  private boolean namesMore;

  VariantValues(VariantParts parts, Order order, Codings codings, Notes notes) {
    this.codings = codings;
    this.notes = notes;
    this.namesMore = parts.holdOthers() || !parts.areSingle(Part.GENE);
    for (Part part : Part.values()) {
      for (Segment obx : parts.of(part)) {
        look(
            part, obx, obx.field(5).isNull() ? Standing.RETRACTED : Standing.of(obx, order, notes));
      }
    }
    if (standing.getOrDefault(Part.GENE, List.of()).stream()
            .map(obx -> obx.first(5).text(1))
            .distinct()
            .count()
        > 1) {
      notes.drop("OBX-4", "two genes share a sub-id, so nobody knows whose the change is");
      standings.add(Standing.PRELIMINARY);
    }
  }

  private void look(Part part, Segment obx, Standing of) {
    switch (of) {
      case FINAL, CORRECTED, PRELIMINARY -> {
        standing.computeIfAbsent(part, _ -> new ArrayList<>()).add(obx);
        standings.add(of);
      }
      case RETRACTED -> {
        isTakenBack |= part == Part.ASSESSMENT;
        namesMore = true;
      }
      case NO_RESULT -> namesMore |= !obx.field(5).isEmpty();
    }
  }

  /** Not if its assessment was taken back; without one, if they name a gene and a change. */
  boolean makeOne() {
    return !isTakenBack
        && (standing.containsKey(Part.ASSESSMENT)
            || (standing.containsKey(Part.GENE) && standing.containsKey(Part.CHANGE)));
  }

  /** What is said by the variant, and by nothing else; its source is a result of its own, too. */
  List<Segment> read() {
    return standing.entrySet().stream()
        .filter(part -> part.getKey() != Part.SOURCE)
        .flatMap(part -> part.getValue().stream())
        .toList();
  }

  Status status() {
    return standings.contains(Standing.PRELIMINARY) ? Status.PRELIMINARY : Status.FINAL;
  }

  boolean areCorrected() {
    return standings.contains(Standing.CORRECTED);
  }

  VariantReport report() {
    Read genes = read(Part.GENE, VariantValues::gene);
    if (genes.codes().stream().anyMatch(VariantValues::isSymbol)) {
      notes.drop("OBX-5", "a gene is named by its symbol: have the sender write its HGNC id");
    }
    Read answer = read(Part.ASSESSMENT, VariantReport::inWords);
    Read changes = read(Part.CHANGE, VariantReport::change);
    Read significance = read(Part.SIGNIFICANCE, _ -> Optional.empty());
    Read sources = read(Part.SOURCE, VariantReport::inWords);
    return new VariantReport(
        answer.codes(),
        genes.codes(),
        changes.codes(),
        significance.codes(),
        sources.codes(),
        namesMore || !Stream.of(answer, genes, changes, significance).allMatch(Read::isWhole));
  }

  /**
   * The codes of a part.
   *
   * @param isWhole whether each of its values has one
   */
  private record Read(List<Code> codes, boolean isWhole) {}

  private static Optional<Code> gene(String text) {
    return HGNC.matcher(text).matches()
        ? Optional.of(Code.of(CodeSystem.HGNC.uri(), text))
        : Optional.empty();
  }

  private static boolean isSymbol(Code gene) {
    return gene.system().equals(CodeSystem.HGNC.uri()) && !HGNC.matcher(gene.value()).matches();
  }

  private Read read(Part part, Function<String, Optional<Code>> inWords) {
    Set<Code> all = new LinkedHashSet<>();
    boolean isWhole = true;
    for (Segment obx : standing.getOrDefault(part, List.of())) {
      for (Field value : obx.field(5).repetitions()) {
        List<Code> codes = codes(obx.text(2), value, inWords);
        all.addAll(codes);
        isWhole &= !codes.isEmpty();
      }
    }
    return new Read(List.copyOf(all), isWhole);
  }

  /** Its codes; where nobody publishes one of them what its words say, if that is understood. */
  private List<Code> codes(String type, Field value, Function<String, Optional<Code>> inWords) {
    List<Code> codes = isCoded(type, value) ? codings.of(value, "OBX-5", notes) : List.of();
    if (!codes.stream().allMatch(CodeSystems::isLocal)) {
      return codes;
    }
    List<Code> words =
        IntStream.of(TEXTS)
            .mapToObj(value::text)
            .flatMap(text -> inWords.apply(text).stream())
            .toList();
    if (words.isEmpty() && codes.isEmpty()) {
      notes.drop("OBX-5", "it is a text without a code");
    }
    return words.isEmpty() ? codes : words;
  }

  /** By its type, or as it names a code system whatever type it has. */
  private static boolean isCoded(String type, Field value) {
    return IntStream.of(CODES).anyMatch(at -> !value.text(at).isEmpty())
        && (CODED.contains(type.toUpperCase(Locale.ROOT))
            || IntStream.of(CODES).anyMatch(at -> !value.text(at + 2).isEmpty()));
  }
}
