package org.trialward.fhir.bulk;

/** Lines of several files, one resource each. Never whole in memory. */
public interface Lines {

  /** Takes the lines one by one. */
  @FunctionalInterface
  interface Sink {
    /**
     * Takes one.
     *
     * @param where for problems
     */
    void take(byte[] line, Place after, Where where);
  }

  /** Where a line stands, in words: made only where there is something to tell of it. */
  @FunctionalInterface
  interface Where {
    String words();
  }

  /**
   * All lines after this place, in order.
   *
   * @param problems what cannot be read, where and the remedy; no patient data
   */
  void read(Place from, Sink sink, Problems problems);

  /** How much there is, in the unit of {@link #done}; 0 where it is not known. */
  long size();

  /** How much of it was read by now, by the last call of {@link #read}. */
  long done();

  /** Takes what could not be read. */
  @FunctionalInterface
  interface Problems {
    void tell(String where, String what);
  }
}
