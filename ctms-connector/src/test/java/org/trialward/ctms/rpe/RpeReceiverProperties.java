package org.trialward.ctms.rpe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.time.Clock;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever arrives, it is taken or refused with a fault; nothing else leaves the receiver. */
class RpeReceiverProperties {

  /** The same for every build; another one finds other damage. */
  private static final String SEED = "20261123";

  private static final String[] PIECES = {
    "<",
    ">",
    "&",
    "&#0;",
    "&#x1F600;",
    "]]>",
    "<![CDATA[",
    "<!--",
    "<!DOCTYPE a [",
    "\"",
    "</",
    "/>",
    "xmlns=\"\"",
    "xmlns:s=\"x\"",
    "<?xml version=\"1.1\"?>",
    "\u0000",
    "\uFFFE",
    "é",
    "s:",
    "&x;"
  };

  private final RpeReceiver receiver = new RpeReceiver(Map.of(), Clock.systemUTC());

  @Property(seed = SEED, tries = 2_000)
  void aBrokenMessageIsTakenOrRefused(
      @ForAll("mutated") byte[] message, @ForAll("contentTypes") String contentType)
      throws Exception {
    SoapAnswer answer;
    try {
      Received received = receiver.receive(message, contentType);
      assertThat(received.changes().size() + received.studies().size()).isPositive();
      answer = received.accepted();
    } catch (RpeRefusal refusal) {
      answer = refusal.answer();
      assertThat(answer.status()).isIn(400, 500);
    }
    // Whatever was in the message, the answer to it is well-formed.
    assertThat(XmlText.read(answer.bytes(), answer.contentType()).name()).isEqualTo("Envelope");
  }

  @Provide
  Arbitrary<String> contentTypes() {
    return Arbitraries.of(
        Samples.TEXT_XML,
        Samples.SOAP_XML,
        "",
        "text/xml; charset=utf-16",
        "text/xml; charset=\"???\"",
        "text/xml; charset=x-nobody",
        "multipart/related");
  }

  @Provide
  Arbitrary<byte[]> mutated() {
    return Combinators.combine(
            Arbitraries.of(Samples.ALL), Arbitraries.longs(), Arbitraries.integers().between(0, 6))
        .as((sample, seed, times) -> mutate(Samples.read(sample), new Random(seed), times));
  }

  /** Cuts, doubles, swaps and puts in what hurts parsers, at places drawn from the seed. */
  private static byte[] mutate(byte[] message, Random random, int times) {
    byte[] mutated = message;
    for (int i = 0; i < times && mutated.length > 1; i++) {
      int from = random.nextInt(mutated.length);
      int to = Math.min(mutated.length, from + 1 + random.nextInt(40));
      mutated =
          switch (random.nextInt(5)) {
            case 0 -> joined(mutated, from, new byte[0], to);
            case 1 -> joined(mutated, to, Arrays.copyOfRange(mutated, from, to), to);
            case 2 -> joined(mutated, from, piece(random), from);
            case 3 -> joined(mutated, from, new byte[] {(byte) random.nextInt(256)}, from + 1);
            default -> Arrays.copyOf(mutated, to);
          };
    }
    return mutated;
  }

  private static byte[] piece(Random random) {
    return Samples.bytes(PIECES[random.nextInt(PIECES.length)]);
  }

  /** The beginning up to {@code end}, the middle, the rest from {@code start} on. */
  private static byte[] joined(byte[] message, int end, byte[] middle, int start) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(message, 0, end);
    out.writeBytes(middle);
    out.write(message, start, message.length - start);
    return out.toByteArray();
  }
}
