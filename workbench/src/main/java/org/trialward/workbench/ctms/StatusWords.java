package org.trialward.workbench.ctms;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Transactional;
import org.trialward.ctms.CtmsConnector;
import org.trialward.rules.match.CandidateState;
import org.trialward.workbench.audit.AuditAction;
import org.trialward.workbench.audit.AuditLog;
import org.trialward.workbench.database.Rows;
import org.trialward.workbench.settings.SiteClock;

/**
 * What the words of the trial office's systems mean: the site's own table, and under it what each
 * connector says by itself. Upper and lower case and the width of blanks do not matter.
 */
public class StatusWords {
  private static final int LONGEST = 200;

  private final JdbcClient jdbc;
  private final AuditLog audit;
  private final SiteClock clock;
  private final Map<String, Map<String, CandidateState>> defaults;

  public StatusWords(
      JdbcClient jdbc,
      Collection<? extends CtmsConnector> connectors,
      AuditLog audit,
      SiteClock clock) {
    this.jdbc = jdbc;
    this.audit = audit;
    this.clock = clock;
    this.defaults =
        connectors.stream()
            .collect(Collectors.toMap(CtmsConnector::destination, StatusWords::plainKeys));
  }

  private static Map<String, CandidateState> plainKeys(CtmsConnector connector) {
    return connector.statuses().entrySet().stream()
        .collect(
            Collectors.toMap(
                entry -> plain(entry.getKey()), Map.Entry::getValue, (first, _) -> first));
  }

  /** What a word means. */
  public sealed interface Meaning {
    /** The candidate stands there. */
    record Is(CandidateState state) implements Meaning {}

    /** The site says that it tells nothing about a candidate. */
    record Nothing() implements Meaning {}

    /** Nobody has said. */
    record Unknown() implements Meaning {}
  }

  /** What the site says of a word, and who said it. */
  public record Site(Meaning meaning, String changedBy, Instant changedAt) {}

  /** A word with what the connector says it means, and what the site says. */
  public record Line(String reported, Optional<CandidateState> byDefault, Optional<Site> site) {}

  /** As words are compared. */
  public static String plain(String reported) {
    String words = reported.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
    return words.substring(0, Math.min(words.length(), LONGEST));
  }

  public Meaning meaning(String connector, String reported) {
    return site(connector, plain(reported))
        .map(Site::meaning)
        .or(() -> byDefault(connector, plain(reported)).map(Meaning.Is::new))
        .orElseGet(Meaning.Unknown::new);
  }

  private Optional<CandidateState> byDefault(String connector, String plain) {
    return Optional.ofNullable(defaults.getOrDefault(connector, Map.of()).get(plain));
  }

  private Optional<Site> site(String connector, String plain) {
    return jdbc.sql(
            "select * from status_mapping where connector = :connector and reported = :word")
        .param("connector", connector)
        .param("word", plain)
        .query(StatusWords::site)
        .optional();
  }

  private static Site site(ResultSet row, int n) throws SQLException {
    Optional<String> state = Optional.ofNullable(row.getString("state"));
    return new Site(
        state
            .map(CandidateState::valueOf)
            .<Meaning>map(Meaning.Is::new)
            .orElseGet(Meaning.Nothing::new),
        row.getString("changed_by"),
        row.getTimestamp("changed_at").toInstant());
  }

  /** Those that have words: of the settings, of the site's table, and all that ever reported. */
  public List<String> connectors() {
    List<String> stored =
        jdbc.sql("select connector from status_mapping union select connector from status_report")
            .query(Rows.text())
            .list();
    Stream<String> withWords =
        defaults.entrySet().stream()
            .filter(connector -> !connector.getValue().isEmpty())
            .map(Map.Entry::getKey);
    return Stream.concat(stored.stream(), withWords).distinct().sorted().toList();
  }

  /** All words of a connector that mean something, in the order of the states. */
  public List<Line> lines(String connector) {
    Map<String, Site> ofSite =
        jdbc
            .sql("select * from status_mapping where connector = :connector")
            .param("connector", connector)
            .query((row, n) -> Map.entry(row.getString("reported"), site(row, n)))
            .list()
            .stream()
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    Map<String, CandidateState> ofConnector = defaults.getOrDefault(connector, Map.of());
    return Stream.concat(ofSite.keySet().stream(), ofConnector.keySet().stream())
        .distinct()
        .map(word ->
            new Line(
                word,
                Optional.ofNullable(ofConnector.get(word)),
                Optional.ofNullable(ofSite.get(word))))
        .sorted(
            Comparator.comparing(
                    (Line line) -> line.byDefault().map(Enum::ordinal).orElse(Integer.MAX_VALUE))
                .thenComparing(Line::reported))
        .toList();
  }

  /**
   * The site says what a word means from now on.
   *
   * @param meaning not {@link Meaning.Unknown}: {@link #forget} takes a word back
   */
  @Transactional
  public void say(String connector, String reported, Meaning meaning, String who) {
    String word = plain(reported);
    if (word.isEmpty()) {
      throw new IllegalArgumentException("Write the word that the other system uses.");
    }
    Optional<String> state =
        switch (meaning) {
          case Meaning.Is(CandidateState is) -> Optional.of(is.name());
          case Meaning.Nothing _ -> Optional.empty();
          case Meaning.Unknown _ ->
              throw new IllegalArgumentException("Choose what the word means.");
        };
    String before = words(meaning(connector, word));
    jdbc.sql(
            """
            insert into status_mapping (connector, reported, state, changed_by, changed_at)
            values (:connector, :word, :state, :who, :now)
            on conflict (connector, reported) do update
              set state = excluded.state, changed_by = excluded.changed_by, changed_at = excluded.changed_at
            """)
        .param("connector", connector)
        .param("word", word)
        .param("state", state.orElse(null), Types.VARCHAR)
        .param("who", who)
        .param("now", Timestamp.from(clock.now()))
        .update();
    tell(connector, word, before, words(meaning), who);
  }

  /**
   * The site takes back what it said of a word: the connector's default holds, where it has one.
   */
  @Transactional
  public void forget(String connector, String reported, String who) {
    String word = plain(reported);
    String before = words(meaning(connector, word));
    int gone =
        jdbc.sql("delete from status_mapping where connector = :connector and reported = :word")
            .param("connector", connector)
            .param("word", word)
            .update();
    if (gone > 0) {
      tell(connector, word, before, words(meaning(connector, word)), who);
    }
  }

  private void tell(String connector, String word, String before, String now, String who) {
    audit.append(
        who,
        AuditAction.STATUS_MAPPED,
        "statuses/" + connector,
        "\"%s\": %s -> %s".formatted(word, before, now));
  }

  private static String words(Meaning meaning) {
    return switch (meaning) {
      case Meaning.Is(CandidateState state) -> state.name();
      case Meaning.Nothing _ -> "says nothing";
      case Meaning.Unknown _ -> "unknown";
    };
  }
}
