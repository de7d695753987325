package org.trialward.matcher;

import java.io.IOException;
import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.FixedBitSet;
import org.trialward.matcher.PatientDocument.Column;
import org.trialward.rules.quantity.Code;

/**
 * What of one Lucene segment of patients is read so often that it is kept in memory: sex, birth
 * dates, who has died, and which columns of results there are. 9 bytes a patient, and as long as
 * there is room what trials have asked, see {@link UnpackedSegment}.
 */
final class PatientSegment {
  /** Bytes of {@link UnpackedSegment} that are kept at most: so many, and so many a patient. */
  private static final long LEAST_KEPT = 1 << 20;

  private static final long KEPT_A_PATIENT = 1 << 10;

  private static final byte NOT_RECORDED = -1;

  private final byte[] sex;

  /** By patient the first and the last epoch day of birth. */
  private final int[] born;

  private final FixedBitSet deceased;
  private final Map<Code, List<Column>> columns = new HashMap<>();
  private SoftReference<UnpackedSegment> unpacked = new SoftReference<>(null);

  private PatientSegment(int size) {
    sex = new byte[size];
    Arrays.fill(sex, NOT_RECORDED);
    born = new int[2 * size];
    for (int doc = 0; doc < size; doc++) {
      born[2 * doc] = Integer.MIN_VALUE;
      born[2 * doc + 1] = Integer.MAX_VALUE;
    }
    deceased = new FixedBitSet(size);
  }

  /** O(patients of the segment). */
  static PatientSegment read(LeafReader reader) throws IOException {
    PatientSegment segment = new PatientSegment(reader.maxDoc());
    each(reader, PatientDocument.SEX, (doc, value) -> segment.sex[doc] = (byte) value);
    each(
        reader,
        PatientDocument.BORN,
        (doc, value) -> {
          segment.born[2 * doc] = (int) (value >> Integer.SIZE);
          segment.born[2 * doc + 1] = (int) value;
        });
    each(reader, PatientDocument.DECEASED, (doc, value) -> segment.deceased.set(doc));
    for (FieldInfo field : reader.getFieldInfos()) {
      Column.read(field.name)
          .ifPresent(column ->
              segment
                  .columns
                  .computeIfAbsent(column.code(), code -> new ArrayList<>(1))
                  .add(column));
    }
    return segment;
  }

  interface Each {
    void value(int doc, long value) throws IOException;
  }

  static void each(LeafReader reader, String field, Each each) throws IOException {
    NumericDocValues values = reader.getNumericDocValues(field);
    while (values != null && values.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
      each.value(values.docID(), values.longValue());
    }
  }

  int size() {
    return sex.length;
  }

  /** A number of {@link Numbering#SEXES}, or less than 0. */
  int sex(int doc) {
    return sex[doc];
  }

  /** Whether the patient was born by this epoch day: 0 for no, 1 where it is open, 2 for yes. */
  int bornBy(int day, int doc) {
    return (born[2 * doc] <= day ? 1 : 0) + (born[2 * doc + 1] <= day ? 1 : 0);
  }

  /** A set of its own of those who have not died. */
  long[] living() {
    long[] living = BitSets.full(size());
    long[] dead = deceased.getBits();
    for (int word = 0; word < living.length; word++) {
      living[word] &= ~dead[word];
    }
    return living;
  }

  /**
   * What trials have asked so far; all of it is let go where memory is short, or when it has become
   * much: who tries many changes of a trial leaves what nobody asks again.
   */
  synchronized UnpackedSegment unpacked() {
    UnpackedSegment known = unpacked.get();
    if (known == null || known.bytes() > LEAST_KEPT + KEPT_A_PATIENT * size()) {
      known = new UnpackedSegment(this);
      unpacked = new SoftReference<>(known);
    }
    return known;
  }

  /** The columns of results under this code. */
  List<Column> columns(Code code) {
    return columns.getOrDefault(code, List.of());
  }
}
