package org.trialward.workbench.security;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The signature of a notification as WebSub has it (W3C recommendation of 2018, 8) and athenahealth
 * sends it: HMAC-SHA-256 of the body as it was sent. SHA-1 is refused.
 */
final class HubSignature {
  static final String HEADER = "X-Hub-Signature";

  private static final String HMAC = "HmacSHA256";
  private static final String METHOD = "sha256=";
  private static final int HEX_DIGITS = 64;

  private final SecretKeySpec secret;

  HubSignature(String secret) {
    this.secret = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), HMAC);
  }

  /** Whether whoever sent this knows the secret; takes as long for a near miss as for any other. */
  boolean isOf(byte[] body, String header) {
    return MessageDigest.isEqual(of(body), sent(header.strip()));
  }

  private byte[] of(byte[] body) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(secret);
      return mac.doFinal(body);
    } catch (GeneralSecurityException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  /** In hexadecimal or Base64; of anything else, no bytes. */
  private static byte[] sent(String header) {
    if (!header.startsWith(METHOD)) {
      return new byte[0];
    }
    String digest = header.substring(METHOD.length());
    try {
      return digest.length() == HEX_DIGITS
          ? HexFormat.of().parseHex(digest)
          : Base64.getDecoder().decode(digest);
    } catch (IllegalArgumentException neither) {
      return new byte[0];
    }
  }
}
