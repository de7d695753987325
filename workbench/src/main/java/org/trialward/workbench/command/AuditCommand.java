package org.trialward.workbench.command;

import java.util.concurrent.Callable;
import org.trialward.workbench.audit.AuditLog;
import org.trialward.workbench.audit.AuditLog.Verification;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code trialward audit-verify}: walks the hash chain. Exit 0: it holds; 1: it is broken. */
@Command(
    name = "audit-verify",
    description = "Verifies the audit's hash chain from its first entry to its last.")
final class AuditCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Parameters(paramLabel = "SETTING", description = "Settings, e.g. --trialward.database.url=…")
  String[] settings = {};

  @Override
  public Integer call() {
    Verification result = Stores.with(settings, stores -> stores.getBean(AuditLog.class).verify());
    if (result.broken().isPresent()) {
      spec.commandLine()
          .getErr()
          .printf(
              "The audit is broken after %d entries: %s. Compare with a backup.%n",
              result.entries(), result.broken().get());
      return 1;
    }
    spec.commandLine()
        .getOut()
        .printf(
            "The audit holds: %d entries, last hash %s. Keep the hash elsewhere to recognize a cut end.%n",
            result.entries(), result.lastHash());
    return 0;
  }
}
