package org.trialward.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.trialward.benchmarks.report.Findings;
import org.trialward.benchmarks.report.Goal;
import org.trialward.benchmarks.report.Machine;
import org.trialward.benchmarks.report.Report;
import org.trialward.benchmarks.workload.Workload;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * {@code ./trialward bench}. Exit 0: measured; 1: methods differ, or a floor is missed; 2: usage.
 */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    description = {
      "Measures the engine against its peers: equality first, then times and ratios.",
      "Times are CPU time of the thread; every figure is the median over the rounds [least, most]."
    },
    footer = {
      "",
      "`--heap SIZE` before the command gives Java so much memory, e.g. `bench --heap 10g scale`;",
      "without it, Java takes up to 70 %% of the machine's memory."
    })
public final class Bench implements Runnable {
  @Spec CommandSpec spec;

  private interface Measurement {
    Findings on(Workload workload) throws IOException, InterruptedException;
  }

  private Bench() {}

  public static void main(String... args) {
    System.exit(execute(args));
  }

  static int execute(String... args) {
    CommandLine line = new CommandLine(new Bench());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    line.setExecutionExceptionHandler((e, command, result) -> {
      command.getErr().println(e.getMessage() == null ? e.toString() : e.getMessage());
      return 1;
    });
    return line.execute(args);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name a command.");
  }

  @Command(
      description =
          "One patient, all trials: engine, scans, Lucene's Monitor, BooleanQuery, exact evaluator. Asks 1,000 patients.")
  int direction1(@Mixin Setting setting) throws IOException, InterruptedException {
    return report(setting, "direction1", workload -> Suite.direction1(setting, workload));
  }

  @Command(description = "One trial, all patients: engine, scan, BooleanQuery. Asks 200 trials.")
  int direction2(@Mixin Setting setting) throws IOException, InterruptedException {
    return report(setting, "direction2", workload -> Suite.direction2(setting, workload));
  }

  @Command(description = "A match, and a match with the evidence of the first 50.")
  int explain(@Mixin Setting setting) throws IOException, InterruptedException {
    return report(setting, "explain", workload -> Suite.explain(setting, workload));
  }

  @Command(
      description =
          "HL7's CQL engine on 40 trials in our CQL export and in the shortest CQL, beside our evaluator. Asks 30 patients.")
  int cql(@Mixin Setting setting) throws IOException, InterruptedException {
    return report(setting, "cql", workload -> Suite.cql(setting, workload));
  }

  @Command(
      description =
          "From a FHIR bundle to facts, beside HAPI's parser and bare JSON tokens; from lines of an export to charts in PostgreSQL, beside HAPI's parser.")
  int intake(
      @Mixin Setting setting,
      @Option(
              names = "--load",
              defaultValue = "0",
              paramLabel = "N",
              description =
                  "Also loads N patients and tells the memory it took; give `--heap 512m` before the command.")
          int many)
      throws IOException, InterruptedException {
    return report(
        setting,
        many > 0 ? "intake --load " + many : "intake",
        workload -> Suite.intake(setting, many));
  }

  @Command(
      description =
          "HL7 v2 messages a second, stored and acknowledged, beside a bare listener of HAPI's on the same database. Sends 2,000 messages.")
  int messages(@Mixin Setting setting) throws IOException, InterruptedException {
    return report(setting, "messages", workload -> Suite.messages(setting));
  }

  @Command(
      description = {
        "The messages of a large hospital's day, in some minutes, into a workbench of its own:",
        "how long each waits for its verdicts. 10,000 patients; --asked K: of K. Wants an idle machine."
      })
  int day(
      @Mixin Setting setting,
      @Option(
              names = "--minutes",
              defaultValue = "15",
              paramLabel = "N",
              description = "That the day takes (default: ${DEFAULT-VALUE}).")
          int minutes)
      throws IOException, InterruptedException {
    if (minutes < 1) {
      throw new ParameterException(setting.spec.commandLine(), "--minutes: at least 1.");
    }
    return report(
        setting,
        "day --minutes " + minutes,
        workload -> Suite.day(setting, Duration.ofMinutes(minutes)));
  }

  @Command(
      description = {
        "A physician opens a patient: how long the card takes, with 100,000 open matches and a signed token,",
        "beside a service that answers the same bytes without looking. Opens 2,000 patients a round, by the",
        "clock on the wall: wants an idle machine."
      })
  int cards(@Mixin Setting setting) throws IOException, InterruptedException {
    return report(setting, "cards", workload -> Suite.cards(setting));
  }

  @Command(description = "How time grows: --trials beside 500,000 trials. Asks 300 patients.")
  int scale(
      @Mixin Setting setting,
      @Option(
              names = "--many",
              defaultValue = "500000",
              paramLabel = "N",
              description = "The greater number of trials (default: ${DEFAULT-VALUE}).")
          int many)
      throws IOException, InterruptedException {
    if (many <= setting.trials) {
      throw new ParameterException(setting.spec.commandLine(), "--many: more than --trials.");
    }
    return report(
        setting, "scale --many " + many, workload -> Suite.scale(setting, workload, many));
  }

  @Command(
      description =
          "Two workers beside one; p99 while patients and trials change; pathological trials. Wants an idle machine.")
  int load(@Mixin Setting setting) throws IOException, InterruptedException {
    return report(setting, "load", workload -> Suite.load(setting, workload));
  }

  @Command(
      description =
          "A large site: start from disk, memory, the nightly match. Give --patients 1000000. Matches 20,000 patients.")
  int million(@Mixin Setting setting) throws IOException, InterruptedException {
    return report(setting, "million", workload -> Suite.million(setting, workload));
  }

  @Command(
      description = {
        "The engine against the exact evaluator, pair by pair, both directions.",
        "After a bulk load, in several segments with deletions, after updates, after a restart.",
        "1,000 patients x all trials, 200 trials x all patients; --asked K: K of each."
      })
  int equality(@Mixin Setting setting) throws IOException, InterruptedException {
    return report(setting, "equality", workload -> Suite.equality(setting, workload));
  }

  @Command(
      description =
          "All of the above, except cards, day, scale and million, which need much memory or time.")
  int all(@Mixin Setting setting) throws IOException, InterruptedException {
    return report(
        setting,
        "all",
        workload ->
            Suite.equality(setting, workload)
                .and(Suite.direction1(setting, workload))
                .and(Suite.direction2(setting, workload))
                .and(Suite.explain(setting, workload))
                .and(Suite.intake(setting, 0))
                .and(Suite.messages(setting))
                .and(Suite.cql(setting, workload))
                .and(Suite.load(setting, workload)));
  }

  private static int report(Setting setting, String command, Measurement measurement)
      throws IOException, InterruptedException {
    Workload workload = setting.workload();
    Findings findings = measurement.on(workload);
    Report report =
        new Report(Machine.here(), setting.typed(command), workload.description(), findings);
    PrintWriter out = setting.spec.commandLine().getOut();
    out.print(report.text());
    out.flush();
    setting.json.ifPresent(report::writeJson);
    List<Goal.Reached> missed = findings.belowFloor();
    if (!setting.floors || missed.isEmpty()) {
      return 0;
    }
    missed.forEach(reached -> setting.say("floor missed: " + reached));
    return 1;
  }
}
