package org.trialward.workbench.command;

import java.io.PrintWriter;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.trialward.matcher.Amendment;
import org.trialward.matcher.Amendment.Appears;
import org.trialward.matcher.Amendment.Changed;
import org.trialward.matcher.Amendment.Disappears;
import org.trialward.matcher.Amendment.Reason;
import org.trialward.rules.criterion.EligibilityCriterion;
import org.trialward.rules.trial.Trial;
import org.trialward.rules.trial.TrialId;

/** Amendments as a coordinator reads them: counts first, then a line a patient. */
final class AmendmentPrinter {
  private final Map<TrialId, Trial> before;
  private final Map<TrialId, Trial> after;
  private final LocalDate asOf;
  private final PrintWriter out;

  AmendmentPrinter(
      Collection<Trial> before, Collection<Trial> after, LocalDate asOf, PrintWriter out) {
    this.before = byId(before);
    this.after = byId(after);
    this.asOf = asOf;
    this.out = out;
  }

  private static Map<TrialId, Trial> byId(Collection<Trial> trials) {
    return trials.stream().collect(Collectors.toMap(Trial::id, Function.identity()));
  }

  /** What the new version of a trial changes. */
  void print(Amendment amendment) {
    print(amendment, before);
  }

  /** What other translations change for the new version of a trial. */
  void printRetranslated(Amendment amendment) {
    print(amendment, after);
  }

  private void print(Amendment amendment, Map<TrialId, Trial> from) {
    Optional<Trial> was = Optional.ofNullable(from.get(amendment.trial()));
    Optional<Trial> is = Optional.ofNullable(after.get(amendment.trial()));
    out.printf(
        "%s %s: %d appear, %d disappear, %d change%n",
        amendment.trial(),
        versions(was, is),
        amendment.appear().size(),
        amendment.disappear().size(),
        amendment.changed().size());
    amendment.appear().forEach(this::print);
    amendment.disappear().forEach(gone -> print(gone, is));
    amendment.changed().forEach(changed -> print(changed, was, is));
  }

  private static String versions(Optional<Trial> was, Optional<Trial> is) {
    if (was.isEmpty() || is.isEmpty()) {
      return is.map(trial -> "version " + trial.version() + ", new").orElse("gone");
    }
    return was.get().version().equals(is.get().version())
        ? "version " + is.get().version()
        : "version %s to %s".formatted(was.get().version(), is.get().version());
  }

  private void print(Appears one) {
    out.printf("  appears     %s: %s%n", one.patient(), one.outcome());
  }

  private void print(Disappears one, Optional<Trial> now) {
    String because =
        one.against().isEmpty()
            ? now.flatMap(trial -> trial.dossier().objection(asOf)).orElse("the trial is gone")
            : "against: " + named(one.against(), now);
    out.printf("  disappears  %s: %s%n", one.patient(), because);
  }

  private void print(Changed one, Optional<Trial> was, Optional<Trial> now) {
    out.printf(
        "  changes     %s: %s, now %s%n",
        one.patient(), reason(one.before(), was), reason(one.after(), now));
  }

  private static String reason(Reason reason, Optional<Trial> trial) {
    return reason.open().isEmpty()
        ? reason.outcome().toString()
        : "%s (open: %s)".formatted(reason.outcome(), named(reason.open(), trial));
  }

  /** The criteria with what they say in that version. */
  private static String named(List<String> ids, Optional<Trial> trial) {
    Map<String, String> texts =
        trial.stream()
            .flatMap(version -> version.criteria().stream())
            .collect(Collectors.toMap(EligibilityCriterion::id, EligibilityCriterion::text));
    return ids.stream()
        .map(id -> "%s \"%s\"".formatted(id, texts.getOrDefault(id, "")))
        .collect(Collectors.joining(", "));
  }
}
