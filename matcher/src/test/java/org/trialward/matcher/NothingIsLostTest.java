package org.trialward.matcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import org.trialward.matcher.Worlds.Event;
import org.trialward.rules.match.Match;
import org.trialward.rules.patient.PatientSnapshot;
import org.trialward.rules.trial.RecruitmentStatus;
import org.trialward.rules.trial.Trial;
import org.trialward.rules.trial.TrialId;
import org.trialward.rules.verdict.Eligibility;
import org.trialward.rules.verdict.Outcome;

/** The law of this room: the index may only skip what the evaluator finds INELIGIBLE. */
@PropertyDefaults(edgeCases = EdgeCasesMode.NONE)
class NothingIsLostTest {

  @Property(seed = "20261123", tries = 400)
  void matchingIsEvaluatingEveryRecruitingTrialWhateverHappenedToThem(
      @ForAll("histories") List<Event> history,
      @ForAll("patients") List<PatientSnapshot> patients) {
    Map<TrialId, Trial> recruiting = new TreeMap<>();
    try (Matcher matcher = new Matcher(List.of())) {
      for (Event event : history) {
        happen(event, matcher, recruiting);
        for (PatientSnapshot patient : patients) {
          List<Match> expected = oneByOne(recruiting.values(), patient);
          assertThat(matcher.match(patient)).isEqualTo(expected);
          assertThat(matcher.fits(patient).sorted())
              .extracting(fit -> fit.trial().id(), Fits.Fit::outcome)
              .isEqualTo(
                  expected.stream()
                      .map(match -> tuple(match.trial(), match.verdict().outcome()))
                      .toList());
        }
        assertThat(matcher.recruiting()).containsExactlyInAnyOrderElementsOf(recruiting.values());
      }
    }
  }

  private static void happen(Event event, Matcher matcher, Map<TrialId, Trial> recruiting) {
    switch (event) {
      case Event.Put(var trial) -> {
        matcher.put(trial);
        if (trial.status() == RecruitmentStatus.RECRUITING) {
          recruiting.put(trial.id(), trial);
        } else {
          recruiting.remove(trial.id());
        }
      }
      case Event.Removed(var id) -> {
        matcher.remove(id);
        recruiting.remove(id);
      }
    }
  }

  private static List<Match> oneByOne(Collection<Trial> trials, PatientSnapshot patient) {
    return trials.stream()
        .filter(trial -> trial.isOpenOn(patient.asOf()))
        .map(trial ->
            new Match(
                trial.id(),
                trial.version(),
                patient.id(),
                patient.asOf(),
                Eligibility.of(trial, patient)))
        .filter(match -> match.verdict().outcome() != Outcome.INELIGIBLE)
        .toList();
  }

  @Provide
  Arbitrary<List<Event>> histories() {
    return Worlds.histories();
  }

  @Provide
  Arbitrary<List<PatientSnapshot>> patients() {
    return Worlds.patients();
  }
}
