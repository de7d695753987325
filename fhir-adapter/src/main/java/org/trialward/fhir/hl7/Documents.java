package org.trialward.fhir.hl7;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/** XML documents that are embedded in results (OBX-5 of type ED), e.g. CDA. */
final class Documents {
  private Documents() {}

  static boolean isFile(Segment obx) {
    return obx.text(2).equalsIgnoreCase("ED");
  }

  static boolean isInParts(Segment obx) {
    return isFile(obx) && obx.first(5).text(2).equalsIgnoreCase("multipart");
  }

  /** The document, whatever its declared type, if it looks like XML and was not taken back. */
  static Optional<byte[]> in(Segment obx) {
    return switch (obx.text(11).toUpperCase(Locale.ROOT)) {
      case "D", "W", "X" -> Optional.empty();
      default -> bytes(obx.field(5)).filter(Documents::isXml);
    };
  }

  private static Optional<byte[]> bytes(Field file) {
    String data = file.text(5);
    try {
      return switch (file.text(4).toUpperCase(Locale.ROOT)) {
        case "BASE64" -> Optional.of(Base64.getMimeDecoder().decode(data));
        case "HEX" -> Optional.of(HexFormat.of().parseHex(data));
        default -> Optional.of(data.getBytes(StandardCharsets.UTF_8));
      };
    } catch (IllegalArgumentException notEncodedSo) {
      return Optional.empty();
    }
  }

  private static boolean isXml(byte[] bytes) {
    String beginning =
        new String(bytes, 0, Math.min(bytes.length, 100), StandardCharsets.UTF_8)
            .replace("\uFEFF", "")
            .stripLeading();
    return beginning.length() > 1
        && beginning.charAt(0) == '<'
        && (beginning.charAt(1) == '?' || Character.isLetter(beginning.charAt(1)));
  }
}
