package org.trialward.workbench.chart;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * References as numbers, for an index of where facts were read: the first bytes of the MD5, which
 * the database computes too. No secret; two references with the same number cost a look too many.
 */
public final class SourceKey {
  private SourceKey() {}

  /** Eight bytes, of which the first four are {@link #indexed}. */
  public static long of(String reference) {
    try {
      byte[] digest = MessageDigest.getInstance("MD5").digest(reference.getBytes(UTF_8));
      return ByteBuffer.wrap(digest).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has MD5.", e);
    }
  }

  /** As the chart's row holds it. */
  public static int indexed(long key) {
    return (int) (key >>> Integer.SIZE);
  }
}
