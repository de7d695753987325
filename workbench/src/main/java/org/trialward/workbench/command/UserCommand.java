package org.trialward.workbench.command;

import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.trialward.workbench.security.Role;
import org.trialward.workbench.security.Users;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code trialward user}: lets somebody in, or no more. */
@Command(
    name = "user",
    description =
        "Adds a user, or gives one a new role and password, and prints the password once; or removes one.")
final class UserCommand implements Callable<Integer> {
  private static final String BY = "command line";

  @Spec CommandSpec spec;

  @Parameters(index = "0", paramLabel = "NAME", description = "The log-in name.")
  String name;

  @ArgGroup(multiplicity = "1")
  Change change = new Change();

  /** One of both. */
  static final class Change {
    @Option(
        names = "--role",
        required = true,
        description = "physician, coordinator or administrator.")
    @Nullable Role role;

    @Option(
        names = "--remove",
        required = true,
        description = "The user cannot log in any more; what is open is closed.")
    boolean remove;
  }

  @Parameters(
      index = "1..*",
      paramLabel = "SETTING",
      description = "Settings, e.g. --trialward.database.url=…")
  String[] settings = {};

  @Override
  public Integer call() {
    String said = Stores.with(settings, stores -> change(stores.getBean(Users.class), change.role));
    spec.commandLine().getOut().println(said);
    return 0;
  }

  private String change(Users users, @Nullable Role role) {
    if (role == null) {
      users.remove(name, BY);
      return name + " is removed.";
    }
    return "%s (%s): %s"
        .formatted(name, role.name().toLowerCase(Locale.ROOT), users.admit(name, role, BY));
  }
}
