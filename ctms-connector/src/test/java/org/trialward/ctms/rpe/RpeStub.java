package org.trialward.ctms.rpe;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Stands in for a system that takes RPE messages; reads them by the rules of our own receiver, so
 * that both ways are held against one another. Binds to a free port of the loopback interface.
 */
public final class RpeStub implements AutoCloseable {

  /** How it behaves from now on. */
  public enum Mode {
    NORMAL,
    /** A fault that blames the sender and quotes the patient. */
    SENDER_FAULT,
    /** A fault of its own with HTTP 500. */
    RECEIVER_FAULT,
    FAILING,
    UNAUTHORIZED,
    /** 503 with {@code Retry-After: 7}. */
    BUSY,
    WRONG_MEDIA_TYPE,
    WEB_PAGE,
    /** 202 without a body, as a one-way binding answers. */
    ONE_WAY,
    SILENT,
    TAKING_THEN_DROPPING
  }

  /** One message as it came. */
  public record Message(String contentType, String soapAction, String authorization, String xml) {}

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Message> messages = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile Mode mode = Mode.NORMAL;

  private RpeStub() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/rpe", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  public static RpeStub start() {
    try {
      return new RpeStub();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/rpe");
  }

  public RpeStub behaving(Mode how) {
    mode = how;
    return this;
  }

  public List<Message> messages() {
    return List.copyOf(messages);
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Message message =
          new Message(
              header(exchange, "Content-Type"),
              header(exchange, "SOAPAction"),
              header(exchange, "Authorization"),
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      messages.add(message);
      if (mode == Mode.SILENT) {
        closed.await();
      }
      if (mode == Mode.TAKING_THEN_DROPPING) {
        return;
      }
      SoapAnswer answer = answer(message);
      if (mode == Mode.BUSY) {
        exchange.getResponseHeaders().set("Retry-After", "7");
      }
      byte[] body = answer.bytes();
      exchange.getResponseHeaders().set("Content-Type", answer.contentType());
      exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private SoapAnswer answer(Message message) {
    SoapVersion version = SoapVersion.ofContentType(message.contentType());
    return switch (mode) {
      case SENDER_FAULT ->
          SoapText.fault(version, SoapVersion.Fault.SENDER, "Unknown patient: " + message.xml());
      case RECEIVER_FAULT ->
          SoapText.fault(version, SoapVersion.Fault.RECEIVER, "Down: " + message.xml());
      case FAILING -> new SoapAnswer(500, "text/html", "<html><br>Error</html>");
      case UNAUTHORIZED -> new SoapAnswer(401, "text/plain", "");
      case BUSY -> new SoapAnswer(503, "text/plain", "");
      case WRONG_MEDIA_TYPE -> new SoapAnswer(415, "text/plain", "");
      case WEB_PAGE -> new SoapAnswer(200, "text/html", "<html>Please log in</html>");
      case ONE_WAY -> new SoapAnswer(202, "text/plain", "");
      default -> {
        try {
          yield new RpeReceiver(Map.of(), Clock.systemUTC())
              .receive(message.xml().getBytes(StandardCharsets.UTF_8), message.contentType())
              .accepted();
        } catch (RpeRefusal refusal) {
          yield refusal.answer();
        }
      }
    };
  }

  private static String header(HttpExchange exchange, String name) {
    String value = exchange.getRequestHeaders().getFirst(name);
    return value == null ? "" : value;
  }
}
