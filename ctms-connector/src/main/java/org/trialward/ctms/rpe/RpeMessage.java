package org.trialward.ctms.rpe;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.trialward.ctms.StatusChange.Subject.Recorded;

/**
 * The state of one patient on one or more studies.
 *
 * @param state the site's own text
 * @param since the latest day that the message names and that is not in the future: the end of the
 *     participation, else its start
 */
record RpeMessage(
    Kind kind, String state, Recorded patient, List<StudyId> studies, Optional<LocalDate> since) {

  /** Which transaction of the profile. */
  enum Kind {
    ALERT_PROTOCOL_STATE("AlertProtocolState", "AlertProtocolStateResponse"),
    ENROLL_PATIENT_REQUEST("EnrollPatientRequestRequest", "EnrollPatientRequestResponse");

    private final String request;
    private final String response;

    Kind(String request, String response) {
      this.request = request;
      this.response = response;
    }

    String request() {
      return request;
    }

    String response() {
      return response;
    }
  }

  /**
   * A study's number.
   *
   * @param root who gave it, an OID; empty where not said
   */
  record StudyId(String root, String extension) {}

  RpeMessage {
    studies = List.copyOf(studies);
  }

  /** The same parts for a request and for the answer to it. */
  void write(XMLStreamWriter xml, String name) throws XMLStreamException {
    xml.writeStartElement("rpe", name, SoapText.RPE);
    xml.writeNamespace("rpe", SoapText.RPE);
    xml.writeStartElement("rpe", "processState", SoapText.RPE);
    xml.writeCharacters(state);
    xml.writeEndElement();
    xml.writeStartElement("rpe", "patient", SoapText.RPE);
    xml.writeStartElement("rpe", "candidateID", SoapText.RPE);
    writeId(xml, patient.authority(), patient.number());
    xml.writeEndElement();
    xml.writeEndElement();
    writeStudies(xml);
    xml.writeEndElement();
  }

  private void writeStudies(XMLStreamWriter xml) throws XMLStreamException {
    xml.writeStartElement("", "study", SoapText.HL7);
    xml.writeDefaultNamespace(SoapText.HL7);
    xml.writeStartElement("", "instantiation", SoapText.HL7);
    xml.writeStartElement("", "plannedStudy", SoapText.HL7);
    for (StudyId study : studies) {
      xml.writeStartElement("", "id", SoapText.HL7);
      writeId(xml, study.root(), study.extension());
      xml.writeEndElement();
    }
    xml.writeEndElement();
    xml.writeEndElement();
    xml.writeEndElement();
  }

  private static void writeId(XMLStreamWriter xml, String root, String extension)
      throws XMLStreamException {
    if (!root.isEmpty()) {
      xml.writeAttribute("root", root);
    }
    xml.writeAttribute("extension", extension);
  }

  @Override
  public String toString() {
    return "RpeMessage[kind=%s, studies=%s]".formatted(kind, studies);
  }
}
