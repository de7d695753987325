package org.trialward.workbench.mllp;

import io.netty.channel.ChannelHandler;
import java.util.List;
import java.util.function.Supplier;
import org.apache.camel.ExchangePattern;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.netty.ChannelHandlerFactory;
import org.apache.camel.component.netty.DefaultChannelHandlerFactory;
import org.apache.camel.spi.Registry;
import org.trialward.workbench.mllp.FrameDecoder.Block;

/** One route a listener: message in, acknowledgement out, work woken. */
public final class ListenerRoutes extends RouteBuilder {
  private static final String ENCODER = "mllpEncoder";
  private static final String FAREWELL = "mllpFarewell";

  /** Every block gets an answer, so that the last one is known. */
  private static final byte[] NONE = {};

  private final List<Listener> listeners;
  private final String wake;

  /**
   * @param wake the endpoint that works on what was stored
   */
  public ListenerRoutes(List<Listener> listeners, String wake) {
    this.listeners = List.copyOf(listeners);
    this.wake = wake;
  }

  @Override
  public void configure() {
    getContext().getRegistry().bind(ENCODER, new FrameEncoder());
    getContext().getRegistry().bind(FAREWELL, factory(Farewell::new));
    listeners.forEach(this::listen);
  }

  private void listen(Listener listener) {
    from(address(listener))
        .routeId("mllp-" + listener.name())
        .process(exchange -> answer(listener, exchange.getMessage()))
        .to(ExchangePattern.InOnly, wake);
  }

  private static void answer(Listener listener, Message message) throws InvalidPayloadException {
    Block block = message.getMandatoryBody(Block.class);
    Listener.Desk desk = block.isTooLarge() ? listener.tooLarge() : listener.desk();
    message.setBody(desk.take(block.bytes()).orElse(NONE));
  }

  private String address(Listener listener) {
    Registry registry = getContext().getRegistry();
    String decoder = "mllpDecoder-" + listener.name();
    registry.bind(decoder, factory(() -> new FrameDecoder(listener.name(), listener.mostBytes())));
    String failures = "mllpFailures-" + listener.name();
    registry.bind(failures, new ConnectionFailures(listener.name()));
    String plain =
        "netty:tcp://%s:%d?sync=true&decoders=#%s,#%s&encoders=#%s&exceptionHandler=#%s"
            .formatted(listener.host(), listener.port(), decoder, FAREWELL, ENCODER, failures);
    if (listener.tls().isEmpty()) {
      return plain;
    }
    String tls = "mllpTls-" + listener.name();
    registry.bind(tls, listener.tls().get());
    return plain
        + "&ssl=true&sslContextParameters=#%s&needClientAuth=%s"
            .formatted(tls, listener.clientCertificate());
  }

  /** A connection's own. */
  private static ChannelHandlerFactory factory(Supplier<ChannelHandler> handler) {
    return new DefaultChannelHandlerFactory() {
      @Override
      public ChannelHandler newChannelHandler() {
        return handler.get();
      }
    };
  }
}
