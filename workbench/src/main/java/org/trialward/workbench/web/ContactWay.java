package org.trialward.workbench.web;

import java.util.Arrays;
import java.util.Optional;

/** How a patient was spoken to about a trial. The code goes out into screening logs. */
enum ContactWay {
  IN_PERSON("contacted-in-person", "In person"),
  PHONE("contacted-by-phone", "By phone"),
  MESSAGE("contacted-by-message", "By portal message or e-mail"),
  LETTER("contacted-by-letter", "By letter");

  private final String code;
  private final String words;

  ContactWay(String code, String words) {
    this.code = code;
    this.words = words;
  }

  public String code() {
    return code;
  }

  public String words() {
    return words;
  }

  static Optional<ContactWay> of(String code) {
    return Arrays.stream(values()).filter(way -> way.code.equals(code)).findFirst();
  }
}
