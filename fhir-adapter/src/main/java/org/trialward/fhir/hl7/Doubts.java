package org.trialward.fhir.hl7;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.trialward.rules.patient.Verification;

/** What says that a diagnosis is not certain: its type, its class, or the words it begins with. */
final class Doubts {

  /** HL7 table 0052's admitting and working, and the reason for a visit (R) of American billing. */
  private static final Set<String> TYPES = Set.of("A", "W", "R");

  /** Admission and referral, which elsewhere are additional and the emergency department's. */
  private static final Set<String> GERMAN_TYPES = Set.of("AD", "ED");

  private static final Set<String> WORDS =
      Set.of(
          "ADMITTING",
          "ADMISSION",
          "WORKING",
          "PROVISIONAL",
          "PRELIMINARY",
          "PRESUMPTIVE",
          "SUSPECTED",
          "POSSIBLE",
          "PROBABLE",
          "DIFFERENTIAL",
          "REFERRAL",
          "REASON FOR VISIT",
          "RULE OUT",
          "RULE-OUT",
          "R/O");

  private static final Set<String> EXCLUDED =
      Set.of("RULED OUT", "RULED-OUT", "EXCLUDED", "REFUTED");

  /** Query fever and presumed ocular histoplasmosis are the names of diseases. */
  private static final Pattern TEXT =
      Pattern.compile(
          "(?i)(\\?|r/o\\b|ruled?[ -]out\\b|suspect(ed)?\\b|suspicion\\b|susp\\.|possible\\b"
              + "|probable\\b|presumed\\b(?! ocular)|query\\b(?! fever)"
              + "|v\\. ?a\\.|verdacht\\b|ausschluss\\b).*",
          Pattern.DOTALL);

  private Doubts() {}

  /** By DG1-6, which sites extend with words. */
  static Verification ofType(Field type) {
    return TYPES.contains(upper(type.text(1))) ? Verification.UNCONFIRMED : ofClass(type);
  }

  /** By DG1-6 of HL7 Germany. */
  static Verification ofGermanType(Field type) {
    return GERMAN_TYPES.contains(upper(type.text(1))) ? Verification.UNCONFIRMED : ofType(type);
  }

  /** By the words of a site (HL7 v2.5, 12.3.3.10), whose letters mean what it likes. */
  static Verification ofClass(Field classification) {
    if (Stream.of(1, 2).map(classification::text).map(Doubts::upper).anyMatch(EXCLUDED::contains)) {
      return Verification.REFUTED;
    }
    return Stream.of(1, 2).map(classification::text).map(Doubts::upper).anyMatch(WORDS::contains)
        ? Verification.UNCONFIRMED
        : Verification.CONFIRMED;
  }

  /** As it is said, unless one of the texts begins as people write down a doubt. */
  static Verification orOf(Verification said, String... texts) {
    return said == Verification.CONFIRMED
            && Stream.of(texts).anyMatch(text -> TEXT.matcher(text).matches())
        ? Verification.UNCONFIRMED
        : said;
  }

  private static String upper(String text) {
    return text.toUpperCase(Locale.ROOT);
  }
}
