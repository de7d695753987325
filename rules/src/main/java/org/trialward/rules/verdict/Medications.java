package org.trialward.rules.verdict;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.trialward.rules.criterion.CalendarUnit;
import org.trialward.rules.criterion.Characteristic.Medicated;
import org.trialward.rules.criterion.Span;
import org.trialward.rules.logic.Truth;
import org.trialward.rules.patient.MedicationUse;
import org.trialward.rules.patient.MedicationUse.Status;
import org.trialward.rules.patient.PatientSnapshot;
import org.trialward.rules.quantity.Interval;
import org.trialward.rules.verdict.Mentions.Mention;

/** Medicines ordered, given or taken. */
final class Medications {

  /**
   * An order that has ended without saying when is taken to have lasted at most this long after it
   * was written; until then the question stays open (docs/readings.md).
   */
  private static final Optional<Span> LONGEST_ORDER =
      Optional.of(new Span(12, CalendarUnit.MONTHS));

  private Medications() {}

  static List<Mention> mentions(Medicated asked, PatientSnapshot patient) {
    List<MedicationUse> uses = patient.coded(MedicationUse.class, asked.of().codes());
    return Some.each(uses, use -> mention(use, uses, asked, patient.asOf()));
  }

  private static Mention mention(
      MedicationUse use, List<MedicationUse> uses, Medicated asked, LocalDate asOf) {
    Course course = course(use);
    return Mention.of(
        use,
        day ->
            course
                .counts(asked.taken(), day)
                .and(Dates.isWithin(asked.started(), use.start(), day))
                .and(lasted(asked.atLeastFor(), use, uses, day)),
        asOf,
        value(use),
        () -> why(use, uses, asked, asOf),
        days -> {
          course.changes(asked.taken(), days);
          Dates.changes(asked.started(), use.start(), days);
          asked.atLeastFor().ifPresent(span -> course.changesOfLength(span, days));
        });
  }

  static Course course(MedicationUse use) {
    return new Course(
        wasTaken(use),
        switch (use.status()) {
          case ACTIVE -> Course.State.GOES_ON;
          case ENDED -> Course.State.ENDED;
          case UNCLEAR, NEVER -> Course.State.NOT_SAID;
        },
        use.start(),
        use.end(),
        LONGEST_ORDER);
  }

  private static Truth wasTaken(MedicationUse use) {
    return switch (use.status()) {
      case ACTIVE, ENDED -> Truth.TRUE;
      case UNCLEAR -> Truth.UNKNOWN;
      case NEVER -> Truth.FALSE;
    };
  }

  /** One order may continue another: where it alone is too short, the question stays open. */
  private static Truth lasted(
      Optional<Span> atLeastFor, MedicationUse use, List<MedicationUse> uses, LocalDate asOf) {
    if (atLeastFor.isEmpty()) {
      return Truth.TRUE;
    }
    Truth alone = course(use).lasted(atLeastFor.get(), asOf);
    return alone == Truth.FALSE && mayContinueAnother(use, uses) ? Truth.UNKNOWN : alone;
  }

  private static boolean mayContinueAnother(MedicationUse use, List<MedicationUse> uses) {
    return uses.stream()
        .filter(other -> !other.equals(use) && wasTaken(other) != Truth.FALSE)
        .anyMatch(other -> begin(other).isBefore(begin(use)) != Truth.FALSE);
  }

  private static Interval begin(MedicationUse use) {
    return use.start().orElse(Interval.ANY_TIME);
  }

  private static String why(
      MedicationUse use, List<MedicationUse> uses, Medicated asked, LocalDate asOf) {
    if (use.status() == Status.UNCLEAR) {
      return "the record does not say whether it was taken";
    }
    return lasted(asked.atLeastFor(), use, uses, asOf) == Truth.UNKNOWN
        ? "the record does not say how long it was taken without a gap"
        : "the record does not say when it " + (use.start().isEmpty() ? "began" : "ended");
  }

  private static String value(MedicationUse use) {
    String status =
        switch (use.status()) {
          case ACTIVE -> "active";
          case ENDED -> "ended";
          case UNCLEAR -> "unclear whether taken";
          case NEVER -> "cancelled or entered in error";
        };
    return use.end().isEmpty() ? status : status + ", until " + use.end().get();
  }
}
