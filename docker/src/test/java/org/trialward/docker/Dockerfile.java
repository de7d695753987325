package org.trialward.docker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The image's own description. */
final class Dockerfile {
  static final Path FILE = Path.of("Dockerfile");

  private Dockerfile() {}

  /** What follows the instruction where it stands last. */
  static String last(String instruction) throws IOException {
    Matcher matcher =
        Pattern.compile("(?s).*\n" + instruction + " ([^\n]*).*").matcher(Files.readString(FILE));
    if (!matcher.matches()) {
      throw new AssertionError("no " + instruction);
    }
    return matcher.group(1);
  }
}
