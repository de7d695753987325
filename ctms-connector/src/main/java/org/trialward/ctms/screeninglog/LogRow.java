package org.trialward.ctms.screeninglog;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.trialward.ctms.screeninglog.ScreeningLogSettings.OptionalColumn;
import org.trialward.rules.logic.Truth;
import org.trialward.rules.match.Candidate;
import org.trialward.rules.match.Delivery;
import org.trialward.rules.verdict.Finding;
import org.trialward.rules.verdict.Verdict;

/** One candidate state as cells; the only place that decides what leaves the hospital. */
final class LogRow {
  static final List<String> COLUMNS =
      List.of(
          "log_version",
          "site",
          "study",
          "candidate_no",
          "recorded_at",
          "state",
          "outcome",
          "rule_version",
          "criteria_met",
          "criteria_open",
          "criteria_against",
          "first_against",
          "open_criteria",
          "reason",
          "emr_patient_id",
          "delivery_key");
  static final String LOG_VERSION = "1";

  private static final Pattern FORMULA = Pattern.compile("^\\s*[=+\\-@|%].*", Pattern.DOTALL);
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\p{Zl}\\p{Zp}]+");

  private LogRow() {}

  static List<String> cells(
      Delivery delivery, DeliveryKey key, String site, Set<OptionalColumn> allowed, Instant now) {
    Candidate candidate = delivery.candidate();
    Verdict verdict = delivery.verdict();
    List<Finding> against = verdict.against();
    List<Finding> open = verdict.open();
    long met = verdict.findings().stream().filter(f -> f.favours() == Truth.TRUE).count();
    return List.of(
            LOG_VERSION,
            site,
            delivery.trial().id().value(),
            Long.toString(candidate.number()),
            now.truncatedTo(ChronoUnit.SECONDS).toString(),
            candidate.state().name(),
            candidate.outcome().name(),
            candidate.trialVersion(),
            Long.toString(met),
            Integer.toString(open.size()),
            Integer.toString(against.size()),
            ids(against.stream().limit(1).toList()),
            ids(open),
            candidate.reason().map(reason -> reason(reason, allowed)).orElse(""),
            allowed.contains(OptionalColumn.EMR_PATIENT_ID)
                ? candidate.key().patient().value()
                : "",
            key.toString())
        .stream()
        .map(LogRow::harmless)
        .toList();
  }

  private static String ids(List<Finding> findings) {
    return findings.stream().map(f -> f.criterion().id()).collect(Collectors.joining("|"));
  }

  private static String reason(String reason, Set<OptionalColumn> allowed) {
    return allowed.contains(OptionalColumn.REASON_TEXT) ? reason : ReasonCodes.codeOf(reason);
  }

  /** Keeps a row on one line, and a spreadsheet from running a cell (OWASP "CSV injection"). */
  static String harmless(String cell) {
    String line = CONTROL.matcher(cell).replaceAll(" ");
    return FORMULA.matcher(line).matches() ? "'" + line : line;
  }
}
