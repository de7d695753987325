package org.trialward.ctms.rpe;

import java.io.ByteArrayInputStream;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads XML from somebody who is not trusted: no DTD, no entity, bounded in every direction. */
final class XmlText {
  static final int MOST_BYTES = 1024 * 1024;

  private static final int MOST_ELEMENTS = 20_000;
  private static final int DEEPEST = 60;
  private static final Pattern CHARSET = Pattern.compile("(?i)charset\\s*=\\s*\"?([\\w.:-]+)");

  /** Why it could not be read; without anything that was in it. */
  static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    Unreadable(String why) {
      super(why);
    }
  }

  private XmlText() {}

  static Element read(byte[] bytes, String contentType) throws Unreadable {
    if (bytes.length > MOST_BYTES) {
      throw new Unreadable("The message is longer than one megabyte.");
    }
    try {
      XMLStreamReader reader = open(bytes, contentType);
      try {
        demandFirstVersion(reader);
        return root(reader);
      } finally {
        reader.close();
      }
    } catch (XMLStreamException _) {
      // Its message would quote the text.
      throw new Unreadable("The message is not well-formed XML.");
    }
  }

  private static XMLStreamReader open(byte[] bytes, String contentType)
      throws XMLStreamException, Unreadable {
    // The JDK's own, whatever else is on the class path, so that these switches are known to work.
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    factory.setXMLResolver((_, _, _, _) -> {
      throw new XMLStreamException("Nothing outside the message is read.");
    });
    Optional<String> charset = charset(contentType);
    try {
      ByteArrayInputStream input = new ByteArrayInputStream(bytes);
      return charset.isPresent()
          ? factory.createXMLStreamReader(input, charset.get())
          : factory.createXMLStreamReader(input);
    } catch (RuntimeException _) {
      throw broken();
    }
  }

  /** What HTTP says goes before what the text says (RFC 7303, 3); UTF-8 is found without. */
  private static Optional<String> charset(String contentType) {
    Matcher matcher = CHARSET.matcher(contentType);
    if (!matcher.find()) {
      return Optional.empty();
    }
    try {
      Charset charset = Charset.forName(matcher.group(1));
      return charset.equals(StandardCharsets.UTF_8)
          ? Optional.empty()
          : Optional.of(charset.name());
    } catch (IllegalCharsetNameException | UnsupportedCharsetException _) {
      return Optional.empty(); // The text itself may still say it.
    }
  }

  private static Element root(XMLStreamReader reader) throws XMLStreamException, Unreadable {
    Deque<Element.Open> open = new ArrayDeque<>();
    int elements = 0;
    while (true) {
      switch (next(reader)) {
        case XMLStreamConstants.DTD ->
            throw new Unreadable("The message has a document type definition; SOAP forbids it.");
        case XMLStreamConstants.ENTITY_REFERENCE ->
            throw new Unreadable("The message has an entity that XML does not define.");
        case XMLStreamConstants.START_ELEMENT -> {
          if (++elements > MOST_ELEMENTS || open.size() >= DEEPEST) {
            throw new Unreadable("The message has too many elements.");
          }
          open.push(element(reader));
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
          Element.Open innermost = open.peek();
          if (innermost != null) {
            innermost.text.append(reader.getText());
          }
        }
        case XMLStreamConstants.END_ELEMENT -> {
          Element closed = open.pop().close();
          Element.Open parent = open.peek();
          if (parent == null) {
            demandEnd(reader);
            return closed;
          }
          parent.children.add(closed);
        }
        case XMLStreamConstants.END_DOCUMENT ->
            throw new Unreadable("The message is not well-formed XML.");
        default -> {
          // Comments and processing instructions say nothing.
        }
      }
    }
  }

  /** XML 1.1 has control characters that no answer in XML 1.0 could repeat. */
  private static void demandFirstVersion(XMLStreamReader reader) throws Unreadable {
    if ("1.1".equals(reader.getVersion())) {
      throw new Unreadable("The message is XML 1.1; only 1.0 is read.");
    }
  }

  private static void demandEnd(XMLStreamReader reader) throws XMLStreamException, Unreadable {
    while (next(reader) != XMLStreamConstants.END_DOCUMENT) {
      // Comments and white space may follow the root; anything else is not well-formed.
    }
  }

  /** The JDK's reader throws unchecked exceptions on some broken texts. */
  private static int next(XMLStreamReader reader) throws XMLStreamException, Unreadable {
    try {
      return reader.next();
    } catch (RuntimeException _) {
      throw broken();
    }
  }

  private static Unreadable broken() {
    return new Unreadable("The message is not well-formed XML.");
  }

  private static Element.Open element(XMLStreamReader reader) {
    Map<String, String> attributes = new HashMap<>();
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      attributes.put(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
    }
    return new Element.Open(
        reader.getLocalName(),
        Optional.ofNullable(reader.getNamespaceURI()).orElse(""),
        attributes);
  }
}
