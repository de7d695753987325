package org.trialward.matcher;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.BytesRef;

/**
 * The postings of one segment, unpacked for memory: what Lucene packs for disks lies here in rows,
 * all of a code in one, and documents are numbered anew in every block of 65,536, so that an entry
 * takes 2 bytes, or a bit a document where many have it.
 */
final class SegmentPostings {
  private final List<PostingsBlock> blocks;

  private SegmentPostings(List<PostingsBlock> blocks) {
    this.blocks = blocks;
  }

  /** O(postings of the segment). */
  static SegmentPostings read(LeafReader reader, String field, Tables tables) throws IOException {
    List<PostingsBlock> blocks = new ArrayList<>();
    for (int from = 0; from < reader.maxDoc(); from += PostingsBlock.MOST) {
      int size = Math.min(PostingsBlock.MOST, reader.maxDoc() - from);
      blocks.add(new PostingsBlock(tables.codeCount(), from, size));
    }
    Terms terms = reader.terms(field);
    if (terms != null) {
      read(terms.iterator(), tables, blocks);
    }
    blocks.forEach(PostingsBlock::trim);
    return new SegmentPostings(List.copyOf(blocks));
  }

  private static void read(TermsEnum each, Tables tables, List<PostingsBlock> blocks)
      throws IOException {
    PostingsEnum postings = null;
    for (BytesRef term = each.next(); term != null; term = each.next()) {
      Term.Spelled read = Term.Spelled.read(term);
      int code = tables.code(read.kind(), read.code());
      postings = each.postings(postings, PostingsEnum.NONE);
      int doc = postings.nextDoc();
      while (doc != DocIdSetIterator.NO_MORE_DOCS) {
        PostingsBlock block = blocks.get(doc / PostingsBlock.MOST);
        block.begin(code, read.last());
        for (; doc < block.end(); doc = postings.nextDoc()) {
          block.add(doc);
        }
        block.endOfSection();
      }
    }
  }

  /** Adds the documents of the patient's codes to the sets that they go to. */
  void collect(PatientForm patient, PostingsBlock.Reading reading, long[][] sets) {
    for (PostingsBlock block : blocks) {
      block.collect(patient, reading, sets);
    }
  }
}
