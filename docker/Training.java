import java.io.File;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/**
 * Runs the application once, in the image that is being built and with its options, so that the JVM
 * writes its AOT cache (JEP 483, 514): start, some messages, some pages, stop. The database is one
 * that lives for this run only and is on this class path, not on the application's.
 *
 * <p>{@code java -cp 'aside/*' Training.java JAVA OPTIONS APP TRIALS CACHE}
 */
class Training {
  private static final int HTTP = 18080;
  private static final int MLLP = 12575;
  private static final int WAIT_SECONDS = 180;

  public static void main(String[] args) throws Exception {
    Path work = Files.createTempDirectory("training");
    try (EmbeddedPostgres database =
        EmbeddedPostgres.builder().setDataDirectory(work.resolve("postgres")).start()) {
      Process app =
          new ProcessBuilder(command(args, database.getJdbcUrl("postgres", "postgres"), work))
              .inheritIO()
              .start();
      try {
        await(app);
        messages();
        get("/login");
        get("/actuator/prometheus");
      } finally {
        app.destroy(); // SIGTERM: the cache is written on the way out.
      }
      if (!app.waitFor(WAIT_SECONDS, TimeUnit.SECONDS)) {
        app.destroyForcibly();
        throw new IllegalStateException("The application did not stop in the training run.");
      }
    }
    if (!new File(args[4]).isFile()) {
      throw new IllegalStateException("The training run left no AOT cache at " + args[4]);
    }
  }

  private static List<String> command(String[] args, String database, Path work) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(args[0]);
    command.add("@" + args[1]);
    command.add("-XX:AOTCacheOutput=" + args[4]);
    command.add("-Djava.io.tmpdir=" + work);
    command.add("-jar");
    command.add(args[2]);
    command.add("--server.port=" + HTTP);
    command.add("--trialward.data-dir=" + work);
    command.add("--trialward.trials.path=" + args[3]);
    command.add("--trialward.database.url=" + database);
    command.add("--trialward.database.user=postgres");
    command.add("--trialward.hl7.listeners[0].name=training");
    command.add("--trialward.hl7.listeners[0].port=" + MLLP);
    command.add("--trialward.hl7.listeners[0].sender.authority=TRAINING");
    return command;
  }

  private static void await(Process app) throws Exception {
    for (int second = 0; second < WAIT_SECONDS; second++) {
      if (!app.isAlive()) {
        throw new IllegalStateException("The application ended in the training run: see above.");
      }
      try {
        if (get("/actuator/health/readiness") == 200) {
          return;
        }
      } catch (java.io.IOException notYet) {
        // It is starting.
      }
      Thread.sleep(1000);
    }
    throw new IllegalStateException("The application was not ready in the training run.");
  }

  private static int get(String path) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + HTTP + path)).build(),
              BodyHandlers.discarding())
          .statusCode();
    }
  }

  /** Patients that never were: an admission with a diagnosis, a result. */
  private static void messages() throws Exception {
    try (Socket socket = new Socket("127.0.0.1", MLLP)) {
      OutputStream out = socket.getOutputStream();
      InputStream in = socket.getInputStream();
      for (int i = 0; i < 20; i++) {
        String head = "MSH|^~\\&|T|T|TW|TW|20250101120000||%s|T%d|P|2.5.1\r";
        String pid = "PID|1||%d^^^TRAINING^MR||Training^Run||19600101|F\r".formatted(i);
        send(
            out,
            in,
            head.formatted("ADT^A01^ADT_A01", 2 * i)
                + "EVN|A01|20250101120000\r"
                + pid
                + "PV1|1|I\rDG1|1||44054006^Type 2 diabetes^SCT|||A\r");
        send(
            out,
            in,
            head.formatted("ORU^R01^ORU_R01", 2 * i + 1)
                + pid
                + "OBR|1|||4548-4^HbA1c^LN|||20250101110000\rOBX|1|NM|4548-4^HbA1c^LN||8.%d|%%|||||F|||20250101110000\r"
                    .formatted(i % 10));
      }
    }
  }

  private static void send(OutputStream out, InputStream in, String message) throws Exception {
    out.write(0x0b);
    out.write(message.getBytes(StandardCharsets.UTF_8));
    out.write(0x1c);
    out.write('\r');
    out.flush();
    int octet;
    while ((octet = in.read()) != 0x1c) {
      if (octet < 0) {
        throw new IllegalStateException("The listener hung up in the training run.");
      }
    }
    in.read();
  }
}
