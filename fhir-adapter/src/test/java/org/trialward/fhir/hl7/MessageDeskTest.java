package org.trialward.fhir.hl7;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import ca.uhn.hl7v2.DefaultHapiContext;
import ca.uhn.hl7v2.parser.GenericModelClassFactory;
import ca.uhn.hl7v2.util.Terser;
import ca.uhn.hl7v2.validation.impl.ValidationContextFactory;
import java.nio.charset.Charset;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.trialward.fhir.hl7.MessageDesk.Storing;
import org.trialward.fhir.hl7.Received.Accepted;
import org.trialward.fhir.hl7.Received.Refused;

class MessageDeskTest {
  private static final MessageDesk DESK = new MessageDesk(Messages.PROFILE, Messages.CLOCK);

  private static Envelope accepted(byte[] frame) {
    Received received = DESK.received(frame);
    assertThat(received).isInstanceOf(Accepted.class);
    return ((Accepted) received).envelope();
  }

  private static Refused refused(byte[] frame) {
    Received received = DESK.received(frame);
    assertThat(received).isInstanceOf(Refused.class);
    return (Refused) received;
  }

  private static String[] answer(byte[] frame, Storing storing) {
    return new String(DESK.acknowledge(DESK.received(frame), storing).orElseThrow(), UTF_8)
        .split("\r");
  }

  private static byte[] admission(String msh) {
    return Messages.bytes(msh, "EVN|A01|20261121101400-0500", Messages.PID);
  }

  private static final String MSH = Messages.msh("ADT^A01^ADT_A01");

  @Nested
  class TheEnvelope {
    @Test
    void saysWhoWroteWhatAndWhen() {
      Envelope envelope = accepted(admission(MSH));
      assertThat(envelope.type()).isEqualTo("ADT^A01");
      assertThat(envelope.header().controlId()).isEqualTo("M1");
      assertThat(envelope.sender()).isEqualTo("EHR|ELSE");
      assertThat(envelope.occurredAt()).isEqualTo("2026-11-21T15:14:00Z");
      assertThat(envelope.dedupKey()).matches("[0-9a-f]{64}");
    }

    @Test
    void theFramesOfMllpAreNoPartOfTheMessage() {
      byte[] message = admission(MSH);
      byte[] framed = ("\u000b" + new String(message, UTF_8) + "\u001c\r").getBytes(UTF_8);
      assertThat(accepted(framed)).isEqualTo(accepted(message));
    }

    @Test
    void aResendIsTheSameMessageAndAReusedNumberAnotherOne() {
      byte[] first = admission(MSH);
      byte[] other = Messages.bytes(MSH, "EVN|A01|20261121101400-0500", Messages.PID + "|x");
      assertThat(accepted(first.clone()).dedupKey()).isEqualTo(accepted(first).dedupKey());
      assertThat(accepted(other).dedupKey()).isNotEqualTo(accepted(first).dedupKey());
    }

    @ParameterizedTest
    @CsvSource({
      "20260706120000-0500, 2026-07-06T17:00:00Z",
      "20260706120000, 2026-07-06T16:00:00Z", // summer in New York
      "20260106120000, 2026-01-06T17:00:00Z",
      "20260106120000.250, 2026-01-06T17:00:00.250Z",
      "202601061200, 2026-01-06T17:00:00Z",
      "2026010612, 2026-01-06T17:00:00Z",
      "20260106, 2026-01-06T05:00:00Z",
      "202601, 2026-01-01T05:00:00Z",
      "2026, 2026-01-01T05:00:00Z",
    })
    void timesAreOfTheSenderAndBeginWhereTheyAreVague(String text, Instant when) {
      byte[] message = Messages.bytes(MSH.replace("20261121101500-0500", ""), "EVN|A01|" + text);
      assertThat(accepted(message).occurredAt()).isEqualTo(when);
      assertThat(Messages.read(message).contents().occurredAt()).isEqualTo(when);
    }

    /** The header is of 10:15:00 in New York, which is a later minute and an earlier one. */
    @ParameterizedTest
    @CsvSource({
      "202611211013, 2026-11-21T15:13:59Z",
      "202611211017, 2026-11-21T15:17:00Z",
      "20261121101300, 2026-11-21T15:13:00Z",
      "2026112109, 2026-11-21T14:59:59.999999999Z",
      "20261122, 2026-11-22T05:00:00Z",
      "202611, 2026-11-21T15:15:00Z",
    })
    void ofAnotherTimeTheNearestMomentCounts(String recorded, String occurred) {
      byte[] message = Messages.bytes(MSH, "EVN|A01|" + recorded);
      assertThat(accepted(message).occurredAt()).isEqualTo(occurred);
    }

    /** As its header says, which is of 10:15:00 in New York. */
    @ParameterizedTest
    @ValueSource(strings = {"20261121", "2026112110", "202611211015", "20261121101500"})
    void ofTheSameTimeTheHeaderKnowsTheSecond(String recorded) {
      byte[] message = Messages.bytes(MSH, "EVN|A01|" + recorded);
      assertThat(accepted(message).occurredAt()).isEqualTo("2026-11-21T15:15:00Z");
      assertThat(Messages.read(message).contents().occurredAt()).isEqualTo("2026-11-21T15:15:00Z");
    }

    @Test
    void withoutEvnTheHeaderSaysWhen() {
      assertThat(accepted(Messages.bytes(MSH)).occurredAt()).isEqualTo("2026-11-21T15:15:00Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "20261399", "\"\"", "20260101250000"})
    void withoutATimeItIsOfNowAndThatIsNoted(String text) {
      byte[] message =
          Messages.bytes("MSH|^~\\&|EHR|ELSE|||%s||ADT^A01|M1|P|2.5".formatted(text), Messages.PID);
      assertThat(accepted(message).occurredAt()).isEqualTo(Messages.NOW);
      assertThat(Messages.notes(Messages.read(message)))
          .contains("MSH-7: neither EVN-2 nor MSH-7 is a time: taken as of when it came");
    }

    @Test
    void aClockThatIsFarAheadIsNoted() {
      byte[] message = Messages.bytes(MSH, "EVN||20290101", Messages.PID);
      assertThat(Messages.notes(Messages.read(message)))
          .anyMatch(note -> note.contains("correct the sender's clock"));
    }

    @Test
    void theEventComesFromEvnOrTheStructureWhereTheTypeLeavesItOut() {
      assertThat(accepted(Messages.bytes(Messages.msh("ADT"), "EVN|A08")).type())
          .isEqualTo("ADT^A08");
      assertThat(accepted(Messages.bytes(Messages.msh("ADT^^ADT_A03"))).type())
          .isEqualTo("ADT^A03");
    }
  }

  @Nested
  class WhatCannotBeRead {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "",
          "\r\r\r",
          "hello",
          "PID|1||4711",
          "MSH",
          "MSH|",
          "MSH|^~\\&",
          "MSHx^~\\&|a",
          "MSH|^^^^|a|b",
          "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
        })
    void isRefusedAndAnsweredAllTheSame(String text) {
      Refused refused = refused(text.getBytes(UTF_8));
      assertThat(refused.refusal().code()).isEqualTo("AE");
      assertThat(refused.cause()).isNotBlank();
      String[] answer = answer(text.getBytes(UTF_8), Storing.STORED);
      assertThat(answer[0]).startsWith("MSH|^~\\&|");
      assertThat(answer[1]).startsWith("MSA|AE|");
      assertThat(answer[2]).startsWith("ERR||");
    }

    @Test
    void withoutAHeaderTheAnswerEchoesNoNumber() {
      assertThat(answer("PID|1||4711".getBytes(UTF_8), Storing.STORED)[1])
          .isEqualTo(
              "MSA|AE||It does not begin with MSH: have the sender put one message into a frame");
    }

    @Test
    void aBatchOfOneIsThatMessageAndOneOfSeveralIsRefusedWhereItWasNotCut() {
      String one = "FHS|^~\\&|x\rBHS|^~\\&|x\r" + MSH + "\r" + Messages.PID + "\rBTS|1\rFTS|1\r";
      assertThat(accepted(one.getBytes(UTF_8)).type()).isEqualTo("ADT^A01");
      String two = "BHS|^~\\&|x\r" + MSH + "\r" + MSH + "\rBTS|2\r";
      assertThat(refused(two.getBytes(UTF_8)).cause())
          .isEqualTo(
              "Several messages came in one frame, the end of one is missing: have the sender send"
                  + " them again, each whole");
      assertThat(answer(two.getBytes(UTF_8), Storing.STORED)[1]).startsWith("MSA|AE|M1|Several");
    }

    @Test
    void aBlockThatWasNeverEndedTakesNothingFromTheNext() {
      String cut = MSH + "\r" + Messages.PID + "\rDG1|1||I1";
      String next = MSH.replace("|M1|", "|M2|") + "\r" + Messages.PID + "\rDG1|1||E11.9^DM^I10C\r";
      assertThat(refused((cut + "\u000b" + next).getBytes(UTF_8)).cause())
          .startsWith("Several messages came in one frame");
    }

    @Test
    void aLineBreakOfAWordProcessorIsText() {
      byte[] message =
          Messages.message("ORU^R01", Messages.PID, "OBX|1|TX|1^x^L||one\u000btwo||||||F");
      assertThat(accepted(message).type()).isEqualTo("ORU^R01");
      assertThat(Messages.notes(Messages.read(message)))
          .containsExactly("OBX-5: the result is free text");
    }

    @Test
    void blanksBeforeTheHeaderAreForgiven() {
      assertThat(
              accepted(("\r\n  " + MSH + "\r" + Messages.PID).getBytes(UTF_8)).header().controlId())
          .isEqualTo("M1");
    }

    @Test
    void whatIsTooLargeIsAnsweredByItsHeaderAndSaysWhatToDo() {
      Received received = DESK.tooLarge((MSH + "\r" + Messages.PID + "\rOBX|1|E").getBytes(UTF_8));
      assertThat(received)
          .isInstanceOfSatisfying(
              Refused.class,
              it -> {
                assertThat(it.cause()).contains("larger", "most-bytes");
                assertThat(it.envelope().map(Envelope::type)).contains("ADT^A01");
              });
      assertThat(DESK.acknowledge(received, Storing.STORED).orElseThrow())
          .asString(UTF_8)
          .contains("\rMSA|AE|M1|It is larger")
          .contains("|104^Value too long^HL70357|");
      assertThat(DESK.acknowledge(DESK.tooLarge("x".getBytes(UTF_8)), Storing.STORED)).isPresent();
    }

    @Test
    void blankLinesBeforeAMessageThatIsTooLargeAreForgivenToo() {
      Received received = DESK.tooLarge(("\r\n" + MSH + "\rOBX|1|E").getBytes(UTF_8));
      assertThat(DESK.acknowledge(received, Storing.STORED).orElseThrow())
          .asString(UTF_8)
          .contains("\rMSA|AE|M1|");
    }

    @Test
    void onlyTheHeaderOfWhatWouldHaveBeenReadIsBeheaded() {
      assertThat(DESK.isBeheaded(MSH.getBytes(UTF_8))).isTrue();
      assertThat(DESK.isBeheaded((MSH + "\r" + Messages.PID).getBytes(UTF_8))).isFalse();
      assertThat(DESK.isBeheaded(MSH.replace("ADT^A01", "NMQ^N01").getBytes(UTF_8))).isFalse();
    }

    @Test
    void theCauseQuotesNobody() {
      String secret = "Xyzzy^Quux";
      assertThat(refused(("PID|1||" + secret).getBytes(UTF_8)).cause()).doesNotContain("Xyzzy");
      assertThat(refused(Messages.bytes(Messages.msh(secret))).cause()).doesNotContain("Xyzzy");
    }

    @ParameterizedTest
    @CsvSource({
      "T, AR, 202",
      "D, AR, 202",
      "X, AR, 202",
      "p, AR, 202",
    })
    void whatIsNotForProductionIsRejected(String processing, String code, String error) {
      byte[] message = admission(MSH.replace("|P|", "|" + processing + "|"));
      assertThat(refused(message).refusal().code()).isEqualTo(code);
      assertThat(refused(message).cause()).contains("MSH-11").contains("P");
      assertThat(answer(message, Storing.STORED)[1]).startsWith("MSA|AR|M1|MSH-11");
      assertThat(answer(message, Storing.STORED)[2])
          .startsWith("ERR||MSH^1^11|%s^Unsupported processing id^HL70357|E||||".formatted(error));
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.0", "1.0", "2", "2.10", "x"})
    void anUnknownVersionIsRejected(String version) {
      byte[] message = admission(MSH.replace("2.5.1", version));
      assertThat(refused(message).refusal().code()).isEqualTo("AR");
      assertThat(answer(message, Storing.STORED)[2]).contains("203^Unsupported version id");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "2.1", "2.2", "2.3", "2.3.1", "2.4", "2.5", "2.5.1", "2.6", "2.7", "2.8", "2.9",
          "2.5^USA", ""
        })
    void everyVersionOfHl7V2IsTaken(String version) {
      assertThat(accepted(admission(MSH.replace("2.5.1", version))).type()).isEqualTo("ADT^A01");
    }

    @Test
    void aMissingTypeIsAnError() {
      assertThat(refused(admission(Messages.msh(""))).cause())
          .isEqualTo(
              "MSH-9 does not say what kind of message it is: have the sender write it, e.g."
                  + " ADT^A08");
    }
  }

  @Nested
  class Answers {
    private byte[] wanting(String accept, String application) {
      return admission(MSH + "|||" + accept + "|" + application);
    }

    private String code(byte[] message, Storing storing) {
      return code(DESK, message, storing);
    }

    private String code(MessageDesk desk, byte[] message, Storing storing) {
      return desk.acknowledge(desk.received(message), storing)
          .map(bytes -> new String(bytes, UTF_8).split("\r", -1)[1].split("\\|", -1)[1])
          .orElse("none");
    }

    @Test
    void areTheSendersHeaderTurnedRound() {
      String[] answer = answer(admission(MSH), Storing.STORED);
      assertThat(answer).hasSize(2);
      assertThat(answer[0])
          .matches(
              "MSH\\|\\^~\\\\&\\|TW\\|ELSE\\|EHR\\|ELSE\\|20261122050000-0500\\|\\|ACK\\^A01\\^ACK"
                  + "\\|TW\\d+\\.\\d+\\|P\\|2\\.5\\.1");
      assertThat(answer[1]).isEqualTo("MSA|AA|M1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"4711", "A\\T\\1", "1^2", "a&b~c", " 7 "})
    void repeatTheNumberAsItIsWritten(String number) {
      byte[] message = admission(MSH.replace("|M1|", "|" + number + "|"));
      assertThat(answer(message, Storing.STORED)[1]).isEqualTo("MSA|AA|" + number);
    }

    @Test
    void eachHasANumberOfItsOwn() {
      assertThat(answer(admission(MSH), Storing.STORED)[0])
          .isNotEqualTo(answer(admission(MSH), Storing.STORED)[0]);
    }

    @Test
    void theSenderIsAskedAgainForWhatCouldNotBeStored() {
      String[] answer = answer(admission(MSH), Storing.FAILED);
      assertThat(answer[1]).isEqualTo("MSA|AE|M1|It could not be stored: please send it again");
      assertThat(answer[2])
          .isEqualTo(
              "ERR|||207^Application internal error^HL70357|E||||"
                  + "It could not be stored: please send it again");
      assertThat(code("garbage".getBytes(UTF_8), Storing.FAILED)).isEqualTo("AE");
    }

    @ParameterizedTest
    @CsvSource({
      // accept, application, stored, failed
      "'', '', AA, AE",
      "AL, NE, CA, CE",
      "AL, AL, CA, CE",
      "AL, '', CA, CE",
      "NE, AL, AA, AE",
      "'', AL, AA, AE",
      "NE, NE, none, none",
      "NE, '', none, none",
      "'', NE, none, none",
      "ER, NE, none, CE",
      "SU, NE, CA, none",
      "NE, ER, none, AE",
      "NE, SU, AA, none",
      "ER, AL, AA, CE",
      "SU, ER, CA, AE",
      "XX, NE, CA, CE",
    })
    void areThoseThatTheSenderWants(
        String accept, String application, String stored, String failed) {
      assertThat(code(wanting(accept, application), Storing.STORED)).isEqualTo(stored);
      assertThat(code(wanting(accept, application), Storing.FAILED)).isEqualTo(failed);
    }

    @ParameterizedTest
    @CsvSource({
      // accept, application, stored, failed
      "'', '', AA, AE",
      "AL, NE, CA, CE",
      "NE, AL, AA, AE",
      "NE, NE, AA, AE",
      "NE, '', AA, AE",
      "ER, NE, AA, CE",
      "NE, ER, AA, AE",
    })
    void areAlwaysThereForASenderThatWaits(
        String accept, String application, String stored, String failed) {
      var desk = new MessageDesk(Messages.PROFILE, Acknowledge.ALWAYS, Messages.CLOCK);
      assertThat(code(desk, wanting(accept, application), Storing.STORED)).isEqualTo(stored);
      assertThat(code(desk, wanting(accept, application), Storing.FAILED)).isEqualTo(failed);
    }

    @Test
    void aRejectionInTheEnhancedModeIsACommitReject() {
      byte[] message = admission(MSH.replace("|P|", "|T|") + "|||AL|NE");
      assertThat(code(message, Storing.STORED)).isEqualTo("CR");
    }

    @Test
    void anAcknowledgementIsNotAcknowledged() {
      assertThat(code(Messages.message("ACK^A01^ACK", "MSA|AA|1"), Storing.STORED))
          .isEqualTo("none");
    }

    @ParameterizedTest
    @CsvSource({
      "2.1, ACK, ERR|MSH^1^11^202&Unsupported processing id&HL70357",
      "2.3, ACK^A01, ERR|MSH^1^11^202&Unsupported processing id&HL70357",
      "2.4, ACK^A01^ACK, ERR|MSH^1^11^202&Unsupported processing id&HL70357",
      "2.5, ACK^A01^ACK, ERR||MSH^1^11|202^Unsupported processing id^HL70357|E||||",
      "2.8, ACK^A01^ACK, ERR||MSH^1^11|202^Unsupported processing id^HL70357|E||||",
    })
    void followTheSendersVersion(String version, String type, String error) {
      String[] answer = answer(admission(MSH.replace("|P|2.5.1", "|T|" + version)), Storing.STORED);
      assertThat(answer[0].split("\\|", -1)[8]).isEqualTo(type);
      assertThat(answer[0].split("\\|", -1)[11]).isEqualTo(version);
      assertThat(answer[2]).startsWith(error);
    }

    @Test
    void useTheSendersSeparators() {
      byte[] message =
          "MSH$%*#!$EHR$ELSE%1.2%ISO$TW$X$20261121$$ADT%A01$a#F#b$T$2.5\r".getBytes(UTF_8);
      String[] answer = answer(message, Storing.STORED);
      assertThat(answer[0]).startsWith("MSH$%*#!$TW$X$EHR$ELSE%1.2%ISO$");
      assertThat(answer[1]).startsWith("MSA$AR$a#F#b$MSH-11");
    }

    @Test
    void useTheSendersCharacterSet() {
      byte[] latin = (MSH.replace("EHR", "Hôpital") + "||||||8859/1\r").getBytes(ISO_8859_1);
      byte[] answer = DESK.acknowledge(DESK.received(latin), Storing.STORED).orElseThrow();
      assertThat(new String(answer, ISO_8859_1)).contains("|Hôpital|").contains("|8859/1\r");
      byte[] wide = (MSH.replace("EHR", "病院") + "\r").getBytes(UTF_16);
      byte[] wideAnswer = DESK.acknowledge(DESK.received(wide), Storing.STORED).orElseThrow();
      assertThat(new String(wideAnswer, java.nio.charset.StandardCharsets.UTF_16BE))
          .contains("|病院|");
    }

    @Test
    void areReadByHapi() throws Exception {
      try (var context = new DefaultHapiContext()) {
        context.setModelClassFactory(new GenericModelClassFactory());
        context.setValidationContext(ValidationContextFactory.noValidation());
        for (String version : new String[] {"2.1", "2.3", "2.3.1", "2.4", "2.5", "2.5.1", "2.8"}) {
          for (String processing : new String[] {"P", "T"}) {
            byte[] message = admission(MSH.replace("P|2.5.1", processing + "|" + version));
            String answer =
                new String(
                    DESK.acknowledge(DESK.received(message), Storing.STORED).orElseThrow(), UTF_8);
            var terser = new Terser(context.getPipeParser().parse(answer));
            assertThat(terser.get("/.MSA-1")).isEqualTo(processing.equals("P") ? "AA" : "AR");
            assertThat(terser.get("/.MSA-2")).isEqualTo("M1");
            assertThat(terser.get("/.MSH-5-1")).isEqualTo("EHR");
          }
        }
      }
    }
  }

  @Nested
  class CharacterSetsOfMessages {
    private static String name(byte[] message) {
      return Messages.statements(Messages.read(message)).stream()
          .filter(statement -> statement.reference().equals("PID-5"))
          .map(statement -> ((org.trialward.fhir.record.Said.Name) statement.said()).text())
          .findFirst()
          .orElseThrow();
    }

    private static String text(String set, String name) {
      return MSH + "||||||" + set + "\rPID|1||4711^^^ELSE^MR||" + name + "\r";
    }

    @ParameterizedTest
    @CsvSource({
      "UNICODE UTF-8, UTF-8, 'Żółć, Zoë'",
      "UTF-8, UTF-8, 'Żółć, Zoë'",
      "'', UTF-8, 'Müller, Jörg'",
      "ASCII, UTF-8, 'Müller, Jörg'",
      "8859/1, ISO-8859-1, 'Müller, Jörg'",
      "8859/2, ISO-8859-2, 'Dvořák, Jiří'",
      "8859/5, ISO-8859-5, 'Иванов, Пётр'",
      "8859/15, ISO-8859-15, 'Œuvré, Zoé'",
      "ISO8859/1, ISO-8859-1, 'Müller, Jörg'",
      "GB 18030-2000, GB18030, '王, 芳'",
      "BIG-5, Big5, '王, 芳'",
      "~ISO IR87, ISO-2022-JP, '患者, 太郎'",
      "ISO IR6~ISO IR14~ISO IR87, ISO-2022-JP, '患者, 太郎'",
      "~ISO IR87, UTF-8, '患者, 太郎'",
    })
    void areThoseThatMsh18Names(String set, String charset, String name) {
      assertThat(name(text(set, name.replace(", ", "^")).getBytes(Charset.forName(charset))))
          .isEqualTo(name);
    }

    /** The last byte of this name is the one that separates fields. */
    @Test
    void aByteOfASignOfJapanSeparatesNothing() {
      byte[] message =
          text("~ISO IR87", "春日^太郎||19650415|M").getBytes(Charset.forName("ISO-2022-JP"));
      assertThat(new String(message, ISO_8859_1)).contains("F|");
      assertThat(name(message)).isEqualTo("春日, 太郎");
      assertThat(Messages.statements(Messages.read(message))).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE"})
    void utf16IsRecognisedByItsBytes(String charset) {
      byte[] message = text("UNICODE UTF-16", "Żółć^Zoë").getBytes(Charset.forName(charset));
      assertThat(name(message)).isEqualTo("Żółć, Zoë");
    }

    @Test
    void aByteOrderMarkIsNoText() {
      byte[] message = ("\uFEFF" + text("", "Żółć^Zoë")).getBytes(UTF_8);
      assertThat(accepted(message).type()).isEqualTo("ADT^A01");
      assertThat(name(message)).isEqualTo("Żółć, Zoë");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ISO IR87", "ISO IR159", "CNS 11643-1992", "EBCDIC"})
    void anotherOneIsRefusedNamingTheSupported(String set) {
      byte[] message = text(set, "Doe").getBytes(UTF_8);
      assertThat(refused(message).cause()).contains("MSH-18").contains("UNICODE UTF-8");
      assertThat(refused(message).envelope().map(it -> it.header().controlId())).contains("M1");
      assertThat(answer(message, Storing.STORED)[1]).startsWith("MSA|AE|M1|");
      byte[] enhanced =
          text("X", "Doe").replace("2.5.1||||||X", "2.5.1|||AL|NE||X").getBytes(UTF_8);
      assertThat(answer(enhanced, Storing.STORED)[1]).startsWith("MSA|CE|M1|");
    }

    @Test
    void bytesThatAreNoCharactersAreNotedWithTheRemedy() {
      byte[] message = text("", "Müller^Jörg").getBytes(ISO_8859_1);
      assertThat(accepted(message).type()).isEqualTo("ADT^A01");
      assertThat(Messages.notes(Messages.read(message)))
          .contains(
              "MSH-18: some bytes are not of its character set: correct MSH-18 or the feed's"
                  + " character set");
    }
  }

  @Nested
  class LargeAndTruncatedMessages {
    private static byte[] results(int count) {
      var text = new StringBuilder(Messages.msh("ORU^R01") + "\r" + Messages.PID + "\rOBR|1||F1\r");
      for (int i = 0; i < count; i++) {
        text.append(
            "OBX|%d|NM|718-7^Hemoglobin^LN|%d|13.2|g/dL|12-16||||F\rNTE|1||%s\r"
                .formatted(i, i, "a note ".repeat(30)));
      }
      return text.toString().getBytes(UTF_8);
    }

    @Test
    void tenMegabytesTakeSeconds() {
      byte[] message = results(40_000);
      assertThat(message).hasSizeGreaterThan(10_000_000);
      long start = System.nanoTime();
      assertThat(accepted(message).type()).isEqualTo("ORU^R01");
      assertThat(Messages.read(message).contents().facts()).hasSize(40_000);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMinutes(1));
    }

    @Test
    void oneFieldOfMegabytesTakesSeconds() {
      for (String filling : new String[] {"*", "~", "^", "&", "\\", "\n", "1"}) {
        String text =
            Messages.msh("ORU^R01")
                + "\r"
                + Messages.PID
                + "\rOBX|1|CWE|"
                + filling.repeat(2_000_000)
                + "^x^I10||"
                + "E11"
                + "|||||F\r";
        long start = System.nanoTime();
        assertThat(accepted(text.getBytes(UTF_8)).type()).isEqualTo("ORU^R01");
        assertThat(Messages.read(text.getBytes(UTF_8)).contents().records()).hasSize(1);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMinutes(1));
      }
    }

    @Test
    void moreIsRefusedWithTheRemedy() {
      assertThat(refused(new byte[20_000_001]).cause()).contains("20 MB");
      byte[] many = (Messages.msh("ORU^R01") + "\r" + "NTE\r".repeat(250_000)).getBytes(UTF_8);
      assertThat(refused(many).cause()).contains("250,000 segments");
    }

    @Test
    void whereverItIsCutItIsAnswered() {
      byte[] whole =
          Messages.message("ORU^R01", Messages.PID, "OBR|1||F1|L", "OBX|1|SN|1^x^LN||>^5|mg/dL");
      for (int i = 0; i <= whole.length; i++) {
        byte[] part = Arrays.copyOf(whole, i);
        Optional<byte[]> answer = DESK.acknowledge(DESK.received(part), Storing.STORED);
        assertThat(answer).isPresent();
        assertThat(Messages.read(part)).asInstanceOf(type(MessageReading.class)).isNotNull();
      }
    }
  }
}
