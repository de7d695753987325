package org.trialward.workbench.command;

import java.util.Locale;
import java.util.concurrent.Callable;
import org.trialward.workbench.security.Role;
import org.trialward.workbench.security.Users;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code trialward user}: lets somebody in. */
@Command(
    name = "user",
    description = "Adds a user, or gives one a new role and password; prints the password once.")
final class UserCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Parameters(index = "0", paramLabel = "NAME", description = "The log-in name.")
  String name;

  @Option(
      names = "--role",
      required = true,
      description = "physician, coordinator or administrator.")
  Role role;

  @Parameters(
      index = "1..*",
      paramLabel = "SETTING",
      description = "Settings, e.g. --trialward.database.url=…")
  String[] settings = {};

  @Override
  public Integer call() {
    String password =
        Stores.with(
            settings, stores -> stores.getBean(Users.class).admit(name, role, "command line"));
    spec.commandLine()
        .getOut()
        .printf("%s (%s): %s%n", name, role.name().toLowerCase(Locale.ROOT), password);
    return 0;
  }
}
