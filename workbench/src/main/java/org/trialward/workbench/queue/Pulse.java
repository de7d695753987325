package org.trialward.workbench.queue;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trialward.rules.trial.TrialId;

/**
 * Counts what people do with candidates, in this workbench and in every other on the database:
 * PostgreSQL tells at the commit (V11), so that an open page asks a number in memory and no table.
 * Costs one connection for as long as it listens.
 */
public final class Pulse implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Pulse.class);
  private static final String CHANNEL = "candidate_moved";
  private static final int LOOK_UP_MILLIS = 500;

  /** A connection that only listens does not notice that nobody is there any more. */
  private static final int ASK_EVERY = 20;

  private static final int ANSWER_SECONDS = 5;
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(2);

  private final DataSource database;
  private final Map<TrialId, AtomicLong> moves = new ConcurrentHashMap<>();
  private final AtomicLong allMoves = new AtomicLong();
  private final AtomicLong missed = new AtomicLong();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread listener;

  /** Begins to listen. */
  public Pulse(DataSource database) {
    this.database = database;
    this.listener = Thread.ofPlatform().name("queue-pulse").daemon().start(this::listen);
  }

  /** Changes whenever somebody did something with a candidate of this trial. */
  public long of(TrialId trial) {
    return missed.get() + moves.computeIfAbsent(trial, t -> new AtomicLong()).get();
  }

  /** The same for all trials. */
  public long ofAll() {
    return missed.get() + allMoves.get();
  }

  private void listen() {
    try {
      while (!isClosed(Duration.ZERO)) {
        try (Connection connection = database.getConnection()) {
          listen(connection);
        } catch (SQLException e) {
          LOG.warn(
              "Open pages are not told of changes now ({}): they are again when the database is back",
              e.getSQLState());
          isClosed(AFTER_FAILURE);
        }
      }
    } finally {
      ended.countDown();
    }
  }

  private void listen(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("listen " + CHANNEL);
      missed.incrementAndGet(); // Whatever happened until now was told to nobody.
      PGConnection postgres = connection.unwrap(PGConnection.class);
      for (int looks = 1; !isClosed(Duration.ZERO); looks++) {
        if (looks % ASK_EVERY == 0 && !connection.isValid(ANSWER_SECONDS)) {
          throw new SQLException("The connection is dead.", "08006");
        }
        for (PGNotification told : postgres.getNotifications(LOOK_UP_MILLIS)) {
          allMoves.incrementAndGet();
          moves
              .computeIfAbsent(new TrialId(told.getParameter()), t -> new AtomicLong())
              .incrementAndGet();
        }
      }
      statement.execute("unlisten " + CHANNEL);
    }
  }

  private boolean isClosed(Duration wait) {
    try {
      return closed.await(wait.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /** Gives the connection back. */
  @Override
  public void close() {
    closed.countDown();
    try {
      if (!ended.await(2L * LOOK_UP_MILLIS, TimeUnit.MILLISECONDS)) {
        listener.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
