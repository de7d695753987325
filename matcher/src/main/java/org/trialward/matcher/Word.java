package org.trialward.matcher;

import java.util.Collection;
import java.util.List;
import org.apache.lucene.util.BytesRef;
import org.trialward.rules.quantity.Code;

/**
 * How a string of a chart is spelled among its words. A code is {@code system|value}, so that the
 * codes of a system, and of an ICD-10 subtree, stand together; a bar in a system is {@code \|} and
 * a backslash {@code \\}, neither of which a URI may hold (RFC 3986, 2).
 */
final class Word {
  private static final char BAR = '|';
  private static final char ESCAPE = '\\';

  private Word() {}

  static String of(Code code) {
    String system = code.system().replace("\\", "\\\\").replace("|", "\\|");
    return wellFormed(system + BAR + code.value());
  }

  static Code code(String word) {
    int bar = word.indexOf(BAR);
    return word.lastIndexOf(ESCAPE, bar) < 0
        ? Code.of(word.substring(0, bar), word.substring(bar + 1))
        : escapedCode(word);
  }

  private static Code escapedCode(String word) {
    StringBuilder system = new StringBuilder();
    int at = 0;
    while (word.charAt(at) != BAR) {
      at += word.charAt(at) == ESCAPE ? 1 : 0;
      system.append(word.charAt(at++));
    }
    return Code.of(system.toString(), word.substring(at + 1));
  }

  /** Half of a surrogate pair has no UTF-8 form: it becomes U+FFFD, as it would in the index. */
  static String wellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return new BytesRef(text).utf8ToString();
      }
    }
    return text;
  }

  /** In the order of their UTF-8 bytes, which beyond U+FFFF is not that of strings. */
  static List<String> sorted(Collection<String> words) {
    return words.stream().map(BytesRef::new).sorted().map(BytesRef::utf8ToString).toList();
  }
}
