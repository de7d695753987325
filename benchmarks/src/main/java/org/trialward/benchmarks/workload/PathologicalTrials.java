package org.trialward.benchmarks.workload;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.trialward.rules.criterion.Characteristic;
import org.trialward.rules.criterion.Characteristic.AllOf;
import org.trialward.rules.criterion.Characteristic.AnyOf;
import org.trialward.rules.criterion.Characteristic.Diagnosed;
import org.trialward.rules.criterion.Characteristic.Not;
import org.trialward.rules.criterion.EligibilityCriterion;
import org.trialward.rules.criterion.EligibilityCriterion.Kind;
import org.trialward.rules.criterion.ValueSet;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.trial.Dossier;
import org.trialward.rules.trial.RecruitmentStatus;
import org.trialward.rules.trial.Trial;
import org.trialward.rules.trial.TrialId;

/** Trials that nobody should write and somebody will. They must not slow down the others. */
public final class PathologicalTrials {
  private static final int CODES = 200_000;
  private static final int CRITERIA = 500;
  private static final int LEVELS = 50;

  private PathologicalTrials() {}

  /** One of each, made of what the workload's trials ask. */
  public static List<Trial> of(Workload workload) {
    List<Characteristic> asked =
        IntStream.range(0, CRITERIA)
            .mapToObj(workload::trial)
            .flatMap(trial -> trial.criteria().stream())
            .filter(criterion -> criterion.kind() == Kind.INCLUSION)
            .map(EligibilityCriterion::when)
            .toList();
    List<Diagnosed> diagnoses =
        asked.stream().filter(Diagnosed.class::isInstance).map(Diagnosed.class::cast).toList();
    return List.of(
        trial("WIDE", List.of(wide(diagnoses.getFirst()))),
        trial("LONG", asked.subList(0, Math.min(CRITERIA, asked.size()))),
        trial("DEEP", List.of(deep(diagnoses))));
  }

  /** The same question of a value set of 200,000 codes. */
  private static Characteristic wide(Diagnosed asked) {
    Set<Code> codes = new HashSet<>(asked.of().codes());
    for (int number = 0; codes.size() < CODES; number++) {
      codes.add(Code.of("urn:trialward:bench:wide", Integer.toString(number)));
    }
    return new Diagnosed(
        new ValueSet("200,000 codes", codes),
        asked.presence(),
        asked.certainty(),
        asked.onset(),
        asked.recorded(),
        asked.severity(),
        asked.stage(),
        asked.silence());
  }

  /** 50 levels of all, any and not, each with a question of its own. */
  private static Characteristic deep(List<Diagnosed> asked) {
    Characteristic nested = asked.getFirst();
    for (int level = 1; level < LEVELS; level++) {
      Characteristic beside = asked.get(level % asked.size());
      nested =
          switch (level % 3) {
            case 0 -> new AllOf(List.of(nested, new Not(beside)));
            case 1 -> new AnyOf(List.of(nested, beside));
            default -> new Not(nested);
          };
    }
    return nested;
  }

  private static Trial trial(String id, List<Characteristic> asked) {
    List<EligibilityCriterion> criteria = new ArrayList<>();
    for (Characteristic when : asked) {
      criteria.add(
          new EligibilityCriterion(
              "c" + (criteria.size() + 1), Kind.INCLUSION, "As made.", List.of(), when));
    }
    return new Trial(
        new TrialId("PATHOLOGICAL-" + id),
        "1",
        "A pathological trial",
        "synthetic",
        RecruitmentStatus.RECRUITING,
        Dossier.EMPTY,
        Optional.empty(),
        criteria);
  }
}
