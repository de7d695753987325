package org.trialward.ctms.screeninglog;

import static java.time.format.DateTimeFormatter.ISO_OFFSET_DATE_TIME;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.trialward.ctms.screeninglog.LogEntry.CriterionResult;

/** The log as CDISC ODM 1.3.2: one SubjectData a candidate, keyed by our number. */
final class OdmExport implements LogExport {
  private final LogStudy study;
  private final Disclosure disclosure;
  private final OdmElements odm;

  OdmExport(LogStudy study, Disclosure disclosure, OutputStream out) throws IOException {
    this.study = study;
    this.disclosure = disclosure;
    try {
      XMLStreamWriter xml =
          XMLOutputFactory.newInstance().createXMLStreamWriter(out, StandardCharsets.UTF_8.name());
      odm = new OdmElements(xml);
      xml.writeStartDocument(StandardCharsets.UTF_8.name(), "1.0");
      begin();
    } catch (XMLStreamException e) {
      throw new IOException("the ODM document could not be begun", e);
    }
  }

  private void begin() throws XMLStreamException {
    // toString() leaves out seconds that are nought, and a dateTime of XML Schema needs them.
    String takenAt = ISO_OFFSET_DATE_TIME.format(study.takenAt());
    odm.open("ODM");
    odm.attribute("xmlns", OdmElements.NAMESPACE);
    odm.attribute("FileType", "Snapshot");
    odm.attribute("FileOID", "trialward.%s.%s".formatted(study.id(), UUID.randomUUID()));
    odm.attribute("CreationDateTime", takenAt);
    odm.attribute("AsOfDateTime", takenAt);
    odm.attribute("ODMVersion", "1.3.2");
    odm.attribute("Originator", study.site());
    odm.attribute("SourceSystem", "Trialward");
    OdmDefinitions definitions = new OdmDefinitions(odm, study, disclosure.dates());
    definitions.study();
    definitions.site();
    odm.open("ClinicalData");
    odm.attribute("StudyOID", OdmDefinitions.studyOid(study));
    odm.attribute("MetaDataVersionOID", OdmDefinitions.VERSION);
  }

  @Override
  public void write(LogEntry entry) throws IOException {
    try {
      subject(entry);
    } catch (XMLStreamException e) {
      throw new IOException("the ODM document could not be written", e);
    }
  }

  private void subject(LogEntry entry) throws XMLStreamException {
    LogValues values = new LogValues(entry, disclosure);
    odm.open("SubjectData");
    odm.attribute("SubjectKey", Long.toString(entry.candidate().number()));
    odm.empty("SiteRef", "LocationOID", OdmDefinitions.SITE);
    odm.open("StudyEventData");
    odm.attribute("StudyEventOID", OdmDefinitions.EVENT);
    odm.open("FormData");
    odm.attribute("FormOID", OdmDefinitions.FORM);
    odm.open("ItemGroupData");
    odm.attribute("ItemGroupOID", OdmDefinitions.CANDIDATE);
    for (LogField field : LogField.values()) {
      item(field.oid(), values.of(field));
    }
    odm.close();
    int repeat = 0;
    for (CriterionResult criterion : entry.criteria()) {
      repeat++;
      odm.open("ItemGroupData");
      odm.attribute("ItemGroupOID", OdmDefinitions.CRITERION);
      odm.attribute("ItemGroupRepeatKey", Integer.toString(repeat));
      item(OdmDefinitions.CRITERION_ID, criterion.id());
      item(OdmDefinitions.CRITERION_RESULT, LogValues.result(criterion));
      item(OdmDefinitions.CRITERION_EVIDENCE, values.evidence(criterion));
      odm.close();
    }
    odm.close();
    odm.close();
    odm.close();
  }

  private void item(String oid, String value) throws XMLStreamException {
    if (!value.isEmpty()) {
      odm.empty("ItemData", "ItemOID", oid, "Value", value);
    }
  }

  @Override
  public void finish() throws IOException {
    try {
      odm.close();
      odm.close();
      odm.end();
    } catch (XMLStreamException e) {
      throw new IOException("the ODM document could not be finished", e);
    }
  }
}
