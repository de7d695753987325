package org.trialward.benchmarks.workload;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.trialward.benchmarks.workload.RegistryStudy.Location;
import org.trialward.rules.criterion.ValueSet;
import org.trialward.rules.trial.Dossier;
import org.trialward.rules.trial.RecruitmentStatus;
import org.trialward.rules.trial.RegistryReference;
import org.trialward.rules.trial.Site;
import org.trialward.rules.trial.Trial;
import org.trialward.rules.trial.TrialId;

/** Trials as far as registry records give them in fields. */
final class RegistryTrials {
  private final ConditionSets conditions;
  private final Map<String, String> countries = new HashMap<>();
  private final List<Trial> trials = new ArrayList<>();

  private RegistryTrials(IcdDescriptions icd) {
    conditions = new ConditionSets(icd);
    for (String code : Locale.getISOCountries()) {
      countries.put(Locale.of("", code).getDisplayCountry(Locale.ENGLISH), code);
    }
  }

  /** In the order of the file. */
  static List<Trial> read(Path studies, IcdDescriptions icd) throws IOException {
    RegistryTrials trials = new RegistryTrials(icd);
    RegistryStudy.readEach(studies, study -> trials.trials.add(trials.trial(study)));
    return trials.trials;
  }

  private Trial trial(RegistryStudy study) {
    return new Trial(
        new TrialId(study.record().id()),
        "1",
        study.record().title(),
        study.conditions().stream().findFirst().orElse(""),
        status(study.status()),
        new Dossier(
            Optional.empty(),
            Optional.empty(),
            study.locations().stream().map(this::site).toList(),
            Optional.empty(),
            Optional.empty()),
        Optional.of(new RegistryReference(study.record().id(), Map.of())),
        RegistryCriteria.of(study.record(), asked(study)));
  }

  /** Who may join in good health need not have the condition. */
  private Optional<ValueSet> asked(RegistryStudy study) {
    return study.acceptsHealthy()
        ? Optional.empty()
        : conditions.of(study.meshTerms()).or(() -> conditions.of(study.conditions()));
  }

  /** A country under a name that Java does not know stays empty. */
  private Site site(Location location) {
    return new Site(
        location.facility(),
        Optional.ofNullable(countries.get(location.country())),
        Optional.of(location.zip()).filter(zip -> !zip.isEmpty()),
        Optional.empty());
  }

  /** By invitation, on request and unknown are not looking for patients. */
  private static RecruitmentStatus status(String overall) {
    return switch (overall) {
      case "RECRUITING" -> RecruitmentStatus.RECRUITING;
      case "NOT_YET_RECRUITING" -> RecruitmentStatus.NOT_YET_RECRUITING;
      case "SUSPENDED", "TEMPORARILY_NOT_AVAILABLE" -> RecruitmentStatus.SUSPENDED;
      default -> RecruitmentStatus.CLOSED;
    };
  }
}
