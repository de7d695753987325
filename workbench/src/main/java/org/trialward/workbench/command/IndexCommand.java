package org.trialward.workbench.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;
import org.springframework.context.ApplicationContext;
import org.springframework.transaction.support.TransactionTemplate;
import org.trialward.matcher.Matcher;
import org.trialward.rules.document.TrialFolder;
import org.trialward.rules.document.TrialReader;
import org.trialward.workbench.chart.ChartStore;
import org.trialward.workbench.chart.PatientReadings;
import org.trialward.workbench.inbox.RematchRounds;
import org.trialward.workbench.population.IndexState;
import org.trialward.workbench.population.PatientIndex;
import org.trialward.workbench.settings.SiteClock;
import org.trialward.workbench.settings.TrialwardSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code trialward index}: the index of patients, while the application does not run. */
@Command(
    name = "index",
    description = "Tells how the index of patients stands, or makes it again from the charts.")
final class IndexCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Parameters(index = "0", description = "${COMPLETION-CANDIDATES}")
  Action action;

  @Parameters(
      index = "1..*",
      paramLabel = "SETTING",
      description = "Settings, e.g. --trialward.index.path=…")
  String[] settings = {};

  enum Action {
    status,
    rebuild
  }

  @Override
  public Integer call() {
    return Stores.with(settings, this::run);
  }

  private int run(ApplicationContext stores) {
    ChartStore charts = stores.getBean(ChartStore.class);
    SiteClock clock = stores.getBean(SiteClock.class);
    TrialwardSettings all = stores.getBean(TrialwardSettings.class);
    TrialFolder folder = folder(all);
    try (Matcher matcher =
            new Matcher(folder.readings().stream().flatMap(r -> r.trial().stream()).toList());
        PatientIndex index =
            new PatientIndex(
                all.indexFolder(),
                charts,
                new PatientReadings(charts, folder::vocabulary, clock),
                matcher,
                stores.getBean(RematchRounds.class),
                clock,
                stores.getBean(TransactionTemplate.class))) {
      return switch (action) {
        case status -> status(index, charts.count());
        case rebuild -> rebuild(index, charts.count());
      };
    }
  }

  private static TrialFolder folder(TrialwardSettings settings) {
    try {
      return TrialReader.readFolder(settings.trials().path());
    } catch (IOException e) {
      throw new UncheckedIOException(
          "%s cannot be read: set trialward.trials.path to the folder of trial files."
              .formatted(settings.trials().path()),
          e);
    }
  }

  private int status(PatientIndex index, long charts) {
    return index
        .examine()
        .map(seen -> {
          spec.commandLine()
              .getOut()
              .printf(
                  "%,d of %,d patients, %,d bytes on disk.%s%n",
                  seen.patients(),
                  charts,
                  seen.bytes(),
                  seen.wasUnusable()
                      ? " It was damaged or of another version and is empty now: the application makes it again when it starts, or `trialward index rebuild`."
                      : "");
          return 0;
        })
        .orElseGet(this::refused);
  }

  private int rebuild(PatientIndex index, long charts) {
    ProgressBar bar = new ProgressBar(spec.commandLine().getErr());
    index.rebuild(bar::show);
    bar.end();
    if (index.state() instanceof IndexState.Current) {
      spec.commandLine().getOut().printf("The index holds %,d patients.%n", charts);
      return 0;
    }
    return refused();
  }

  private int refused() {
    spec.commandLine()
        .getErr()
        .println("The application runs on this index, or another command does: stop it first.");
    return 1;
  }
}
