package org.trialward.workbench.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The patients of demo/patients, loaded into the EMR by FHIR transactions as a hospital's own
 * systems would.
 */
final class DemoPatients {
  private static final int AT_ONCE = 2;

  private final Path zip;

  DemoPatients(Path zip) {
    this.zip = zip;
  }

  /**
   * Loads every patient, unless this EMR was loaded with these before.
   *
   * @param progress is told how many are loaded
   * @return how many patients there are
   */
  int load(SimulatedEmr emr, Path marker, IntConsumer progress)
      throws IOException, InterruptedException {
    List<String> bundles = read();
    String what = bundles.size() + " patients, " + Files.size(zip) + " bytes";
    if (Files.exists(marker) && Files.readString(marker).equals(what)) {
      progress.accept(bundles.size());
      return bundles.size();
    }
    List<Future<?>> sent = new ArrayList<>();
    try (ExecutorService senders = Executors.newFixedThreadPool(AT_ONCE)) {
      for (String bundle : bundles) {
        sent.add(senders.submit(() -> send(emr, bundle)));
      }
      for (int i = 0; i < sent.size(); i++) {
        sent.get(i).get();
        progress.accept(i + 1);
      }
    } catch (ExecutionException e) {
      throw new IOException("A patient could not be loaded into the EMR.", e.getCause());
    }
    Files.writeString(marker, what);
    return bundles.size();
  }

  private List<String> read() throws IOException {
    try (ZipFile file = new ZipFile(zip.toFile())) {
      List<String> bundles = new ArrayList<>();
      for (ZipEntry entry : file.stream().map(e -> (ZipEntry) e).toList()) {
        bundles.add(new String(file.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8));
      }
      return bundles;
    }
  }

  private static void send(SimulatedEmr emr, String bundle) {
    try {
      HttpResponse<String> answer = emr.send("POST", "", bundle);
      if (answer.statusCode() != 200) {
        throw new IOException("The EMR answered " + answer.statusCode() + " to a transaction.");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while loading.", e);
    }
  }
}
