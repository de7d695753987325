package org.trialward.ctms.rpe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.trialward.ctms.rpe.Samples.SOAP_XML;
import static org.trialward.ctms.rpe.Samples.TEXT_XML;
import static org.trialward.ctms.rpe.Samples.bytes;
import static org.trialward.ctms.rpe.Samples.envelope;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.trialward.ctms.StatusChange;
import org.trialward.ctms.StatusChange.Subject.Recorded;
import org.trialward.ctms.StudyRef;
import org.trialward.rules.trial.TrialId;

class RpeReceiverTest {
  private static final TrialId TRIAL = new TrialId("WAIT-1");

  private final RpeReceiver receiver =
      new RpeReceiver(
          Map.of(TRIAL, "190042"),
          Clock.fixed(Instant.parse("2026-02-01T12:00:00Z"), ZoneOffset.UTC));

  private Received receive(String sample, String contentType) {
    return receiver.receive(Samples.read(sample), contentType);
  }

  private RpeRefusal refusal(byte[] message, String contentType) {
    RpeRefusal refusal =
        catchThrowableOfType(RpeRefusal.class, () -> receiver.receive(message, contentType));
    assertThat(refusal).isNotNull();
    return refusal;
  }

  @Nested
  class Reading {
    @Test
    void anAlertSaysWhoseStateOnWhichStudyAndSinceWhen() {
      assertThat(receive("alert-1.2.xml", SOAP_XML).changes())
          .singleElement()
          .returns(new Recorded("2.999.1.7", "000815007"), StatusChange::subject)
          .returns(Optional.of(TRIAL), StatusChange::trial)
          .returns("190042", StatusChange::study)
          .returns("On Study", StatusChange::reported)
          .returns(Optional.of(LocalDate.of(2026, 1, 15)), StatusChange::effective);
    }

    @Test
    void severalStudiesInOneMessageAreSeveralChanges() {
      assertThat(receive("enrol-1.1-two-studies.xml", TEXT_XML).changes())
          .extracting(StatusChange::study)
          .containsExactly("190042", "NCT04000165");
    }

    @Test
    void aRegistryNumberNeedsNoMapping() {
      assertThat(receive("enrol-1.1-two-studies.xml", TEXT_XML).changes().getLast().trial())
          .contains(new TrialId("NCT04000165"));
    }

    @Test
    void anOddStateIsPassedOnAsItIs() {
      assertThat(receive("enrol-1.1-two-studies.xml", TEXT_XML).changes().getFirst().reported())
          .isEqualTo("MegaCompleted Study Protocol – No future activity planned");
    }

    @Test
    void namespacesMayBeLeftOut() {
      assertThat(receive("alert-without-namespaces.xml", TEXT_XML).changes())
          .singleElement()
          .returns(new Recorded("", "4711"), StatusChange::subject)
          .returns("150007", StatusChange::study)
          .returns(Optional.empty(), StatusChange::trial)
          .returns("Withdrawn from Study", StatusChange::reported)
          .returns(Optional.of(LocalDate.of(2026, 1, 7)), StatusChange::effective);
    }

    @ParameterizedTest
    @CsvSource({
      "20210402,2021-04-02",
      "20210402131500,2021-04-02",
      "20210402131500-0500,2021-04-02",
      "202104021315,2021-04-02",
      "2021,",
      "202104,",
      "'',",
      "20211301,",
      "04/02/2021,",
      "tomorrow,"
    })
    void aDateThatIsNotKnownToTheDayIsNoDate(String low, LocalDate expected) {
      assertThat(
              receiver.receive(Samples.alertSince(low), SOAP_XML).changes().getFirst().effective())
          .isEqualTo(Optional.ofNullable(expected));
    }

    /** A planned end is not the day since when it is so. */
    @ParameterizedTest
    @CsvSource({
      "20210402, 20210601, 2021-06-01",
      "20210402, 20991231, 2021-04-02",
      "20210402, 99991231, 2021-04-02",
      "20991201, 20991231,",
      "20260201, 20260202, 2026-02-02",
      "20260201, 20260203, 2026-02-01"
    })
    void aDayInTheFutureIsNoDate(String low, String high, LocalDate expected) {
      assertThat(
              receiver
                  .receive(Samples.alertBetween(low, high), SOAP_XML)
                  .changes()
                  .getFirst()
                  .effective())
          .isEqualTo(Optional.ofNullable(expected));
    }

    @Test
    void ofADefinitionOnlyNumberAndTitleAreTaken() {
      Received received = receive("definition-1.2.xml", SOAP_XML);
      assertThat(received.changes()).isEmpty();
      assertThat(received.studies())
          .containsExactly(new StudyRef("190042", "A Trial of Waiting", Optional.of(TRIAL)));
    }

    @Test
    void theCharsetOfHttpGoesFirst() {
      byte[] latin =
          new String(Samples.read("enrol-1.1-two-studies.xml"), StandardCharsets.UTF_8)
              .replace("–", "§")
              .getBytes(StandardCharsets.ISO_8859_1);
      assertThat(
              receiver
                  .receive(latin, "text/xml; charset=iso-8859-1")
                  .changes()
                  .getFirst()
                  .reported())
          .contains("§");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16", "ISO-8859-1"})
    void theTextsOwnEncodingIsUnderstood(String charset) {
      byte[] message =
          ("<?xml version=\"1.0\" encoding=\"%s\"?>".formatted(charset)
                  + new String(Samples.alertSince("20210402"), StandardCharsets.UTF_8))
              .getBytes(Charset.forName(charset));
      assertThat(receiver.receive(message, "text/xml").changes()).hasSize(1);
    }

    @Test
    void theRecordNumberIsNotInThePrintedForm() {
      assertThat(receive("alert-1.2.xml", SOAP_XML).toString()).doesNotContain("000815007");
    }
  }

  @Nested
  class Answering {
    @Test
    void anAlertIsAnsweredInItsVersionAndByItsMessageId() {
      SoapAnswer answer = receive("alert-1.2.xml", SOAP_XML).accepted();
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.contentType())
          .isEqualTo(
              "application/soap+xml; charset=utf-8; action=\"urn:ihe:qrph:rpe:2009:AlertProtocolStateResponse\"");
      assertThat(answer.xml())
          .contains(
              "http://www.w3.org/2003/05/soap-envelope",
              "AlertProtocolStateResponse",
              "ALERT_RECEIVED",
              "<wsa:RelatesTo>urn:uuid:0f1e2d3c-0000-4000-8000-000000000001</wsa:RelatesTo>");
    }

    @Test
    void anEnrolmentRequestIsAnsweredInItsVersionWithoutHeader() {
      SoapAnswer answer = receive("enrol-1.1-two-studies.xml", TEXT_XML).accepted();
      assertThat(answer.contentType()).isEqualTo("text/xml; charset=utf-8");
      assertThat(answer.xml())
          .contains("http://schemas.xmlsoap.org/soap/envelope/", "EnrollPatientRequestResponse")
          .contains("extension=\"4711\"", "extension=\"190042\"", "extension=\"NCT04000165\"")
          .doesNotContain("Header", "Springfield", "03041961");
    }

    @Test
    void aDefinitionIsAnswered() {
      assertThat(receive("definition-1.2.xml", SOAP_XML).accepted().xml())
          .contains("RetrieveProtocolDefResponseResponse", "PROTOCOL_RECEIVED");
    }

    @Test
    void everyAnswerIsXmlThatWeReadOurselves() throws Exception {
      for (String sample : Samples.ALL) {
        Received received = receive(sample, TEXT_XML);
        for (SoapAnswer answer : List.of(received.accepted(), received.notStored())) {
          assertThat(XmlText.read(answer.bytes(), answer.contentType()).name())
              .isEqualTo("Envelope");
        }
      }
    }

    @Test
    void noPasswordOfAHeaderComesBack() {
      assertThat(receive("alert-without-namespaces.xml", TEXT_XML).accepted().xml())
          .doesNotContain("never-repeated");
    }

    @Test
    void whatCouldNotBeStoredIsAFaultOfOurs() {
      assertThat(receive("alert-1.2.xml", SOAP_XML).notStored())
          .returns(500, SoapAnswer::status)
          .satisfies(answer -> assertThat(answer.xml()).contains("soap:Receiver"));
      assertThat(receive("enrol-1.1-two-studies.xml", TEXT_XML).notStored())
          .returns(500, SoapAnswer::status)
          .satisfies(answer -> assertThat(answer.xml()).contains("<faultcode>soap:Server"));
    }
  }

  @Nested
  class Refusing {
    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "<processState>On Study</processState>|<processState/>|lacks a processState",
          "extension=\"4711\"|extension=\" \"|lacks a candidateID with an extension",
          "candidateID|otherID|lacks a candidateID of the patient",
          "plannedStudy|otherStudy|lacks a plannedStudy with an id",
          "extension=\"190042\"|extension=\";\"|lacks a plannedStudy with an id",
          "AlertProtocolState|CloseProtocol|Only AlertProtocolState"
        })
    void whatIsMissingIsNamed(String whole, String broken, String why) {
      String message =
          """
          <AlertProtocolState><processState>On Study</processState><patient><candidateID extension="4711"/></patient>
          <study><plannedStudy><id extension="190042"/></plannedStudy></study></AlertProtocolState>\
          """;
      assertThat(message).contains(whole);
      assertThat(refusal(envelope(message.replace(whole, broken)), SOAP_XML))
          .hasMessageContaining(why)
          .satisfies(e -> assertThat(e.getMessage()).doesNotContain("4711"))
          .satisfies(e -> assertThat(e.answer().status()).isEqualTo(400))
          .satisfies(e -> assertThat(e.answer().xml()).contains("soap:Sender", why));
    }

    @Test
    void aFaultOfSoapOneOneIsAServerErrorOfHttp() {
      assertThat(
              refusal(
                  bytes(
                      "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body/></s:Envelope>"),
                  TEXT_XML))
          .satisfies(e -> assertThat(e.answer().status()).isEqualTo(500))
          .satisfies(e -> assertThat(e.answer().contentType()).isEqualTo(TEXT_XML))
          .satisfies(
              e -> assertThat(e.answer().xml()).contains("<faultcode>soap:Client", "has no body"));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "",
          "hello",
          "<html><body>Please log in</body></html>",
          "<a>",
          "<a/><b/>",
          "<?xml version=\"1.1\"?><a/>",
          "<?xml version=\"1.0\" encoding=\"nonsense\"?><a/>",
          "--boundary\r\nContent-Type: text/xml\r\n\r\n<a/>"
        })
    void whatIsNoEnvelopeIsRefused(String message) {
      assertThat(refusal(bytes(message), "")).hasMessageStartingWith("The message is");
    }

    @Test
    void anExternalEntityIsNeverRead() {
      assertThat(
              refusal(
                  bytes("<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/hostname\">]><a>&x;</a>"),
                  TEXT_XML))
          .hasMessageContaining("document type definition");
    }

    @Test
    void anExpandingEntityIsNeverExpanded() {
      assertThat(
              refusal(
                  bytes(
                      "<!DOCTYPE a [<!ENTITY x \"ha\"><!ENTITY y \"&x;&x;\">]><a b=\"&y;\">&y;</a>"),
                  TEXT_XML))
          .hasMessageContaining("document type definition");
    }

    @Test
    void anUndefinedEntityIsRefused() {
      assertThat(refusal(bytes("<a>&x;</a>"), TEXT_XML)).hasMessageStartingWith("The message");
    }

    @Test
    void aMessageOverOneMegabyteIsRefusedUnread() {
      assertThat(refusal(new byte[RpeReceiver.LONGEST_MESSAGE + 1], TEXT_XML))
          .hasMessageContaining("one megabyte");
    }

    @Test
    void aDeepMessageIsRefused() {
      assertThat(refusal(bytes("<a>".repeat(5_000) + "</a>".repeat(5_000)), TEXT_XML))
          .hasMessageContaining("too many elements");
    }

    @Test
    void aWideMessageIsRefused() {
      assertThat(refusal(bytes("<a>" + "<b/>".repeat(50_000) + "</a>"), TEXT_XML))
          .hasMessageContaining("too many elements");
    }

    @Test
    void aStateThatIsATreatiseIsRefused() {
      assertThat(
              refusal(
                  envelope(
                      "<AlertProtocolState><processState>%s</processState></AlertProtocolState>"
                          .formatted("long ".repeat(100))),
                  SOAP_XML))
          .hasMessageContaining("400 characters");
    }
  }
}
