package org.trialward.emrsim;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

/** Tells whoever started us where the server listens, once it answers. */
@Configuration(proxyBeanMethods = false)
class Readiness {

  private final Settings settings;
  private final ServletWebServerApplicationContext web;

  Readiness(Settings settings, ServletWebServerApplicationContext web) {
    this.settings = settings;
    this.web = web;
  }

  @EventListener(ApplicationReadyEvent.class)
  void announce() {
    int port = web.getWebServer().getPort();
    var portFile = settings.portFile();
    if (portFile != null) {
      write(port, portFile.toAbsolutePath());
    }
    if (settings.endWithParent()) {
      endWithParent();
    }
    System.out.println("emr-sim ready: http://127.0.0.1:" + port + FhirEndpoint.PATH);
  }

  /** By way of a second file, so that a reader never sees half a number. */
  private static void write(int port, Path portFile) {
    try {
      var draft = Files.createTempFile(portFile.getParent(), "emr-sim", ".port");
      Files.writeString(draft, Integer.toString(port));
      Files.move(draft, portFile, ATOMIC_MOVE);
    } catch (IOException failure) {
      throw new UncheckedIOException("Cannot write the port file `" + portFile + "`.", failure);
    }
  }

  private static void endWithParent() {
    ProcessHandle.current().parent().ifPresent(Readiness::endAfter);
  }

  private static void endAfter(ProcessHandle parent) {
    Thread.ofVirtual()
        .name("end-with-parent")
        .start(() -> {
          parent.onExit().join();
          System.exit(0);
        });
  }
}
