package org.trialward.ctms.screeninglog;

import java.util.Locale;
import java.util.Optional;

/** What an export says of a candidate, in this order: columns of the CSV, items of the ODM. */
enum LogField {
  FOUND_ON("Found on", Kind.FOUND),
  FEED("Feed that brought the change", Kind.TEXT),
  RULE_VERSION("Version of the trial's rules", Kind.TEXT),
  AGE_BAND("Age on the day found", Kind.TEXT),
  SEX("Sex", CodeList.SEX),
  STATE("State", CodeList.STATE),
  OUTCOME("What the engine says", CodeList.OUTCOME),
  PRESCREEN_OUTCOME("Prescreen outcome", CodeList.PRESCREEN),
  PRESCREEN_REASON("Why it failed: the first criterion against, or a code", Kind.TEXT),
  REASON("Why the state was set", Kind.TEXT),
  DECIDED_BY("Who set the state", Kind.TEXT),
  DECIDED_ON("When the state was set", Kind.DAY),
  PHYSICIAN_INFORMED_ON("Treating physician first informed", Kind.DAY),
  PHYSICIAN_ANSWER("Physician's answer", Kind.TEXT),
  PHYSICIAN_ANSWER_CODE("Physician's reason", Kind.TEXT),
  PHYSICIAN_ANSWERED_ON("Physician answered", Kind.DAY),
  CONTACTED_ON("Patient first spoken to", Kind.DAY),
  CONSENT_VERSION("Version of the consent form", Kind.TEXT),
  CONSENTED_ON("Patient consented", Kind.DAY),
  SCREEN_NUMBER("Screening number", Kind.TEXT),
  ELIGIBLE("Eligible after screening", CodeList.YES_NO),
  ELIGIBLE_REASON("Why not eligible", Kind.TEXT),
  ENROLLED_ON("On study since", Kind.DAY),
  SUBJECT_ID("Subject number in the study", Kind.TEXT),
  EMR_PATIENT_ID("The EMR's id of the patient, where the site allows it", Kind.TEXT);

  /** How a value is written. */
  enum Kind {
    TEXT,
    CODE,
    /** A year, or the day itself where the site allows it. */
    FOUND,
    /** A distance from the day found, or the day itself. */
    DAY
  }

  private final String label;
  private final Kind kind;
  private final Optional<CodeList> codes;

  LogField(String label, Kind kind) {
    this.label = label;
    this.kind = kind;
    this.codes = Optional.empty();
  }

  LogField(String label, CodeList codes) {
    this.label = label;
    this.kind = Kind.CODE;
    this.codes = Optional.of(codes);
  }

  String column() {
    return name().toLowerCase(Locale.ROOT);
  }

  String oid() {
    return "IT." + name();
  }

  String label() {
    return label;
  }

  Kind kind() {
    return kind;
  }

  Optional<CodeList> codes() {
    return codes;
  }

  /** Whether every candidate has it. */
  boolean isAlwaysThere() {
    return switch (this) {
      case FOUND_ON, RULE_VERSION, STATE, OUTCOME, PRESCREEN_OUTCOME -> true;
      default -> false;
    };
  }
}
