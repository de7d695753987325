package org.trialward.matcher;

/** Which facts of a chart are worth reading. */
interface FactFilter {
  FactFilter EVERYTHING =
      new FactFilter() {
        @Override
        public boolean wants(FactKind kind) {
          return true;
        }

        @Override
        public boolean wants(FactKind kind, int word) {
          return true;
        }
      };

  /** Whether every fact of this kind is wanted, also one without codes. */
  boolean wants(FactKind kind);

  /**
   * Whether a fact of this kind is wanted for this code.
   *
   * @param word the place of one of the fact's {@code codes()} among the chart's words
   */
  boolean wants(FactKind kind, int word);
}
