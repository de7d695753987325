package org.trialward.workbench.smart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;

/** What the log says of a launch that was refused. */
@ExtendWith(OutputCaptureExtension.class)
class LaunchFailuresTest {

  private static void tell(String code) {
    LaunchFailures.tell(Refusal.EMR_REFUSED, new OAuth2AuthenticationException(code));
  }

  @Test
  void theCodeOfTheOtherSideIsTold(CapturedOutput log) {
    tell("invalid_scope");
    assertThat(log.getOut()).contains("(EMR_REFUSED): invalid_scope");
  }

  /** Anybody may come back from the EMR with an error of their own making. */
  @Test
  void whatIsNoCodeIsNotQuoted(CapturedOutput log) {
    tell("x\n2026-11-24 ERROR The audit's chain is broken");
    tell("Ada Example is not yours");
    assertThat(log.getOut())
        .contains("(EMR_REFUSED): a code that is none")
        .doesNotContain("chain is broken", "Ada");
  }
}
