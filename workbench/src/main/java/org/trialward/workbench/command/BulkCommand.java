package org.trialward.workbench.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.trialward.fhir.bulk.BulkExport;
import org.trialward.fhir.bulk.BulkRequest;
import org.trialward.fhir.emr.Emr;
import org.trialward.workbench.bulk.BulkLoad;
import org.trialward.workbench.bulk.BulkReport;
import org.trialward.workbench.bulk.EmrOrigin;
import org.trialward.workbench.bulk.FilesOrigin;
import org.trialward.workbench.bulk.Origin;
import org.trialward.workbench.chart.ChartStore;
import org.trialward.workbench.emr.EmrClient;
import org.trialward.workbench.inbox.Inbox;
import org.trialward.workbench.settings.SiteClock;
import org.trialward.workbench.settings.TrialwardSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import tools.jackson.databind.json.JsonMapper;

/** {@code trialward bulk}: many patients at once. Exit 0: loaded; 1: with lines left out. */
@Command(
    name = "bulk",
    description = {
      "Loads NDJSON files or an export of the EMR into charts, beside the running application or without it.",
      "Interrupted, the same command goes on where it was."
    })
final class BulkCommand implements Callable<Integer> {
  private static final int WORKERS = 2;

  @Spec CommandSpec spec;

  @Option(
      names = "--group",
      paramLabel = "ID",
      description = "Exports the patients of this Group of the EMR.")
  Optional<String> group = Optional.empty();

  @Option(names = "--system", description = "Exports all patients of the EMR.")
  boolean system;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      converter = Moment.class,
      description = "Only what changed since then, e.g. 2026-11-20T00:00:00Z.")
  Optional<Instant> since = Optional.empty();

  @Parameters(
      paramLabel = "FILE|SETTING",
      description =
          "Files (.ndjson, .jsonl, also .gz) or folders of them; settings, e.g. --trialward.emr.url=…")
  String[] rest = {};

  /** Says what it wants where it does not get it. */
  static final class Moment implements ITypeConverter<Instant> {
    @Override
    public Instant convert(String text) {
      try {
        return OffsetDateTime.parse(text).toInstant();
      } catch (DateTimeParseException e) {
        throw new TypeConversionException(
            "--since: `%s` is no moment: write it as 2026-11-20T00:00:00Z.".formatted(text));
      }
    }
  }

  @Override
  public Integer call() {
    List<Path> files =
        Arrays.stream(rest).filter(word -> !word.startsWith("--")).map(Path::of).toList();
    boolean exports = group.isPresent() || system;
    if (exports == !files.isEmpty() || (group.isPresent() && system)) {
      throw new ParameterException(
          spec.commandLine(), "Name files, or give --group ID, or --system.");
    }
    if (since.isPresent() && !exports) {
      throw new ParameterException(spec.commandLine(), "--since: only with --group or --system.");
    }
    String[] settings =
        Arrays.stream(rest).filter(word -> word.startsWith("--")).toArray(String[]::new);
    return Stores.with(settings, stores -> run(stores, files));
  }

  private int run(ApplicationContext stores, List<Path> files) {
    BulkLoad load =
        new BulkLoad(
            stores.getBean(DataSource.class),
            stores.getBean(JdbcClient.class),
            stores.getBean(TransactionTemplate.class),
            stores.getBean(JsonMapper.class),
            stores.getBean(ChartStore.class),
            stores.getBean(Inbox.class),
            stores.getBean(SiteClock.class),
            stores.getBean(TrialwardSettings.class).emr().ownSystems(),
            stores.getBean(TrialwardSettings.class).dataDir(),
            WORKERS);
    ProgressBar bar = new ProgressBar(spec.commandLine().getErr());
    BulkReport report =
        load.run(
            origin(stores, files),
            progress ->
                bar.show(progress.done(), progress.all(), progress.now(), progress.toString()));
    bar.end();
    print(report);
    return report.unreadable() == 0 ? 0 : 1;
  }

  private Origin origin(ApplicationContext stores, List<Path> files) {
    PrintWriter err = spec.commandLine().getErr();
    if (files.isEmpty()) {
      BulkRequest request =
          group.map(id -> BulkRequest.ofGroup(id, since)).orElseGet(() -> BulkRequest.ofAll(since));
      TrialwardSettings settings = stores.getBean(TrialwardSettings.class);
      Emr emr = EmrClient.open(settings, stores.getBean(SiteClock.class)::now);
      return new EmrOrigin(
          new BulkExport(emr),
          request.withAllOffered(emr.capabilities(), settings.emr().readTypes()),
          (Duration pause) -> Thread.sleep(pause),
          err::println);
    }
    try {
      return new FilesOrigin(files, stores.getBean(SiteClock.class));
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  private void print(BulkReport report) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "%,d lines, %,d resources (%,d by HAPI's parser), %,d patients: %,d charts changed, %,d removed, %,d asked for.%n",
        report.lines(),
        report.resources(),
        report.byHapi(),
        report.patients(),
        report.changed(),
        report.removed(),
        report.asked());
    PrintWriter err = spec.commandLine().getErr();
    report.problems().forEach(err::println);
    if (report.unreadable() > 0) {
      err.printf("%,d lines could not be read.%n", report.unreadable());
    }
    if (report.astray() > 0) {
      err.printf(
          "%,d resources do not say whose they are, or of a patient that is not there: add the Patient resources.%n",
          report.astray());
    }
  }
}
