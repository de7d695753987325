package org.trialward.fhir.cda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trialward.fhir.cda.DocumentReading.Read;
import org.trialward.fhir.cda.DocumentReading.Refused;
import org.trialward.fhir.record.FeedProfile;

/** Bytes that want to be more than a document. */
class HostileDocumentsTest {
  private static final String DECLARATION = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

  /** What has no bound takes hours or for ever; the longest of these takes seconds. */
  private static final Duration BOUND = Duration.ofMinutes(10);

  private static DocumentReading read(byte[] document) {
    var reader = new DocumentReader(FeedProfile.of("ccda", ZoneId.of("UTC")));
    return assertTimeoutPreemptively(BOUND, () -> reader.read(document));
  }

  private static String cause(byte[] document) {
    return read(document) instanceof Refused(var cause) ? cause : "";
  }

  private static String cause(String document) {
    return cause(document.getBytes(StandardCharsets.UTF_8));
  }

  private static String withDocumentType(String type, String body) {
    return Ccda.document()
        .replace(DECLARATION, DECLARATION + type)
        .replace("<structuredBody>", "<structuredBody>" + body);
  }

  @Test
  void aDocumentTypeIsRefusedWithTheRemedy() {
    assertThat(cause(withDocumentType("<!DOCTYPE ClinicalDocument>\n", "")))
        .isEqualTo(
            "It has a DOCTYPE, which could name entities and files: have the sender leave it out,"
                + " no C-CDA document needs one.");
  }

  @Test
  void aBillionLaughsAreNotHeard() {
    var bomb = new StringBuilder("<!DOCTYPE x [<!ENTITY l0 \"lol\">");
    for (int i = 1; i < 12; i++) {
      bomb.append("<!ENTITY l%d \"%s\">".formatted(i, ("&l" + (i - 1) + ";").repeat(10)));
    }
    assertThat(cause(withDocumentType(bomb + "]>\n", "&l11;"))).contains("DOCTYPE");
  }

  @Test
  void aFileIsNotOpened() {
    String type = "<!DOCTYPE x [<!ENTITY f SYSTEM \"file:///etc/hostname\">]>\n";
    assertThat(cause(withDocumentType(type, "&f;"))).contains("DOCTYPE");
  }

  @Test
  void noAddressIsCalled() throws IOException {
    try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      server.setSoTimeout(200);
      String address = "http://127.0.0.1:" + server.getLocalPort() + "/x";
      assertThat(cause(withDocumentType("<!DOCTYPE x SYSTEM \"%s\">\n".formatted(address), "")))
          .contains("DOCTYPE");
      String schema =
          Ccda.document()
              .replace(
                  DECLARATION, DECLARATION + "<?xml-stylesheet href=\"%s\"?>".formatted(address))
              .replace(
                  "<ClinicalDocument",
                  "<ClinicalDocument xsi:schemaLocation=\"urn:hl7-org:v3 %s\"".formatted(address));
      assertThat(read(schema.getBytes(StandardCharsets.UTF_8))).isInstanceOf(Read.class);
      assertThatThrownBy(server::accept).isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void anUndeclaredEntityIsNotXml() {
    assertThat(cause(Ccda.document("<section>&secret;</section>")))
        .startsWith("It is not well-formed XML")
        .doesNotContain("secret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"<act>", "<section><component>", "<text><b>"})
  void whatIsNestedWithoutEndIsRefused(String element) {
    assertThat(cause(DECLARATION + "<ClinicalDocument>" + element.repeat(1_000_000)))
        .contains("nested more than 200 deep");
  }

  @Test
  void unitsThatWouldTakeHoursAreNotLookedUp() {
    var results = new StringBuilder();
    for (int i = 0; i < 2_000; i++) {
      for (String unit :
          List.of("10*9999" + i, "Ym" + i, "Ym3.Ym3.Ym3.Ym3.m" + i, "10*24/m." + i)) {
        results.append(
            "<component>%s</component>"
                .formatted(
                    Ccda.result(
                        "r" + i,
                        "<value xsi:type=\"PQ\" value=\"1\" unit=\"%s\"/>".formatted(unit))));
      }
    }
    String document =
        Ccda.document(Ccda.section("30954-2", "<organizer>%s</organizer>".formatted(results)));
    assertThat(read(document.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOfSatisfying(
            Read.class, it -> assertThat(it.contents().facts()).hasSizeGreaterThan(1_000));
  }

  @Test
  void aBatteryOfVeryManyResultsIsReadInTimeOfTheirNumber() {
    String result = Ccda.result("r", "<value xsi:type=\"PQ\" value=\"1\" unit=\"g\"/>");
    String battery =
        "<organizer>%s</organizer>"
            .formatted("<component>%s</component>".formatted(result).repeat(40_000));
    byte[] document =
        Ccda.document(Ccda.section("30954-2", battery)).getBytes(StandardCharsets.UTF_8);
    assertThat(read(document)).isInstanceOf(Read.class);
  }

  @Test
  void whatAResultLiesInHoldsNeitherTheOthersNorVeryManyIds() {
    String battery =
        "<entry><organizer><id/><component>%s</component></organizer></entry>"
            .formatted(Ccda.result("r", "").repeat(3));
    var entry = (DocumentTree.Parsed.Tree) DocumentTree.of(Ccda.bytes(battery));
    assertThat(Section.RESULTS.statements(entry.root()))
        .hasSize(3)
        .allSatisfy(result ->
            assertThat(result.within())
                .extracting(Element::name, it -> it.children().size())
                .containsExactly(tuple("organizer", 0), tuple("component", 0)));
  }

  @Test
  void tooManyElementsAreRefused() {
    String many = "<id/>".repeat(DocumentTree.MOST_ELEMENTS + 1);
    assertThat(cause(Ccda.document("<section>" + many + "</section>"))).contains("1,000,000");
  }

  @Test
  void moreThanAHundredMegabytesAreNotEvenParsed() {
    assertThat(cause(new byte[DocumentTree.LARGEST + 1])).contains("larger than 100 MB");
  }

  @Test
  void fiftyMegabytesOfNarrativeAreReadOver() {
    String huge =
        Ccda.document(
            Ccda.section("11450-4", Ccda.concern("active", Ccda.problem("", Ccda.diabetes())))
                .replace("narrative", "lorem <b>ipsum</b> ".repeat(2_800_000)));
    assertThat(huge.length()).isGreaterThan(50_000_000);
    assertThat(read(huge.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOfSatisfying(Read.class, it -> assertThat(it.contents().facts()).hasSize(1));
  }

  @Test
  void anAttributeOfFiftyMegabytesSaysNothing() {
    String huge = Ccda.document(Ccda.section("1".repeat(50_000_000)));
    assertThat(read(huge.getBytes(StandardCharsets.UTF_8))).isInstanceOf(Read.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16", "UTF-16LE", "UTF-16BE", "ISO-8859-1", "windows-1252"})
  void theEncodingIsWhatTheDocumentSays(String encoding) {
    String named = Ccda.documentOf(Ccda.target("<patient><name>Müller</name></patient>"));
    String bom = encoding.equals("UTF-16LE") || encoding.equals("UTF-16BE") ? "\uFEFF" : "";
    String document =
        bom + named.replace("encoding=\"UTF-8\"", "encoding=\"%s\"".formatted(encoding));
    var read = (Read) read(document.getBytes(Charset.forName(encoding)));
    assertThat(read.contents().changes().getFirst().toString()).contains("PID-5");
    assertThat(read.toString()).doesNotContain("Müller");
  }

  @Test
  void aByteOrderMarkIsReadOver() {
    assertThat(read(("\uFEFF" + Ccda.document()).getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(Read.class);
  }

  @Test
  void bytesOfAnotherEncodingAreRefused() {
    String document = Ccda.documentOf(Ccda.target("<patient><name>Müller</name></patient>"));
    assertThat(cause(document.getBytes(StandardCharsets.ISO_8859_1)))
        .contains("encoding")
        .doesNotContain("ller");
    assertThat(cause(Ccda.document().replace("\"UTF-8\"", "\"KLINGON\""))).contains("not known");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "MSH|^~\\&|", "{}", "<", "<html/>", "<a></b>"})
  void whatIsNoDocumentIsRefused(String other) {
    assertThat(cause(other)).contains("have the sender");
  }

  @Test
  void nothingIsWrittenAnywhere() {
    var written = new java.io.ByteArrayOutputStream();
    var out = System.out;
    var err = System.err;
    try (var seen = new java.io.PrintStream(written, true, StandardCharsets.UTF_8)) {
      System.setOut(seen);
      System.setErr(seen);
      cause("<ClinicalDocument><name>Testperson</name>");
      read(Ccda.document().getBytes(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
    assertThat(written.toString(StandardCharsets.UTF_8)).isEmpty();
  }
}
