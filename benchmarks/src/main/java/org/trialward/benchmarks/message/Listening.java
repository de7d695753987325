package org.trialward.benchmarks.message;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;

/** A listener that stores every message in a table before it answers. */
interface Listening extends AutoCloseable {

  String name();

  int port();

  /** Where the messages stand; its column {@code body} holds their bytes. */
  String table();

  @Override
  void close();

  /** One that nobody uses now. */
  static int freePort() {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("No free port is left.", e);
    }
  }
}
