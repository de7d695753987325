package org.trialward.workbench.smart;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.trialward.workbench.flag.Answer.Kind;

/**
 * Why not, in plain words. Codes: HL7 {@code non-adherence-reason-codes}, as CDS Hooks cards use
 * them, and two of ours.
 */
public enum Objection {
  INELIGIBLE(Kind.NOT_SUITABLE, "patient-ineligible", "Does not meet the criteria"),
  COMORBIDITY(
      Kind.NOT_SUITABLE,
      "comorbidity-disability",
      "Another illness or a disability speaks against"),
  REFUSES(Kind.NOT_SUITABLE, "patient-refuses", "The patient does not want it"),
  ALTERNATIVE(Kind.NOT_SUITABLE, "prefers-alternative", "Another treatment is preferred"),
  COSTS(Kind.NOT_SUITABLE, "too-costly-uncovered", "Too costly or not covered"),
  DISCUSSED(Kind.NOT_SUITABLE, "already-discussed", "Discussed before, and decided against"),
  OTHER(Kind.NOT_SUITABLE, "other-reason", "Another reason (say which)"),
  NOT_ME(Kind.WAVED_AWAY, "inappropriate-recipient", "I am not the one to decide"),
  MORE_INFORMATION(Kind.WAVED_AWAY, "need-more-info", "I need more information first");

  private final Kind kind;
  private final String code;
  private final String words;

  Objection(Kind kind, String code, String words) {
    this.kind = kind;
    this.code = code;
    this.words = words;
  }

  Kind kind() {
    return kind;
  }

  public String code() {
    return code;
  }

  public String words() {
    return words;
  }

  static Optional<Objection> of(String code) {
    return Arrays.stream(values()).filter(objection -> objection.code.equals(code)).findFirst();
  }

  /** Those that say something of the patient. */
  public static List<Objection> ofThePatient() {
    return Arrays.stream(values()).filter(o -> o.kind == Kind.NOT_SUITABLE).toList();
  }

  /** Those that leave the candidate to others. */
  public static List<Objection> ofThePhysician() {
    return Arrays.stream(values()).filter(o -> o.kind == Kind.WAVED_AWAY).toList();
  }
}
