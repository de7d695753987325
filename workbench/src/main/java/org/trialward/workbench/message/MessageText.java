package org.trialward.workbench.message;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/** A stored message for people's eyes: a segment a line, odd characters made visible. */
public final class MessageText {
  private static final Pattern LINE_END = Pattern.compile("\r\n|\r|\n");

  /** Unicode's pictures of the control characters begin here. */
  private static final int PICTURES = 0x2400;

  private static final int PICTURE_OF_DELETE = 0x2421;

  private MessageText() {}

  public static List<String> lines(Body body) {
    return LINE_END.splitAsStream(text(body.bytes())).map(MessageText::visible).toList();
  }

  /** What is not UTF-8 is shown byte by byte: to look at, not to be read by a program. */
  private static String text(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException notUtf8) {
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }
  }

  /** A terminal obeys control characters; their pictures it prints. */
  private static String visible(String line) {
    return line.codePoints()
        .map(c -> c == '\t' ? ' ' : c < ' ' ? PICTURES + c : c == 0x7f ? PICTURE_OF_DELETE : c)
        .map(c -> c >= 0x80 && c < 0xa0 ? '·' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
