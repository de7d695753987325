package org.trialward.benchmarks.peer;

import org.apache.lucene.analysis.Analyzer;

/** For an index whose fields are terms and points only. */
final class NotAnalyzed extends Analyzer {
  @Override
  protected TokenStreamComponents createComponents(String field) {
    throw new IllegalStateException("The field `%s` is not analyzed.".formatted(field));
  }
}
