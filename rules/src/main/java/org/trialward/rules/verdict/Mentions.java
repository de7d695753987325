package org.trialward.rules.verdict;

import java.time.LocalDate;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.trialward.rules.criterion.Silence;
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
     * @param changes days among which are all on which {@code counts} changes
     */
    static Mention of(
        Fact fact,
        Function<LocalDate, Truth> counts,
        LocalDate asOf,
        String value,
        String why,
        Stream<LocalDate> changes) {
      Truth today = counts.apply(asOf);
      return new Mention(
          fact,
          today,
          value,
          why,
          Outlook.openToResults(
              changes.filter(day -> day.isAfter(asOf) && counts.apply(day) != today), asOf));
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
    Truth mentioned = mentions.stream().map(Mention::counts).reduce(Truth.FALSE, Truth::or);
    return new Answer(
        mentioned,
        mentions.stream().filter(m -> m.counts() == mentioned).map(Mention::evidence).toList(),
        outlook(mentioned, mentions));
  }

  /**
   * @param what what was asked, e.g. "heart failure"
   * @param lookedFor the kind of entry, e.g. "current diagnosis"
   */
  static Answer answer(String what, String lookedFor, Silence silence, List<Mention> mentions) {
    Answer said = answer(mentions);
    if (said.truth() != Truth.FALSE) {
      return said;
    }
    return switch (silence) {
      case MEANS_NO -> said.with(Truth.FALSE, new Evidence.AssumedAbsent(what, lookedFor));
      case MEANS_UNKNOWN ->
          said.with(
              Truth.UNKNOWN, new Evidence.Missing(what, "no " + lookedFor + " in the record"));
    };
  }

  /** One mention that counts holds the answer in place, so all that count must lapse. */
  private static Outlook outlook(Truth mentioned, List<Mention> mentions) {
    if (mentioned == Truth.TRUE) {
      return Outlook.allOf(
          mentions.stream().filter(m -> m.counts() == mentioned).map(Mention::outlook).toList());
    }
    return Outlook.anyOf(
        Stream.concat(Stream.of(Outlook.OPEN_TO_RESULTS), mentions.stream().map(Mention::outlook))
            .toList());
  }
}
