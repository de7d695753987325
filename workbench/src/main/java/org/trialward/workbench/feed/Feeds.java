package org.trialward.workbench.feed;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.trialward.workbench.database.Rows;
import org.trialward.workbench.feed.Feed.Kind;
import org.trialward.workbench.settings.TrialwardSettings;

/** All feeds: those that are configured, and those of which something is still stored. */
public class Feeds {
  private static final String DOCUMENTS = "documents";

  private final List<Feed> configured;
  private final JdbcClient jdbc;

  public Feeds(TrialwardSettings settings, JdbcClient jdbc) {
    this.configured = configured(settings);
    this.jdbc = jdbc;
  }

  private static List<Feed> configured(TrialwardSettings settings) {
    List<Feed> feeds = new ArrayList<>();
    settings
        .hl7()
        .listeners()
        .forEach(it -> feeds.add(new Feed(it.name(), Kind.HL7, "port " + it.port())));
    settings
        .documents()
        .folder()
        .ifPresent(folder -> feeds.add(new Feed(DOCUMENTS, Kind.DOCUMENTS, folder.toString())));
    if (settings.emr().url().isPresent() || settings.hook().token().isPresent()) {
      feeds.add(new Feed(Feed.EMR, Kind.EMR, ways(settings)));
    }
    return List.copyOf(feeds);
  }

  private static String ways(TrialwardSettings settings) {
    return String.join(
        " and ",
        Stream.of(
                settings.emr().url().map(_ -> "FHIR server, polled"),
                settings.hook().token().map(_ -> "rest-hook /hook"))
            .flatMap(java.util.Optional::stream)
            .toList());
  }

  /** Those of the settings. */
  public List<Feed> configured() {
    return configured;
  }

  /** Those of the settings, then loads, then what nobody configures any more. */
  public List<Feed> all() {
    List<Feed> all = new ArrayList<>(configured);
    if (jdbc.sql("select exists (select 1 from inbox where feed = :bulk)")
        .param("bulk", Feed.BULK)
        .query(Boolean.class)
        .single()) {
      all.add(new Feed(Feed.BULK, Kind.BULK, "loads of many resources"));
    }
    jdbc
        .sql("select distinct feed from message where state <> 'DONE' order by feed")
        .query(Rows.text())
        .list()
        .stream()
        .filter(name -> configured.stream().noneMatch(feed -> feed.name().equals(name)))
        .forEach(name -> all.add(new Feed(name, Kind.GONE, "not configured any more")));
    return all;
  }

  /** The names of those whose messages are stored. */
  List<String> ofMessages() {
    return configured.stream().filter(Feed::isOfMessages).map(Feed::name).toList();
  }
}
