package org.trialward.matcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.trialward.matcher.Trials.DIABETES;
import static org.trialward.matcher.Trials.diagnosed;
import static org.trialward.matcher.Trials.including;
import static org.trialward.matcher.Trials.with;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.trialward.rules.trial.Dossier;
import org.trialward.rules.trial.Phase;
import org.trialward.rules.trial.RecruitmentStatus;
import org.trialward.rules.trial.Site;
import org.trialward.rules.trial.Trial;

/** Which trials are asked at all. All of them fit the patient. */
class TrialFilterTest {
  private static final TrialFilter ANY =
      new TrialFilter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  private final Matcher matcher =
      new Matcher(
          List.of(
              trial("open", RecruitmentStatus.RECRUITING, "oncology", "Ward 1", "Ward 2"),
              trial("elsewhere", RecruitmentStatus.RECRUITING, "oncology", "Ward 3"),
              trial("other-area", RecruitmentStatus.RECRUITING, "cardiology", "Ward 1"),
              trial("suspended", RecruitmentStatus.SUSPENDED, "oncology", "Ward 1"),
              trial("nowhere", RecruitmentStatus.CLOSED, "cardiology")));

  @AfterEach
  void close() {
    matcher.close();
  }

  private static Trial trial(String id, RecruitmentStatus status, String area, String... sites) {
    return trial(id, Optional.empty(), status, area, sites);
  }

  private static Trial trial(
      String id, Optional<Phase> phase, RecruitmentStatus status, String area, String... sites) {
    Trial plain = including(id, diagnosed(DIABETES));
    List<Site> places =
        Stream.of(sites)
            .map(name -> new Site(name, Optional.empty(), Optional.empty(), Optional.empty()))
            .toList();
    return new Trial(
        plain.id(),
        plain.version(),
        plain.title(),
        area,
        status,
        new Dossier(phase, Optional.empty(), places, Optional.empty(), Optional.empty()),
        plain.registry(),
        plain.criteria());
  }

  private List<String> asked(TrialFilter filter) {
    return matcher.fits(with(DIABETES), filter).sorted().stream()
        .map(fit -> fit.trial().id().value())
        .toList();
  }

  @Test
  void aFilterThatAsksNothingLetsEveryTrialThrough() {
    assertThat(asked(ANY))
        .containsExactly("elsewhere", "nowhere", "open", "other-area", "suspended");
  }

  @Test
  void theFunnelCountsWhatTheFilterLeft() {
    assertThat(matcher.funnel(with(), ANY).filtered()).isEqualTo(5);
    assertThat(matcher.funnel(with(), TrialFilter.RECRUITING).filtered()).isEqualTo(3);
    assertThat(matcher.funnel(with(), site("Ward 2")).filtered()).isEqualTo(1);
  }

  @Test
  void byDefaultOnlyRecruitingTrialsAreAsked() {
    assertThat(asked(TrialFilter.RECRUITING)).containsExactly("elsewhere", "open", "other-area");
    assertThat(matcher.fits(with(DIABETES)).size()).isEqualTo(3);
  }

  @Test
  void aStatusIsTheOneOfTheTrialFile() {
    assertThat(asked(status(RecruitmentStatus.SUSPENDED))).containsExactly("suspended");
    assertThat(asked(status(RecruitmentStatus.CLOSED))).containsExactly("nowhere");
    assertThat(asked(status(RecruitmentStatus.NOT_YET_RECRUITING))).isEmpty();
  }

  private static TrialFilter status(RecruitmentStatus status) {
    return new TrialFilter(
        Optional.of(status), Optional.empty(), Optional.empty(), Optional.empty());
  }

  @Test
  void aTrialOfSeveralSitesIsAskedAtEachOfThem() {
    assertThat(asked(site("Ward 1"))).containsExactly("open", "other-area", "suspended");
    assertThat(asked(site("Ward 2"))).containsExactly("open");
    assertThat(asked(site("Ward"))).isEmpty();
  }

  private static TrialFilter site(String site) {
    return new TrialFilter(Optional.empty(), Optional.of(site), Optional.empty(), Optional.empty());
  }

  @Test
  void aGroupIsTheDiseaseArea() {
    TrialFilter cardiology =
        new TrialFilter(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.of("cardiology"));
    assertThat(asked(cardiology)).containsExactly("nowhere", "other-area");
  }

  @Test
  void aPhaseIsTheOneOfTheTrialFileAndATrialWithoutOneHasNone() {
    matcher.put(
        trial("late", Optional.of(Phase.PHASE_3), RecruitmentStatus.RECRUITING, "oncology"));
    matcher.put(
        trial("both", Optional.of(Phase.PHASE_2_PHASE_3), RecruitmentStatus.CLOSED, "oncology"));
    assertThat(asked(phase(Phase.PHASE_3))).containsExactly("late");
    assertThat(asked(phase(Phase.PHASE_2_PHASE_3))).containsExactly("both");
    assertThat(asked(phase(Phase.PHASE_2))).isEmpty();
  }

  private static TrialFilter phase(Phase phase) {
    return new TrialFilter(
        Optional.empty(), Optional.empty(), Optional.of(phase), Optional.empty());
  }

  @Test
  void statusSiteAndGroupMustAllBeSo() {
    assertThat(
            asked(
                new TrialFilter(
                    Optional.of(RecruitmentStatus.RECRUITING),
                    Optional.of("Ward 1"),
                    Optional.empty(),
                    Optional.of("oncology"))))
        .containsExactly("open");
  }

  @Test
  void aSiteNamedLikeAStatusIsNotOne() {
    matcher.put(trial("odd", RecruitmentStatus.RECRUITING, "recruiting", "closed"));
    assertThat(asked(status(RecruitmentStatus.CLOSED))).containsExactly("nowhere");
    assertThat(asked(site("closed"))).containsExactly("odd");
  }

  @Test
  void aTrialThatIsReplacedIsFilteredAsItIsNow() {
    matcher.put(trial("open", RecruitmentStatus.CLOSED, "oncology", "Ward 1"));
    assertThat(asked(TrialFilter.RECRUITING)).containsExactly("elsewhere", "other-area");
  }
}
