package org.trialward.fhir.hl7;

import java.util.ArrayList;
import java.util.List;

/** A field, or one repetition of it. Parts are counted from 1, as HL7 does. */
record Field(String raw, Delimiters by) {

  /** HL7's "delete what you have", other than an empty field, which says nothing. */
  static final String NULL = "\"\"";

  /** More values under one heading than any report has; the rest is not read. */
  static final int MOST_REPETITIONS = 1_000;

  boolean isEmpty() {
    return raw.isBlank();
  }

  boolean isNull() {
    return raw.strip().equals(NULL);
  }

  /** Whether there is something in it that says more than "delete". */
  boolean saysSomething() {
    return !isEmpty() && !isNull();
  }

  /** Its first {@link #MOST_REPETITIONS} repetitions that are not empty. */
  List<Field> repetitions() {
    List<Field> all = new ArrayList<>();
    int from = 0;
    int to = 0;
    while (to >= 0 && all.size() < MOST_REPETITIONS) {
      to = raw.indexOf(by.repetition(), from);
      var one = new Field(to < 0 ? raw.substring(from) : raw.substring(from, to), by);
      if (!one.isEmpty()) {
        all.add(one);
      }
      from = to + 1;
    }
    return all;
  }

  Field first() {
    int end = raw.indexOf(by.repetition());
    return end < 0 ? this : new Field(raw.substring(0, end), by);
  }

  /** With another first component. */
  Field beginningWith(String component) {
    int end = raw.indexOf(by.component());
    return new Field(end < 0 ? component : component + raw.substring(end), by);
  }

  /** A component as text; empty where there is none or it is {@code ""}. */
  String text(int component) {
    return plain(part(raw, by.component(), component));
  }

  /** A subcomponent as text; empty where there is none or it is {@code ""}. */
  String text(int component, int subcomponent) {
    return plain(part(part(raw, by.component(), component), by.subcomponent(), subcomponent));
  }

  /** All of it as text: of a type without components. */
  String text() {
    return plain(raw);
  }

  private String plain(String part) {
    String text = Escapes.read(part, by).strip();
    return text.equals(NULL) ? "" : text;
  }

  private static String part(String whole, char separator, int number) {
    int from = 0;
    for (int i = 1; i < number; i++) {
      int end = whole.indexOf(separator, from);
      if (end < 0) {
        return "";
      }
      from = end + 1;
    }
    int end = whole.indexOf(separator, from);
    return end < 0 ? whole.substring(from) : whole.substring(from, end);
  }

  /** Its length alone: a field is a patient's. */
  @Override
  public String toString() {
    return "Field[%d characters]".formatted(raw.length());
  }
}
