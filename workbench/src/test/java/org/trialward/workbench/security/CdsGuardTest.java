package org.trialward.workbench.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.core.context.SecurityContextHolder;
import org.trialward.workbench.TestClock;
import org.trialward.workbench.json.Json;
import org.trialward.workbench.settings.SiteClock;
import org.trialward.workbench.settings.TrialwardSettings.Cds;
import org.trialward.workbench.settings.TrialwardSettings.Cds.Access;

/** Without tokens; {@code CdsTokensTest} has them. */
class CdsGuardTest {

  @AfterEach
  void forgetWhoCame() {
    SecurityContextHolder.clearContext();
  }

  private static MockHttpServletResponse knock(Access access, String path, MockFilterChain chain)
      throws Exception {
    Cds settings =
        new Cds(
            access,
            Optional.empty(),
            List.of(),
            Duration.ofMinutes(5),
            Optional.empty(),
            Cds.Links.PAGES);
    SiteClock clock = new TestClock().site();
    var nobody = new UsedTokens(JdbcClient.create(new DriverManagerDataSource()), clock);
    var response = new MockHttpServletResponse();
    new CdsGuard(access, new CallerTokens(settings, nobody, clock), Json.mapper())
        .doFilter(new MockHttpServletRequest("GET", path), response, chain);
    return response;
  }

  @Test
  void whereNothingIsSetNobodyIsAnsweredAndTheRemedyIsNamed() throws Exception {
    var chain = new MockFilterChain();
    MockHttpServletResponse answer = knock(Access.CLOSED, "/cds-services/trialward", chain);
    assertThat(chain.getRequest()).isNull();
    assertThat(answer.getStatus()).isEqualTo(401);
    assertThat(answer.getContentAsString())
        .contains("OperationOutcome", "set trialward.cds.access");
  }

  @Test
  void aDemonstrationAnswersEverybody() throws Exception {
    var chain = new MockFilterChain();
    assertThat(knock(Access.OPEN, "/cds-services", chain).getStatus()).isEqualTo(200);
    assertThat(chain.getRequest()).isNotNull();
  }

  @Test
  void otherPathsAreNotItsBusiness() throws Exception {
    var chain = new MockFilterChain();
    knock(Access.CLOSED, "/cds-services-of-another", chain);
    assertThat(chain.getRequest()).isNotNull();
    assertThat(SecurityContextHolder.getContext().getAuthentication()).isNull();
  }
}
