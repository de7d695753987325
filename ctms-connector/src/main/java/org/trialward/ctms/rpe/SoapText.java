package org.trialward.ctms.rpe;

import java.io.StringWriter;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.trialward.ctms.rpe.SoapVersion.Fault;

/** Writes SOAP messages. */
final class SoapText {
  static final String RPE = "urn:ihe:qrph:rpe:2009";
  static final String HL7 = "urn:hl7-org:v3";
  private static final String ADDRESSING = "http://www.w3.org/2005/08/addressing";

  /**
   * The header of WS-Addressing 1.0.
   *
   * @param action e.g. {@code urn:ihe:qrph:rpe:2009:AlertProtocolState}
   * @param fields more of it, name and text in turn, e.g. {@code MessageID}
   */
  record Addressing(String action, List<Field> fields) {
    record Field(String name, String text) {}
  }

  /** Writes what a body holds. */
  @FunctionalInterface
  interface Body {
    void write(XMLStreamWriter xml) throws XMLStreamException;
  }

  private SoapText() {}

  static String action(String message) {
    return RPE + ":" + message;
  }

  static String envelope(SoapVersion version, List<Addressing> header, Body body) {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeStartElement("soap", "Envelope", version.namespace());
      xml.writeNamespace("soap", version.namespace());
      for (Addressing addressing : header) {
        xml.writeStartElement("soap", "Header", version.namespace());
        xml.writeNamespace("wsa", ADDRESSING);
        field(xml, "Action", addressing.action());
        for (Addressing.Field field : addressing.fields()) {
          field(xml, field.name(), field.text());
        }
        xml.writeEndElement();
      }
      xml.writeStartElement("soap", "Body", version.namespace());
      body.write(xml);
      xml.writeEndDocument();
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("A SOAP message could not be written.", e);
    }
    return text.toString();
  }

  static SoapAnswer fault(SoapVersion version, Fault fault, String reason) {
    String code = "soap:" + version.code(fault);
    String xml =
        envelope(
            version,
            List.of(),
            body -> {
              body.writeStartElement("soap", "Fault", version.namespace());
              if (version == SoapVersion.V1_1) {
                text(body, "", "faultcode", code);
                text(body, "", "faultstring", reason);
              } else {
                body.writeStartElement("soap", "Code", version.namespace());
                text(body, version.namespace(), "Value", code);
                body.writeEndElement();
                body.writeStartElement("soap", "Reason", version.namespace());
                body.writeStartElement("soap", "Text", version.namespace());
                body.writeAttribute("xml", "http://www.w3.org/XML/1998/namespace", "lang", "en");
                body.writeCharacters(reason);
                body.writeEndElement();
                body.writeEndElement();
              }
              body.writeEndElement();
            });
    return new SoapAnswer(version.status(fault), version.contentType(), xml);
  }

  private static void field(XMLStreamWriter xml, String name, String text)
      throws XMLStreamException {
    xml.writeStartElement("wsa", name, ADDRESSING);
    xml.writeCharacters(text);
    xml.writeEndElement();
  }

  private static void text(XMLStreamWriter xml, String namespace, String name, String text)
      throws XMLStreamException {
    if (namespace.isEmpty()) {
      xml.writeStartElement(name);
    } else {
      xml.writeStartElement("soap", name, namespace);
    }
    xml.writeCharacters(text);
    xml.writeEndElement();
  }
}
