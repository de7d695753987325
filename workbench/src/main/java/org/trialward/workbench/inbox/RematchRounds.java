package org.trialward.workbench.inbox;

import java.time.LocalDate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.trialward.workbench.population.MatchingRounds;

/** Our own events: who was asked to be matched because the day or the rules changed. */
public final class RematchRounds implements MatchingRounds {

  /** The mark under which the trials stand by which everybody was last asked to be matched. */
  public static final String RULES = "rules";

  private final JdbcClient jdbc;
  private final FeedCursors cursors;

  public RematchRounds(JdbcClient jdbc, FeedCursors cursors) {
    this.jdbc = jdbc;
    this.cursors = cursors;
  }

  @Override
  public String rules() {
    return cursors.find(RULES).orElse("");
  }

  @Override
  public boolean asked(LocalDate day) {
    return cursors.find(Inbox.REMATCH).filter(day.toString()::equals).isPresent();
  }

  @Override
  public boolean waiting() {
    return jdbc.sql("select exists (select 1 from inbox where state = 'OPEN' and feed = :feed)")
        .param("feed", Inbox.REMATCH)
        .query(Boolean.class)
        .single();
  }
}
