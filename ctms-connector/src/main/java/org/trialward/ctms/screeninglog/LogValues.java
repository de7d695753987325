package org.trialward.ctms.screeninglog;

import java.time.LocalDate;
import java.util.Optional;
import org.trialward.ctms.screeninglog.LogEntry.CriterionResult;
import org.trialward.ctms.screeninglog.LogEntry.Informed;
import org.trialward.ctms.screeninglog.LogEntry.Participation;
import org.trialward.ctms.screeninglog.LogEntry.Step;
import org.trialward.ctms.screeninglog.ScreeningLogSettings.OptionalColumn;
import org.trialward.rules.logic.Truth;
import org.trialward.rules.match.CandidateState;

/** One candidate as an export tells it; the only place that decides what of it leaves. */
final class LogValues {
  private final LogEntry entry;
  private final Disclosure disclosure;
  private final LogDates dates;

  LogValues(LogEntry entry, Disclosure disclosure) {
    this.entry = entry;
    this.disclosure = disclosure;
    this.dates = new LogDates(disclosure.dates(), entry.found());
  }

  /** Blank where there is nothing to say or it may not be said. */
  String of(LogField field) {
    Participation study = entry.participation();
    return switch (field) {
      case FOUND_ON -> dates.found();
      case FEED -> entry.feed().orElse("");
      case RULE_VERSION -> entry.candidate().trialVersion();
      case AGE_BAND -> entry.ageBand().orElse("");
      case SEX -> entry.sex().map(Enum::name).orElse("");
      case STATE -> entry.candidate().state().name();
      case OUTCOME -> entry.candidate().outcome().name();
      case PRESCREEN_OUTCOME -> prescreen();
      case PRESCREEN_REASON -> prescreenReason();
      case REASON -> entry.candidate().reason().map(this::reason).orElse("");
      case DECIDED_BY -> last().map(Step::who).orElse("");
      case DECIDED_ON -> day(last().map(Step::on));
      case PHYSICIAN_INFORMED_ON -> day(entry.informed().flatMap(Informed::on));
      case PHYSICIAN_ANSWER -> entry.informed().flatMap(Informed::answer).orElse("");
      case PHYSICIAN_ANSWER_CODE ->
          entry.informed().flatMap(Informed::code).map(this::reason).orElse("");
      case PHYSICIAN_ANSWERED_ON -> day(entry.informed().flatMap(Informed::answeredOn));
      case CONTACTED_ON -> day(entry.firstIn(CandidateState.CONTACTED));
      case CONSENT_VERSION -> study.consentVersion().orElse("");
      case CONSENTED_ON ->
          day(study.consentedOn().or(() -> entry.firstIn(CandidateState.CONSENTED)));
      case SCREEN_NUMBER -> study.screenNumber().orElse("");
      case ELIGIBLE -> eligible();
      case ELIGIBLE_REASON -> screenFailure();
      case ENROLLED_ON -> day(entry.firstIn(CandidateState.ENROLLED));
      case SUBJECT_ID -> study.subjectId().orElse("");
      case EMR_PATIENT_ID ->
          disclosure.allows(OptionalColumn.EMR_PATIENT_ID)
              ? entry.candidate().key().patient().value()
              : "";
    };
  }

  static String result(CriterionResult criterion) {
    return switch (criterion.favours()) {
      case TRUE -> "MET";
      case UNKNOWN -> "OPEN";
      case FALSE -> "AGAINST";
    };
  }

  String evidence(CriterionResult criterion) {
    return criterion.evidence().map(dates::evidence).orElse("");
  }

  private Optional<Step> last() {
    return entry.steps().isEmpty() ? Optional.empty() : Optional.of(entry.steps().getLast());
  }

  private String day(Optional<LocalDate> day) {
    return day.map(dates::after).orElse("");
  }

  private String reason(String reason) {
    return disclosure.allows(OptionalColumn.REASON_TEXT) ? reason : ReasonCodes.codeOf(reason);
  }

  private String prescreen() {
    CandidateState state = entry.candidate().state();
    return switch (state) {
      case DETECTED, IN_REVIEW -> "OPEN";
      case REJECTED, LAPSED -> "FAILED";
      case DECLINED, DO_NOT_CONTACT -> "REFUSED";
      case CONFIRMED,
          REFERRED,
          CONTACTED,
          CONSENTED,
          ELIGIBLE,
          SCREEN_FAILED,
          ENROLLED,
          FOLLOW_UP,
          COMPLETED,
          WITHDRAWN,
          DIED ->
          "PASSED";
    };
  }

  private String prescreenReason() {
    return switch (prescreen()) {
      case "FAILED" ->
          entry.criteria().stream()
              .filter(criterion -> criterion.favours() == Truth.FALSE)
              .map(CriterionResult::id)
              .findFirst()
              .orElseGet(() -> of(LogField.REASON));
      case "REFUSED" -> of(LogField.REASON);
      default -> "";
    };
  }

  private String eligible() {
    if (entry.candidate().state() == CandidateState.SCREEN_FAILED) {
      return "N";
    }
    return entry
        .firstIn(
            CandidateState.ELIGIBLE,
            CandidateState.ENROLLED,
            CandidateState.FOLLOW_UP,
            CandidateState.COMPLETED)
        .map(_ -> "Y")
        .orElse("");
  }

  private String screenFailure() {
    return entry.candidate().state() == CandidateState.SCREEN_FAILED ? of(LogField.REASON) : "";
  }
}
