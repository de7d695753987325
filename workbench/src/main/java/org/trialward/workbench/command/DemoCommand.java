package org.trialward.workbench.command;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.trialward.workbench.demo.Demo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code trialward demo}: the whole way, against a simulated EMR. */
@Command(
    name = "demo",
    description = "Loads demo patients into a simulated EMR, matches them, delivers, and stays up.")
final class DemoCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Option(
      names = "--once",
      description = "End when all is delivered; exit 0 only if all was acknowledged.")
  boolean once;

  @Option(
      names = "--port",
      defaultValue = "8080",
      description = "Of the pages; 0 takes a free one (default: ${DEFAULT-VALUE}).")
  int port;

  @Option(
      names = "--dir",
      description = "Where the demo keeps everything (default: var/demo in the checkout).")
  Optional<Path> folder = Optional.empty();

  @Override
  public Integer call() throws Exception {
    Path home = Path.of(System.getProperty("trialward.home", ".")).toAbsolutePath().normalize();
    Path dir = folder.orElse(home.resolve("var/demo")).toAbsolutePath();
    return new Demo(home, dir, port, spec.commandLine().getOut()).run(once);
  }
}
