package org.trialward.ctms.rpe;

import java.nio.charset.StandardCharsets;

/**
 * What goes back over HTTP.
 *
 * @param status of HTTP
 */
public record SoapAnswer(int status, String contentType, String xml) {

  /** The body, in UTF-8 as the content type says. */
  public byte[] bytes() {
    return xml.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "SoapAnswer[status=%d, contentType=%s]".formatted(status, contentType);
  }
}
