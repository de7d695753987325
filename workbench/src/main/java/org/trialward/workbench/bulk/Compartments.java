package org.trialward.workbench.bulk;

/**
 * Where what belongs together waits together: a patient's slips in one compartment of the first
 * kind; in one of the second kind the marks of a resource, to find one that changed its patient.
 *
 * <p>A patient's tag has twenty bits. The first ten name the compartment. Where it is larger than
 * memory should hold it is read several times, each time some of the patients, by the rest.
 */
final class Compartments {
  static final int PATIENTS = 1 << 10;
  static final int MARKS = 1 << 8;
  static final int ALL = PATIENTS + MARKS;

  private static final int PATIENT_BITS = 10;
  static final int TAG_BITS = 2 * PATIENT_BITS;
  static final long TAG_MASK = (1L << TAG_BITS) - 1;
  private static final int MARK_BITS = 8;

  /** 2 to the 32nd by the golden ratio: neighbours fall far apart (Knuth, TAOCP 3, 6.4). */
  private static final int SPREAD = 0x9E3779B9;

  private Compartments() {}

  static int tag(String patient) {
    return (patient.hashCode() * SPREAD) >>> (Integer.SIZE - TAG_BITS);
  }

  static int ofTag(int tag) {
    return tag >>> PATIENT_BITS;
  }

  /** Which of so many readings of its compartment takes the patient. */
  static int pass(int tag, int passes) {
    return ((tag & (PATIENTS - 1)) * passes) >>> PATIENT_BITS;
  }

  /** That this patient has this resource. */
  static long mark(long key, int tag) {
    return (key & ~TAG_MASK) | tag;
  }

  static int ofKey(long key) {
    return PATIENTS + (int) (key >>> (Long.SIZE - MARK_BITS));
  }
}
