package org.trialward.workbench.database;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * Another process that opens the database and runs a statement. {@code wait} stays until it is
 * killed or told to go by the end of its input.
 */
final class OtherProcess {
  private OtherProcess() {}

  @SuppressWarnings("SystemOut")
  public static void main(String[] args) throws IOException {
    try (EmbeddedDatabase database = EmbeddedDatabase.open(Path.of(args[0]))) {
      JdbcClient.create(new DriverManagerDataSource(database.jdbcUrl())).sql(args[1]).update();
      System.out.println("ready");
      if (args.length > 2) {
        System.in.readAllBytes();
      }
    }
  }

  /** Starts it and returns when it has run the statement. */
  static Process start(Path folder, String statement, String... more) throws IOException {
    List<String> command =
        new java.util.ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                OtherProcess.class.getName(),
                folder.toString(),
                statement));
    command.addAll(List.of(more));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.equals("ready")) {
        return process;
      }
    }
    throw new IOException("The other process ended before it was ready.");
  }
}
