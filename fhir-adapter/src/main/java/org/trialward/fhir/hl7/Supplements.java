package org.trialward.fhir.hl7;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.trialward.fhir.intake.SystemNames;
import org.trialward.rules.patient.ClinicalStatus;
import org.trialward.rules.patient.Verification;

/**
 * What German senders write behind a code of ICD-10: the side (R, L, B) and how sure it is (G, V,
 * A, Z), as in {@code N26 L V}; {@code K35.-} is the category.
 *
 * @param concept without them
 * @param letters those that were there
 */
record Supplements(Field concept, String letters) {
  /** Codes of the German edition are shorter than the American ones that end with a letter. */
  private static final Pattern CODE =
      Pattern.compile(
          "(?<code>[A-Z]\\d{2}(?:\\.?\\d{1,2})?[*!+]?)(?:\\.?-+)?"
              + "(?<letters>(?: [RLBGVAZ]){0,2}| [RLB][GVAZ])");

  /**
   * Takes them off. Letters are left where the system is not surely Germany's: an American code may
   * end with one.
   *
   * @param usual the system of the code where it names none
   */
  static Supplements of(Field concept, String usual) {
    Matcher m = CODE.matcher(concept.text(1));
    String system = system(concept, usual);
    return SystemNames.isIcd10(system)
            && m.matches()
            && (m.group("letters").isEmpty() || SystemNames.isGermanIcd10(system))
        ? new Supplements(concept.beginningWith(m.group("code")), m.group("letters"))
        : new Supplements(concept, "");
  }

  /** As the code names it, by a name or its OID, else the usual one. */
  static String system(Field concept, String usual) {
    return Codings.named(concept, 3, 14, usual);
  }

  /** Suspected, excluded or certain, else as it is said elsewhere. */
  Verification verification(Verification otherwise) {
    if (letters.contains("A")) {
      return Verification.REFUTED;
    }
    if (letters.contains("V")) {
      return Verification.UNCONFIRMED;
    }
    return letters.contains("G") ? Verification.CONFIRMED : otherwise;
  }

  /** What is left after a disease (Z) says that it is over. */
  ClinicalStatus status() {
    return letters.contains("Z") ? ClinicalStatus.INACTIVE : ClinicalStatus.NOT_SAID;
  }
}
