package org.trialward.matcher;

import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.search.DocIdSetIterator;
import org.trialward.matcher.PatientDocument.Column;
import org.trialward.rules.quantity.Quantity;
import org.trialward.rules.quantity.UcumUnit;
import org.trialward.rules.verdict.LatestResult;

/** The latest results of one series in one segment, in document order. */
final class ResultColumn {
  private final Series series;
  private final List<Part> parts = new ArrayList<>();
  private int at = -1;
  private int day;
  private double value;

  /** The results under one code in one unit. */
  private record Part(NumericDocValues values, String unit, boolean converts) {}

  ResultColumn(Series series, PatientSegment segment, LeafReader reader) throws IOException {
    this.series = series;
    for (var code : series.codes()) {
      for (Column column : segment.columns(code)) {
        NumericDocValues values = reader.getNumericDocValues(column.field());
        if (values != null) {
          parts.add(new Part(values, column.unit(), !series.unit().code().equals(column.unit())));
        }
      }
    }
  }

  /** The next document with a result, or {@link DocIdSetIterator#NO_MORE_DOCS}. O(columns). */
  int next() throws IOException {
    int next = DocIdSetIterator.NO_MORE_DOCS;
    for (Part part : parts) {
      int doc = part.values.docID();
      next = Math.min(next, doc == at ? part.values.nextDoc() : doc);
    }
    at = next;
    day = PatientForm.NO_RESULT;
    if (at != DocIdSetIterator.NO_MORE_DOCS) {
      for (Part part : parts) {
        if (part.values.docID() == at) {
          take(part, part.values.longValue());
        }
      }
    }
    return at;
  }

  int day() {
    return day;
  }

  double value() {
    return value;
  }

  /** Of several codes the later result counts; two of one day must say the same. */
  private void take(Part part, long packed) {
    if (packed == PackedResult.DOUBTFUL || day == PatientForm.DOUBTFUL) {
      day = PatientForm.DOUBTFUL;
      return;
    }
    int taken = PackedResult.day(packed);
    if (taken < day) {
      return;
    }
    double number = part.converts ? converted(part, packed) : PackedResult.number(packed);
    if (taken == day && number != value) {
      day = PatientForm.DOUBTFUL;
      return;
    }
    day = taken;
    value = number;
  }

  private double converted(Part part, long packed) {
    Quantity quantity = new Quantity(PackedResult.value(packed), new UcumUnit(part.unit));
    return new LatestResult.Known(LocalDate.ofEpochDay(PackedResult.day(packed)), quantity)
        .in(series.unit(), series.analyte());
  }
}
