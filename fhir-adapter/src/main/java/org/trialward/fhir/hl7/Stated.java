package org.trialward.fhir.hl7;

import java.util.ArrayList;
import java.util.List;
import org.trialward.fhir.intake.Notes;
import org.trialward.fhir.intake.Unusable;
import org.trialward.rules.patient.Fact;

/**
 * What a segment says.
 *
 * @param reference of the statement; empty where nothing is said
 * @param anew whether it replaces what the same message said before under the reference, as a
 *     correction or a retraction does, and is not one more value
 */
record Stated(String reference, List<Fact> facts, boolean anew, List<Unusable> unusable) {
  static Stated facts(String reference, List<Fact> facts, Notes notes) {
    return new Stated(reference, facts, false, notes.unusable());
  }

  static Stated corrected(String reference, List<Fact> facts, Notes notes) {
    return new Stated(reference, facts, true, notes.unusable());
  }

  static Stated retracted(String reference, Notes notes) {
    return new Stated(reference, List.of(), true, notes.unusable());
  }

  /** With what else there is to say of it. */
  Stated noting(Notes notes) {
    List<Unusable> all = new ArrayList<>(unusable);
    all.addAll(notes.unusable());
    return new Stated(reference, facts, anew, all);
  }

  static Stated nothing(Notes notes) {
    return new Stated("", List.of(), false, notes.unusable());
  }
}
