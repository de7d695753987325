package org.trialward.rules.verdict;

import java.time.LocalDate;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.trialward.rules.logic.Truth;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.quantity.Interval;
import org.trialward.rules.verdict.Evidence.Observed;

/**
 * The shared shape of everything that single entries of the record say: one mention that counts is
 * enough, and where none does, the criterion says what silence means.
 */
final class Mentions {
  private Mentions() {}

  /**
   * What one fact says.
   *
   * @param counts whether it is what was asked
   * @param value how it reads, e.g. "current" or "resolved"
   * @param why what leaves it open, where {@code counts} is UNKNOWN
   * @param outlook when time alone changes {@code counts}
   */
  record Mention(Fact fact, Truth counts, String value, String why, Outlook outlook) {

    /**
     * What one fact says on the reference date.
     *
     * @param counts whether it is what was asked, by reference date
     * @param why what leaves it open, asked only where something does
     * @param changes tells days among which are all on which {@code counts} changes
     */
    static Mention of(
        Fact fact,
        Function<LocalDate, Truth> counts,
        LocalDate asOf,
        String value,
        Supplier<String> why,
        Consumer<NextChange> changes) {
      Truth today = counts.apply(asOf);
      NextChange next = new NextChange(asOf, day -> counts.apply(day) != today);
      changes.accept(next);
      String open = today == Truth.UNKNOWN ? why.get() : "";
      return new Mention(fact, today, value, open, next.openToResults());
    }

    Evidence evidence() {
      return switch (counts) {
        case TRUE -> new Evidence.Supporting(observed());
        case FALSE -> new Evidence.Opposing(observed());
        case UNKNOWN -> inconclusive(why);
      };
    }

    /** This entry as something seen that settles nothing, for its own reason if it has one. */
    Evidence inconclusive(String otherwise) {
      return new Evidence.Inconclusive(observed(), counts == Truth.UNKNOWN ? why : otherwise);
    }

    /** When it was so, or began to be. */
    Interval date() {
      return fact.date().orElse(Interval.ANY_TIME);
    }

    private Observed observed() {
      return new Observed(fact.label(), value, fact.date(), fact.source());
    }
  }

  private static final Answer NOTHING_SAID =
      new Answer(Truth.FALSE, List.of(), Outlook.OPEN_TO_RESULTS);

  /** What the record itself says, where its silence need not be asked. */
  static Answer answer(List<Mention> mentions) {
    if (mentions.isEmpty()) {
      return NOTHING_SAID;
    }
    Truth mentioned = Truth.FALSE;
    for (Mention mention : mentions) {
      mentioned = mentioned.or(mention.counts());
    }
    List<Mention> deciding = that(mentioned, mentions);
    return new Answer(
        mentioned,
        Some.each(deciding, Mention::evidence),
        mentioned == Truth.TRUE ? untilAllLapse(deciding) : untilOneChanges(mentions));
  }

  /** Those that count, or not, or may. */
  static List<Mention> that(Truth counts, List<Mention> mentions) {
    return Some.of(mentions, mention -> mention.counts() == counts);
  }

  /** One mention that counts holds the answer in place. */
  private static Outlook untilAllLapse(List<Mention> counting) {
    Outlook outlook = counting.getFirst().outlook();
    for (Mention mention : counting) {
      outlook = outlook.and(mention.outlook());
    }
    return outlook;
  }

  /** The outlook of what one of these, or a new entry, may change. */
  static Outlook untilOneChanges(List<Mention> mentions) {
    Outlook outlook = Outlook.OPEN_TO_RESULTS;
    for (Mention mention : mentions) {
      outlook = outlook.or(mention.outlook());
    }
    return outlook;
  }
}
