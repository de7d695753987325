package org.trialward.benchmarks.message;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A day of a hospital that does not exist: of each patient an admission, then some of: updates,
 * results, medicines, a discharge; of one in a hundred a merge of an older record. Made of a seed.
 */
public final class HospitalDay {

  /** Messages of each hour, the mean being 1: a night, a steep morning, the peak from 10 to 11. */
  private static final double[] HOURS = {
    0.25, 0.25, 0.25, 0.25, 0.25, 0.25, 0.6, 1.5, 2.2, 2.6, 3.0, 2.4,
    1.6, 1.6, 1.7, 1.2, 1.0, 0.8, 0.6, 0.5, 0.4, 0.3, 0.25, 0.25
  };

  /** How many times the mean the busiest hour is. */
  public static final double PEAK = 3;

  private static final int ONE_IN_HOW_MANY_IS_MERGED = 100;
  private static final Duration HOUR = Duration.ofHours(1);

  private final Random random;
  private final int patients;
  private final LocalDate date;

  /**
   * One message.
   *
   * @param at since midnight
   */
  public record Sent(Duration at, Feed feed, String text) {}

  public HospitalDay(long seed, int patients, LocalDate date) {
    if (patients < 1) {
      throw new IllegalArgumentException("A day needs a patient, got `%d`.".formatted(patients));
    }
    this.random = new Random(seed);
    this.patients = patients;
    this.date = date;
  }

  /** All messages of the day in order of occurrence; those of a patient in a sensible one. */
  public List<Sent> messages() {
    List<Sent> messages = new ArrayList<>();
    for (int patient = 0; patient < patients; patient++) {
      messages.addAll(of(patient));
    }
    messages.sort(Comparator.comparing(Sent::at));
    return messages;
  }

  private List<Sent> of(int patient) {
    List<Kind> course = course(patient);
    List<Duration> times =
        IntStream.range(0, course.size()).mapToObj(i -> moment()).sorted().toList();
    PatientMessages messages = new PatientMessages(random, date, patient);
    return IntStream.range(0, course.size())
        .mapToObj(i -> messages.write(course.get(i), times.get(i)))
        .toList();
  }

  private List<Kind> course(int patient) {
    List<Kind> course = new ArrayList<>();
    course.add(Kind.ADMISSION);
    add(course, Kind.UPDATE, random.nextInt(2));
    add(course, Kind.RESULT, 1 + random.nextInt(2));
    add(course, Kind.PRESCRIPTION, random.nextInt(2));
    if (patient % ONE_IN_HOW_MANY_IS_MERGED == 0) {
      course.add(Kind.MERGE);
    }
    add(course, Kind.DISCHARGE, random.nextInt(2));
    return course;
  }

  private static void add(List<Kind> course, Kind kind, int times) {
    IntStream.range(0, times).forEach(i -> course.add(kind));
  }

  private Duration moment() {
    double place = random.nextDouble() * HOURS.length;
    int hour = 0;
    while (place >= HOURS[hour]) {
      place -= HOURS[hour++];
    }
    return HOUR.multipliedBy(hour).plusMillis((long) (place / HOURS[hour] * HOUR.toMillis()));
  }

  /** What a message tells. */
  enum Kind {
    ADMISSION(Feed.ADMISSIONS, "ADT^A01^ADT_A01"),
    UPDATE(Feed.ADMISSIONS, "ADT^A08^ADT_A01"),
    DISCHARGE(Feed.ADMISSIONS, "ADT^A03^ADT_A03"),
    MERGE(Feed.ADMISSIONS, "ADT^A40^ADT_A39"),
    RESULT(Feed.LABORATORY, "ORU^R01^ORU_R01"),
    PRESCRIPTION(Feed.PHARMACY, "RDE^O11^RDE_O11");

    final Feed feed;
    final String type;

    Kind(Feed feed, String type) {
      this.feed = feed;
      this.type = type;
    }

    String event() {
      return type.split("\\^", -1)[1];
    }
  }
}
