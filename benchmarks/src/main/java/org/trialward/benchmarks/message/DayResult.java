package org.trialward.benchmarks.message;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.trialward.benchmarks.report.Amount;
import org.trialward.benchmarks.report.Findings;

/**
 * What the database says after a day.
 *
 * @param stored messages
 * @param done messages that were read
 * @param parked messages and events that a person would have to look at
 * @param told messages that reached a patient's verdicts
 * @param p50 seconds from receipt until the event of the last patient concerned was worked off
 */
record DayResult(
    long stored,
    long done,
    long parked,
    long told,
    double readP99,
    double p50,
    double p90,
    double p99,
    double longest,
    long charts,
    long candidates) {

  static boolean isWaiting(JdbcClient jdbc) {
    return jdbc.sql(
            """
            select exists (select from message where state = 'OPEN')
                or exists (select from inbox where state = 'OPEN')
            """)
        .query(Boolean.class)
        .single();
  }

  static DayResult of(JdbcClient jdbc) {
    return jdbc.sql(
            """
            with worked as (
              select substring(dedup_key from '^message/(\\d+)@')::bigint as id, max(done_at) as at
              from inbox where dedup_key like 'message/%' and state = 'DONE' group by 1),
            lag as (
              select extract(epoch from worked.at - message.received_at)::float8 as seconds
              from message join worked using (id)),
            lags as (
              select count(*) as told,
                     percentile_disc(0.5) within group (order by seconds) as p50,
                     percentile_disc(0.9) within group (order by seconds) as p90,
                     percentile_disc(0.99) within group (order by seconds) as p99,
                     max(seconds) as longest
              from lag)
            select (select count(*) from message) as stored,
                   (select count(*) from message where state = 'DONE') as done,
                   (select count(*) from message where state = 'PARKED')
                     + (select count(*) from inbox where state = 'PARKED') as parked,
                   told,
                   (select percentile_disc(0.99) within group
                             (order by extract(epoch from done_at - received_at))::float8
                    from message) as read_p99,
                   p50, p90, p99, longest,
                   (select count(*) from chart) as charts,
                   (select count(*) from candidate) as candidates
            from lags
            """)
        .query(DayResult.class)
        .single();
  }

  /** Every message stands there, was read and reached a patient. */
  void demandNothingLost(long sent) {
    if (stored != sent || done != sent || told != sent || parked != 0) {
      throw new IllegalStateException("Of %d messages some were lost: %s".formatted(sent, this));
    }
  }

  Findings findings() {
    return Findings.of(
        Amount.of("dead letters", (double) parked, "messages and events"),
        Amount.of("charts", (double) charts, "charts"),
        Amount.of("candidates in the queue", (double) candidates, "candidates"),
        Amount.of("from receipt to the record, p99", readP99, "s"),
        Amount.of("from receipt to verdict, p50", p50, "s"),
        Amount.of("from receipt to verdict, p90", p90, "s"),
        Amount.of("from receipt to verdict, p99", p99, "s"),
        Amount.of("from receipt to verdict, longest", longest, "s"));
  }
}
