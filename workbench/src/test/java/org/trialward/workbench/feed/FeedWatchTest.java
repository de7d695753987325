package org.trialward.workbench.feed;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.trialward.rules.document.Translations;
import org.trialward.workbench.TestClock;
import org.trialward.workbench.TestDatabase;
import org.trialward.workbench.feed.Feed.Kind;
import org.trialward.workbench.feed.FeedRhythm.Finding;
import org.trialward.workbench.inbox.FeedCursors;
import org.trialward.workbench.json.Json;
import org.trialward.workbench.message.Body;
import org.trialward.workbench.message.MessageStore;
import org.trialward.workbench.message.MessageStore.Arriving;
import org.trialward.workbench.message.MessageStore.Format;
import org.trialward.workbench.operations.FeedGauges;
import org.trialward.workbench.operations.NightlyCleaning;
import org.trialward.workbench.record.HospitalRecords;
import org.trialward.workbench.report.ArrivalReport;
import org.trialward.workbench.settings.TrialwardSettings;

@ExtendWith(OutputCaptureExtension.class)
class FeedWatchTest {
  private static final TestDatabase DATABASE = TestDatabase.fresh();
  private static final Duration EVERY = Duration.ofMinutes(10);

  private final TestClock clock = new TestClock();
  private final Feeds feeds = new Feeds(settings(), DATABASE.jdbc());
  private final FeedSlots slots =
      DATABASE.transactional(FeedSlots.class, new FeedSlots(DATABASE.jdbc(), feeds, clock.site()));
  private final MessageStore messages =
      DATABASE.transactional(
          MessageStore.class,
          new MessageStore(
              DATABASE.jdbc(), new HospitalRecords(DATABASE.jdbc(), Json.mapper()), clock.site()));
  private FeedWatch watch = watch();
  private int sent;

  private static TrialwardSettings settings() {
    return new Binder(
            new MapConfigurationPropertySource(
                Map.of(
                    "trialward.hl7.listeners[0].name", "adt",
                    "trialward.hl7.listeners[0].port", "2575",
                    "trialward.emr.url", "https://emr.example/fhir")))
        .bindOrCreate("trialward", TrialwardSettings.class);
  }

  private FeedWatch watch() {
    return new FeedWatch(
        feeds,
        new FeedCounts(DATABASE.jdbc(), feeds, clock.site()),
        slots,
        clock.site(),
        ZoneOffset.UTC);
  }

  @BeforeEach
  void empty() {
    DATABASE.clear();
    // Commands that were tried before in this JVM may have quietened the log.
    ((Logger) LoggerFactory.getLogger("org.trialward.workbench")).setLevel(Level.INFO);
    clock.set("2027-03-01T00:00:00Z");
    watch = watch();
  }

  @AfterAll
  static void drop() {
    DATABASE.close();
  }

  private void arrives(String feed) {
    sent++;
    messages.add(
        new Arriving(
            feed,
            Format.HL7V2,
            "ADT^A08",
            "key " + sent,
            clock.instant(),
            new Body("MSH|secret".getBytes(StandardCharsets.UTF_8))));
  }

  private void tenDays() {
    Instant end = clock.instant().plus(Duration.ofDays(10));
    while (clock.instant().isBefore(end)) {
      arrives("adt");
      clock.advance(EVERY);
    }
  }

  private FeedReport of(String feed) {
    return watch.latest(feed).orElseThrow();
  }

  @Test
  void silenceIsToldOnceWhenItBeginsAndOnceWhenItEnds(CapturedOutput log) {
    tenDays();
    watch.look();
    assertThat(of("adt").finding()).isEqualTo(new Finding.Usual(EVERY));
    assertThat(log.getAll()).doesNotContain("silent");

    clock.advance(Duration.ofHours(2));
    watch.look();
    watch.look();
    assertThat(of("adt").isSilent()).isTrue();
    assertThat(log.getAll())
        .containsOnlyOnce("WARN")
        .contains("Feed adt is silent since 2027-03-10T23:50", "every 10 minutes")
        .doesNotContain("secret");

    arrives("adt");
    watch.look();
    watch.look();
    assertThat(of("adt").isSilent()).isFalse();
    assertThat(log.getAll()).containsOnlyOnce("Feed adt speaks again");
  }

  @Test
  void theRhythmOutlivesTheMessages() {
    tenDays();
    watch.look();
    DATABASE.jdbc().sql("delete from message").update();
    clock.advance(Duration.ofHours(2));
    watch.look();
    assertThat(of("adt").isSilent()).isTrue();
  }

  @Test
  void aGaugeAFeedSaysSo() {
    var registry = new SimpleMeterRegistry();
    new FeedGauges(watch, clock.site()).bindTo(registry);
    assertThat(gauge(registry, "silent")).isNaN();
    tenDays();
    clock.advance(Duration.ofHours(2));
    watch.look();
    assertThat(gauge(registry, "silent")).isEqualTo(1);
    assertThat(gauge(registry, "arrivals")).isZero();
    assertThat(gauge(registry, "waiting")).isEqualTo(1_440);
    assertThat(gauge(registry, "lag.seconds"))
        .isEqualTo((double) Duration.ofDays(10).plusHours(2).toSeconds());
  }

  private static double gauge(SimpleMeterRegistry registry, String what) {
    return registry.get("trialward.feed." + what).tag("feed", "adt").gauge().value();
  }

  @Test
  void whatIsReadWaitsAndFailsIsCounted() {
    arrives("adt");
    arrives("adt");
    arrives("adt");
    clock.advance(Duration.ofSeconds(3));
    messages.done(messages.take().orElseThrow());
    messages.park(messages.take().orElseThrow(), "No patient is named.");
    watch.look();
    FeedFigures figures = of("adt").figures();
    assertThat(figures.lastHour()).isEqualTo(3);
    assertThat(figures.waiting()).isEqualTo(1);
    assertThat(figures.parked()).isEqualTo(1);
    assertThat(figures.median()).contains(Duration.ofSeconds(3));
    assertThat(figures.lag(clock.instant())).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void theEventsOfTheEmrAreOneFeedAndThoseOfMessagesAreNot() {
    for (String feed : new String[] {"emr-history", "emr-rest-hook", "adt", "rematch"}) {
      DATABASE
          .jdbc()
          .sql(
              """
              insert into inbox (feed, patient, occurred_at, received_at, dedup_key, not_before)
              values (:feed, 'p', :now, :now, :feed, :now)
              """)
          .param("feed", feed)
          .param("now", Timestamp.from(clock.instant()))
          .update();
    }
    watch.look();
    assertThat(of("emr").figures().lastDay()).isEqualTo(2);
    assertThat(of("adt").figures().lastDay()).isZero();
    assertThat(slots.before("emr", clock.instant()).values()).containsExactly(2);
  }

  @Test
  void whatIsStoredOfAFeedThatIsGoneIsStillSeen() {
    arrives("old");
    assertThat(watch.now()).extracting(it -> it.feed().kind()).contains(Kind.GONE);
  }

  @Test
  void readMessagesAreDeletedOnceANight(CapturedOutput log) {
    var report =
        new ArrivalReport(DATABASE.jdbc(), () -> Translations.NONE, clock.site(), ZoneOffset.UTC);
    var cursors = new FeedCursors(DATABASE.jdbc(), clock.site());
    var cleaning =
        new NightlyCleaning(
            messages, report, slots, cursors, clock.site(), Duration.ofDays(30), ZoneOffset.UTC);
    arrives("adt");
    arrives("adt");
    messages.done(messages.take().orElseThrow());
    cleaning.whenItIsNight();

    clock.set("2027-04-02T01:59:00Z");
    cleaning.whenItIsNight(); // the night of April 1
    assertThat(left()).isEqualTo(Map.of("OPEN", 1L));
    assertThat(log.getAll()).contains("1 messages deleted");

    arrives("adt");
    messages.done(messages.take().orElseThrow());
    clock.set("2027-05-05T03:00:00Z");
    cleaning.whenItIsNight();
    assertThat(left()).isEqualTo(Map.of("OPEN", 1L));
  }

  private Map<String, Long> left() {
    Map<String, Long> states = new TreeMap<>();
    DATABASE
        .jdbc()
        .sql("select state, count(*) as n from message group by state")
        .query(row -> {
          states.put(row.getString("state"), row.getLong("n"));
        });
    return states;
  }
}
