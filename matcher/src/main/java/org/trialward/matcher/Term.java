package org.trialward.matcher;

import java.util.List;
import org.apache.lucene.util.BytesRef;
import org.trialward.rules.patient.Allergy;
import org.trialward.rules.patient.Diagnosis;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.patient.GeneVariant;
import org.trialward.rules.patient.Immunization;
import org.trialward.rules.patient.Measurement;
import org.trialward.rules.patient.MedicationUse;
import org.trialward.rules.patient.PerformedProcedure;
import org.trialward.rules.patient.StudyParticipation;
import org.trialward.rules.quantity.Code;

/** A code of a kind of entry, as a criterion asks for it. */
record Term(Class<? extends Fact> kind, Code code, Ask ask) {

  static final List<Class<? extends Fact>> KINDS =
      List.of(
          Diagnosis.class,
          MedicationUse.class,
          PerformedProcedure.class,
          Immunization.class,
          Allergy.class,
          Measurement.class,
          GeneVariant.class,
          StudyParticipation.class);

  /** Lucene takes terms of at most 32,766 bytes; a character has at most 3. */
  private static final int LONGEST = 10_000;

  /** Stands between kind, system, code and what an index adds; no code system's URI has it. */
  static final char BREAK = '\u0000';

  boolean isIndexable() {
    return code.system().length() + code.value().length() <= LONGEST
        && code.system().indexOf(BREAK) < 0
        && code.value().indexOf(BREAK) < 0;
  }

  /** All spellings of a code begin with this, whatever is asked of it. */
  static String prefix(Class<? extends Fact> kind, Code code) {
    return "" + (char) ('A' + KINDS.indexOf(kind)) + code.system() + BREAK + code.value() + BREAK;
  }

  /** What {@link #prefix} and one more character spell. */
  record Spelled(Class<? extends Fact> kind, Code code, char last) {
    static Spelled read(BytesRef term) {
      String text = term.utf8ToString();
      int system = text.indexOf(BREAK);
      int value = text.indexOf(BREAK, system + 1);
      return new Spelled(
          KINDS.get(text.charAt(0) - 'A'),
          Code.of(text.substring(1, system), text.substring(system + 1, value)),
          text.charAt(value + 1));
    }
  }
}
