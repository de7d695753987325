package org.trialward.fhir.cql;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.trialward.fhir.cql.CqlExport.NotExported;
import org.trialward.rules.criterion.StageGroups;
import org.trialward.rules.criterion.ValueSet;
import org.trialward.rules.logic.Truth;
import org.trialward.rules.quantity.Code;

/** The definitions of one library as they come to be needed. */
final class Sheet {
  private final Map<String, String> systems = new LinkedHashMap<>();
  private final Map<Set<Code>, String> sets = new LinkedHashMap<>();
  private final Map<String, String> results = new LinkedHashMap<>();
  private final List<String> lists = new ArrayList<>();
  private final List<String> definitions = new ArrayList<>();
  private final List<NotExported> notExported = new ArrayList<>();
  private String criterion = "";
  private int parts;

  /** All that follows belongs to this criterion. */
  void begin(String id) {
    criterion = id;
    parts = 0;
  }

  /** A definition for the library's own use; gives the name to refer to it. */
  String define(String what, String expression) {
    parts++;
    String name = Spelling.identifier("%s, %d: %s".formatted(criterion, parts, what));
    definitions.add("define private %s:\n%s\n".formatted(name, expression.indent(2)));
    return name;
  }

  void publish(String name, String comment, String expression) {
    definitions.add(
        "%s\ndefine %s:\n%s\n".formatted(comment, Spelling.identifier(name), expression.indent(2)));
  }

  /** The list of a set's codes; sets with the same codes are one list. */
  String codes(ValueSet set) {
    String known = sets.get(set.codes());
    if (known != null) {
      return known;
    }
    String name = set.name();
    while (sets.containsValue(Spelling.identifier("Codes of " + name))) {
      name += "'";
    }
    String identifier = Spelling.identifier("Codes of " + name);
    sets.put(set.codes(), identifier);
    String codes = set.codes().stream().map(this::code).collect(Collectors.joining(",\n  "));
    lists.add("define private %s: {\n  %s\n}\n".formatted(identifier, codes));
    return identifier;
  }

  /** Whether codes are among those of a set; no code that it could be compared with is null. */
  String among(String codes, ValueSet set) {
    if (!StageGroups.asks(set)) {
      return "IsAmong(%s, %s)".formatted(codes, codes(set));
    }
    Set<Code> apart = StageGroups.telling(Truth.FALSE, set);
    Set<Code> open = StageGroups.telling(Truth.UNKNOWN, set);
    return apart.isEmpty()
        ? "(if HasOneBelow(%s, %s) then true else null)".formatted(codes, codes(set))
        : "IsAtStage(%s, %s, %s, %s)"
            .formatted(
                codes,
                codes(set),
                codes(new ValueSet("groups apart from " + set.name(), apart)),
                codes(new ValueSet("groups that overlap " + set.name(), open)));
  }

  /** The same as a further condition; nothing where nothing is asked. */
  String andAmong(String codes, Optional<ValueSet> asked) {
    return asked.map(set -> " and " + among(codes, set)).orElse("");
  }

  /** The codes of both lists. */
  String union(String first, String second) {
    String name =
        Spelling.identifier("Union of %s and %s".formatted(first, second).replace("\"", ""));
    String definition = "define private %s: Flatten({ %s, %s })\n".formatted(name, first, second);
    if (!lists.contains(definition)) {
      lists.add(definition);
    }
    return name;
  }

  /** The list of all results that carry one of the codes. */
  String results(String codes) {
    return results.computeIfAbsent(
        codes,
        c -> {
          String name = Spelling.identifier("Results %d".formatted(results.size() + 1));
          lists.add(
              """
              define private %1$s:
                (Flatten({
                  %3$s and HasResult(O) return all Result(O),
                  "Components" K where HasOne(K.codes, %2$s) return all Result(K.part, K.whole)
                })) R
                  where IsSeen(R.at)
              """
                  .formatted(name, codes, retrieve("Observation", "code", "O", codes)));
          return name;
        });
  }

  /** The resources that carry one of the codes, however it is spelled. */
  static String retrieve(String type, String path, String alias, String codes) {
    return """
    (Flatten({
        [%1$s: %3$s in %4$s],
        "Respelled %1$s" X
          where HasOne(CodesOf(X.%3$s), %4$s) and not HasOne(AsWritten(X.%3$s), %4$s)
      })) %2$s where IsFact(%2$s)\
    """
        .formatted(type, alias, path, codes);
  }

  String code(Code code) {
    String system =
        systems.computeIfAbsent(code.system(), uri -> Spelling.identifier("System " + uri));
    return "Code %s from %s".formatted(Spelling.text(code.value()), system);
  }

  /** Null, with the reason beside it and in the report. */
  String notExported(String why) {
    notExported.add(new NotExported(criterion, why));
    return undecided(why);
  }

  /** Null where we too leave it open. */
  static String undecided(String why) {
    return "(null as Boolean) " + Spelling.comment(why);
  }

  List<NotExported> notExported() {
    return notExported;
  }

  String systems() {
    return systems.entrySet().stream()
        .map(e -> "codesystem %s: %s\n".formatted(e.getValue(), Spelling.text(e.getKey())))
        .collect(Collectors.joining());
  }

  String body() {
    return String.join("\n", lists) + "\n" + String.join("\n", definitions);
  }
}
