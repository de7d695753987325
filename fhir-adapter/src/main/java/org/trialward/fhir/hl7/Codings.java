package org.trialward.fhir.hl7;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.trialward.fhir.intake.Notes;
import org.trialward.rules.quantity.Code;

/** Coded values (CE, CWE, CNE): the code and its alternates, all of which count. */
final class Codings {

  /** Longer ones are no codes, and too much for the patterns that tidy codes. */
  static final int LONGEST = 100;

  /** Where the code, the alternate and since version 2.7 the second alternate begin. */
  private static final int[] BEGINNINGS = {1, 4, 10};

  /** Where each has the OID of its system, since version 2.7. */
  private static final int[] OIDS = {14, 17, 20};

  private final CodeSystems systems;

  Codings(CodeSystems systems) {
    this.systems = systems;
  }

  List<Code> of(Field concept, String what, Notes notes) {
    return of(concept, "", what, notes);
  }

  /**
   * Reads them.
   *
   * @param usual the system of the first code where it names none
   * @param what the field, for the notes
   */
  List<Code> of(Field concept, String usual, String what, Notes notes) {
    return of(concept, usual, what, notes, systems::codes);
  }

  /** As {@link #of(Field, String, String, Notes)}, of a procedure. */
  List<Code> ofProcedure(Field concept, String usual, String what, Notes notes) {
    return of(concept, usual, what, notes, systems::codesOfProcedures);
  }

  private interface Systems {
    List<Code> codes(String name, String value, String display);
  }

  private static List<Code> of(
      Field concept, String usual, String what, Notes notes, Systems systems) {
    List<Code> codes = new ArrayList<>();
    for (int i = 0; i < BEGINNINGS.length; i++) {
      int at = BEGINNINGS[i];
      String value = concept.text(at);
      if (value.length() > LONGEST) {
        notes.drop(what, "it is too long to be a code");
      } else if (!value.isEmpty()) {
        String system = named(concept, at + 2, OIDS[i], i == 0 ? usual : "");
        codes.addAll(systems.codes(system, value, display(concept.text(at + 1))));
      }
    }
    if (codes.isEmpty()) {
      notes.drop(what, "it has no code: have the sender fill its first component");
    }
    return codes.stream().distinct().toList();
  }

  /** The code as it is written, by which what has no number of its own is known. */
  static String written(Field concept) {
    return IntStream.of(BEGINNINGS)
        .mapToObj(concept::text)
        .filter(code -> !code.isEmpty())
        .findFirst()
        .orElse("");
  }

  /** A value of which only the code is sent, e.g. of HL7's type IS. */
  Code bare(String value) {
    return systems.codes("", value, "").getFirst();
  }

  static String named(Field concept, int name, int oid, String usual) {
    String said = concept.text(name);
    if (!said.isEmpty()) {
      return said;
    }
    String number = concept.text(oid);
    return number.isEmpty() ? usual : number;
  }

  private static String display(String text) {
    return text.length() > 2 * LONGEST ? text.substring(0, 2 * LONGEST) : text;
  }
}
