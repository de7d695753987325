package org.trialward.fhir.cda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.trialward.fhir.cda.Ccda.allergy;
import static org.trialward.fhir.cda.Ccda.battery;
import static org.trialward.fhir.cda.Ccda.coded;
import static org.trialward.fhir.cda.Ccda.concern;
import static org.trialward.fhir.cda.Ccda.diabetes;
import static org.trialward.fhir.cda.Ccda.documentOf;
import static org.trialward.fhir.cda.Ccda.medicine;
import static org.trialward.fhir.cda.Ccda.problem;
import static org.trialward.fhir.cda.Ccda.result;
import static org.trialward.fhir.cda.Ccda.section;
import static org.trialward.fhir.cda.Ccda.status;
import static org.trialward.fhir.cda.Ccda.target;
import static org.trialward.fhir.cda.Ccda.vaccine;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.trialward.fhir.cda.DocumentReading.Read;
import org.trialward.fhir.cda.DocumentReading.Refused;
import org.trialward.fhir.record.FeedProfile;

/**
 * Whatever the bytes, there is an answer. A thousand tries each; {@code
 * -Djqwik.tries.default=100000} takes more.
 */
class DocumentFuzzTest {

  /** The same for every build; another one finds other damage. */
  private static final String SEED = "20261123";

  private static final Duration BOUND = Duration.ofSeconds(10);

  private static final DocumentReader READER =
      new DocumentReader(FeedProfile.of("ccda", ZoneId.of("Europe/Berlin")));

  private static final String WHOLE =
      documentOf(
          target(
              "<addr use=\"HP\"><country>US</country></addr><patient><name><given>A</given></name>"
                  + "<administrativeGenderCode code=\"F\"/><birthTime value=\"19700102\"/>"
                  + "<languageCommunication><languageCode code=\"en\"/></languageCommunication>"
                  + "</patient>"),
          section(
              "11450-4",
              concern(
                  "active",
                  problem(
                      "",
                      "<effectiveTime><low value=\"2019\"/><high value=\"2020\"/></effectiveTime>"
                          + diabetes()
                          + status("55561003")))),
          section("48765-2", concern("active", allergy("", coded("code", "7980", Ccda.RXNORM)))),
          section(
              "10160-0",
              medicine("moodCode=\"EVN\"", "active", "<effectiveTime value=\"20240301\"/>")),
          section(
              "11369-6",
              vaccine("moodCode=\"EVN\"", "completed", "<effectiveTime value=\"20240301\"/>")),
          section(
              "30954-2",
              battery(
                  "completed",
                  result(
                      "r1",
                      "<effectiveTime value=\"202403011330-0500\"/><value xsi:type=\"PQ\" value=\"13.2\""
                          + " unit=\"g/dL\"/><referenceRange><observationRange><value"
                          + " xsi:type=\"IVL_PQ\"><low value=\"1\" unit=\"g/dL\"/></value>"
                          + "</observationRange></referenceRange>"),
                  result(
                      "r2",
                      "<value xsi:type=\"IVL_PQ\"><high value=\"3\" unit=\"mg/dL\"/></value>"))));

  /** What attributes could hold instead. */
  private static final List<String> ODD =
      List.of(
          "",
          " ",
          "0",
          "-1",
          "UNK",
          "true",
          "99999999999999",
          "1e999999999",
          "2024-01-01",
          "00000000",
          "20241301",
          "202402302500+9999",
          "9999123123-1200",
          "urn:oid:1",
          "1.2.3",
          "10*9999999",
          "Ym99",
          "K/uL",
          "\u0000".replace('\u0000', '\uFFFD'),
          "\uD83D\uDE00",
          "IVL_PQ",
          "IVL_TS",
          "CD",
          "BL",
          "nullified",
          "completed",
          "EVN",
          "GOL",
          "2.16.840.1.113883.6.90",
          "((((",
          "*".repeat(900),
          "x".repeat(2_000));

  private static void answered(byte[] document) {
    long start = System.nanoTime();
    switch (READER.read(document)) {
      case Refused(var cause) -> assertThat(cause).endsWith(".");
      case Read(var contents, var key) -> {
        assertThat(key).hasSize(64);
        assertThat(contents.records()).hasSize(1);
        assertThat(contents.toString()).isNotEmpty();
      }
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(BOUND);
  }

  @Property(seed = SEED, shrinking = ShrinkingMode.OFF)
  void anyBytesAreAnswered(@ForAll byte[] bytes) {
    answered(bytes);
  }

  @Property(seed = SEED, shrinking = ShrinkingMode.OFF)
  void anyTextInADocumentIsAnswered(@ForAll String text) {
    answered(documentOf(target("<patient/>"), text).getBytes(StandardCharsets.UTF_8));
  }

  @Provide
  Arbitrary<Long> seeds() {
    return Arbitraries.longs();
  }

  @Property(seed = SEED, shrinking = ShrinkingMode.OFF)
  void aDocumentWithDamagedBytesIsAnswered(@ForAll("seeds") long seed) {
    var random = new Random(seed);
    byte[] bytes = WHOLE.getBytes(StandardCharsets.UTF_8);
    int damages = 1 + random.nextInt(4);
    for (int i = 0; i < damages; i++) {
      switch (random.nextInt(3)) {
        case 0 -> bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        case 1 -> bytes = Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length));
        default -> bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      }
    }
    answered(bytes);
  }

  @Property(seed = SEED, shrinking = ShrinkingMode.OFF)
  void aDocumentWithOtherValuesAndElementsIsAnswered(@ForAll("seeds") long seed) {
    var random = new Random(seed);
    String document = WHOLE;
    int changes = 1 + random.nextInt(6);
    for (int i = 0; i < changes; i++) {
      document =
          random.nextBoolean() ? otherValue(document, random) : otherElement(document, random);
    }
    answered(document.getBytes(StandardCharsets.UTF_8));
  }

  private static String otherValue(String document, Random random) {
    List<Integer> quotes = places(document, "=\"");
    int at = quotes.get(random.nextInt(quotes.size())) + 2;
    int end = document.indexOf('"', at);
    return end < 0
        ? document
        : document.substring(0, at) + ODD.get(random.nextInt(ODD.size())) + document.substring(end);
  }

  /** Takes an empty element out, doubles it, or puts another one in its place. */
  private static String otherElement(String document, Random random) {
    List<Integer> ends = places(document, "/>");
    int end = ends.get(random.nextInt(ends.size())) + 2;
    int start = document.lastIndexOf('<', end);
    String element = document.substring(start, end);
    int other = ends.get(random.nextInt(ends.size())) + 2;
    String instead =
        switch (random.nextInt(4)) {
          case 0 -> "";
          case 1 -> element + element;
          case 2 -> "<subject/>";
          default -> document.substring(document.lastIndexOf('<', other), other);
        };
    return document.substring(0, start) + instead + document.substring(end);
  }

  private static List<Integer> places(String document, String mark) {
    List<Integer> places = new ArrayList<>();
    for (int at = document.indexOf(mark); at >= 0; at = document.indexOf(mark, at + 1)) {
      places.add(at);
    }
    return places;
  }
}
