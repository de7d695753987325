package org.trialward.benchmarks.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;

/** A connection over which messages go as MLLP blocks, each after the answer to the one before. */
final class Sender implements AutoCloseable {
  private static final int START = 0x0b;
  private static final int END = 0x1c;
  private static final int CR = 0x0d;
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  Sender(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout((int) PATIENCE.toMillis());
    in = new BufferedInputStream(socket.getInputStream());
    out = socket.getOutputStream();
  }

  /** The bytes that go over the wire. */
  static byte[] block(String message) {
    byte[] text = message.getBytes(UTF_8);
    byte[] block = new byte[text.length + 3];
    System.arraycopy(text, 0, block, 1, text.length);
    block[0] = START;
    block[text.length + 1] = END;
    block[text.length + 2] = CR;
    return block;
  }

  /** Sends a block and waits for its answer; anything but {@code AA} ends the measurement. */
  void send(byte[] block) throws IOException {
    out.write(block);
    out.flush();
    String answer = answer();
    if (!answer.contains("\rMSA|AA|")) {
      throw new IOException("A message was not acknowledged: " + answer.replace('\r', '\n'));
    }
  }

  private String answer() throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    for (int next = in.read(); next != END; next = in.read()) {
      if (next < 0) {
        throw new EOFException("The listener closed the connection.");
      }
      answer.write(next);
    }
    return answer.toString(ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
