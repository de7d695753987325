package org.trialward.matcher;

import java.io.IOException;
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
 * dates, who has died, and which columns of results there are. 9 bytes a patient.
 */
final class PatientSegment {
  private static final byte NOT_RECORDED = -1;
  private static final int NO_BIRTH_DATE = Integer.MIN_VALUE;

  private final byte[] sex;
  private final int[] bornFirst;
  private final int[] bornLast;
  private final FixedBitSet deceased;
  private final Map<Code, List<Column>> columns = new HashMap<>();

  private PatientSegment(int size) {
    sex = new byte[size];
    Arrays.fill(sex, NOT_RECORDED);
    bornFirst = new int[size];
    Arrays.fill(bornFirst, NO_BIRTH_DATE);
    bornLast = new int[size];
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
          segment.bornFirst[doc] = (int) (value >> Integer.SIZE);
          segment.bornLast[doc] = (int) value;
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

  boolean hasBirthDate(int doc) {
    return bornFirst[doc] != NO_BIRTH_DATE;
  }

  /** The first epoch day on which the patient may be born. */
  int bornFirst(int doc) {
    return bornFirst[doc];
  }

  int bornLast(int doc) {
    return bornLast[doc];
  }

  FixedBitSet deceased() {
    return deceased;
  }

  /** The columns of results under this code. */
  List<Column> columns(Code code) {
    return columns.getOrDefault(code, List.of());
  }
}
