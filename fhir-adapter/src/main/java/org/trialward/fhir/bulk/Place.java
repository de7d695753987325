package org.trialward.fhir.bulk;

/**
 * Up to where lines were taken: to go on there after an interruption.
 *
 * @param file the number of the file, from 0
 * @param offset bytes of it, unpacked, up to the end of the last line taken
 */
public record Place(int file, long offset) {
  public static final Place START = new Place(0, 0);

  Place nextFile() {
    return new Place(file + 1, 0);
  }
}
