package org.trialward.workbench.mllp;

import java.util.Optional;
import org.apache.camel.support.jsse.SSLContextParameters;

/**
 * One port on which a sender's messages arrive.
 *
 * @param name of the feed
 * @param tls where the connection is encrypted
 * @param clientCertificate whether only senders with a certificate that we trust may connect
 * @param mostBytes of one message
 * @param tooLarge takes the beginning of a larger one
 */
public record Listener(
    String name,
    String host,
    int port,
    Optional<SSLContextParameters> tls,
    boolean clientCertificate,
    int mostBytes,
    Desk desk,
    Desk tooLarge) {

  /** Takes messages. */
  @FunctionalInterface
  public interface Desk {
    /**
     * Stores a message, then answers.
     *
     * @return the acknowledgement; empty where the sender wants none
     */
    Optional<byte[]> take(byte[] message);
  }
}
