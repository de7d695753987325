package org.trialward.workbench.operations;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.unit.DataSize;
import org.trialward.workbench.database.ClockGap;
import org.trialward.workbench.inbox.Agreement;
import org.trialward.workbench.population.Census;
import org.trialward.workbench.population.IndexState;
import org.trialward.workbench.settings.SiteClock;

/**
 * What the program stands on: its volume, its index, two clocks that agree. A fault here does not
 * stop the work, which is all in the database; it needs a person before it does.
 */
public class Surroundings {
  private static final Logger LOG = LoggerFactory.getLogger(Surroundings.class);

  /** Below that the next merge of the index may find no room. */
  private static final DataSize LEAST = DataSize.ofMegabytes(32);

  private final Path volume;
  private final Census census;
  private final Agreement agreement;
  private final JdbcClient jdbc;
  private final SiteClock clock;
  private volatile Optional<Fault> clocks = Optional.empty();
  private volatile Optional<Fault> files = Optional.empty();
  private List<Fault> told = List.of();

  public Surroundings(
      Path volume, Census census, Agreement agreement, JdbcClient jdbc, SiteClock clock) {
    this.volume = volume;
    this.census = census;
    this.agreement = agreement;
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** What is wrong, and what to do. */
  public record Fault(String what, String remedy) {}

  /** As of now, clocks and files as of the last look. */
  public List<Fault> faults() {
    return Stream.of(full(), withoutIndex(), clocks, files).flatMap(Optional::stream).toList();
  }

  /** Compares clocks and files, and says in the log what came and what went. */
  public synchronized void look() {
    clocks = compareClocks();
    files = compareFiles();
    List<Fault> now = faults();
    now.stream()
        .filter(Predicate.not(told::contains))
        .forEach(fault -> LOG.warn("{} {}", fault.what(), fault.remedy()));
    told.stream()
        .filter(Predicate.not(now::contains))
        .forEach(fault -> LOG.info("Not so any more: {}", fault.what()));
    told = now;
  }

  private Optional<Fault> full() {
    try {
      return Files.getFileStore(volume).getUsableSpace() < LEAST.toBytes()
          ? Optional.of(
              new Fault(
                  "The volume of %s is full, or nearly so.".formatted(volume),
                  "Give it more space, or delete what does not belong there. Patients are matched and nothing is lost meanwhile; the index of patients and uploads wait."))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.of(
          new Fault(
              "The volume of %s cannot be examined.".formatted(volume),
              "Check that it is mounted and that this program may read and write it."));
    }
  }

  private Optional<Fault> withoutIndex() {
    return census.state() instanceof IndexState.Unavailable(var why)
        ? Optional.of(new Fault("Patients cannot be counted.", why))
        : Optional.empty();
  }

  private Optional<Fault> compareFiles() {
    return agreement.holds()
        ? Optional.empty()
        : Optional.of(
            new Fault(
                "Other trial files than those of this workbench are in force: it matches nobody.",
                "Mount the same files as for the other workbenches, or press Reload here to put these in force."));
  }

  private Optional<Fault> compareClocks() {
    Timestamp database = jdbc.sql("select clock_timestamp()").query(Timestamp.class).single();
    return ClockGap.between(database.toInstant(), clock.now()).matters()
        ? Optional.of(
            new Fault(
                "This machine's clock and the database's differ by more than half a minute.",
                "Set both by NTP. Tokens, windows and dates depend on it."))
        : Optional.empty();
  }
}
