package org.trialward.rules.verdict;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.trialward.rules.criterion.Characteristic.Medicated;
import org.trialward.rules.criterion.Characteristic.Taken;
import org.trialward.rules.criterion.Window;
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
  private static final int LONGEST_ORDER_MONTHS = 12;

  private Medications() {}

  static Answer answer(Medicated asked, PatientSnapshot patient) {
    List<Mention> mentions =
        patient.coded(MedicationUse.class, asked.of().codes()).stream()
            .map(use -> mention(use, asked.taken(), patient.asOf()))
            .toList();
    return Mentions.answer(asked.of(), lookedFor(asked.taken()), asked.silence(), mentions);
  }

  private static String lookedFor(Taken taken) {
    return switch (taken) {
      case Taken.Now _ -> "current medication";
      case Taken.Ever _ -> "medication";
      case Taken.During(var window) -> "medication in the last " + window;
    };
  }

  private static Mention mention(MedicationUse use, Taken taken, LocalDate asOf) {
    return Mention.of(
        use,
        day -> counts(use, taken, day),
        asOf,
        value(use),
        use.status() == Status.UNCLEAR
            ? "the record does not say whether it was taken"
            : "the record does not say when it ended",
        changes(use, taken));
  }

  private static Truth counts(MedicationUse use, Taken taken, LocalDate asOf) {
    Truth asked =
        switch (taken) {
          case Taken.Now _ -> isTakenNow(use, asOf);
          case Taken.Ever _ -> wasTaken(use);
          case Taken.During(var window) -> wasTaken(use).and(overlaps(use, window, asOf));
        };
    return asked.and(Dates.hasBegun(use.start(), asOf));
  }

  private static Truth wasTaken(MedicationUse use) {
    return switch (use.status()) {
      case ACTIVE, ENDED -> Truth.TRUE;
      case UNCLEAR -> Truth.UNKNOWN;
      case NEVER -> Truth.FALSE;
    };
  }

  private static Truth isTakenNow(MedicationUse use, LocalDate asOf) {
    Truth byStatus = use.status() == Status.ENDED ? Truth.FALSE : wasTaken(use);
    Truth byEnd =
        use.end()
            .map(end -> end.isWithin(LocalDate.MIN, asOf.minusDays(1)).not())
            .orElse(Truth.TRUE);
    return byStatus.and(byEnd);
  }

  private static Truth overlaps(MedicationUse use, Window window, LocalDate asOf) {
    LocalDate first = window.firstDay(asOf);
    if (use.end().isPresent()) {
      return use.end().get().isWithin(first, LocalDate.MAX);
    }
    if (use.status() == Status.ACTIVE) {
      return Truth.TRUE;
    }
    if (use.start().isEmpty()) {
      return Truth.UNKNOWN;
    }
    Interval start = use.start().get();
    if (start.isWithin(first, asOf) == Truth.TRUE) {
      return Truth.TRUE;
    }
    return lastDayOfUndatedOrder(start).isBefore(first) ? Truth.FALSE : Truth.UNKNOWN;
  }

  private static LocalDate lastDayOfUndatedOrder(Interval start) {
    return start.lastDay().plusMonths(LONGEST_ORDER_MONTHS);
  }

  private static Stream<LocalDate> changes(MedicationUse use, Taken taken) {
    Optional<Window> window =
        taken instanceof Taken.During(var w) ? Optional.of(w) : Optional.empty();
    return Stream.of(
            Dates.changes(window, use.start()),
            Dates.changes(window, use.end()),
            use.end().stream().map(end -> end.lastDay().plusDays(1)),
            use.end().stream().map(end -> end.firstDay().plusDays(1)),
            Dates.changes(
                window, use.start().map(start -> Interval.on(lastDayOfUndatedOrder(start)))))
        .flatMap(days -> days);
  }

  private static String value(MedicationUse use) {
    String status =
        switch (use.status()) {
          case ACTIVE -> "active";
          case ENDED -> "ended";
          case UNCLEAR -> "unclear whether taken";
          case NEVER -> "cancelled or entered in error";
        };
    return status + use.end().map(end -> ", until " + end).orElse("");
  }
}
