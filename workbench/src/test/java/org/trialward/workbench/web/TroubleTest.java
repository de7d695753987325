package org.trialward.workbench.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.trialward.workbench.feed.Feed;
import org.trialward.workbench.feed.Feed.Kind;
import org.trialward.workbench.feed.FeedFigures;
import org.trialward.workbench.feed.FeedReport;
import org.trialward.workbench.feed.FeedRhythm.Finding;
import org.trialward.workbench.inbox.FeedCursors.FeedState;
import org.trialward.workbench.operations.Surroundings.Fault;

class TroubleTest {
  private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");
  private static final Instant NIGHT = Instant.parse("2026-11-23T03:10:00Z");
  private static final Feed LAB = new Feed("lab", Kind.HL7, "port 2575");
  private static final Finding USUAL = new Finding.Usual(Duration.ofMinutes(2));

  private static FeedFigures figures(long waiting, long failing, long parked) {
    return new FeedFigures(
        Optional.of(NIGHT),
        0,
        0,
        waiting,
        failing,
        parked,
        waiting > 0 ? Optional.of(NIGHT) : Optional.empty(),
        Optional.of(Duration.ofMillis(41)),
        Optional.of(Duration.ofMillis(1_240)));
  }

  private static FeedLine line(Feed feed, FeedFigures figures, Finding finding, String... closed) {
    return FeedLine.of(
        new FeedReport(feed, figures.last(), figures, finding),
        List.of(closed).stream().findFirst(),
        NOW);
  }

  private static List<Trouble> of(FeedLine... feeds) {
    return Trouble.of(List.of(feeds), 0, 0, 0);
  }

  @Test
  void whereAllIsWellNothingIsSaid() {
    FeedLine well = line(LAB, figures(0, 0, 0), USUAL);
    assertThat(of(well)).isEmpty();
    assertThat(well.words()).isEqualTo("usually something every 2 minutes at this hour");
    assertThat(well.speed()).isEqualTo("41 ms / 1.2 s");
  }

  @Test
  void silenceIsSaidWithItsBeginningTheRhythmAndWhomToAsk() {
    FeedLine silent = line(LAB, figures(0, 0, 0), new Finding.Silent(NIGHT, Duration.ofMinutes(2)));
    assertThat(of(silent))
        .singleElement()
        .satisfies(trouble -> {
          assertThat(trouble.what()).isEqualTo("lab is silent");
          assertThat(trouble.since()).contains(NIGHT);
          assertThat(trouble.remedy())
              .isEqualTo(
                  "Usually something every 2 minutes at this hour. Ask who runs the sender whether it sends, and whether the network lets it reach port 2575.");
        });
  }

  @Test
  void theWorstStandsFirst() {
    Feed gone = new Feed("old", Kind.GONE, "not configured any more");
    List<Trouble> troubles =
        Trouble.of(
            List.of(
                line(LAB, figures(7, 7, 0), USUAL),
                line(gone, figures(0, 0, 3), new Finding.Learning()),
                line(
                    new Feed("adt", Kind.HL7, "port 2576"),
                    figures(0, 0, 0),
                    USUAL,
                    "Nobody listens on port 2576.")),
            1,
            2,
            1);
    assertThat(troubles)
        .extracting(Trouble::what)
        .containsExactly(
            "Nothing comes in from adt.",
            "3 messages of old could not be read.",
            "Reading of lab is behind: 7 wait.",
            "1 event is parked.",
            "2 deliveries are parked: the other side refused.",
            "1 mistake in trial files: those trials do not run.");
  }

  @Test
  void whatTheProgramStandsOnIsSaidWithItsRemedy() {
    assertThat(Trouble.of(List.of(new Fault("The volume is full.", "Give it more space."))))
        .singleElement()
        .satisfies(trouble -> {
          assertThat(trouble.what()).isEqualTo("The volume is full.");
          assertThat(trouble.remedy()).isEqualTo("Give it more space.");
        });
  }

  @Test
  void whatASilentTrialOfficeHasToSayStandsWhereItsLinkLeads() throws IOException {
    FeedState redcap = new FeedState("ctms-redcap", Optional.empty(), Optional.of("No answer."));
    String page = Files.readString(Path.of("src/main/resources/templates/operations.html"));
    assertThat(Trouble.ofPolls(List.of(redcap)))
        .singleElement()
        .satisfies(trouble -> assertThat(page).contains("id=\"%s\"".formatted(trouble.anchor())));
  }

  @Test
  void aShortQueueIsNoTrouble() {
    FeedFigures just =
        new FeedFigures(
            Optional.of(NOW),
            1,
            1,
            1,
            0,
            0,
            Optional.of(NOW.minusSeconds(2)),
            Optional.empty(),
            Optional.empty());
    assertThat(of(line(LAB, just, USUAL))).isEmpty();
  }
}
