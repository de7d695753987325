package org.trialward.fhir.hl7;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Whose the specimens of a message are (SPM; OBR-15 before version 2.5). */
final class Specimens {

  /**
   * HL7 table 0369: blind samples, calibrators, electronic and other controls, tests of
   * proficiency, and pools of several people's.
   */
  private static final Set<String> NO_PATIENTS = Set.of("B", "C", "E", "F", "L", "O", "Q", "V");

  /** The table has no code for it. */
  private static final Pattern DONOR = Pattern.compile("(?i).*\\bdonor\\b.*", Pattern.DOTALL);

  private final Set<Segment> others = Collections.newSetFromMap(new IdentityHashMap<>());

  /** What stands together, as far as it has been looked at. */
  private final List<Segment> results = new ArrayList<>();

  private boolean isBehind;
  private boolean isAnothers;

  /**
   * The results of specimens that are not the patient's. SPM stands behind the results of its
   * order, or before the orders where it comes first (OUL^R22).
   */
  static Set<Segment> resultsOfOthers(Message message) {
    List<Segment> segments = message.segments();
    boolean comesFirst =
        segments.stream()
            .filter(it -> it.is("SPM") || it.is("OBR"))
            .findFirst()
            .filter(it -> it.is("SPM"))
            .isPresent();
    var specimens = new Specimens();
    for (Segment segment : segments) {
      specimens.look(segment, comesFirst);
    }
    specimens.close();
    return specimens.others;
  }

  private void look(Segment segment, boolean comesFirst) {
    switch (segment.name()) {
      case "PID" -> close();
      case "ORC" -> closeOrder(comesFirst);
      case "OBR" -> {
        closeOrder(comesFirst);
        // Behind what had no results nothing of it is left.
        isAnothers = (comesFirst && isAnothers) || isSourceOfAnother(segment);
      }
      case "SPM" -> {
        if (comesFirst) {
          close();
        }
        isBehind = true;
        isAnothers |= isAnothers(segment);
      }
      case "OBX" -> {
        isBehind = true;
        results.add(segment);
      }
      default -> {}
    }
  }

  /** An order begins; ORC may also stand behind its OBR (OUL^R24). */
  private void closeOrder(boolean comesFirst) {
    if (isBehind && !comesFirst) {
      close();
    }
  }

  private void close() {
    if (isAnothers) {
      others.addAll(results);
    }
    results.clear();
    isBehind = false;
    isAnothers = false;
  }

  /** By its type, what modifies that, or its role. */
  private static boolean isAnothers(Segment spm) {
    return spm.field(11).repetitions().stream()
            .anyMatch(role -> isNoPatients(role.text(1), role.text(3)))
        || Stream.of(4, 5, 11).anyMatch(number -> isDonors(spm.field(number).text()));
  }

  private static boolean isSourceOfAnother(Segment segment) {
    Field source = segment.first(15);
    return segment.is("OBR")
        && (isNoPatients(source.text(7, 1), source.text(7, 3)) || isDonors(source.text()));
  }

  /** A table of the sender's own may mean something else by the letter. */
  private static boolean isNoPatients(String role, String table) {
    return NO_PATIENTS.contains(role) && (table.isEmpty() || table.equals("HL70369"));
  }

  private static boolean isDonors(String text) {
    return DONOR.matcher(text).matches();
  }
}
