package org.trialward.fhir.hl7;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.trialward.fhir.record.Said;
import org.trialward.fhir.record.Statement;
import org.trialward.rules.patient.Fact;

/**
 * What one message says of one record: one statement a reference, though it may hold several facts.
 */
final class Statements {
  private final Map<String, Said> person = new LinkedHashMap<>();
  private final Map<String, List<Fact>> facts = new LinkedHashMap<>();

  /** Of the same part the last counts. */
  void add(Statement part) {
    person.put(part.reference(), part.said());
  }

  void add(Stated stated) {
    if (stated.reference().isEmpty()) {
      return;
    }
    List<Fact> there = facts.computeIfAbsent(stated.reference(), _ -> new ArrayList<>());
    if (stated.anew()) {
      there.clear();
    }
    there.addAll(stated.facts());
  }

  List<Statement> list() {
    return Stream.concat(
            person.entrySet().stream().map(e -> new Statement(e.getKey(), e.getValue())),
            facts.entrySet().stream()
                .map(e -> new Statement(e.getKey(), new Said.Facts(e.getValue()))))
        .toList();
  }
}
