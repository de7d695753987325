package org.trialward.workbench.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code trialward replay}: as {@code inbox replay --all}. */
@Command(
    name = "replay",
    description = "Opens all parked events and messages again; `inbox replay` does it one by one.")
final class ReplayCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Parameters(paramLabel = "SETTING", description = "Settings, e.g. --trialward.database.url=…")
  String[] settings = {};

  @Override
  public Integer call() {
    return Stores.with(settings, stores -> InboxCommand.ReplayCommand.all(stores, spec));
  }
}
