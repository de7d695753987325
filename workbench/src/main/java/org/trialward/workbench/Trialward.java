package org.trialward.workbench;

import java.util.Arrays;
import java.util.Set;
import org.trialward.workbench.command.Commands;

/** Where everything starts: a command of the launcher, or the application itself. */
public final class Trialward {
  /** They look like settings of the application, and ask for its commands. */
  private static final Set<String> QUESTIONS = Set.of("--help", "--version");

  private Trialward() {}

  public static void main(String[] args) {
    if (isStart(args)) {
      boolean named = args.length > 0 && args[0].equals("serve");
      Application.start(named ? Arrays.copyOfRange(args, 1, args.length) : args);
    } else {
      System.exit(Commands.run(args));
    }
  }

  static boolean isStart(String... args) {
    return args.length == 0
        || args[0].equals("serve")
        || (args[0].startsWith("--") && !QUESTIONS.contains(args[0]));
  }
}
