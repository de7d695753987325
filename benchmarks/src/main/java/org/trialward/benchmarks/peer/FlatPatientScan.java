package org.trialward.benchmarks.peer;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;
import org.trialward.benchmarks.peer.PlainTrial.Excluded;
import org.trialward.benchmarks.peer.PlainTrial.LabTest;
import org.trialward.rules.criterion.ValueSet;
import org.trialward.rules.patient.PatientChart;
import org.trialward.rules.patient.PatientSnapshot;
import org.trialward.rules.trial.Trial;

/**
 * Asks every patient, from flat arrays: a table says of each code which sets of the trial it is in,
 * so that one pass over the codes of a patient answers all of them. O(codes of all patients).
 */
public final class FlatPatientScan implements PatientsOfTrial<FlatPatientScan.Asked> {

  /**
   * A trial as a table.
   *
   * @param sets by code number: a bit for each required set and {@link #EXCLUDED}
   * @param required the bits that a patient must have
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Asked(PlainTrial trial, byte[] sets, int required, int[] labs, boolean open) {}

  private static final int EXCLUDED = 1 << 7;
  private static final int MOST_REQUIRED = 7;

  private enum Tested {
    PASSED,
    MISSING,
    FAILED
  }

  private final Numbers numbers = new Numbers();
  private final List<FlatPatients> blocks;

  private FlatPatientScan(Stream<PlainPatient> patients) {
    blocks = FlatPatients.of(patients, numbers);
  }

  public static FlatPatientScan of(Stream<PatientSnapshot> patients) {
    return new FlatPatientScan(patients.map(PlainPatient::of));
  }

  /** Quicker to load: a snapshot sorts its facts. */
  public static FlatPatientScan of(Stream<PatientChart> patients, LocalDate asOf) {
    return new FlatPatientScan(patients.map(chart -> PlainPatient.of(chart, asOf)));
  }

  @Override
  public String name() {
    return "flat scan";
  }

  @Override
  public long bytes() {
    return blocks.stream().mapToLong(FlatPatients::bytes).sum();
  }

  @Override
  public Asked prepare(Trial trial) {
    PlainTrial plain = PlainTrial.of(trial);
    if (plain.required().size() > MOST_REQUIRED) {
      throw PlainPatient.unknown("a trial of more than 7 required sets", trial.id());
    }
    byte[] sets = new byte[numbers.codes()];
    int required = 0;
    for (ValueSet set : plain.required()) {
      int bit = required + 1;
      mark(sets, bit, Kind.CONDITION, set);
      required |= bit;
    }
    for (Excluded excluded : plain.excluded()) {
      mark(sets, EXCLUDED, excluded.kind(), excluded.set());
    }
    int[] labs =
        plain.labs().stream().mapToInt(test -> numbers.knownLab(test.lab(), test.unit())).toArray();
    boolean open = plain.open() || Arrays.stream(labs).anyMatch(lab -> lab == Numbers.NONE);
    return new Asked(plain, sets, required, labs, open);
  }

  private void mark(byte[] sets, int bit, Kind kind, ValueSet set) {
    set.codes().stream()
        .mapToInt(code -> numbers.known(kind, code))
        .filter(number -> number != Numbers.NONE)
        .forEach(number -> sets[number] |= (byte) bit);
  }

  @Override
  public void ask(Asked trial, Answer answer) {
    int first = 0;
    for (FlatPatients block : blocks) {
      ask(trial, block, first, answer);
      first += block.count();
    }
  }

  private static void ask(Asked asked, FlatPatients patients, int first, Answer answer) {
    BitSet eligible = answer.eligible();
    BitSet possible = answer.possible();
    int from = asked.trial().from();
    int below = asked.trial().below();
    int sexes = asked.trial().sexes();
    int[] ages = patients.ages();
    byte[] patientSexes = patients.sexes();
    for (int patient = 0; patient < ages.length; patient++) {
      int age = ages[patient];
      int sex = patientSexes[patient];
      if (((age >= from && age < below) || age == PlainPatient.NO_AGE)
          && (sex == 0 || (sexes & sex) != 0)
          && fits(asked, patients, patient)) {
        Tested tested = test(asked, patients, patient);
        if (tested == Tested.PASSED && !isOpen(asked, age, sex)) {
          eligible.set(first + patient);
        } else if (tested != Tested.FAILED) {
          possible.set(first + patient);
        }
      }
    }
  }

  private static boolean isOpen(Asked asked, int age, int sex) {
    return asked.open()
        || (age == PlainPatient.NO_AGE && asked.trial().asksAge())
        || (sex == 0 && asked.trial().asksSex());
  }

  /** Required sets ask for conditions only, so most patients need no look at the other codes. */
  private static boolean fits(Asked asked, FlatPatients patients, int patient) {
    char[] codes = patients.codes();
    byte[] sets = asked.sets();
    int conditionsEnd = patients.conditionsEnd(patient);
    int of = 0;
    for (int at = patients.firstCode(patient); at < conditionsEnd; at++) {
      of |= sets[codes[at]];
    }
    if ((of & (asked.required() | EXCLUDED)) != asked.required()) {
      return false;
    }
    int codesEnd = patients.codesEnd(patient);
    for (int at = conditionsEnd; at < codesEnd; at++) {
      of |= sets[codes[at]];
    }
    return (of & EXCLUDED) == 0;
  }

  private static Tested test(Asked asked, FlatPatients patients, int patient) {
    Tested tested = Tested.PASSED;
    List<LabTest> tests = asked.trial().labs();
    int first = patients.firstLab(patient);
    int end = patients.labEnds()[patient];
    for (int n = 0; n < tests.size(); n++) {
      LabTest test = tests.get(n);
      int at = Arrays.binarySearch(patients.labs(), first, end, (char) asked.labs()[n]);
      if (at < 0 || patients.daysAgo()[at] > test.days()) {
        tested = Tested.MISSING;
      } else {
        double value = patients.values()[at];
        if (value < test.low() || value > test.high()) {
          return Tested.FAILED;
        }
      }
    }
    return tested;
  }
}
