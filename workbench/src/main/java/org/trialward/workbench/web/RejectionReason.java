package org.trialward.workbench.web;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.trialward.rules.match.CandidateState;

/**
 * The reasons a coordinator picks from. The code goes out into screening logs, the words behind the
 * colon stay here: {@code criteria-not-met: eGFR fell last week}.
 */
enum RejectionReason {
  CRITERIA_NOT_MET("criteria-not-met", "Does not meet criteria on review"),
  RECORD_WRONG("record-wrong", "Record is wrong or outdated"),
  UNLIKELY_TO_COMPLY("unlikely-to-comply", "Patient unlikely to comply"),
  PHYSICIAN_OBJECTS("physician-objects", "Treating physician objects"),
  PATIENT_DECLINED("patient-declined", "Patient declined"),
  IN_ANOTHER_TRIAL("in-another-trial", "Already in another trial"),
  OTHER("other-reason", "Other");

  private static final Pattern ENGINE_CODE = Pattern.compile("[a-z]+(-[a-z]+)+");
  private static final String INFORMATION_NEEDED = "information-needed";

  private final String code;
  private final String words;

  RejectionReason(String code, String words) {
    this.code = code;
    this.words = words;
  }

  public String code() {
    return code;
  }

  public String words() {
    return words;
  }

  /**
   * The text to store; empty where what was given is not a reason.
   *
   * @param code of one of these, or empty
   * @param text in the coordinator's own words, or empty
   */
  static String stored(CandidateState decision, String code, String text) {
    String own = text.strip();
    return switch (decision) {
      case IN_REVIEW -> own.isEmpty() ? "" : INFORMATION_NEEDED + ": " + own;
      case REJECTED -> {
        Optional<RejectionReason> picked = of(code);
        if (own.isEmpty()) {
          yield picked.filter(reason -> reason != OTHER).map(RejectionReason::code).orElse("");
        }
        yield picked.orElse(OTHER).code + ": " + own;
      }
      default -> StudyReason.stored(decision, code, own);
    };
  }

  /** A stored reason for people, also one of the engine's: the code replaced by words. */
  static String readable(String stored) {
    int colon = stored.indexOf(':');
    String code = colon < 0 ? stored : stored.substring(0, colon);
    String rest = colon < 0 ? "" : stored.substring(colon);
    if (code.equals(INFORMATION_NEEDED)) {
      return "More information needed" + rest;
    }
    return of(code)
            .map(reason -> reason.words)
            .or(() -> StudyReason.words(code))
            .orElseGet(() -> spelled(code))
        + rest;
  }

  private static String spelled(String code) {
    return ENGINE_CODE.matcher(code).matches()
        ? Character.toUpperCase(code.charAt(0)) + code.substring(1).replace('-', ' ')
        : code;
  }

  private static Optional<RejectionReason> of(String code) {
    return Arrays.stream(values()).filter(reason -> reason.code.equals(code)).findFirst();
  }
}
