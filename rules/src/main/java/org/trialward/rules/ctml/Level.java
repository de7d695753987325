package org.trialward.rules.ctml;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.trialward.rules.document.Content;

/**
 * A step, arm or dose level with a match clause, or the trial itself.
 *
 * @param name for people, e.g. {@code step 1, arm A}
 * @param suspended closed to new patients: an arm or a dose level that says so, a step all of whose
 *     arms do
 */
record Level(String name, Content match, boolean suspended) {

  /** Every level that has a clause, in the order of the file. */
  static List<Level> of(Content.Mapping trial) {
    List<Level> levels = new ArrayList<>();
    trial.find("match").ifPresent(match -> levels.add(new Level("the trial", match, false)));
    trial
        .find("treatment_list")
        .filter(Content.Mapping.class::isInstance)
        .map(Content.Mapping.class::cast)
        .ifPresent(list -> mappings(list, "step").forEach(step -> addStep(step, levels)));
    return levels;
  }

  private static void addStep(Content.Mapping step, List<Level> levels) {
    String name = named("step", step, "step_code");
    List<Content.Mapping> arms = mappings(step, "arm").toList();
    boolean suspended =
        !arms.isEmpty() && arms.stream().allMatch(arm -> saysYes(arm, "arm_suspended"));
    add(name, step, suspended, levels);
    arms.forEach(arm -> addArm(name, arm, levels));
  }

  private static void addArm(String step, Content.Mapping arm, List<Level> levels) {
    String name = named(step + ", arm", arm, "arm_code");
    add(name, arm, saysYes(arm, "arm_suspended"), levels);
    mappings(arm, "dose_level")
        .forEach(dose ->
            add(
                named(name + ", dose level", dose, "level_code"),
                dose,
                saysYes(dose, "level_suspended"),
                levels));
  }

  private static String named(String what, Content.Mapping of, String code) {
    return (what + " " + of.text(code).orElse("")).strip();
  }

  private static void add(String name, Content.Mapping of, boolean suspended, List<Level> levels) {
    of.find("match").ifPresent(match -> levels.add(new Level(name, match, suspended)));
  }

  private static Stream<Content.Mapping> mappings(Content.Mapping of, String key) {
    Optional<Content> list = of.find(key);
    return list.stream()
        .flatMap(content ->
            content instanceof Content.Items(_, var items) ? items.stream() : Stream.of(content))
        .filter(Content.Mapping.class::isInstance)
        .map(Content.Mapping.class::cast);
  }

  private static boolean saysYes(Content.Mapping of, String key) {
    return of.text(key).map(text -> text.toLowerCase(Locale.ROOT)).filter("y"::equals).isPresent();
  }

  /** Whether the clause has no item; a closed arm is often written so. */
  boolean asksNothing() {
    return match instanceof Content.Items(_, var items) && items.isEmpty();
  }
}
