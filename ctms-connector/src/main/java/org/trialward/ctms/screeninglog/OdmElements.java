package org.trialward.ctms.screeninglog;

import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Elements and attributes of an ODM document, with nothing in them that XML 1.0 forbids. */
final class OdmElements {
  static final String NAMESPACE = "http://www.cdisc.org/ns/odm/v1.3";

  /** XML 1.0, production 2. */
  private static final Pattern NO_CHARACTER =
      Pattern.compile("[^\\t\\n\\r\\x{20}-\\x{D7FF}\\x{E000}-\\x{FFFD}\\x{10000}-\\x{10FFFF}]");

  private final XMLStreamWriter xml;

  OdmElements(XMLStreamWriter xml) {
    this.xml = xml;
  }

  void open(String name) throws XMLStreamException {
    xml.writeStartElement(name);
  }

  void attribute(String name, String value) throws XMLStreamException {
    xml.writeAttribute(name, allowed(value));
  }

  /**
   * An element without content.
   *
   * @param namesAndValues of its attributes
   */
  void empty(String name, String... namesAndValues) throws XMLStreamException {
    xml.writeEmptyElement(name);
    for (int i = 0; i < namesAndValues.length; i += 2) {
      attribute(namesAndValues[i], namesAndValues[i + 1]);
    }
  }

  void text(String name, String text) throws XMLStreamException {
    open(name);
    xml.writeCharacters(allowed(text));
    close();
  }

  /** Words for people within a Description, Question or Decode. */
  void words(String name, String text) throws XMLStreamException {
    open(name);
    open("TranslatedText");
    attribute("xml:lang", "en");
    xml.writeCharacters(allowed(text));
    close();
    close();
  }

  void close() throws XMLStreamException {
    xml.writeEndElement();
  }

  void end() throws XMLStreamException {
    xml.writeEndDocument();
    xml.flush();
  }

  private static String allowed(String text) {
    return NO_CHARACTER.matcher(text).replaceAll(" ");
  }
}
