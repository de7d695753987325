package org.trialward.workbench.it;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.trialward.workbench.it.People.Person;

/** Looks in a text for anything that gives one of these people away, as a word of its own. */
final class LogSearch {

  /** Between letters or between digits it is part of another word or number. */
  private record Needle(String text, Pattern word) {
    static Needle of(String text) {
      String before = "(?<!%s)".formatted(kind(text.charAt(0)));
      String after = "(?!%s)".formatted(kind(text.charAt(text.length() - 1)));
      return new Needle(text, Pattern.compile(before + Pattern.quote(text) + after));
    }

    private static String kind(char edge) {
      return Character.isDigit(edge) ? "\\p{N}" : "\\p{L}";
    }
  }

  private final List<Needle> needles;

  LogSearch(Set<Person> people) {
    Set<String> texts = new TreeSet<>();
    for (Person person : people) {
      texts.addAll(person.names());
      texts.add(person.recordNumber());
      texts.add(person.birthDate());
    }
    this.needles = texts.stream().filter(text -> text.length() > 1).map(Needle::of).toList();
  }

  int needles() {
    return needles.size();
  }

  /** What was found, with the line it was found in. */
  List<String> findIn(String text) {
    List<String> found = new ArrayList<>();
    text.lines()
        .forEach(line ->
            needles.stream()
                .filter(
                    needle -> line.contains(needle.text()) && needle.word().matcher(line).find())
                .forEach(needle -> found.add("`%s` in: %s".formatted(needle.text(), line))));
    return found;
  }
}
