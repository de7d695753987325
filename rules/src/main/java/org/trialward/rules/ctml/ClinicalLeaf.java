package org.trialward.rules.ctml;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.trialward.rules.criterion.AgeRange;
import org.trialward.rules.criterion.Characteristic;
import org.trialward.rules.criterion.Characteristic.Age;
import org.trialward.rules.criterion.Characteristic.Certainty;
import org.trialward.rules.criterion.Characteristic.Diagnosed;
import org.trialward.rules.criterion.Characteristic.Presence;
import org.trialward.rules.criterion.Characteristic.ResultTest;
import org.trialward.rules.criterion.Characteristic.SexIs;
import org.trialward.rules.criterion.Silence;
import org.trialward.rules.criterion.ValueSet;
import org.trialward.rules.document.Content;
import org.trialward.rules.patient.Sex;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.CodeSystem;
import org.trialward.rules.quantity.UcumUnit;

/** What a {@code clinical} leaf asks; each field is asked, and negated, by itself. */
final class ClinicalLeaf {

  /** Mutations per megabase in the unit of the Genomics Reporting guide (HL7, STU 2). */
  private static final UcumUnit PER_MEGABASE = new UcumUnit("1/1000000{Base}");

  private final CtmlTerms terms;
  private final Margin margin;

  ClinicalLeaf(CtmlTerms terms, Margin margin) {
    this.terms = terms;
    this.margin = margin;
  }

  Characteristic read(Content.Mapping leaf) {
    List<Characteristic> parts =
        Asked.all(leaf, margin).stream()
            .filter(asked -> !asked.key().equals("display_name"))
            .map(this::field)
            .toList();
    return switch (parts.size()) {
      case 0 -> margin.unsupported(leaf, "clinical " + leaf.print());
      case 1 -> parts.getFirst();
      default -> new Characteristic.AllOf(parts);
    };
  }

  private Characteristic field(Asked asked) {
    return switch (asked.key()) {
      case "age_numerical" -> age(asked);
      case "gender" -> gender(asked);
      case "oncotree_primary_diagnosis" -> diagnosis(asked);
      case "tmb_numerical" -> burden(asked);
      // mCODE's tumor marker tests: any interpretation, and the immune stains of breast cancer.
      case "er_status" -> receptor(asked, "estrogen receptor status", "16112-5", "85337-4");
      case "pr_status" -> receptor(asked, "progesterone receptor status", "16113-3", "85339-0");
      case "her2_status" -> receptor(asked, "HER2 status", "48676-1", "85319-2", "85318-4");
      default -> unsupported(asked);
    };
  }

  private Characteristic age(Asked asked) {
    Optional<AgeRange> range = Comparison.read(asked.value()).flatMap(Comparison::ofAges);
    if (range.isEmpty()) {
      margin.mistake(
          asked.at(),
          "`%s` is not an age".formatted(asked.value()),
          "Write for example `>=18` or `<0.5`, in years");
      return new Characteristic.NotYetSupported(asked.toString());
    }
    if (asked.value().matches("(>|<=)[^=].*")) {
      margin.note(
          asked.at(),
          "`%s` is read as the match engine reads it: %s"
              .formatted(
                  asked.value(),
                  asked.value().startsWith(">") ? "from the birthday on" : "until the birthday"));
    }
    return asked.negate(new Age(range.get(), Optional.empty()));
  }

  private Characteristic gender(Asked asked) {
    return switch (asked.value().toLowerCase(Locale.ROOT)) {
      case "female" -> asked.negate(new SexIs(Sex.FEMALE));
      case "male" -> asked.negate(new SexIs(Sex.MALE));
      default -> unsupported(asked);
    };
  }

  private Characteristic diagnosis(Asked asked) {
    if (!asked.isOneValue()) {
      return unsupported(asked);
    }
    String name = asked.value();
    Optional<List<String>> names =
        Optional.ofNullable(terms.diagnoses().get(name)).filter(below -> !below.isEmpty());
    if (names.isEmpty() && name.startsWith("_")) {
      return margin.unsupported(
          asked.at(),
          asked
              + ", which names a group of diagnoses; supply the match engine's"
              + " `oncotree_mapping.json`");
    }
    if (names.isEmpty()) {
      margin.note(
          asked.at(),
          "diagnosis `%s` is asked without what lies below it in OncoTree; supply the match"
                  .formatted(name)
              + " engine's `oncotree_mapping.json`");
    }
    return asked.negate(diagnosed(CtmlCodes.diagnosis(name, names.orElseGet(() -> List.of(name)))));
  }

  private static Characteristic diagnosed(ValueSet set) {
    return new Diagnosed(
        set,
        Presence.CURRENT,
        Certainty.CONFIRMED,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Silence.MEANS_NO);
  }

  private Characteristic burden(Asked asked) {
    Optional<Comparison> comparison = Comparison.read(asked.value());
    if (comparison.isEmpty()) {
      margin.mistake(
          asked.at(),
          "`%s` is not a bound".formatted(asked.value()),
          "Write for example `>=10`, in mutations per megabase");
      return new Characteristic.NotYetSupported(asked.toString());
    }
    return asked.negate(
        Answers.latest(
            CtmlCodes.loinc("tumor mutational burden", "94076-7"),
            new ResultTest.InRange(comparison.get().of(PER_MEGABASE)),
            Silence.MEANS_UNKNOWN));
  }

  private Characteristic receptor(Asked asked, String name, String... loinc) {
    // SNOMED CT finding and LOINC answer list LL360-9.
    Optional<ValueSet> result =
        switch (asked.value().toLowerCase(Locale.ROOT)) {
          case "positive" -> Optional.of(result("positive", "10828004", "LA6576-8"));
          case "negative" -> Optional.of(result("negative", "260385009", "LA6577-6"));
          default -> Optional.empty();
        };
    if (result.isEmpty()) {
      return unsupported(asked);
    }
    margin.note(
        asked.at(),
        "`%s` is asked here; the match engine's own configuration ignores it".formatted(asked));
    return asked.negate(
        Answers.coded(CtmlCodes.loinc(name, loinc), result.get(), Silence.MEANS_UNKNOWN));
  }

  private static ValueSet result(String name, String snomed, String loinc) {
    return CtmlCodes.set(
        name,
        List.of(
            new Code(CodeSystem.SNOMED.uri(), snomed, name),
            new Code(CodeSystem.LOINC.uri(), loinc, name))
            .stream());
  }

  private Characteristic unsupported(Asked asked) {
    return margin.unsupported(asked.at(), "clinical " + asked);
  }
}
