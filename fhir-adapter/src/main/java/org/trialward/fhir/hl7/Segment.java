package org.trialward.fhir.hl7;

import java.util.ArrayList;
import java.util.List;

/** A segment with its fields, counted from 1. */
record Segment(String name, List<String> fields, Delimiters by) {

  /** No segment has more that are read; what follows is left out. */
  private static final int MOST_FIELDS = 80;

  static Segment of(String line, Delimiters by) {
    List<String> fields = new ArrayList<>();
    int end = line.indexOf(by.field());
    String name = end < 0 ? line : line.substring(0, end);
    if (name.equals("MSH")) {
      fields.add(String.valueOf(by.field()));
    }
    while (end >= 0 && fields.size() < MOST_FIELDS) {
      int from = end + 1;
      end = line.indexOf(by.field(), from);
      fields.add(end < 0 ? line.substring(from) : line.substring(from, end));
    }
    return new Segment(name, fields, by);
  }

  /** A field with all its repetitions; an empty one where there is none. */
  Field field(int number) {
    return new Field(number <= fields.size() ? fields.get(number - 1) : "", by);
  }

  Field first(int number) {
    return field(number).first();
  }

  /** The first component of a field. */
  String text(int number) {
    return first(number).text(1);
  }

  boolean is(String name) {
    return this.name.equals(name);
  }

  /** Its name alone: a segment is a patient's. */
  @Override
  public String toString() {
    return "Segment[" + name + "]";
  }
}
