package org.trialward.rules.verdict;

import java.util.List;
import java.util.Optional;
import org.trialward.rules.criterion.Characteristic.TakesPart;
import org.trialward.rules.logic.Truth;
import org.trialward.rules.patient.PatientSnapshot;
import org.trialward.rules.patient.StudyParticipation;
import org.trialward.rules.verdict.Mentions.Mention;

/** Studies in which the patient takes part; being considered for one is not taking part. */
final class Participations {
  private Participations() {}

  static List<Mention> mentions(TakesPart asked, PatientSnapshot patient) {
    return asked
        .in()
        .map(studies -> patient.coded(StudyParticipation.class, studies.codes()))
        .orElseGet(() -> patient.all(StudyParticipation.class))
        .stream()
        .filter(p -> asked.except().stream().noneMatch(set -> set.containsAny(p.codes())))
        .map(participation -> mention(participation, asked, patient))
        .toList();
  }

  private static Mention mention(
      StudyParticipation participation, TakesPart asked, PatientSnapshot patient) {
    Course course = course(participation);
    return Mention.of(
        participation,
        day -> course.counts(asked.when(), day),
        patient.asOf(),
        switch (participation.status()) {
          case TAKING_PART -> "taking part";
          case ENDED -> "has taken part" + participation.end().map(e -> ", until " + e).orElse("");
          case NOT_ENROLLED -> "considered, not enrolled";
          case UNCLEAR -> "about to take part, or not";
        },
        () ->
            participation.status() == StudyParticipation.Status.UNCLEAR
                ? "the record does not say whether the patient was enrolled"
                : "the record does not say when it began or ended",
        days -> course.changes(asked.when(), days));
  }

  static Course course(StudyParticipation participation) {
    return new Course(
        switch (participation.status()) {
          case TAKING_PART, ENDED -> Truth.TRUE;
          case NOT_ENROLLED -> Truth.FALSE;
          case UNCLEAR -> Truth.UNKNOWN;
        },
        switch (participation.status()) {
          case TAKING_PART -> Course.State.GOES_ON;
          case ENDED -> Course.State.ENDED;
          case NOT_ENROLLED, UNCLEAR -> Course.State.NOT_SAID;
        },
        participation.start(),
        participation.end(),
        Optional.empty());
  }
}
