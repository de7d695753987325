package org.trialward.workbench.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Placeholder until the demo is joined. */
@Command(name = "demo", description = "Runs everything against a simulated EMR.")
final class DemoCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    return 2;
  }
}
