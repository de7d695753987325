package org.trialward.workbench.database;

import java.util.Optional;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.trialward.workbench.database.Turn.Matter;

/**
 * Which of the workbenches on one database asks the EMR and the trial office's systems for changes,
 * begins the day and cleans at night for all of them. Patients and deliveries they share; what is
 * done twice here would only be asked twice. Whose session with PostgreSQL ends loses it, and
 * another has it at its next look.
 */
public final class Duty implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Duty.class);

  private final DataSource database;
  private Optional<Turn> turn = Optional.empty();
  private boolean closed;

  public Duty(DataSource database) {
    this.database = database;
  }

  /** Takes it where nobody has it. O(1), one question to PostgreSQL. */
  public synchronized boolean isOurs() {
    if (closed) {
      return false;
    }
    try {
      if (turn.isPresent() && !turn.get().isHeld()) {
        letGo();
      }
      if (turn.isEmpty()) {
        turn = Turn.take(database, Matter.DUTY);
        turn.ifPresent(_ -> LOG.info("On duty: this workbench asks for changes and keeps the day"));
      }
      return turn.isPresent();
    } catch (DataAccessException noDatabase) {
      letGo();
      return false; // Nothing can be done without it anyway; the readiness says so.
    }
  }

  private void letGo() {
    Optional<Turn> lost = turn;
    turn = Optional.empty();
    try {
      lost.ifPresent(Turn::close);
    } catch (DataAccessException alreadyGone) {
      LOG.info("Off duty: the session with the database ended");
    }
  }

  /** Another workbench may have it at once. */
  @Override
  public synchronized void close() {
    closed = true;
    letGo();
  }
}
