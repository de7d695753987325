package org.trialward.workbench.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trialward.workbench.feed.FeedRhythm.Finding;
import org.trialward.workbench.feed.FeedRhythm.Finding.Learning;
import org.trialward.workbench.feed.FeedRhythm.Finding.Silent;
import org.trialward.workbench.feed.FeedRhythm.Finding.Usual;

/** Golden cases: a feed's life, a moment, and what is said of it. All dates are of March 2027. */
class FeedRhythmTest {
  /** Its summer time begins on Sunday, March 14. */
  private static final ZoneId ZONE = ZoneId.of("America/New_York");

  private static final LocalDate FIRST = LocalDate.of(2027, 3, 1); // a Monday

  /** Minute by minute. */
  private record Life(NavigableMap<Instant, Integer> minutes) {

    /** Of each day from the first to this one, the times of its messages. */
    static Life until(String moment, Function<LocalDate, Stream<LocalTime>> day) {
      LocalDateTime end = at(moment);
      NavigableMap<Instant, Integer> minutes = new TreeMap<>();
      FIRST
          .datesUntil(end.toLocalDate().plusDays(1))
          .forEach(date ->
              day.apply(date)
                  .map(date::atTime)
                  .filter(time -> !time.isAfter(end))
                  .forEach(time -> minutes.merge(time.atZone(ZONE).toInstant(), 1, Integer::sum)));
      return new Life(minutes);
    }

    Life without(String from, String to) {
      NavigableMap<Instant, Integer> rest = new TreeMap<>(minutes);
      rest.subMap(instant(from), instant(to)).clear();
      return new Life(rest);
    }

    Finding judgedAt(String now) {
      return judgedAt(now, "2027-02-01T00:00");
    }

    Finding judgedAt(String now, String watchedSince) {
      Map<Instant, Integer> slots = new TreeMap<>();
      long slot = FeedRhythm.SLOT.toSeconds();
      minutes.forEach((minute, count) ->
          slots.merge(
              Instant.ofEpochSecond(minute.getEpochSecond() / slot * slot), count, Integer::sum));
      return FeedRhythm.judge(slots, minutes.lastKey(), instant(watchedSince), instant(now), ZONE);
    }
  }

  private static LocalDateTime at(String moment) {
    return LocalDateTime.parse(moment.length() > 10 ? moment : moment + "T23:59");
  }

  private static Instant instant(String moment) {
    return at(moment).atZone(ZONE).toInstant();
  }

  private static Function<LocalDate, Stream<LocalTime>> every(int minutes) {
    return _ -> between("00:00", "23:59", minutes);
  }

  private static Stream<LocalTime> between(String from, String to, int minutes) {
    return Stream.iterate(
            LocalTime.parse(from).toSecondOfDay(),
            second -> second <= LocalTime.parse(to).toSecondOfDay(),
            second -> second + minutes * 60)
        .map(LocalTime::ofSecondOfDay);
  }

  private static boolean isWeekend(LocalDate day) {
    return day.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) >= 0;
  }

  /** Day and night, every two minutes. */
  private static Life busy(String until) {
    return Life.until(until, every(2));
  }

  /** Weekdays from six to eight in the evening, every five minutes; nothing else. */
  private static Life office(String until) {
    return Life.until(until, day -> isWeekend(day) ? Stream.empty() : between("06:00", "20:00", 5));
  }

  /** Five hundred at about two at night. */
  private static Life batch(String until) {
    return Life.until(
        until,
        day -> Stream.generate(() -> LocalTime.of(2, 5 + day.getDayOfMonth() % 20)).limit(500));
  }

  @Test
  void aBusyFeedIsSilentAfterHalfAnHour() {
    Life life = busy("2027-03-17T10:00");
    assertThat(life.judgedAt("2027-03-17T10:29")).isEqualTo(new Usual(Duration.ofMinutes(2)));
    assertThat(life.judgedAt("2027-03-17T10:31"))
        .isEqualTo(new Silent(instant("2027-03-17T10:00"), Duration.ofMinutes(2)));
  }

  @Test
  void nothingIsSaidBeforeAFewDaysAreKnown() {
    assertThat(busy("2027-03-03T10:00").judgedAt("2027-03-03T18:00")).isInstanceOf(Learning.class);
    assertThat(busy("2027-03-04T18:00").judgedAt("2027-03-04T19:00")).isInstanceOf(Silent.class);
  }

  @Test
  void ofWeekendsNothingIsSaidBeforeOneWasSeen() {
    assertThat(busy("2027-03-06T10:00").judgedAt("2027-03-06T14:00")).isInstanceOf(Learning.class);
    assertThat(busy("2027-03-13T10:00").judgedAt("2027-03-13T14:00")).isInstanceOf(Silent.class);
  }

  @Test
  void aNightAndAWeekendThatAreAlwaysQuietAreUsual() {
    Life life = office("2027-03-19T20:00"); // a Friday
    for (String moment :
        new String[] {
          "2027-03-20T03:00", "2027-03-20T12:00", "2027-03-21T18:00", "2027-03-22T05:30"
        }) {
      assertThat(life.judgedAt(moment)).as(moment).isInstanceOf(Usual.class);
    }
  }

  @Test
  void aMondayMorningThatStaysQuietIsNot() {
    assertThat(office("2027-03-19T20:00").judgedAt("2027-03-22T09:00"))
        .isEqualTo(new Silent(instant("2027-03-19T20:00"), Duration.ofMinutes(5)));
  }

  @Test
  void aBatchIsMissedTheSameNightAndNotByDay() {
    Life life = batch("2027-03-17T12:00");
    assertThat(life.judgedAt("2027-03-17T18:00")).isInstanceOf(Usual.class);
    assertThat(life.judgedAt("2027-03-18T02:10")).isInstanceOf(Usual.class);
    assertThat(life.judgedAt("2027-03-18T06:00"))
        .isInstanceOfSatisfying(
            Silent.class, it -> assertThat(it.since()).isEqualTo(instant("2027-03-17T02:22")));
  }

  @Test
  void aFeedOfFiveMessagesADayIsNotAskedForTheSixth() {
    var random = new Random(5);
    Life life =
        Life.until(
            "2027-03-17T12:00",
            _ -> random.ints(5, 0, 24 * 60).mapToObj(m -> LocalTime.of(m / 60, m % 60)));
    Instant last = life.minutes().lastKey();
    String aDayLater = LocalDateTime.ofInstant(last.plus(Duration.ofHours(15)), ZONE).toString();
    String aWeekLater = LocalDateTime.ofInstant(last.plus(Duration.ofDays(7)), ZONE).toString();
    assertThat(life.judgedAt(aDayLater)).isInstanceOf(Usual.class);
    assertThat(life.judgedAt(aWeekLater)).isInstanceOf(Silent.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void aFeedOfTwentyMessagesADayRaisesNoFalseAlarmInAWeek(int seed) {
    var random = new Random(seed);
    Life life =
        Life.until(
            "2027-03-28",
            _ -> random.ints(20, 7 * 60, 19 * 60).mapToObj(m -> LocalTime.of(m / 60, m % 60)));
    for (Instant now = instant("2027-03-20T00:00");
        now.isBefore(instant("2027-03-27T00:00"));
        now = now.plus(Duration.ofMinutes(10))) {
      Life so = new Life(new TreeMap<>(life.minutes().headMap(now, true)));
      assertThat(so.judgedAt(LocalDateTime.ofInstant(now, ZONE).toString()))
          .as(now.toString())
          .isNotInstanceOf(Silent.class);
    }
  }

  @Test
  void oneOutageInThePastDoesNotMakeUsDeaf() {
    Life life = busy("2027-03-17T10:00").without("2027-03-10T08:00", "2027-03-10T16:00");
    assertThat(life.judgedAt("2027-03-17T10:40")).isInstanceOf(Silent.class);
  }

  @Test
  void silenceThatLastsDoesNotBecomeUsual() {
    Life life = busy("2027-03-17T10:00");
    assertThat(life.judgedAt("2027-03-31T12:00"))
        .isEqualTo(new Silent(instant("2027-03-17T10:00"), Duration.ofMinutes(2)));
  }

  @Test
  void silenceThatBeganByDayLastsThroughAQuietNight() {
    Life life = office("2027-03-17T10:00");
    assertThat(life.judgedAt("2027-03-18T03:00")).isInstanceOf(Silent.class);
  }

  @Test
  void anHourThatIsLeftOutInSpringIsNoSilence() {
    Life life = busy("2027-03-14T03:05");
    assertThat(life.judgedAt("2027-03-14T03:10")).isInstanceOf(Usual.class);
  }

  @Test
  void afterAStartSendersMayConnectFirst() {
    Life life = busy("2027-03-17T10:00");
    assertThat(life.judgedAt("2027-03-17T13:05", "2027-03-17T13:00")).isInstanceOf(Usual.class);
    assertThat(life.judgedAt("2027-03-17T13:11", "2027-03-17T13:00")).isInstanceOf(Silent.class);
  }

  @Test
  void oneThatSpokeOnceIsNotKnown() {
    Life life = Life.until("2027-03-01T10:00", _ -> Stream.of(LocalTime.of(10, 0)));
    assertThat(life.judgedAt("2027-03-17T10:00")).isInstanceOf(Learning.class);
  }
}
