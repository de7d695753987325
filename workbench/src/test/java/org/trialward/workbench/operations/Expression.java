package org.trialward.workbench.operations;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The metrics that a PromQL expression asks for. */
final class Expression {
  private static final Pattern NO_NAMES =
      Pattern.compile(
          "\"[^\"]*\"|\\{[^}]*}|\\[[^]]*]|\\b(by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)");
  private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][\\w:]*(?!\\s*\\(|[\\w:])");
  private static final Set<String> WORDS =
      Set.of("and", "or", "unless", "by", "without", "bool", "offset");

  private Expression() {}

  static Set<String> metrics(String expression) {
    Set<String> names = new TreeSet<>();
    NAME.matcher(NO_NAMES.matcher(expression).replaceAll(" "))
        .results()
        .map(found -> found.group())
        .filter(name -> !WORDS.contains(name))
        .forEach(names::add);
    return names;
  }
}
