package org.trialward.ctms.screeninglog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.trialward.ctms.Capabilities;
import org.trialward.ctms.CtmsConnector;
import org.trialward.ctms.screeninglog.ScreeningLogSettings.OptionalColumn;
import org.trialward.rules.match.Delivery;
import org.trialward.rules.match.DeliveryException;
import org.trialward.rules.match.DeliveryException.Category;
import org.trialward.rules.match.DeliveryReceipt;
import org.trialward.rules.trial.TrialId;

/** Writes candidate states into one CSV file a study. */
public final class ScreeningLog implements CtmsConnector {
  public static final String DESTINATION = "screening-log";

  private final ScreeningLogSettings settings;
  private final Clock clock;
  private final Map<TrialId, LogFile> files = new ConcurrentHashMap<>();
  private volatile @Nullable PseudonymKey pseudonyms;

  public ScreeningLog(ScreeningLogSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public String destination() {
    return DESTINATION;
  }

  @Override
  public Capabilities probe() {
    requireFolder();
    try {
      pseudonyms();
    } catch (IOException e) {
      throw notWritten(settings.pseudonymKeyFile(), e);
    }
    return new Capabilities(
        true, false, false, false, settings.allowed().contains(OptionalColumn.EMR_PATIENT_ID));
  }

  @Override
  public DeliveryReceipt deliver(Delivery delivery) {
    requireFolder();
    TrialId study = delivery.trial().id();
    Path path = fileOf(study);
    try {
      DeliveryKey key =
          new DeliveryKey(delivery.revision(), pseudonyms().pseudonym(delivery.candidate().key()));
      List<String> cells =
          LogRow.cells(delivery, key, settings.site(), settings.allowed(), clock.instant());
      return files.computeIfAbsent(study, _ -> new LogFile(path)).append(key, cells);
    } catch (LogFile.ForeignFile e) {
      throw new DeliveryException(
          Category.REJECTED,
          "`%s` does not begin with the header of screening log version %s. Move it away or rename it; a new one is begun."
              .formatted(path, LogRow.LOG_VERSION),
          Optional.empty(),
          Optional.of(e));
    } catch (LogFile.Locked e) {
      throw new DeliveryException(
          Category.BUSY,
          "`%s` is held by another program. Close it there.".formatted(path),
          Optional.empty(),
          Optional.of(e));
    } catch (IOException e) {
      throw notWritten(path, e);
    }
  }

  /** Where the log of a study is. */
  public Path fileOf(TrialId study) {
    return settings.folder().resolve("screening-log-" + study + ".csv");
  }

  private void requireFolder() {
    Path folder = settings.folder();
    if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
      throw new DeliveryException(
          Category.UNAVAILABLE,
          "The screening log's folder `%s` %s. Set `trialward.ctms.screening-log.folder` to one that this program may write, or mend it."
              .formatted(
                  folder, Files.isDirectory(folder) ? "may not be written" : "is not there"));
    }
  }

  private static DeliveryException notWritten(Path path, IOException e) {
    String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return new DeliveryException(
        Category.UNAVAILABLE,
        "`%s` could not be written: %s. Free space or mend the rights there, or change `trialward.ctms.screening-log.folder`."
            .formatted(path, why),
        Optional.empty(),
        Optional.of(e));
  }

  private PseudonymKey pseudonyms() throws IOException {
    PseudonymKey known = pseudonyms;
    if (known == null) {
      known = PseudonymKey.in(settings.pseudonymKeyFile());
      pseudonyms = known;
    }
    return known;
  }
}
