package org.trialward.matcher;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.trialward.rules.trial.Phase;
import org.trialward.rules.trial.RecruitmentStatus;
import org.trialward.rules.trial.Site;
import org.trialward.rules.trial.Trial;

/**
 * Which trials are asked at all; what is empty asks nothing.
 *
 * @param status as the trial file says it
 * @param site the name of a place where the trial is run
 * @param phase the stage of the therapy's development
 * @param group the trial's disease area
 */
public record TrialFilter(
    Optional<RecruitmentStatus> status,
    Optional<String> site,
    Optional<Phase> phase,
    Optional<String> group) {

  /** What recruits, anywhere, of any area. */
  public static final TrialFilter RECRUITING =
      new TrialFilter(
          Optional.of(RecruitmentStatus.RECRUITING),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /** The terms that a trial must have. */
  List<String> terms() {
    return Stream.of(
            status.map(TrialFilter::ofStatus),
            site.map(TrialFilter::ofSite),
            phase.map(TrialFilter::ofPhase),
            group.map(TrialFilter::ofGroup))
        .flatMap(Optional::stream)
        .toList();
  }

  /** The terms that a trial has. */
  static List<String> terms(Trial trial) {
    return Stream.of(
            Stream.of(ofStatus(trial.status()), ofGroup(trial.area())),
            trial.dossier().phase().map(TrialFilter::ofPhase).stream(),
            trial.dossier().sites().stream().map(Site::name).map(TrialFilter::ofSite))
        .flatMap(terms -> terms)
        .distinct()
        .toList();
  }

  private static String ofStatus(RecruitmentStatus status) {
    return "status|" + status.name().toLowerCase(Locale.ROOT);
  }

  private static String ofSite(String site) {
    return "site|" + site;
  }

  private static String ofPhase(Phase phase) {
    return "phase|" + phase.code();
  }

  private static String ofGroup(String group) {
    return "group|" + group;
  }
}
