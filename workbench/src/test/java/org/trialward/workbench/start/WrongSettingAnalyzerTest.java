package org.trialward.workbench.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.beans.BeanInstantiationException;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.context.annotation.UserConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.trialward.workbench.start.WrongSettingAnalyzerTest.Site.Redcap;

class WrongSettingAnalyzerTest {
  private final WrongSettingAnalyzer analyzer = new WrongSettingAnalyzer();

  @Configuration(proxyBeanMethods = false)
  static class Site {
    record Redcap(String token) {
      Redcap {
        if (token.length() < 32) {
          throw new IllegalArgumentException("The token is too short: copy it whole.");
        }
      }
    }

    @Bean
    Redcap redcap() {
      return new Redcap("abc");
    }

    @Bean
    String study(Redcap redcap) {
      return redcap.token();
    }
  }

  @Test
  void whatIsWrongWithASettingIsAllThatIsPrinted() {
    new ApplicationContextRunner()
        .withConfiguration(UserConfigurations.of(Site.class))
        .run(context ->
            assertThat(
                    analyzer.analyze(
                        Optional.ofNullable(context.getStartupFailure()).orElseThrow()))
                .extracting("description")
                .isEqualTo("The token is too short: copy it whole."));
  }

  @Test
  void whatOthersThrowKeepsItsStackTrace() {
    IllegalArgumentException theirs = new IllegalArgumentException("Invalid UUID string: x");
    theirs.setStackTrace(
        new StackTraceElement[] {
          new StackTraceElement("java.util.UUID", "fromString", "UUID.java", 1)
        });
    assertThat(
            analyzer.analyze(
                new BeanCreationException(
                    "study",
                    "fails",
                    new BeanInstantiationException(Redcap.class, "fails", theirs))))
        .isNull();
  }
}
