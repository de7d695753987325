package org.trialward.matcher;

import java.io.IOException;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.SortedSetDocValues;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.FixedBitSet;
import org.trialward.rules.patient.PatientChart;
import org.trialward.rules.patient.PatientId;
import org.trialward.rules.quantity.Code;

/** Reads of the charts of one segment what a trial asks. Documents come in any order. */
final class ChartLookup {
  private final LeafReader reader;
  private final AskedCodes asked;
  private final FixedBitSet wanted;
  private int[] words = new int[256];

  ChartLookup(LeafReader reader, AskedCodes asked) throws IOException {
    this.reader = reader;
    this.asked = asked;
    SortedSetDocValues all = DocValues.getSortedSet(reader, PatientDocument.WORDS);
    this.wanted = new FixedBitSet((int) Math.max(1, all.getValueCount()));
    for (Code code : asked.codes()) {
      want(code, all);
    }
  }

  /** A subtree wants every code below it; they stand together in the order of words. */
  private void want(Code code, SortedSetDocValues all) throws IOException {
    String word = Word.of(code);
    if (!code.isSubtree()) {
      long place = all.lookupTerm(new BytesRef(word));
      if (place >= 0) {
        wanted.set((int) place);
      }
      return;
    }
    String root = word.substring(0, word.length() - 1);
    long place = all.lookupTerm(new BytesRef(root));
    for (long i = place < 0 ? -place - 1 : place; i < all.getValueCount(); i++) {
      if (!all.lookupOrd(i).utf8ToString().startsWith(root)) {
        return;
      }
      wanted.set((int) i);
    }
  }

  /** The chart with the facts that the trial can tell apart. */
  PatientChart read(int doc) throws IOException {
    return read(
        doc,
        new FactFilter() {
          @Override
          public boolean wants(FactKind kind) {
            return asked.kinds().contains(kind);
          }

          @Override
          public boolean wants(FactKind kind, int word) {
            return wanted.get(words[word]);
          }
        });
  }

  private PatientChart read(int doc, FactFilter filter) throws IOException {
    SortedSetDocValues all = DocValues.getSortedSet(reader, PatientDocument.WORDS);
    int count = all.advanceExact(doc) ? all.docValueCount() : 0;
    words = count > words.length ? new int[2 * count] : words;
    for (int i = 0; i < count; i++) {
      words[i] = (int) all.nextOrd();
    }
    return ChartBytes.decode(id(doc), place -> word(all, words[place]), bytes(doc), filter);
  }

  private static String word(SortedSetDocValues all, int place) {
    try {
      return all.lookupOrd(place).utf8ToString();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private BytesRef bytes(int doc) throws IOException {
    BinaryDocValues charts = DocValues.getBinary(reader, PatientDocument.CHART);
    if (!charts.advanceExact(doc)) {
      throw new IllegalStateException("A patient in the index has no chart. Rebuild the index.");
    }
    return charts.binaryValue();
  }

  private PatientId id(int doc) throws IOException {
    return id(reader, doc);
  }

  static PatientId id(LeafReader reader, int doc) throws IOException {
    BinaryDocValues ids = DocValues.getBinary(reader, PatientDocument.PATIENT);
    if (!ids.advanceExact(doc)) {
      throw new IllegalStateException("A patient in the index has no id. Rebuild the index.");
    }
    return new PatientId(ids.binaryValue().utf8ToString());
  }

  /** The whole chart. */
  static PatientChart whole(LeafReader reader, int doc) throws IOException {
    return new ChartLookup(reader, AskedCodes.nothing()).read(doc, FactFilter.EVERYTHING);
  }
}
