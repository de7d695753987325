package org.trialward.workbench.bulk;

/**
 * How much a load takes at once.
 *
 * @param workers threads that make slips of lines and write charts; with 1, that of the caller
 * @param chunk bytes of lines that are made slips together: enough to be worth handing over
 * @param checkpoint chunks that an interruption costs at most
 * @param slice patients whose charts one statement stores
 * @param sliceBytes of their facts
 */
record Sizes(int workers, int chunk, int checkpoint, int slice, long sliceBytes) {
  private static final int CHUNK = 2 << 20;
  private static final int CHECKPOINT = 32;
  private static final int SLICE = 500;
  private static final long SLICE_BYTES = 8 << 20;

  static Sizes usual(int workers) {
    return new Sizes(workers, CHUNK, CHECKPOINT, SLICE, SLICE_BYTES);
  }
}
