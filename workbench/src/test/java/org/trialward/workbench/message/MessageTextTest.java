package org.trialward.workbench.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MessageTextTest {

  private static Body body(String text, Charset charset) {
    return new Body(text.getBytes(charset));
  }

  @Test
  void aSegmentIsALineHoweverLinesEnd() {
    assertThat(MessageText.lines(body("MSH|a\rPID|b\r\nPV1|c\n", StandardCharsets.UTF_8)))
        .containsExactly("MSH|a", "PID|b", "PV1|c");
  }

  @Test
  void whatATerminalWouldObeyIsMadeVisible() {
    assertThat(MessageText.lines(body("MSH|\u001b[2J\u0007\u007f", StandardCharsets.UTF_8)))
        .containsExactly("MSH|␛[2J␇␡");
  }

  @Test
  void anOlderAlphabetCanBeLookedAtToo() {
    assertThat(MessageText.lines(body("PID|Müller", StandardCharsets.UTF_8)))
        .containsExactly("PID|Müller");
    assertThat(MessageText.lines(body("PID|Müller", StandardCharsets.ISO_8859_1)))
        .containsExactly("PID|Müller");
  }
}
