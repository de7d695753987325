package org.trialward.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The image beside PostgreSQL and an EMR on a private network. */
class AContainerIsKilledIT {
  private static final String FOUND =
      "select patient || ' ' || revision || ' ' || state from candidate order by 1";

  private static Site site;
  private static Emr emr;
  private static Workbench workbench;

  @BeforeAll
  static void start() {
    site = Site.open("killed");
    emr = site.emr();
    workbench = site.workbench().withEmr().withMessages();
    workbench.start();
  }

  @AfterAll
  static void stop() {
    if (site != null) {
      site.close();
    }
  }

  /** In MB as Docker prints them: a million bytes. */
  @Test
  void theImageIsSmallerThan350Mb() {
    assertThat(Image.bytes()).isLessThan(350_000_000L);
  }

  @Test
  void tenPatientsArriveByTwoWaysAndOutliveAKill() throws Exception {
    for (int i = 0; i < 5; i++) {
      emr.admit("http-" + i, "9." + i);
      workbench.sendHba1c("100" + i, "8." + i);
    }
    site.awaitCandidates(10);
    List<String> before = site.ask(FOUND);

    workbench.kill();
    emr.admit("http-while-away", "9.9");
    workbench.startAgain();

    workbench.awaitReady(); // It may find whom the EMR knows before it hears any message.
    site.awaitCandidates(11);
    workbench.sendHba1c("2000", "8.8");
    site.awaitCandidates(12);
    assertThat(site.ask(FOUND)).containsAll(before);
  }
}
