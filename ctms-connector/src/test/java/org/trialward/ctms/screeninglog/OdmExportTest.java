package org.trialward.ctms.screeninglog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.trialward.ctms.screeninglog.LogEntries.STUDY;
import static org.trialward.ctms.screeninglog.LogEntries.entry;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.trialward.ctms.Deliveries;
import org.trialward.ctms.screeninglog.Disclosure.Dates;
import org.trialward.ctms.screeninglog.ScreeningLogSettings.OptionalColumn;
import org.trialward.rules.logic.Truth;
import org.trialward.rules.match.CandidateState;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

class OdmExportTest {
  private static final Schema AS_USED =
      schema(Path.of("src/test/resources/odm/odm-1.3.2-as-used.xsd"));

  private static Schema schema(Path file) {
    try {
      return SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI).newSchema(file.toFile());
    } catch (SAXException e) {
      throw new IllegalStateException("The schema `%s` has a mistake.".formatted(file), e);
    }
  }

  private static String odm(Disclosure disclosure, LogEntry... entries) throws IOException {
    return odm(STUDY, disclosure, entries);
  }

  private static String odm(LogStudy study, Disclosure disclosure, LogEntry... entries)
      throws IOException {
    var out = new ByteArrayOutputStream();
    LogExport export = LogExport.odm(study, disclosure, out);
    for (LogEntry entry : entries) {
      export.write(entry);
    }
    export.finish();
    return out.toString(StandardCharsets.UTF_8);
  }

  private static void check(Schema schema, String text) throws SAXException, IOException {
    schema.newValidator().validate(new StreamSource(new StringReader(text)));
  }

  private static Document parse(String text) throws Exception {
    var factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    return factory
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<Element> all(Document document, String name) {
    NodeList nodes = document.getElementsByTagNameNS(OdmElements.NAMESPACE, name);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }

  private static String everyState(Disclosure disclosure) throws IOException {
    List<LogEntry> entries = new ArrayList<>();
    for (CandidateState state : CandidateState.values()) {
      entries.add(
          entry(entries.size() + 1)
              .criterion("hba1c", Truth.FALSE, "2026-11-08")
              .answered(1, "NOT_SUITABLE", "patient-ineligible", 2)
              .step(state, "carla", 3, "criteria-not-met: <b>&\u0001\uFFFE\"'")
              .participation("2.1", "S-004", "1012")
              .build());
    }
    return odm(disclosure, entries.toArray(LogEntry[]::new));
  }

  @ParameterizedTest
  @EnumSource
  void hasTheStructureThatOdmPublishes(Dates dates) throws Exception {
    check(AS_USED, everyState(new Disclosure(dates, Set.of(OptionalColumn.values()))));
  }

  @Test
  void isValidWithoutAnyCandidate() throws Exception {
    check(AS_USED, odm(Disclosure.DE_IDENTIFIED));
  }

  /** The schema is CDISC's and not ours to ship. */
  private static Schema official() {
    Path file = Path.of(System.getProperty("trialward.odm.schema", "no schema given"));
    assumeTrue(
        Files.isReadable(file),
        "skipped: give CDISC's schema with -Dtrialward.odm.schema=…/ODM1-3-2.xsd");
    return schema(file);
  }

  @ParameterizedTest
  @EnumSource
  void passesCdiscsOwnSchemaWhereItIsGiven(Dates dates) throws Exception {
    Schema official = official();
    var everything = new Disclosure(dates, Set.of(OptionalColumn.values()));
    check(official, everyState(everything));
    check(official, odm(everything));
    check(official, odm(onTheMinute(), everything));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " FileType=\"Snapshot\"|",
        "Type=\"Common\"|Type=\"Sometimes\"",
        "DataType=\"text\"|DataType=\"words\"",
        "OID=\"IT.STATE\" Name|OID=\"F.SCREENING-LOG\" Name",
        "<SiteRef LocationOID=\"LOC.SITE\"/>|<SiteRef/>",
        ":30+01:00\"|+01:00\""
      })
  void cdiscsOwnSchemaRefusesWhatIsWrong(String change) throws Exception {
    refuses(official(), change);
  }

  @Test
  void aFileMadeOnTheMinuteStillNamesTheSecond() throws Exception {
    String text = odm(onTheMinute(), Disclosure.DE_IDENTIFIED);
    check(AS_USED, text);
    assertThat(parse(text).getDocumentElement().getAttribute("AsOfDateTime"))
        .isEqualTo("2026-11-22T10:15:00+01:00");
  }

  private static LogStudy onTheMinute() {
    return new LogStudy(
        STUDY.id(),
        STUDY.title(),
        STUDY.site(),
        STUDY.criteria(),
        OffsetDateTime.parse("2026-11-22T10:15:00+01:00"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " FileType=\"Snapshot\"|",
        "SubjectKey=\"2\"|SubjectKey=\"1\"",
        "ItemOID=\"IT.STATE\" Value|ItemOID=\"IT.STATUS\" Value",
        "<SiteRef LocationOID=\"LOC.SITE\"/>|<SiteRef LocationOID=\"LOC.OTHER\"/>",
        "Type=\"Common\"|Type=\"Sometimes\"",
        "OID=\"IT.STATE\" Name|OID=\"F.SCREENING-LOG\" Name",
        ">A study of &lt;something&gt; &amp; more</StudyName>|></StudyName>"
      })
  void theStructureIsReallyLookedAt(String change) throws Exception {
    refuses(AS_USED, change);
  }

  private static void refuses(Schema schema, String change) throws IOException {
    String[] parts = change.split("\\|", -1);
    String right = everyState(Disclosure.DE_IDENTIFIED);
    String wrong = right.replace(parts[0], parts[1]);
    assertThat(wrong).isNotEqualTo(right);
    assertThatThrownBy(() -> check(schema, wrong)).isInstanceOf(SAXException.class);
  }

  @Test
  void aFileHasANumberOfItsOwnAndSaysWhenItWasMade() throws Exception {
    Element first = parse(odm(Disclosure.DE_IDENTIFIED)).getDocumentElement();
    Element second = parse(odm(Disclosure.DE_IDENTIFIED)).getDocumentElement();
    assertThat(first.getAttribute("FileOID")).isNotEqualTo(second.getAttribute("FileOID"));
    assertThat(first.getAttribute("CreationDateTime")).isEqualTo("2026-11-22T10:15:30+01:00");
    assertThat(first.getAttribute("ODMVersion")).isEqualTo("1.3.2");
    assertThat(first.getAttribute("FileType")).isEqualTo("Snapshot");
  }

  @Test
  void eachCandidateIsASubjectUnderOurNumber() throws Exception {
    Document document = parse(odm(Disclosure.DE_IDENTIFIED, entry(17).build(), entry(4).build()));
    assertThat(all(document, "SubjectData"))
        .extracting(subject -> subject.getAttribute("SubjectKey"))
        .containsExactly("17", "4");
  }

  @Test
  void aCriterionIsAGroupThatRepeats() throws Exception {
    LogEntry entry = entry(1).criterion("hba1c", Truth.UNKNOWN, "2026-11-08").build();
    Document document = parse(odm(Disclosure.DE_IDENTIFIED, entry));
    assertThat(all(document, "ItemGroupData"))
        .extracting(group -> group.getAttribute("ItemGroupRepeatKey"))
        .containsExactly("", "1", "2");
    assertThat(all(document, "ItemData"))
        .extracting(item -> item.getAttribute("ItemOID") + "=" + item.getAttribute("Value"))
        .contains("IT.CRITERION=hba1c", "IT.CRITERION_RESULT=OPEN", "IT.CRITERION_EVIDENCE=P12D");
  }

  @Test
  void identifiesNobody() throws Exception {
    LogEntry entry =
        entry(1)
            .step(
                CandidateState.REJECTED,
                "carla",
                1,
                Deliveries.NAME + " " + Deliveries.RECORD_NUMBER)
            .build();
    assertThat(odm(Disclosure.DE_IDENTIFIED, entry))
        .doesNotContain(
            Deliveries.PATIENT_ID,
            Deliveries.NAME,
            Deliveries.RECORD_NUMBER,
            Deliveries.BIRTH_DATE,
            entry.candidate().key().identifier().toString());
  }
}
