package org.trialward.rules.ctml;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.trialward.rules.criterion.Characteristic;
import org.trialward.rules.document.Content;

/**
 * One field of a leaf.
 *
 * @param key in lower case
 * @param value without the {@code !} that negates it
 */
record Asked(Content at, String key, String value, boolean negated) {

  static final String WHOLE_NAME = "Write the whole name; only a protein change may end in a star";

  /** Their values are compared letter by letter with codes of the chart. */
  private static final Set<String> NAMES =
      Set.of(
          "oncotree_primary_diagnosis",
          "hugo_symbol",
          "fusion_partner_hugo_symbol",
          "variant_classification",
          "true_variant_classification",
          "cnv_call",
          "exon",
          "apobec_signature",
          "pole_signature",
          "tobacco_signature",
          "temozolomide_signature",
          "uva_signature");

  private static Asked of(String key, Content content) {
    String text = content.print();
    boolean negated = content instanceof Content.Text && text.startsWith("!");
    return new Asked(
        content, key.toLowerCase(Locale.ROOT), negated ? text.substring(1).strip() : text, negated);
  }

  /** The fields of a leaf; what asks nothing is a mistake. */
  static List<Asked> all(Content.Mapping leaf, Margin margin) {
    List<Asked> all = new ArrayList<>();
    leaf.fields()
        .forEach((key, content) -> {
          Asked asked = of(key, content);
          if (asked.value().isBlank()) {
            margin.mistake(
                content, "`%s` asks nothing".formatted(key), "Write its value or remove it");
          } else if (asked.isOneValue() && NAMES.contains(asked.key()) && isCut(asked.value())) {
            margin.mistake(content, cutName(asked.value()), WHOLE_NAME);
          } else {
            all.add(asked);
          }
        });
    return all;
  }

  /** Trial files keep a star at the end of a code for the subtrees of ICD-10. */
  static boolean isCut(String name) {
    return name.endsWith("*");
  }

  static String cutName(String name) {
    return "`%s` ends in a star".formatted(name);
  }

  /** Neither a list nor a mapping. */
  boolean isOneValue() {
    return at instanceof Content.Text;
  }

  Characteristic negate(Characteristic characteristic) {
    return negated ? new Characteristic.Not(characteristic) : characteristic;
  }

  @Override
  public String toString() {
    return (key + " " + (negated ? "!" : "") + value).strip();
  }
}
