package org.trialward.benchmarks.peer;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.trialward.benchmarks.peer.PlainPatient.LabResult;
import org.trialward.benchmarks.peer.PlainTrial.Excluded;
import org.trialward.benchmarks.peer.PlainTrial.LabTest;
import org.trialward.rules.criterion.ValueSet;
import org.trialward.rules.logic.Truth;
import org.trialward.rules.patient.PatientSnapshot;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.trial.Trial;

/**
 * Asks every trial, condition by condition until one is false: conditions are objects, codes are
 * texts in hash sets. O(trials x codes asked until decided).
 */
public final class ObjectScan implements TrialsOfPatient<ObjectScan.Chart> {

  /** A patient as hash tables of texts. */
  record Chart(int age, int sex, Map<Kind, Set<String>> codes, Map<String, LabResult> results) {}

  private sealed interface Condition {
    record AgeWithin(int from, int below) implements Condition {}

    record SexAmong(int bits) implements Condition {}

    record Has(Kind kind, List<String> codes) implements Condition {}

    record HasNot(Kind kind, List<String> codes) implements Condition {}

    record ResultWithin(String lab, LabTest test) implements Condition {}

    record Open() implements Condition {}
  }

  private final List<List<Condition>> trials = new ArrayList<>();

  /** One object for equal texts, so that most comparisons end at identity. */
  private final Map<Code, String> texts = new HashMap<>();

  /** One object for equal sets. */
  private final Map<List<String>, List<String>> sets = new HashMap<>();

  private ObjectScan() {}

  public static ObjectScan of(Stream<Trial> trials) {
    var scan = new ObjectScan();
    trials.map(PlainTrial::of).forEachOrdered(scan::add);
    return scan;
  }

  @Override
  public String name() {
    return "scan of objects";
  }

  @Override
  public Chart prepare(PatientSnapshot patient) {
    PlainPatient plain = PlainPatient.of(patient);
    Map<Kind, Set<String>> codes = new EnumMap<>(Kind.class);
    for (Kind kind : Kind.values()) {
      Set<String> ofKind = new HashSet<>();
      plain.codes().getOrDefault(kind, List.of()).forEach(code -> ofKind.add(known(code)));
      codes.put(kind, ofKind);
    }
    Map<String, LabResult> results = new HashMap<>();
    plain.results().forEach(result -> results.put(known(result.lab()), result));
    return new Chart(plain.age(), plain.sex(), codes, results);
  }

  @Override
  public void ask(Chart patient, Answer answer) {
    BitSet eligible = answer.eligible();
    BitSet possible = answer.possible();
    for (int number = 0; number < trials.size(); number++) {
      switch (fits(trials.get(number), patient)) {
        case TRUE -> eligible.set(number);
        case UNKNOWN -> possible.set(number);
        case FALSE -> {
          // Not in the answer.
        }
      }
    }
  }

  private static Truth fits(List<Condition> conditions, Chart patient) {
    Truth fits = Truth.TRUE;
    for (Condition condition : conditions) {
      fits = fits.and(holds(condition, patient));
      if (fits == Truth.FALSE) {
        return fits;
      }
    }
    return fits;
  }

  private static Truth holds(Condition condition, Chart patient) {
    return switch (condition) {
      case Condition.AgeWithin(int from, int below) ->
          patient.age() == PlainPatient.NO_AGE
              ? Truth.UNKNOWN
              : Truth.of(patient.age() >= from && patient.age() < below);
      case Condition.SexAmong(int bits) ->
          patient.sex() == 0 ? Truth.UNKNOWN : Truth.of((patient.sex() & bits) != 0);
      case Condition.Has(var kind, var codes) -> Truth.of(hasAny(patient, kind, codes));
      case Condition.HasNot(var kind, var codes) -> Truth.of(!hasAny(patient, kind, codes));
      case Condition.ResultWithin(var lab, var test) -> {
        LabResult result = patient.results().get(lab);
        yield result == null || result.daysAgo() > test.days()
            ? Truth.UNKNOWN
            : Truth.of(result.value() >= test.low() && result.value() <= test.high());
      }
      case Condition.Open _ -> Truth.UNKNOWN;
    };
  }

  private static boolean hasAny(Chart patient, Kind kind, List<String> asked) {
    Set<String> codes = patient.codes().getOrDefault(kind, Set.of());
    for (String code : asked) {
      if (codes.contains(code)) {
        return true;
      }
    }
    return false;
  }

  private void add(PlainTrial trial) {
    List<Condition> conditions = new ArrayList<>();
    if (trial.asksAge()) {
      conditions.add(new Condition.AgeWithin(trial.from(), trial.below()));
    }
    if (trial.asksSex()) {
      conditions.add(new Condition.SexAmong(trial.sexes()));
    }
    trial.required().forEach(set -> conditions.add(new Condition.Has(Kind.CONDITION, texts(set))));
    for (Excluded excluded : trial.excluded()) {
      conditions.add(new Condition.HasNot(excluded.kind(), texts(excluded.set())));
    }
    for (LabTest test : trial.labs()) {
      conditions.add(new Condition.ResultWithin(text(test.lab()), test));
    }
    if (trial.open()) {
      conditions.add(new Condition.Open());
    }
    trials.add(List.copyOf(conditions));
  }

  private List<String> texts(ValueSet set) {
    List<String> codes = set.codes().stream().map(this::text).toList();
    return sets.computeIfAbsent(codes, first -> first);
  }

  private String text(Code code) {
    return texts.computeIfAbsent(code, ObjectScan::spelled);
  }

  private String known(Code code) {
    String text = texts.get(code);
    return text == null ? spelled(code) : text;
  }

  private static String spelled(Code code) {
    return code.system() + "|" + code.value();
  }
}
