package org.trialward.matcher;

import org.apache.lucene.analysis.Analyzer;

/** Every field of both indexes is a term or a number; none is text. */
final class NotAnalyzed extends Analyzer {
  static final Analyzer ANALYZER = new NotAnalyzed();

  private NotAnalyzed() {}

  @Override
  protected TokenStreamComponents createComponents(String field) {
    throw new IllegalStateException("The field `%s` is not analyzed.".formatted(field));
  }
}
