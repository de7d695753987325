package org.trialward.fhir.hl7;

import java.nio.charset.Charset;

/**
 * The parts of a message header (MSH) that its answer repeats, as they were written.
 *
 * @param encoding MSH-1 and MSH-2, e.g. <code>|^~\&amp;</code>
 * @param application MSH-3, of the sender
 * @param facility MSH-4, of the sender
 * @param ourApplication MSH-5
 * @param ourFacility MSH-6
 * @param event the second part of MSH-9
 * @param controlId MSH-10; empty where the sender leaves it out
 * @param processing MSH-11
 * @param version MSH-12
 * @param acceptCondition MSH-15: when to say that the message was stored (HL7 table 0155)
 * @param applicationCondition MSH-16: when to say that it was read
 * @param characterSet MSH-18
 * @param charset in which the message was written
 */
public record Header(
    String encoding,
    String application,
    String facility,
    String ourApplication,
    String ourFacility,
    String event,
    String controlId,
    String processing,
    String version,
    String acceptCondition,
    String applicationCondition,
    String characterSet,
    Charset charset) {

  /** Longer ones are cut: nothing that HL7 allows there is. */
  private static final int LONGEST = 300;

  static Header of(Segment msh, Charset charset) {
    return new Header(
        msh.by().field() + msh.by().encoding(),
        raw(msh, 3),
        raw(msh, 4),
        raw(msh, 5),
        raw(msh, 6),
        cut(msh.first(9).text(2)),
        raw(msh, 10),
        raw(msh, 11),
        raw(msh, 12),
        cut(msh.text(15)),
        cut(msh.text(16)),
        raw(msh, 18),
        charset);
  }

  private static String raw(Segment msh, int field) {
    return cut(msh.field(field).raw().replaceAll("\\p{Cntrl}", " "));
  }

  private static String cut(String text) {
    return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
  }

  Delimiters by() {
    return Delimiters.of("MSH" + encoding).orElse(Delimiters.USUAL);
  }

  /** The number behind "2.", 0 where there is none. */
  int minorVersion() {
    String plain = new Field(version, by()).first().text(1);
    return plain.matches("2\\.\\d(\\.\\d*)?") ? plain.charAt(2) - '0' : 0;
  }
}
