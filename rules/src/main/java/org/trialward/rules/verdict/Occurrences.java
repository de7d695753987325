package org.trialward.rules.verdict;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.trialward.rules.criterion.Characteristic.Occurred;
import org.trialward.rules.criterion.Silence;
import org.trialward.rules.logic.Truth;
import org.trialward.rules.patient.PatientSnapshot;
import org.trialward.rules.quantity.Interval;
import org.trialward.rules.verdict.Mentions.Mention;

/**
 * How often something happened. Entries of one day are one time: a hospital writes the same event
 * into several lists.
 */
final class Occurrences {
  private Occurrences() {}

  static Answer answer(Occurred asked, RacePair member, PatientSnapshot patient) {
    List<Mention> all = Events.mentions(asked.of(), member, patient);
    List<Mention> mentions = all.stream().filter(m -> m.counts() != Truth.FALSE).toList();
    List<Mention> certain = Mentions.that(Truth.TRUE, mentions);
    Outlook outlook = Mentions.untilOneChanges(all);
    if (fewestDays(dates(certain)) >= asked.count()) {
      return new Answer(
          Truth.TRUE, certain.stream().map(Mention::evidence).distinct().toList(), outlook);
    }
    List<Evidence> evidence = new ArrayList<>();
    if (mostDays(dates(mentions)) >= asked.count()) {
      mentions.forEach(m -> evidence.add(m.inconclusive("it may be the same event as another")));
      return new Answer(Truth.UNKNOWN, evidence, outlook);
    }
    certain.forEach(m -> evidence.add(m.evidence().negated()));
    String name = Events.name(asked.of());
    String lookedFor = Events.lookedFor(asked.of());
    if (asked.of().silence() == Silence.MEANS_NO) {
      evidence.add(new Evidence.AssumedAbsent(name, "further " + lookedFor));
      return new Answer(Truth.FALSE, evidence, outlook);
    }
    evidence.add(
        new Evidence.Missing(
            name, "fewer than %d times as %s in the record".formatted(asked.count(), lookedFor)));
    return new Answer(Truth.UNKNOWN, evidence, outlook);
  }

  private static List<Interval> dates(List<Mention> mentions) {
    return mentions.stream().map(Mention::date).toList();
  }

  /**
   * The least number of days that these moments can lie on: each day taken as late as the earliest
   * open moment allows. O(n log n).
   */
  private static int fewestDays(List<Interval> moments) {
    int days = 0;
    LocalDate last = LocalDate.MIN;
    for (Interval moment :
        moments.stream().sorted(Comparator.comparing(Interval::lastDay)).toList()) {
      if (moment.firstDay().isAfter(last)) {
        last = moment.lastDay();
        days++;
      }
    }
    return days;
  }

  /** No fewer than the number of days that these moments can lie on. */
  private static long mostDays(List<Interval> moments) {
    long known =
        moments.stream().filter(Occurrences::isOneDay).map(Interval::firstDay).distinct().count();
    return known + moments.stream().filter(moment -> !isOneDay(moment)).count();
  }

  private static boolean isOneDay(Interval moment) {
    return moment.firstDay().equals(moment.lastDay());
  }
}
