package org.trialward.workbench.operations;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.ServiceStatus;
import org.trialward.workbench.feed.Feed;
import org.trialward.workbench.inbox.FeedCursors;

/** Whether anything could come in at all. */
public class Doors {
  private final CamelContext camel;
  private final FeedCursors cursors;

  public Doors(CamelContext camel, FeedCursors cursors) {
    this.camel = camel;
    this.cursors = cursors;
  }

  /** Why nothing can come in, and the remedy; empty where the door is open. */
  public Optional<String> closed(Feed feed) {
    return switch (feed.kind()) {
      case HL7 ->
          runs("mllp-" + feed.name())
              ? Optional.empty()
              : Optional.of(
                  "Nobody listens on %s: see the log of the start for the cause, e.g. a port that is taken, then restart."
                      .formatted(feed.address()));
      case DOCUMENTS -> folder(Path.of(feed.address()));
      case EMR -> cursors.states().stream().flatMap(state -> state.problem().stream()).findFirst();
      case BULK, GONE -> Optional.empty();
    };
  }

  private boolean runs(String route) {
    ServiceStatus status = camel.getRouteController().getRouteStatus(route);
    return status != null && status.isStarted();
  }

  private static Optional<String> folder(Path folder) {
    return Files.isDirectory(folder) && Files.isReadable(folder) && Files.isWritable(folder)
        ? Optional.empty()
        : Optional.of(
            "The folder %s is not there or may not be read and written: make it, or mount it."
                .formatted(folder));
  }
}
