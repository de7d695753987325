package org.trialward.rules.verdict;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.trialward.rules.criterion.Window;
import org.trialward.rules.patient.Measurement;
import org.trialward.rules.quantity.Interval;

/** The results of one measure that count, and the words for none: made once for many criteria. */
final class Series {
  private final List<Measurement> recorded;
  private final Map<Optional<Window>, String> words;
  private Optional<String> lastInWords = Optional.empty();

  /**
   * @param words {@link #noneIn} as far as it was asked
   */
  Series(List<Measurement> recorded, Map<Optional<Window>, String> words) {
    this.recorded = recorded;
    this.words = words;
  }

  List<Measurement> recorded() {
    return recorded;
  }

  /** That nothing lies in the window. */
  static String noneIn(Optional<Window> window) {
    return "no result " + (window.isEmpty() ? "in the record" : window.get());
  }

  /** The same, and when the last one was. */
  String noneButLast(Optional<Window> window) {
    String none = none(window);
    String last = lastInWords();
    return last.isEmpty() ? none : none + last;
  }

  private String none(Optional<Window> window) {
    String known = words.get(window);
    if (known == null) {
      known = noneIn(window);
      words.put(window, known);
    }
    return known;
  }

  private String lastInWords() {
    if (lastInWords.isEmpty()) {
      lastInWords = Optional.of(last().map(when -> "; the last one is of " + day(when)).orElse(""));
    }
    return lastInWords.get();
  }

  private Optional<Interval> last() {
    Optional<Interval> last = Optional.empty();
    for (Measurement m : recorded) {
      if (m.taken().isPresent()
          && (last.isEmpty() || m.taken().get().latest().isAfter(last.get().latest()))) {
        last = m.taken();
      }
    }
    return last;
  }

  /** The day without the time, where the day is known. */
  private static String day(Interval when) {
    return (when.firstDay().equals(when.lastDay()) ? Interval.on(when.firstDay()) : when)
        .toString();
  }
}
