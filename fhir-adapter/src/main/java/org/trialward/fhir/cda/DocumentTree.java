package org.trialward.fhir.cda;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UnsupportedEncodingException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParser;
import javax.xml.parsers.SAXParserFactory;
import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * The bytes of a document as a tree, without its narrative. Document types are refused and with
 * them every entity; nothing outside the bytes is ever opened. O(bytes) in time; the tree is
 * bounded by {@link #MOST_ELEMENTS}.
 */
final class DocumentTree extends DefaultHandler {
  static final int LARGEST = 100_000_000;
  static final int DEEPEST = 200;
  static final int MOST_ELEMENTS = 1_000_000;

  /** No id, code, number or name is longer: what is longer is left out. */
  static final int LONGEST = 1_000;

  /** Inside these is what people read, and files in base64. */
  private static final String NARRATIVE = "text";

  /** Its own text is kept: it may be the unit of a quantity. */
  private static final String ORIGINAL = "originalText";

  /** What became of the bytes. */
  sealed interface Parsed {
    record Tree(Element root) implements Parsed {}

    record Not(String cause) implements Parsed {}
  }

  private static final class TooMuch extends SAXException {
    private static final long serialVersionUID = 1L;

    TooMuch(String cause) {
      super(cause);
    }
  }

  private static final class Open {
    private final String name;
    private final Map<String, String> attributes;
    private final List<Element> children = new ArrayList<>(0);
    private final StringBuilder text = new StringBuilder(0);

    Open(String name, Map<String, String> attributes) {
      this.name = name;
      this.attributes = attributes;
    }

    Element closed() {
      return new Element(name, attributes, List.copyOf(children), text.toString().strip());
    }
  }

  private final Deque<Open> open = new ArrayDeque<>();
  private int depth;
  private int elements;
  private int narrativeFrom = Integer.MAX_VALUE;
  private Element root = Element.NONE;

  private DocumentTree() {}

  static Parsed of(byte[] document) {
    if (document.length > LARGEST) {
      return new Parsed.Not(
          "It is larger than %d MB: have the sender leave out embedded files."
              .formatted(LARGEST / 1_000_000));
    }
    var tree = new DocumentTree();
    try {
      parser().parse(new InputSource(new ByteArrayInputStream(document)), tree);
      return new Parsed.Tree(tree.root);
    } catch (TooMuch refused) {
      return new Parsed.Not(Optional.ofNullable(refused.getMessage()).orElse(""));
    } catch (SAXParseException notXml) {
      return new Parsed.Not(why(notXml));
    } catch (UnsupportedEncodingException unknown) {
      return new Parsed.Not(
          "The encoding that its XML declaration names is not known: have the sender use UTF-8.");
    } catch (IOException malformed) {
      return new Parsed.Not(
          "Its bytes are not of the encoding that its XML declaration names: have the sender use"
              + " UTF-8 and say so.");
    } catch (SAXException | RuntimeException notXml) {
      // The JDK's scanner answers some malformed bytes with an unchecked exception.
      return new Parsed.Not("It is not XML: have the sender send a C-CDA document.");
    }
  }

  private static SAXParser parser() throws SAXException {
    try {
      SAXParserFactory factory = SAXParserFactory.newDefaultInstance();
      factory.setNamespaceAware(false);
      factory.setXIncludeAware(false);
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
      factory.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
      SAXParser parser = factory.newSAXParser();
      parser.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
      parser.setProperty(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
      parser.setProperty("jdk.xml.maxElementDepth", "0"); // counted here, for a better message
      return parser;
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("This JDK has no XML parser that can be secured.", e);
    }
  }

  /** Never the parser's words: they quote the document. */
  private static String why(SAXParseException notXml) {
    String message = Optional.ofNullable(notXml.getMessage()).orElse("");
    return message.contains("DOCTYPE")
        ? "It has a DOCTYPE, which could name entities and files: have the sender leave it out, no"
            + " C-CDA document needs one."
        : ("It is not well-formed XML, or not in the encoding that its XML declaration names (line"
                + " %d, column %d): have the sender correct it.")
            .formatted(notXml.getLineNumber(), notXml.getColumnNumber());
  }

  @Override
  public void startElement(String uri, String local, String qualified, Attributes attributes)
      throws SAXException {
    depth++;
    if (depth > DEEPEST) {
      throw new TooMuch(
          "Its elements are nested more than %d deep: no C-CDA document is.".formatted(DEEPEST));
    }
    if (depth > narrativeFrom) {
      return;
    }
    elements++;
    if (elements > MOST_ELEMENTS) {
      throw new TooMuch(
          "It has more than %,d elements: have the sender split it by date."
              .formatted(MOST_ELEMENTS));
    }
    String name = plain(qualified);
    if (name.equals(NARRATIVE) || name.equals(ORIGINAL)) {
      narrativeFrom = depth;
    }
    open.push(new Open(name, kept(attributes)));
  }

  private static String plain(String qualified) {
    return qualified.substring(qualified.lastIndexOf(':') + 1);
  }

  private static Map<String, String> kept(Attributes attributes) {
    if (attributes.getLength() == 0) {
      return Map.of();
    }
    Map<String, String> kept = new LinkedHashMap<>();
    for (int i = 0; i < attributes.getLength(); i++) {
      String name = attributes.getQName(i);
      String value = attributes.getValue(i);
      if (value.length() > LONGEST || name.startsWith("xmlns")) {
        continue;
      }
      if (name.contains(":")) {
        kept.putIfAbsent(plain(name), value);
      } else {
        kept.put(name, value);
      }
    }
    return Map.copyOf(kept);
  }

  @Override
  public void characters(char[] characters, int start, int length) {
    if (depth > narrativeFrom || open.isEmpty()) {
      return;
    }
    if (!open.element().name.equals(NARRATIVE)) {
      StringBuilder text = open.element().text;
      text.append(characters, start, Math.min(length, LONGEST - Math.min(text.length(), LONGEST)));
    }
  }

  @Override
  public void endElement(String uri, String local, String qualified) {
    if (depth <= narrativeFrom) {
      Element closed = open.pop().closed();
      if (open.isEmpty()) {
        root = closed;
      } else {
        open.element().children.add(closed);
      }
    }
    if (depth == narrativeFrom) {
      narrativeFrom = Integer.MAX_VALUE;
    }
    depth--;
  }
}
