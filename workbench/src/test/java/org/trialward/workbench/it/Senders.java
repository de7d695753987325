package org.trialward.workbench.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Programs that send HL7 v2 over MLLP and that nobody here wrote. */
final class Senders {
  private static final Pattern ANSWER = Pattern.compile("MSA\\|(A[AER])\\|([^|\\r\\n]*)");
  private static final Path NPM = Path.of("target", "npm").toAbsolutePath();
  private static final String CLIENT = "node-hl7-client@3.2.0";

  private Senders() {}

  /** One answer: its code, and the number of the message. */
  record Answer(String code, String number) {}

  /** A sender at work. */
  record Sending(Process process, Path output) {

    /** Every answer so far; all of them once the process has ended. */
    List<Answer> answers() throws IOException {
      List<Answer> answers = new ArrayList<>();
      Matcher m = ANSWER.matcher(Files.readString(output, UTF_8));
      while (m.find()) {
        answers.add(new Answer(m.group(1), m.group(2)));
      }
      return answers;
    }
  }

  /** Debian's {@code mllp_send} (package python3-hl7). */
  static boolean hasMllpSend() {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "mllp_send")));
  }

  static Sending mllpSend(int port, Path messages, Path output) throws IOException {
    return start(output, "mllp_send", "--port=" + port, "--file=" + messages, "127.0.0.1");
  }

  /** {@code node-hl7-client} of npm, fetched where it is not there yet. */
  static boolean hasNodeClient() throws IOException, InterruptedException {
    Path client = NPM.resolve("node_modules/node-hl7-client");
    if (Files.exists(client)) {
      return true;
    }
    Files.createDirectories(NPM);
    try {
      Process npm =
          new ProcessBuilder("npm", "install", "--silent", "--prefix", NPM.toString(), CLIENT)
              .redirectErrorStream(true)
              .redirectOutput(NPM.resolve("npm.log").toFile())
              .start();
      return npm.waitFor() == 0 && Files.exists(client);
    } catch (IOException noNpm) {
      return false;
    }
  }

  static Sending nodeClient(int port, Path messages, Path output) throws IOException {
    Path script = NPM.resolve("send.js");
    Files.copy(
        Path.of("src/test/resources/senders/node-hl7-client.js"),
        script,
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    return start(output, "node", script.toString(), String.valueOf(port), messages.toString());
  }

  private static Sending start(Path output, String... command) throws IOException {
    return new Sending(
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .redirectOutput(output.toFile())
            .start(),
        output);
  }

  /** As MLLP blocks. */
  static Path file(Path folder, String name, List<String> messages) throws IOException {
    StringBuilder blocks = new StringBuilder();
    messages.forEach(message -> blocks.append('\u000b').append(message).append("\u001c\r"));
    return Files.writeString(folder.resolve(name), blocks);
  }
}
