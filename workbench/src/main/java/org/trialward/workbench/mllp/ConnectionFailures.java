package org.trialward.workbench.mllp;

import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslClosedEngineException;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.apache.camel.Exchange;
import org.apache.camel.spi.ExceptionHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What breaks a connection, in one line. Exceptions of the network quote the bytes that they could
 * not read, and these are patients: none is logged as it is.
 */
final class ConnectionFailures implements ExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectionFailures.class);
  private static final int MOST_CAUSES = 20;

  private final String listener;

  ConnectionFailures(String listener) {
    this.listener = listener;
  }

  @Override
  public void handleException(@Nullable Throwable exception) {
    Optional<Throwable> failure = Optional.ofNullable(exception);
    if (causes(failure).anyMatch(NotSslRecordException.class::isInstance)) {
      LOG.warn("{}: a sender does not speak TLS and is turned away: have it encrypt", listener);
      return;
    }
    if (causes(failure).anyMatch(SslClosedEngineException.class::isInstance)) {
      LOG.debug("{}: a sender closed its connection before it was answered", listener);
      return;
    }
    Optional<Throwable> tls = causes(failure).filter(SSLException.class::isInstance).findFirst();
    if (tls.isPresent()) {
      LOG.warn(
          "{}: a sender is turned away, TLS fails ({}): compare its certificate with the"
              + " trust-store",
          listener,
          tls.get().getMessage());
    } else if (causes(failure).anyMatch(IOException.class::isInstance)) {
      LOG.debug("{}: a sender broke off its connection", listener);
    } else {
      LOG.warn("{}: a connection is closed because of {}", listener, names(failure));
    }
  }

  @Override
  public void handleException(@Nullable String message, @Nullable Throwable exception) {
    handleException(exception);
  }

  @Override
  public void handleException(
      @Nullable String message, @Nullable Exchange exchange, @Nullable Throwable exception) {
    handleException(exception);
  }

  private static Stream<Throwable> causes(Optional<Throwable> failure) {
    return Stream.iterate(
            failure, Optional::isPresent, it -> it.flatMap(e -> Optional.ofNullable(e.getCause())))
        .limit(MOST_CAUSES)
        .flatMap(Optional::stream);
  }

  private static String names(Optional<Throwable> failure) {
    return String.join(", by ", causes(failure).map(it -> it.getClass().getName()).toList());
  }
}
