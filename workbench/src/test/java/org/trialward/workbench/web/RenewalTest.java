package org.trialward.workbench.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.util.UriComponentsBuilder;

class RenewalTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

  private static Renewal again(Renewal renewal) {
    URI address = URI.create(renewal.address("/trials/T1", "open"));
    var request = new MockHttpServletRequest("GET", address.getPath());
    UriComponentsBuilder.fromUri(address)
        .build()
        .getQueryParams()
        .forEach((name, values) -> request.addParameter(name, values.getFirst()));
    return Renewal.asked(request).orElseThrow();
  }

  @Test
  void whatItHasSeenTravelsInTheAddress() {
    Renewal opened = Renewal.opened(7, NOON);
    assertThat(again(opened)).isEqualTo(opened);
    assertThat(opened.address("/trials/T1", "rejected")).endsWith("&state=rejected");
    assertThat(opened.address("/", "")).doesNotContain("state");
  }

  @Test
  void whatAPersonOpensOrForgesIsAnOrdinaryPage() {
    assertThat(Renewal.asked(new MockHttpServletRequest())).isEmpty();
    var forged = new MockHttpServletRequest();
    forged.addParameter("seen", "7");
    forged.addParameter("moved", "yesterday");
    assertThat(Renewal.asked(forged)).isEmpty();
  }

  @Test
  void itIsFreshUntilSomebodyDoesSomethingOrItsTimeIsOver() {
    Renewal opened = Renewal.opened(7, NOON);
    assertThat(opened.isFresh(7, NOON.plusSeconds(9), TEN_SECONDS)).isTrue();
    assertThat(opened.isFresh(8, NOON.plusSeconds(1), TEN_SECONDS)).isFalse();
    assertThat(opened.isFresh(7, NOON.plusSeconds(10), TEN_SECONDS)).isFalse();
  }

  @Test
  void itEndsAfterTenMinutesOfNothingAndAfterAShiftInAnyCase() {
    Renewal page = Renewal.opened(7, NOON);
    assertThat(page.isOver(NOON.plus(Duration.ofMinutes(10)))).isFalse();
    assertThat(page.isOver(NOON.plus(Duration.ofMinutes(10)).plusMillis(1))).isTrue();

    page = page.next(7, NOON.plus(Duration.ofMinutes(9))); // Renewed, but nobody did anything.
    assertThat(page.isOver(NOON.plus(Duration.ofMinutes(11)))).isTrue();

    page = page.next(8, NOON.plus(Duration.ofMinutes(9)));
    assertThat(page.isOver(NOON.plus(Duration.ofMinutes(19)))).isFalse();
    for (int minutes = 9; minutes <= 480; minutes += 9) {
      page = page.next(minutes, NOON.plus(Duration.ofMinutes(minutes)));
    }
    assertThat(page.isOver(NOON.plus(Duration.ofHours(8)).plusMillis(1))).isTrue();
  }
}
