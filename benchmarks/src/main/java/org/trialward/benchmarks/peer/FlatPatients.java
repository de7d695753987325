package org.trialward.benchmarks.peer;

import java.io.CharArrayWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.trialward.benchmarks.peer.PlainPatient.LabResult;
import org.trialward.rules.quantity.Code;

/**
 * Some patients as arrays, about 1.2 kB each for 146 codes and 75 results.
 *
 * @param ages completed years
 * @param sexes as {@link PlainPatient#sex}
 * @param codes of one patient after the other: conditions, then the other codes
 * @param ends of each patient where the conditions and where the codes end
 * @param labs laboratory numbers of one patient after the other, in order
 * @param daysAgo of each result
 * @param values of each result
 * @param labEnds of each patient where the results end
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record FlatPatients(
    int[] ages,
    byte[] sexes,
    char[] codes,
    int[] ends,
    char[] labs,
    char[] daysAgo,
    double[] values,
    int[] labEnds) {

  /** So many that a block's arrays stay small, so few that its head costs nothing. */
  private static final int BLOCK = 4096;

  static List<FlatPatients> of(Stream<PlainPatient> patients, Numbers numbers) {
    List<FlatPatients> blocks = new ArrayList<>();
    var loading = new Loading(numbers);
    patients.forEachOrdered(patient -> {
      loading.add(patient);
      if (loading.count == BLOCK) {
        blocks.add(loading.take());
      }
    });
    blocks.add(loading.take());
    return blocks;
  }

  int count() {
    return ages.length;
  }

  int firstCode(int patient) {
    return patient == 0 ? 0 : ends[2 * patient - 1];
  }

  int conditionsEnd(int patient) {
    return ends[2 * patient];
  }

  int codesEnd(int patient) {
    return ends[2 * patient + 1];
  }

  int firstLab(int patient) {
    return patient == 0 ? 0 : labEnds[patient - 1];
  }

  long bytes() {
    return 4L * ages.length
        + sexes.length
        + 2L * codes.length
        + 4L * ends.length
        + 4L * labs.length
        + 8L * values.length
        + 4L * labEnds.length;
  }

  /** A block that fills. */
  private static final class Loading {
    private final Numbers numbers;
    private int count;
    private final int[] ages = new int[BLOCK];
    private final byte[] sexes = new byte[BLOCK];
    private final CharArrayWriter codes = new CharArrayWriter();
    private final int[] ends = new int[2 * BLOCK];
    private final CharArrayWriter labs = new CharArrayWriter();
    private final CharArrayWriter daysAgo = new CharArrayWriter();
    private DoubleStream.Builder values = DoubleStream.builder();
    private final int[] labEnds = new int[BLOCK];

    Loading(Numbers numbers) {
      this.numbers = numbers;
    }

    void add(PlainPatient patient) {
      ages[count] = patient.age();
      sexes[count] = (byte) patient.sex();
      add(Kind.CONDITION, patient);
      ends[2 * count] = codes.size();
      add(Kind.MEDICATION, patient);
      add(Kind.PROCEDURE, patient);
      ends[2 * count + 1] = codes.size();
      addInOrder(patient.results());
      labEnds[count] = labs.size();
      count++;
    }

    FlatPatients take() {
      var block =
          new FlatPatients(
              Arrays.copyOf(ages, count),
              Arrays.copyOf(sexes, count),
              codes.toCharArray(),
              Arrays.copyOf(ends, 2 * count),
              labs.toCharArray(),
              daysAgo.toCharArray(),
              values.build().toArray(),
              Arrays.copyOf(labEnds, count));
      count = 0;
      codes.reset();
      labs.reset();
      daysAgo.reset();
      values = DoubleStream.builder();
      return block;
    }

    private void add(Kind kind, PlainPatient patient) {
      for (Code code : patient.codes().getOrDefault(kind, List.of())) {
        codes.append(numbers.number(kind, code));
      }
    }

    /** By laboratory number, which the upper half of a key holds; the lower one holds the place. */
    private void addInOrder(List<LabResult> results) {
      IntStream.range(0, results.size())
          .mapToLong(place -> (long) number(results.get(place)) << Integer.SIZE | place)
          .sorted()
          .forEachOrdered(key -> add(results.get((int) key)));
    }

    private char number(LabResult result) {
      return numbers.lab(result.lab(), result.unit());
    }

    private void add(LabResult result) {
      if (result.daysAgo() > Character.MAX_VALUE) {
        throw PlainPatient.unknown("a result of more than 65,535 days ago", result);
      }
      labs.append(number(result));
      daysAgo.append((char) result.daysAgo());
      values.add(result.value());
    }
  }
}
