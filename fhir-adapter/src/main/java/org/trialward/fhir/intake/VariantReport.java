package org.trialward.fhir.intake;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.patient.GeneVariant;
import org.trialward.rules.patient.GeneVariant.Finding;
import org.trialward.rules.patient.Measurement.Status;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.CodeSystem;
import org.trialward.rules.quantity.Interval;

/**
 * What a laboratory says of one variant, or of a gene as a whole: in the components of a FHIR
 * Observation, in the observations of HL7 v2 under one sub-id.
 *
 * @param answer whether it was found
 * @param sources whose it is, e.g. somatic
 * @param namesMore whether it names what its codes do not tell, e.g. a change in words, where the
 *     change lies, or a second gene: then its absence is not that of the gene as a whole
 */
public record VariantReport(
    List<Code> answer,
    List<Code> genes,
    List<Code> changes,
    List<Code> significance,
    List<Code> sources,
    boolean namesMore) {

  /** By which a report of a variant is known. */
  public static final String ASSESSMENT = "69548-6";

  private static final String LOINC = CodeSystem.LOINC.uri();
  private static final String SNOMED = CodeSystem.SNOMED.uri();

  private static final Code FOUND = Code.of(LOINC, "LA9633-4");
  private static final Code NOT_FOUND = Code.of(LOINC, "LA9634-2");
  private static final Code NO_CALL = Code.of(LOINC, "LA18198-4");
  private static final Code INDETERMINATE = Code.of(LOINC, "LA11884-6");

  /** LOINC list LL1971-2, and what laboratories answer in its place. */
  private static final Set<Code> PRESENT =
      Set.of(
          FOUND,
          Code.of(LOINC, "LA11883-8"),
          Code.of(LOINC, "LA6576-8"),
          Code.of(SNOMED, "52101004"),
          Code.of(SNOMED, "260373001"),
          Code.of(SNOMED, "10828004"));

  private static final Set<Code> ABSENT =
      Set.of(
          NOT_FOUND,
          Code.of(LOINC, "LA11882-0"),
          Code.of(LOINC, "LA6577-6"),
          Code.of(SNOMED, "2667000"),
          Code.of(SNOMED, "260415000"),
          Code.of(SNOMED, "260385009"));

  private static final Set<Code> UNCLEAR = Set.of(NO_CALL, INDETERMINATE);

  private static final Code FETUS = Code.of(LOINC, "LA10429-1");
  private static final Code LIKELY_FETUS = Code.of(LOINC, "LA18196-8");
  private static final Code INHERITED = Code.of(LOINC, "LA6683-2");
  private static final Code LIKELY_INHERITED = Code.of(LOINC, "LA18194-3");
  private static final Code DE_NOVO = Code.of(LOINC, "LA26807-0");
  private static final Code SOMATIC = Code.of(LOINC, "LA6684-0");
  private static final Code LIKELY_SOMATIC = Code.of(LOINC, "LA18195-0");

  /** The same in words, as some write them without a code. */
  private static final Map<String, Code> WORDS =
      Map.ofEntries(
          Map.entry("present", FOUND),
          Map.entry("detected", FOUND),
          Map.entry("positive", FOUND),
          Map.entry("absent", NOT_FOUND),
          Map.entry("not detected", NOT_FOUND),
          Map.entry("negative", NOT_FOUND),
          Map.entry("no call", NO_CALL),
          Map.entry("indeterminate", INDETERMINATE),
          Map.entry("fetal", FETUS),
          Map.entry("prenatal", FETUS),
          Map.entry("likely fetal", LIKELY_FETUS),
          Map.entry("likely prenatal", LIKELY_FETUS),
          Map.entry("germline", INHERITED),
          Map.entry("likely germline", LIKELY_INHERITED),
          Map.entry("de novo", DE_NOVO),
          Map.entry("somatic", SOMATIC),
          Map.entry("likely somatic", LIKELY_SOMATIC));

  private static final Set<String> SYSTEMS_OF_VARIANTS =
      Set.of(CodeSystem.CLINVAR.uri(), CodeSystem.HGVS.uri());

  /** Wild type as the kind of change (LOINC lists LL379-9 and LL380-7). */
  private static final Code NO_CHANGE = Code.of(LOINC, "LA9658-1");

  /** Whose codes say what kind of change it is, and not which. */
  private static final Set<String> SYSTEMS_OF_KINDS =
      Set.of(LOINC, SNOMED, "http://www.sequenceontology.org");

  /** How it was tested: method, assembly, transcript, share of the alleles, read depth. */
  private static final Set<String> HOW =
      Set.of("81304-8", "62374-4", "51958-7", "81258-6", "82121-5");

  /** LOINC list LL378-1. */
  private static final Set<Code> FETAL = Set.of(FETUS, LIKELY_FETUS);

  /** Of the same list, what is in every cell of the patient. */
  private static final Set<Code> GERMLINE = Set.of(INHERITED, LIKELY_INHERITED, DE_NOVO);

  private static final Set<Code> OF_TUMOURS = Set.of(SOMATIC, LIKELY_SOMATIC);

  /** What a part of a report tells. */
  public enum Part {
    /** Whether it was found: genetic variant assessment. */
    ASSESSMENT,
    /** Gene studied. */
    GENE,
    /** The change or its type. */
    CHANGE,
    /** Clinical significance. */
    SIGNIFICANCE,
    /** Genomic source class. */
    SOURCE;

    /**
     * By its LOINC code, or HL7 Genomics Reporting's for the consequence, e.g. a Sequence Ontology
     * term for copy number gain; empty for what says nothing of the variant itself.
     */
    public static Optional<Part> of(String code) {
      return switch (code) {
        case VariantReport.ASSESSMENT -> Optional.of(ASSESSMENT);
        case "48018-6" -> Optional.of(GENE);
        case "48005-3", // amino acid change
            "48004-6", // transcript change
            "81290-9", // genomic change
            "81252-9", // discrete variant
            "81255-2", // dbSNP id
            "48003-8", // variation id
            "48019-4", // type of the DNA change
            "48006-1", // type of the amino acid change
            "molecular-consequence" ->
            Optional.of(CHANGE);
        case "53037-8" -> Optional.of(SIGNIFICANCE);
        case "48002-0" -> Optional.of(SOURCE);
        default -> Optional.empty();
      };
    }
  }

  public VariantReport {
    answer = List.copyOf(answer);
    genes = List.copyOf(genes);
    changes = List.copyOf(changes);
    significance = List.copyOf(significance);
    sources = List.copyOf(sources);
  }

  /** Whether it says nothing of which change it is: how it was tested, and whose it is. */
  public static boolean isAside(String code) {
    return HOW.contains(code) || Part.of(code).equals(Optional.of(Part.SOURCE));
  }

  /** A change that is written in HGVS where a text or a code without its system stands. */
  public static Optional<Code> change(String text) {
    return Hgvs.read(text);
  }

  /** An answer, or whose the variant is, in LOINC's words. */
  public static Optional<Code> inWords(String text) {
    return Optional.ofNullable(WORDS.get(text.strip().toLowerCase(Locale.ROOT)));
  }

  /** Whether the code says that it was found, or not. */
  static boolean isAnswer(Code code) {
    return PRESENT.contains(code) || ABSENT.contains(code);
  }

  /** Whether it is about a child that the patient carries. */
  public boolean isOfFetus() {
    return sources.stream().anyMatch(FETAL::contains);
  }

  /** Empty where neither a gene nor a change has a code, and for another's than the patient's. */
  public Optional<Fact> fact(Status status, Optional<Interval> taken, String what, Notes notes) {
    if (isOfFetus()) {
      notes.drop(what, "the variant is a fetus's, not the patient's");
      return Optional.empty();
    }
    List<Code> all =
        Stream.concat(changes.stream(), answer.stream().filter(VariantReport::isVariant)).toList();
    if (genes.isEmpty() && all.isEmpty()) {
      notes.drop(what, "it names neither a gene nor a change by a code");
      return Optional.empty();
    }
    Finding finding = finding(status, what, notes);
    // A substitution that is absent is not every substitution.
    List<Code> told = finding == Finding.ABSENT && isOfOneChange() ? exact().toList() : all;
    return Optional.of(
        new GeneVariant(
            genes,
            told.stream().flatMap(Hgvs::asAsked).distinct().toList(),
            finding,
            significance.stream().distinct().toList(),
            taken,
            notes.source()));
  }

  private Finding finding(Status status, String what, Notes notes) {
    return switch (status) {
      case RETRACTED -> Finding.RETRACTED;
      case PRELIMINARY -> Finding.UNCLEAR;
      case FINAL -> finding(what, notes);
    };
  }

  static boolean isPresent(List<Code> answer) {
    return answer.stream().anyMatch(code -> PRESENT.contains(code) || isVariant(code));
  }

  /** mCODE STU 1 also took the variant itself for the answer: then it was found. */
  private static boolean isVariant(Code code) {
    return SYSTEMS_OF_VARIANTS.contains(code.system());
  }

  private Stream<Code> exact() {
    return changes.stream().filter(code -> !SYSTEMS_OF_KINDS.contains(code.system()));
  }

  private boolean isOfOneChange() {
    return exact().findAny().isPresent();
  }

  private boolean isOfSeveralGenes() {
    return genes.stream().filter(gene -> gene.value().startsWith("HGNC:")).count() > 1;
  }

  private boolean isOfGermlineOnly() {
    return sources.stream().anyMatch(GERMLINE::contains)
        && sources.stream().noneMatch(OF_TUMOURS::contains);
  }

  private Finding absent(String what, Notes notes) {
    if (isOfGermlineOnly()) {
      notes.drop(what, "it is absent from the germline, which does not tell what a tumour has");
      return Finding.UNCLEAR;
    }
    if (isOfSeveralGenes() || (!isOfOneChange() && (namesMore || !significance.isEmpty()))) {
      notes.drop(what, "it is absent, but it is not clear what: have the sender name the change");
      return Finding.UNCLEAR;
    }
    return Finding.ABSENT;
  }

  private Finding finding(String what, Notes notes) {
    boolean present = isPresent(answer);
    if (present != answer.stream().anyMatch(ABSENT::contains)) {
      if (present && changes.contains(NO_CHANGE)) {
        notes.drop(what, "it calls the wild type a variant");
        return Finding.UNCLEAR;
      }
      return present ? Finding.PRESENT : absent(what, notes);
    }
    if (answer.stream().noneMatch(UNCLEAR::contains)) {
      notes.drop(what, "it does not say whether the variant was found");
    }
    return Finding.UNCLEAR;
  }
}
