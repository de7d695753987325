package org.trialward.workbench.command;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.trialward.workbench.audit.AuditAction;
import org.trialward.workbench.audit.AuditLog;
import org.trialward.workbench.inbox.Inbox;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code trialward replay}: opens parked events again, after what parked them was mended. */
@Command(name = "replay", description = "Opens all parked events of the inbox again.")
final class ReplayCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Parameters(paramLabel = "SETTING", description = "Settings, e.g. --trialward.database.url=…")
  String[] settings = {};

  @Override
  public Integer call() {
    int opened =
        Stores.with(
            settings,
            stores -> {
              int events = stores.getBean(Inbox.class).replay(Optional.empty());
              stores
                  .getBean(AuditLog.class)
                  .append("command line", AuditAction.REPLAYED, "inbox", events + " events");
              return events;
            });
    spec.commandLine().getOut().printf("%d events are open again.%n", opened);
    return 0;
  }
}
