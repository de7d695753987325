package org.trialward.workbench.web;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.trialward.workbench.inbox.FeedCursors;
import org.trialward.workbench.inbox.FeedCursors.FeedState;
import org.trialward.workbench.operations.Surroundings.Fault;

/**
 * Something that is broken, and what to do.
 *
 * @param since when it began, where the words leave room for it
 * @param anchor of the section of the page that tells more
 */
record Trouble(String what, Optional<Instant> since, String remedy, String anchor) {

  private Trouble(String what, String remedy, String anchor) {
    this(what, Optional.empty(), remedy, anchor);
  }

  /** The worst first; empty where all is well. */
  static List<Trouble> of(
      List<FeedLine> feeds, long parkedEvents, long parkedDeliveries, int mistakes) {
    List<Trouble> troubles = new ArrayList<>();
    feeds.stream()
        .sorted(Comparator.comparing(FeedLine::state))
        .flatMap(feed -> of(feed).stream())
        .forEach(troubles::add);
    if (parkedEvents > 0) {
      troubles.add(
          new Trouble(
              "%s parked.".formatted(count(parkedEvents, "event is", "events are")),
              "Their causes stand below: mend them, then replay.",
              "parked-events"));
    }
    if (parkedDeliveries > 0) {
      troubles.add(
          new Trouble(
              "%s parked: the other side refused."
                  .formatted(count(parkedDeliveries, "delivery is", "deliveries are")),
              "Their causes stand below: mend them, then replay.",
              "parked-deliveries"));
    }
    if (mistakes > 0) {
      troubles.add(
          new Trouble(
              "%s in trial files: those trials do not run."
                  .formatted(count(mistakes, "mistake", "mistakes")),
              "Each stands below with its remedy. Correct the files, then read them again.",
              "mistakes"));
    }
    return List.copyOf(troubles);
  }

  /** What does not stop the work, but will. */
  static List<Trouble> of(List<Fault> surroundings) {
    return surroundings.stream()
        .map(fault -> new Trouble(fault.what(), fault.remedy(), "feeds"))
        .toList();
  }

  /** Systems of the trial office that could not be asked for statuses. */
  static List<Trouble> ofPolls(List<FeedState> polls) {
    return polls.stream()
        .flatMap(poll ->
            poll.problem().stream()
                .map(problem ->
                    new Trouble(
                        "No statuses come back from %s."
                            .formatted(poll.feed().substring(FeedCursors.CTMS.length())),
                        problem,
                        "destinations")))
        .toList();
  }

  private static Optional<Trouble> of(FeedLine feed) {
    String name = feed.feed().name();
    return switch (feed.state()) {
      case FAILING ->
          feed.closed()
              .map(why -> new Trouble("Nothing comes in from %s.".formatted(name), why, "feeds"));
      case SILENT ->
          Optional.of(
              new Trouble(
                  "%s is silent".formatted(name),
                  feed.last(),
                  "%s. Ask who runs the sender whether it sends, and whether the network lets it reach %s."
                      .formatted(capital(feed.words()), feed.feed().address()),
                  "feeds"));
      case PARKED ->
          feed.feed().isOfMessages()
              ? Optional.of(
                  new Trouble(
                      "%s of %s could not be read."
                          .formatted(count(feed.figures().parked(), "message", "messages"), name),
                      "Their causes stand below: look, mend the cause, then replay.",
                      "parked-messages"))
              : Optional.empty();
      case BEHIND ->
          Optional.of(
              new Trouble(
                  "Reading of %s is behind: %s."
                      .formatted(name, count(feed.figures().waiting(), "waits", "wait")),
                  feed.figures().failing() > 0
                      ? "%s after a failure and is tried again; the log tells the cause."
                          .formatted(count(feed.figures().failing(), "waits", "wait"))
                      : "If the number does not fall, check the load of this machine and the database.",
                  "feeds"));
      case GONE ->
          Optional.of(
              new Trouble(
                  "Messages of %s are stored, but it is not configured any more.".formatted(name),
                  "Restore its settings, then replay.",
                  "parked-messages"));
      case NOTHING, WELL -> Optional.empty();
    };
  }

  private static String capital(String words) {
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }

  private static String count(long number, String one, String many) {
    return new Wording().count(number, one, many);
  }
}
