package org.trialward.rules.verdict;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.trialward.rules.criterion.Silence;
import org.trialward.rules.criterion.ValueSet;
import org.trialward.rules.logic.Truth;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.verdict.Evidence.Observed;

/**
 * The shared shape of diagnosis, medication, procedure and allergy: one mention that counts is
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
      var observed = new Observed(fact.label(), value, fact.date(), fact.source());
      return switch (counts) {
        case TRUE -> new Evidence.Supporting(observed);
        case FALSE -> new Evidence.Opposing(observed);
        case UNKNOWN -> new Evidence.Inconclusive(observed, why);
      };
    }
  }

  static Answer answer(ValueSet of, String lookedFor, Silence silence, List<Mention> mentions) {
    Truth mentioned = mentions.stream().map(Mention::counts).reduce(Truth.FALSE, Truth::or);
    List<Evidence> evidence =
        new ArrayList<>(
            mentions.stream().filter(m -> m.counts() == mentioned).map(Mention::evidence).toList());
    Outlook outlook = outlook(mentioned, mentions);
    if (mentioned != Truth.FALSE) {
      return new Answer(mentioned, evidence, outlook);
    }
    return switch (silence) {
      case MEANS_NO -> {
        evidence.add(new Evidence.AssumedAbsent(of.name(), lookedFor));
        yield new Answer(Truth.FALSE, evidence, outlook);
      }
      case MEANS_UNKNOWN -> {
        evidence.add(new Evidence.Missing(of.name(), "no " + lookedFor + " in the record"));
        yield new Answer(Truth.UNKNOWN, evidence, outlook);
      }
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
