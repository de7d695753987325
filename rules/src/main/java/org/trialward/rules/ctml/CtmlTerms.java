package org.trialward.rules.ctml;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.trialward.rules.document.Content;
import org.trialward.rules.document.ContentReader;
import org.trialward.rules.document.ContentReading;
import org.trialward.rules.document.Mistake;

/**
 * What the names in CTML stand for, from files that the site supplies.
 *
 * @param diagnoses an OncoTree name, and the names of it and of everything below it; the file is
 *     the match engine's {@code oncotree_mapping.json}
 * @param genes the HGNC id of a gene, e.g. {@code HGNC:1097}, by its symbol
 */
public record CtmlTerms(Map<String, List<String>> diagnoses, Map<String, String> genes) {
  public static final CtmlTerms NONE = new CtmlTerms(Map.of(), Map.of());

  public CtmlTerms {
    diagnoses = Map.copyOf(diagnoses);
    genes = Map.copyOf(genes);
  }

  /** The diagnoses of a mapping from a name to a name or to a list of names. */
  public static Map<String, List<String>> diagnoses(
      String name, byte[] content, List<Mistake> mistakes) {
    Map<String, List<String>> diagnoses = new HashMap<>();
    ContentReading reading = ContentReader.read(name, content);
    mistakes.addAll(reading.mistakes());
    for (Content document : reading.documents()) {
      if (document instanceof Content.Mapping mapping) {
        mapping.fields().forEach((key, value) -> diagnoses.put(key, names(value)));
        mapping
            .fields()
            .values()
            .forEach(value ->
                names(value).stream()
                    .filter(Asked::isCut)
                    .map(cut ->
                        new Mistake(name, value.line(), Asked.cutName(cut), Asked.WHOLE_NAME))
                    .forEach(mistakes::add));
      } else {
        mistakes.add(
            new Mistake(name, document.line(), "no mapping", "Write `name: [name, name]` lines"));
      }
    }
    return diagnoses;
  }

  private static List<String> names(Content value) {
    return switch (value) {
      case Content.Text(_, var name) -> name.isBlank() ? List.of() : List.of(name);
      case Content.Items(_, var items) ->
          items.stream().map(Content::print).filter(one -> !one.isBlank()).toList();
      case Content.Mapping mapping ->
          mapping.fields().keySet().stream().filter(one -> !one.isBlank()).toList();
    };
  }
}
