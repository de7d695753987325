package org.trialward.ctms.rpe;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** The messages under {@code src/test/resources/rpe}, and one to fill in. */
final class Samples {
  static final String TEXT_XML = "text/xml; charset=utf-8";
  static final String SOAP_XML = "application/soap+xml; charset=utf-8";
  static final List<String> ALL =
      List.of(
          "alert-1.2.xml",
          "enrol-1.1-two-studies.xml",
          "alert-without-namespaces.xml",
          "definition-1.2.xml");

  private Samples() {}

  static byte[] read(String name) {
    try (InputStream in =
        Objects.requireNonNull(Samples.class.getResourceAsStream("/rpe/" + name), name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A whole envelope of SOAP 1.2 around this body. */
  static byte[] envelope(String body) {
    return bytes(
        "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\"><s:Body>%s</s:Body></s:Envelope>"
            .formatted(body));
  }

  /** An alert with this start of the participation. */
  static byte[] alertSince(String low) {
    return envelope(
        """
        <AlertProtocolState xmlns="urn:ihe:qrph:rpe:2009"><processState>On Study</processState>
        <patient><candidateID extension="1"/></patient><study><plannedStudy><id extension="2"/></plannedStudy>
        <effectiveTime><low value="%s"/></effectiveTime></study></AlertProtocolState>\
        """
            .formatted(low));
  }

  static byte[] alertBetween(String low, String high) {
    return bytes(
        new String(alertSince(low), StandardCharsets.UTF_8)
            .replace("</effectiveTime>", "<high value=\"%s\"/></effectiveTime>".formatted(high)));
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
