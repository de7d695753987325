package org.trialward.fhir.hl7;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trialward.fhir.hl7.MessageDesk.Storing;
import org.trialward.fhir.hl7.Received.Accepted;
import org.trialward.fhir.hl7.Received.Refused;

class BatchTest {
  private static final MessageDesk DESK = new MessageDesk(Messages.PROFILE, Messages.CLOCK);
  private static final String FIRST = message("M1");
  private static final String SECOND = message("M2");
  private static final String FILE = "FHS|^~\\&|LAB|H1|TW|H2|20261121||night.hl7||F7\r";
  private static final String BEGIN = "BHS|^~\\&|LAB|H1|TW|H2|20261121||||B7\r";

  private static String message(String number) {
    return Messages.msh("ADT^A01^ADT_A01").replace("|M1|", "|" + number + "|")
        + "\r"
        + Messages.PID
        + "\r";
  }

  private static Batch batch(String... parts) {
    return Batch.of(String.join("", parts).getBytes(UTF_8));
  }

  private static List<String> messages(String... parts) {
    return batch(parts).messages().stream().map(bytes -> new String(bytes, UTF_8)).toList();
  }

  private static List<Received> received(Batch batch) {
    return batch.messages().stream().map(DESK::received).toList();
  }

  /** The segments of the answer as far as they do not change with the time. */
  private static List<String> answer(Storing storing, String... parts) {
    Batch batch = batch(parts);
    return DESK.acknowledge(batch, received(batch), storing).stream()
        .flatMap(bytes -> Stream.of(new String(bytes, UTF_8).split("\r")))
        .map(line -> line.startsWith("MSH") ? "MSH" : line.replaceAll("\\|TW[\\d.]+", "|TW"))
        .toList();
  }

  @Test
  void aBlockIsMostlyOneMessageAsItCame() {
    byte[] block = ("\u000b" + FIRST + "\u001c\r").getBytes(UTF_8);
    assertThat(Batch.of(block).messages()).containsExactly(block);
    assertThat(messages("garbage")).containsExactly("garbage");
    assertThat(messages("")).containsExactly("");
  }

  @Test
  void eachMessageIsTakenAndAnsweredWithTheSendersSegmentsAround() {
    String[] parts = {FILE, BEGIN, FIRST, SECOND, "BTS|2\r", "FTS|1\r"};
    assertThat(messages(parts)).containsExactly(FIRST, SECOND);
    assertThat(answer(Storing.STORED, parts))
        .containsExactly(
            "FHS|^~\\&|TW|H2|LAB|H1|20261122050000-0500||||TW|F7",
            "BHS|^~\\&|TW|H2|LAB|H1|20261122050000-0500||||TW|B7",
            "MSH",
            "MSA|AA|M1",
            "MSH",
            "MSA|AA|M2",
            "BTS|2",
            "FTS|1");
  }

  @Test
  void severalMessagesNeedNoSegmentsAround() {
    assertThat(messages(FIRST, SECOND)).containsExactly(FIRST, SECOND);
    assertThat(answer(Storing.STORED, FIRST, SECOND))
        .containsExactly("MSH", "MSA|AA|M1", "MSH", "MSA|AA|M2");
    assertThat(messages(FIRST.replace('\r', '\n'), SECOND.replace("\r", "\r\n"))).hasSize(2);
  }

  @Test
  void aBatchOfOneAndAnEmptyOneAreAnsweredByABatch() {
    assertThat(messages(BEGIN, FIRST, "BTS|1")).containsExactly(FIRST);
    assertThat(answer(Storing.STORED, BEGIN, FIRST, "BTS|1"))
        .startsWith("BHS|^~\\&|TW|H2|LAB|H1|20261122050000-0500||||TW|B7")
        .endsWith("MSA|AA|M1", "BTS|1");
    assertThat(messages(BEGIN, "BTS|0")).isEmpty();
    assertThat(answer(Storing.STORED, BEGIN, "BTS|0")).hasSize(2).endsWith("BTS|0");
  }

  @Test
  void theOneThatIsRefusedIsNamed() {
    String odd = SECOND.replace("|P|", "|T|");
    assertThat(answer(Storing.STORED, BEGIN, FIRST, odd, "BTS|2"))
        .contains("MSA|AA|M1")
        .anyMatch(line -> line.startsWith("MSA|AR|M2|MSH-11"))
        .endsWith("BTS|2");
  }

  @Test
  void whereOneWasNotStoredAllAreAskedForAgain() {
    assertThat(answer(Storing.FAILED, BEGIN, FIRST, SECOND, "BTS|2"))
        .filteredOn(line -> line.startsWith("MSA"))
        .hasSize(2)
        .allMatch(line -> line.contains("|AE|"));
  }

  @Test
  void onlyThoseAnswersAreInItThatAreWanted() {
    String silent = SECOND.replace("|P|2.5.1", "|P|2.5.1|||NE|NE");
    assertThat(answer(Storing.STORED, BEGIN, FIRST, silent, "BTS|2"))
        .contains("MSA|AA|M1", "BTS|1")
        .doesNotContain("MSA|AA|M2");
    assertThat(answer(Storing.STORED, BEGIN, silent, silent, "BTS|2")).isEmpty();
  }

  @Test
  void whatBelongsToNoMessageIsRefusedWhereAPersonSeesIt() {
    Batch batch = batch(BEGIN, "PID|1||4711\r", "BTS|1\r", BEGIN, FIRST, "BTS|1\r", "OBX|1\r");
    assertThat(received(batch))
        .satisfiesExactly(
            it -> assertThat(it).isInstanceOf(Refused.class),
            it -> assertThat(it).isInstanceOf(Accepted.class),
            it -> assertThat(it).isInstanceOf(Refused.class));
  }

  @Test
  void aMessageThatWasNeverEndedIsNotTakenForWhole() {
    String cut = FIRST + "DG1|1||I1\u000b";
    assertThat(received(batch(cut, SECOND)))
        .singleElement()
        .isInstanceOfSatisfying(
            Refused.class, it -> assertThat(it.cause()).startsWith("Several messages"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"MSH2: lost", "MSH6: lost", "BTS: none", "FHS7", "MSH 2", "MS", ""})
  void aLineOfATextIsNoSegment(String text) {
    String report = FIRST + "OBX|1|FT|1^x||MLH1: intact\n" + text + "\nend\rOBX|2|NM|1^x||9\r";
    assertThat(messages(report)).containsExactly(report);
  }

  @Test
  void ofOtherAlphabetsABlockIsNotCut() {
    byte[] both = (FIRST + SECOND).getBytes(UTF_16LE);
    assertThat(Batch.of(both).messages()).containsExactly(both);
  }

  @Test
  void aTrailerThatCountsMoreThanCameIsTold() {
    assertThat(batch(BEGIN, FIRST, SECOND, "BTS|3").isShort()).isTrue();
    assertThat(batch(BEGIN, FIRST, "BTS|1\r", BEGIN, SECOND, "BTS|1\r").isShort()).isFalse();
    assertThat(batch(BEGIN, FIRST, SECOND, "BTS|x").isShort()).isFalse();
    assertThat(batch(BEGIN, FIRST, SECOND, "BTS").isShort()).isFalse();
  }

  @Test
  void theSendersSeparatorsAreKept() {
    String begin = BEGIN.replace('|', '#');
    String[] parts = {begin, FIRST.replace('|', '#'), SECOND.replace('|', '#'), "BTS#2"};
    assertThat(answer(Storing.STORED, parts)).contains("MSA#AA#M1", "MSA#AA#M2").endsWith("BTS#2");
  }

  @Test
  void nothingIsLostBetweenItsMessages() {
    byte[] all = String.join("", FIRST, "ZZZ|1\r", SECOND, "NTE|1||x\n y\r").getBytes(UTF_8);
    var joined = new ByteArrayOutputStream();
    Batch.of(all).messages().forEach(joined::writeBytes);
    assertThat(joined.toByteArray()).isEqualTo(all);
  }
}
