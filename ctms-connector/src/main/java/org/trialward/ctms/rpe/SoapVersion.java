package org.trialward.ctms.rpe;

import java.util.Locale;

/** SOAP 1.1 (W3C note of 2000) and 1.2 (W3C recommendation of 2007). Sites use either. */
public enum SoapVersion {
  V1_1("http://schemas.xmlsoap.org/soap/envelope/", "text/xml; charset=utf-8", 500),
  V1_2("http://www.w3.org/2003/05/soap-envelope", "application/soap+xml; charset=utf-8", 400);

  private final String namespace;
  private final String contentType;
  private final int senderFault;

  SoapVersion(String namespace, String contentType, int senderFault) {
    this.namespace = namespace;
    this.contentType = contentType;
    this.senderFault = senderFault;
  }

  String namespace() {
    return namespace;
  }

  String contentType() {
    return contentType;
  }

  /** HTTP status of a fault: SOAP 1.1 knows only 500 (6.2), 1.2 blames the sender with 400. */
  int status(Fault fault) {
    return fault == Fault.SENDER ? senderFault : 500;
  }

  /** Whose mistake a fault is. */
  enum Fault {
    SENDER,
    RECEIVER
  }

  String code(Fault fault) {
    return switch (this) {
      case V1_1 -> fault == Fault.SENDER ? "Client" : "Server";
      case V1_2 -> fault == Fault.SENDER ? "Sender" : "Receiver";
    };
  }

  /** The envelope's namespace decides; some sites leave it out, then the content type does. */
  static SoapVersion of(String namespace, String contentType) {
    for (SoapVersion version : values()) {
      if (strip(version.namespace).equals(strip(namespace))) {
        return version;
      }
    }
    return ofContentType(contentType);
  }

  static SoapVersion ofContentType(String contentType) {
    return contentType.toLowerCase(Locale.ROOT).contains("application/soap+xml") ? V1_2 : V1_1;
  }

  private static String strip(String namespace) {
    return namespace.endsWith("/") ? namespace.substring(0, namespace.length() - 1) : namespace;
  }
}
