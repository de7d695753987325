package org.trialward.workbench.command;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The commands of the launcher. */
@Command(
    name = "trialward",
    mixinStandardHelpOptions = true,
    version = "Trialward 1.0.0-SNAPSHOT",
    description =
        "Matches hospital patients to clinical trials. Without a command: starts the application.",
    subcommands = {
      MatchCommand.class,
      CompareCommand.class,
      CheckCommand.class,
      RegistryCommand.class,
      ExplainCommand.class,
      TestCommand.class,
      ImportCommand.class,
      ExportCommand.class,
      ExpandCommand.class,
      DemoCommand.class,
      UserCommand.class,
      AuditCommand.class,
      InboxCommand.class,
      ReplayCommand.class,
      IndexCommand.class,
      BulkCommand.class
    })
public final class Commands implements Runnable {
  /** Their settings look like options but are Spring's: {@code --trialward.name=value}. */
  private static final Set<String> TAKE_SETTINGS =
      Set.of("user", "audit-verify", "inbox", "replay", "index", "bulk");

  private static final String LOG_CONFIGURATION = "logback.configurationFile";

  @Spec CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name a command.");
  }

  /** Runs a command; returns its exit code. */
  public static int run(String... args) {
    keepLogOffStandardOutput();
    CommandLine line = new CommandLine(new Commands());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.getSubcommands()
        .forEach((name, command) ->
            command.setUnmatchedOptionsArePositionalParams(TAKE_SETTINGS.contains(name)));
    line.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    line.setExecutionExceptionHandler((e, command, result) -> {
      command.getErr().println(e.getMessage() == null ? e.toString() : e.getMessage());
      return 1;
    });
    return line.execute(args);
  }

  /**
   * A command that starts Spring gets Spring's logging on top, so the property must not outlive
   * this.
   */
  private static void keepLogOffStandardOutput() {
    System.setProperty(LOG_CONFIGURATION, "commands-logback.xml");
    LoggerFactory.getILoggerFactory();
    System.clearProperty(LOG_CONFIGURATION);
  }
}
