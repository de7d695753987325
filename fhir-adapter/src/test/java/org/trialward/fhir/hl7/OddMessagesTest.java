package org.trialward.fhir.hl7;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.trialward.fhir.hl7.MessageDesk.Storing;
import org.trialward.fhir.hl7.Received.Accepted;
import org.trialward.fhir.record.Statement;

/** Whatever comes over the wire is answered, and read without an exception, in bounded time. */
class OddMessagesTest {

  /** The same for every build; another one finds other damage. */
  private static final String SEED = "20261123";

  /** A message of a few hundred bytes takes microseconds; this is for a machine that is busy. */
  private static final long LONGEST_NANOS = 5_000_000_000L;

  private static final MessageDesk DESK = new MessageDesk(Messages.PROFILE, Messages.CLOCK);

  private static final List<byte[]> SOUND =
      List.of(
          Messages.message(
              "ADT^A01^ADT_A01",
              "EVN|A01|20261121101400-0500",
              "PID|1||4711^^^ELSE^MR~1^^^SSA^SS||Doe&de^Jane^Ann^^^^L||19600229|F|||1 Elm^^Boston^MA"
                  + "^02115^USA^H||||en^English^ISO639|||||||||||||20260101|Y",
              "PV1|1|I",
              "AL1|1|DA|7980^Penicillin^RXNORM|SV||20200101",
              "IAM|1||7980^Penicillin^RXNORM|||A|A7||||201805||2020||||C",
              "DG1|1||E1165^Diabetes^I10C^44054006^DM^SCT||20260301|F||||||||||||||D1|A",
              "PR1|1||44950^Appendectomy^C4||20250506"),
          Messages.message(
              "ORU^R01",
              Messages.PID,
              "ORC|RE|P1^EHR|F1^LAB",
              "OBR|1|P1|F1|24323-8^Panel^LN|||202611210800||||||||||||||||||F",
              "OBX|1|NM|718-7^Hb^LN||13.2|g/dL|12-16||||F|||20261121",
              "OBX|2|SN|1554-5^Glucose^LN||>^100|mg/dl|70-105||||C",
              "OBX|3|CWE|5195-3^HBsAg^LN||260385009^Negative^SCT~L^x^L||||||F",
              "OBX|4|ST|1988-5^CRP^LN|1|<0.01|10^3/uL|<5||||F",
              "OBX|5|FT|1^t^L||a\\.br\\b\\X41\\||||||W",
              "OBX|6|ED|1^t^L||^application^xml^Base64^PGEvPg==||||||F"),
          Messages.message("ADT^A40", "EVN||20261121", Messages.PID, "MRG|4712^^^ELSE^MR"),
          Messages.message("ADT^A37", Messages.PID, "PID|2||4712^^^ELSE^MR"),
          Messages.message(
              "RDE^O11",
              Messages.PID,
              "ORC|NW|P1^EHR||||||||20260101",
              "TQ1|1||||||20260106|202609",
              "RXE|^BID^^20260101^20260201|860975^Metformin^RXNORM|500||mg",
              "RXC|A|1^x^L"),
          Messages.message(
              "VXU^V04",
              Messages.PID,
              "ORC|RE||V1",
              "RXA|0|1|20260110||88^Influenza^CVX|999||||||||||||||CP|A"),
          Messages.message("RAS^O17", Messages.PID, "RXA|0|1|202601050800||1^x^L|500|mg"),
          Messages.message(
              "PPR^PC1", Messages.PID, "PRB|AD|20260101|I10^HTN^I10C|P9|||2020||2025||||confirmed"),
          Messages.bytes(
              "BHS|^~\\&|LAB|H1|TW|H2|20261121||||B7",
              Messages.msh("ADT^A08"),
              Messages.PID,
              Messages.msh("ADT^A08"),
              Messages.PID,
              "BTS|2"),
          (Messages.msh("MDM^T02") + "|||AL|NE||8859/1\r" + Messages.PID + "\rTXA|1\r")
              .getBytes(ISO_8859_1));

  private static void isAnsweredAndRead(byte[] frame) {
    long start = System.nanoTime();
    Received received = DESK.received(frame);
    byte[] answer = DESK.acknowledge(received, Storing.FAILED).orElse(new byte[] {'M'});
    assertThat(answer).isNotEmpty();
    Batch batch = Batch.of(frame);
    List<Received> each = batch.messages().stream().map(DESK::received).toList();
    byte[] answers = DESK.acknowledge(batch, each, Storing.FAILED).orElse(new byte[] {'M'});
    assertThat(answers).isNotEmpty();
    MessageReading reading = new MessageReader(Messages.PROFILE, Messages.CLOCK).reading(frame);
    assertThat(reading.contents().occurredAt()).isNotNull();
    if (!(received instanceof Accepted)) {
      assertThat(((Received.Refused) received).cause()).isNotBlank();
    }
    assertThat(Messages.statements(reading))
        .extracting(Statement::reference)
        .allMatch(reference -> reference.length() <= 21);
    assertThat(System.nanoTime() - start).isLessThan(LONGEST_NANOS);
  }

  @Property(seed = SEED, shrinking = ShrinkingMode.BOUNDED)
  void anyBytes(@ForAll byte[] bytes) {
    isAnsweredAndRead(bytes);
  }

  @Property(seed = SEED, shrinking = ShrinkingMode.BOUNDED)
  void anyTextBehindAHeader(@ForAll("texts") String text) {
    isAnsweredAndRead(
        (Messages.msh("ORU^R01") + "\r" + Messages.PID + "\r" + text).getBytes(UTF_8));
    isAnsweredAndRead((Messages.msh(text) + "\r" + Messages.PID).getBytes(UTF_8));
    isAnsweredAndRead(("MSH" + text).getBytes(UTF_8));
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings()
        .withChars("|^~\\&\r\n\"0123456789.<>-+*/()[]{}ABCDEFMNOPRSTXZOBX ")
        .withChars('\u0000', '\u000b', '\u001c', 'é', '\uFEFF', '\uD800')
        .ofMaxLength(300);
  }

  @Property(seed = SEED, shrinking = ShrinkingMode.BOUNDED)
  void anyMessageThatWasDamaged(@ForAll("damaged") byte[] message) {
    isAnsweredAndRead(message);
  }

  @Provide
  Arbitrary<byte[]> damaged() {
    return Combinators.combine(
            Arbitraries.of(SOUND),
            Arbitraries.randomValue(Random::nextLong),
            Arbitraries.integers().between(1, 6))
        .as((sound, seed, times) -> {
          var random = new Random(seed);
          byte[] message = sound;
          for (int i = 0; i < times; i++) {
            message = damage(message, random);
          }
          return message;
        });
  }

  private static byte[] damage(byte[] message, Random random) {
    return switch (random.nextInt(8)) {
      case 0 -> flipped(message, random);
      case 1 -> segments(message, random, (all, i) -> all.remove(i));
      case 2 -> segments(message, random, (all, i) -> all.add(i, all.get(i)));
      case 3 -> segments(message, random, (all, i) -> Collections.swap(all, 0, i));
      case 4 -> segments(message, random, (all, i) -> all.set(i, swapped(all.get(i), random)));
      case 5 -> Arrays.copyOf(message, random.nextInt(message.length + 1));
      case 6 -> replaced(message, random);
      default -> segments(message, random, (all, i) -> all.set(i, all.get(i) + filling(random)));
    };
  }

  private static byte[] flipped(byte[] message, Random random) {
    byte[] other = message.clone();
    for (int i = 0; i < 3 && other.length > 0; i++) {
      other[random.nextInt(other.length)] = (byte) random.nextInt(256);
    }
    return other;
  }

  private interface Change {
    void to(List<String> segments, int index);
  }

  private static byte[] segments(byte[] message, Random random, Change change) {
    List<String> all = new ArrayList<>(List.of(new String(message, ISO_8859_1).split("\r", -1)));
    change.to(all, random.nextInt(all.size()));
    return String.join("\r", all).getBytes(ISO_8859_1);
  }

  private static String swapped(String segment, Random random) {
    List<String> fields = new ArrayList<>(List.of(segment.split("\\|", -1)));
    Collections.swap(fields, random.nextInt(fields.size()), random.nextInt(fields.size()));
    return String.join("|", fields);
  }

  private static byte[] replaced(byte[] message, Random random) {
    String separators = "|^~\\&";
    char one = separators.charAt(random.nextInt(separators.length()));
    char other = "|^~\\&$%#a\r\n\"".charAt(random.nextInt(12));
    return new String(message, ISO_8859_1).replace(one, other).getBytes(ISO_8859_1);
  }

  private static String filling(Random random) {
    return "|^~\\&\"*1(. /".substring(0, random.nextInt(12)).repeat(random.nextInt(40));
  }
}
