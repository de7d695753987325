package org.trialward.workbench;

import java.util.Arrays;
import org.trialward.workbench.command.Commands;

/** Where everything starts: a command of the launcher, or the application itself. */
public final class Trialward {
  private Trialward() {}

  public static void main(String[] args) {
    if (args.length == 0 || args[0].equals("serve") || args[0].startsWith("--")) {
      boolean named = args.length > 0 && args[0].equals("serve");
      Application.start(named ? Arrays.copyOfRange(args, 1, args.length) : args);
    } else {
      System.exit(Commands.run(args));
    }
  }
}
