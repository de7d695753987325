package org.trialward.workbench.message;

import java.util.Arrays;
import org.trialward.fhir.record.Digest;

/** What a sender sent, byte for byte. It is a patient: never printed, never logged. */
public final class Body {
  private final byte[] bytes;

  public Body(byte[] bytes) {
    this.bytes = bytes.clone();
  }

  public byte[] bytes() {
    return bytes.clone();
  }

  public int length() {
    return bytes.length;
  }

  /** SHA-256 as hex: the same for the same bytes. */
  public String hash() {
    return Digest.of(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Body body && Arrays.equals(bytes, body.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "Body[%d bytes]".formatted(bytes.length);
  }
}
