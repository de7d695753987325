package org.trialward.rules.verdict;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
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
   * @param changes days on which time alone may change {@code counts}
   */
  record Mention(Fact fact, Truth counts, String value, String why, Stream<LocalDate> changes) {
    Evidence evidence() {
      var observed = new Observed(fact.label(), value, fact.date(), fact.source());
      return switch (counts) {
        case TRUE -> new Evidence.Supporting(observed);
        case FALSE -> new Evidence.Opposing(observed);
        case UNKNOWN -> new Evidence.Inconclusive(observed, why);
      };
    }
  }

  static Answer answer(
      ValueSet of, String lookedFor, Silence silence, List<Mention> mentions, LocalDate asOf) {
    Truth mentioned = mentions.stream().map(Mention::counts).reduce(Truth.FALSE, Truth::or);
    List<Evidence> evidence =
        new ArrayList<>(
            mentions.stream().filter(m -> m.counts() == mentioned).map(Mention::evidence).toList());
    var outlook = Outlook.openToResults(mentions.stream().flatMap(Mention::changes), asOf);
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
}
