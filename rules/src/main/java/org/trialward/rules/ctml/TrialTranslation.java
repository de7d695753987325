package org.trialward.rules.ctml;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.trialward.rules.criterion.Characteristic;
import org.trialward.rules.criterion.EligibilityCriterion;
import org.trialward.rules.criterion.EligibilityCriterion.Kind;
import org.trialward.rules.ctml.MatchClause.Item;
import org.trialward.rules.ctml.MatchClause.Part;
import org.trialward.rules.document.Content;
import org.trialward.rules.trial.Authorship;
import org.trialward.rules.trial.Dossier;
import org.trialward.rules.trial.RecruitmentStatus;
import org.trialward.rules.trial.Trial;
import org.trialward.rules.trial.TrialId;

/**
 * One CTML trial as one of ours. A patient fits it who fits one of its open steps, arms and dose
 * levels; each clause stands by itself, as in the match engine, and those below do not repeat it.
 */
final class TrialTranslation {
  /** A text for people; what is cut off stands in the characteristic. */
  private static final int LONGEST_TEXT = 300;

  private final String file;
  private final boolean alone;
  private final CtmlTerms terms;
  private final Margin margin;

  TrialTranslation(String file, boolean alone, CtmlTerms terms, Margin margin) {
    this.file = file;
    this.alone = alone;
    this.terms = terms;
    this.margin = margin;
  }

  /** A clause and where it stands. */
  private record Open(Level level, MatchClause clause) {}

  Optional<Trial> trial(Content.Mapping trial) {
    Optional<String> number = number(trial);
    List<Open> clauses = clauses(trial);
    List<Open> open = clauses.stream().filter(one -> !one.level().suspended()).toList();
    if (number.isEmpty() || clauses.isEmpty()) {
      return Optional.empty();
    }
    boolean allClosed = open.isEmpty();
    clauses.stream()
        .map(Open::level)
        .filter(Level::suspended)
        .forEach(level ->
            margin.note(
                level.match(),
                level.name() + " is suspended" + (allClosed ? "" : "; it is left out")));
    if (allClosed) {
      margin.note(trial, "nothing is open, so nobody is matched");
    }
    RecruitmentStatus status = status(trial);
    return Optional.of(
        new Trial(
            id(trial, number.get()),
            "1",
            title(trial, number.get()),
            "oncology",
            allClosed && status == RecruitmentStatus.RECRUITING
                ? RecruitmentStatus.SUSPENDED
                : status,
            new Dossier(
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.of(authorship())),
            Optional.empty(),
            criteria(allClosed ? clauses : open)));
  }

  /** A trial alone in its file may go by the file's name. */
  private Optional<String> number(Content.Mapping trial) {
    Optional<String> own =
        trial.text("protocol_no").or(() -> trial.text("nct_id")).filter(text -> !text.isBlank());
    if (own.isPresent()) {
      return own;
    }
    if (!alone) {
      margin.mistake(trial, "`protocol_no` is missing", "Add `protocol_no: 10-001`");
      return Optional.empty();
    }
    String name = fileName();
    String stem = name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : name;
    margin.note(trial, "`protocol_no` is missing; the trial goes by its file, `" + stem + "`");
    return Optional.of(stem);
  }

  /** Without its folders, which differ from place to place. */
  private String fileName() {
    return file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
  }

  private List<Open> clauses(Content.Mapping trial) {
    List<Open> clauses = new ArrayList<>();
    List<Level> levels = Level.of(trial);
    for (Level level : levels) {
      if (level.asksNothing()) {
        margin.note(level.match(), level.name() + " asks nothing; it is left out");
        continue;
      }
      MatchClause.read(level.match(), margin)
          .ifPresent(clause -> clauses.add(new Open(level, clause)));
    }
    if (levels.stream().allMatch(Level::asksNothing)) {
      margin.mistake(
          trial,
          "no step, arm or dose level says whom it matches",
          "Write a `match` clause under `treatment_list`, `step`");
    }
    return clauses;
  }

  private List<EligibilityCriterion> criteria(List<Open> clauses) {
    ClauseTranslation translation = ClauseTranslation.of(terms, margin);
    if (clauses.size() == 1) {
      List<Item> items = items(clauses.getFirst().clause());
      List<EligibilityCriterion> criteria = new ArrayList<>();
      for (Item item : items) {
        criteria.add(
            inclusion("criterion-" + (criteria.size() + 1), item.print(), translation.item(item)));
      }
      return criteria;
    }
    List<Characteristic> any =
        clauses.stream().map(open -> translation.all(open.clause().items())).toList();
    String names = String.join("; ", clauses.stream().map(open -> open.level().name()).toList());
    return List.of(
        inclusion("open-levels", "Fits one of: " + names, new Characteristic.AnyOf(any)));
  }

  /** The items of a clause; those of an {@code and} alone are the clause's own. */
  private static List<Item> items(MatchClause clause) {
    List<Item> items = clause.items();
    while (items.size() == 1
        && items.getFirst().parts().size() == 1
        && items.getFirst().parts().getFirst() instanceof Part.And(_, var inner)) {
      items = inner;
    }
    return items;
  }

  private static EligibilityCriterion inclusion(String id, String text, Characteristic when) {
    String shortened =
        text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT - 1) + "…";
    return new EligibilityCriterion(id, Kind.INCLUSION, shortened, List.of(), when);
  }

  private TrialId id(Content.Mapping trial, String number) {
    String id = number.replaceAll("[^A-Za-z0-9._-]", "-").replaceAll("^[._-]+", "");
    String fitting = id.isEmpty() ? "unnamed" : id.length() <= 64 ? id : id.substring(0, 64);
    if (!fitting.equals(number)) {
      margin.note(trial, "protocol `%s` is imported as `%s`".formatted(number, fitting));
    }
    return new TrialId(fitting);
  }

  private static String title(Content.Mapping trial, String number) {
    return trial
        .text("short_title")
        .or(() -> trial.text("long_title"))
        .filter(text -> !text.isBlank())
        .orElse(number);
  }

  /** As the summary has it, else as the trial has it; open where neither says. */
  private static RecruitmentStatus status(Content.Mapping trial) {
    String said =
        trial
            .find("_summary")
            .flatMap(TrialTranslation::summaryStatus)
            .or(() -> trial.text("status"))
            .orElse("open to accrual")
            .toLowerCase(Locale.ROOT)
            .strip();
    return said.equals("open to accrual")
        ? RecruitmentStatus.RECRUITING
        : said.contains("suspend") ? RecruitmentStatus.SUSPENDED : RecruitmentStatus.CLOSED;
  }

  private static Optional<String> summaryStatus(Content summary) {
    return summary instanceof Content.Mapping mapping
            && mapping.find("status").orElse(summary) instanceof Content.Items(_, var items)
            && !items.isEmpty()
            && items.getFirst() instanceof Content.Mapping first
        ? first.text("value")
        : Optional.empty();
  }

  private Authorship authorship() {
    return new Authorship("imported from CTML", fileName(), Optional.empty(), Optional.empty());
  }
}
