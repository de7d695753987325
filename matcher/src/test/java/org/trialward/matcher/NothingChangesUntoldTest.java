package org.trialward.matcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import org.trialward.matcher.Amendment.Appears;
import org.trialward.matcher.Amendment.Changed;
import org.trialward.matcher.Amendment.Disappears;
import org.trialward.matcher.Amendment.Reason;
import org.trialward.rules.criterion.EligibilityCriterion;
import org.trialward.rules.document.Translations;
import org.trialward.rules.patient.PatientChart;
import org.trialward.rules.patient.PatientId;
import org.trialward.rules.patient.PatientSnapshot;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.trial.Trial;
import org.trialward.rules.trial.TrialId;
import org.trialward.rules.verdict.Eligibility;
import org.trialward.rules.verdict.Finding;
import org.trialward.rules.verdict.Outcome;
import org.trialward.rules.verdict.Verdict;

/** An amendment names exactly those whom evaluating both versions on every chart tells apart. */
@PropertyDefaults(edgeCases = EdgeCasesMode.NONE)
class NothingChangesUntoldTest {

  /** Two versions of one trial. */
  record Pair(Trial before, Trial after) {}

  @Property(seed = "20261123", tries = 200)
  void anAmendmentIsTheDifferenceOfTwoEvaluations(
      @ForAll("pairs") List<Pair> pairs,
      @ForAll("patients") List<PatientSnapshot> first,
      @ForAll("patients") List<PatientSnapshot> second,
      @ForAll("patients") List<PatientSnapshot> third) {
    LocalDate day = first.getFirst().asOf();
    try (TemporaryPopulation people = inSegments(day, List.of(first, second, third))) {
      for (Pair pair : pairs) {
        Amendment told = people.ask(v -> Amendment.of(v, pair.before(), pair.after(), day));
        Statistics.label("appears").collect(!told.appear().isEmpty());
        Statistics.label("disappears").collect(!told.disappear().isEmpty());
        Statistics.label("changes").collect(!told.changed().isEmpty());
        assertThat(told)
            .as("%s", pair)
            .isEqualTo(
                expected(
                    Optional.of(pair.before()),
                    Optional.of(pair.after()),
                    people.charts(),
                    chart -> chart,
                    day));
      }
    }
    for (String label : List.of("appears", "disappears", "changes")) {
      Statistics.label(label).coverage(seen -> seen.check(true).percentage(share -> share > 3));
    }
  }

  @Property(seed = "20261123", tries = 100)
  void amendmentsOfManyTrialsAreThoseOfEach(
      @ForAll("trials") List<Trial> before,
      @ForAll("trials") List<Trial> after,
      @ForAll("patients") List<PatientSnapshot> patients) {
    LocalDate day = patients.getFirst().asOf();
    try (TemporaryPopulation people = inSegments(day, List.of(patients))) {
      List<Amendment> amendments = people.ask(v -> Amendment.of(v, before, after, day));
      assertThat(amendments).extracting(Amendment::trial).doesNotHaveDuplicates().isSorted();
      for (TrialId id : ids(before, after)) {
        Amendment expected =
            expected(find(id, before), find(id, after), people.charts(), chart -> chart, day);
        // Of a trial that is not named, nobody is concerned.
        Amendment told =
            amendments.stream()
                .filter(amendment -> amendment.trial().equals(id))
                .findFirst()
                .orElse(new Amendment(id, List.of(), List.of(), List.of()));
        assertThat(told).isEqualTo(expected);
      }
    }
  }

  @Property(seed = "20261123", tries = 100)
  void retranslatingIsEvaluatingEveryChartAsItIsAndAsItIsToBe(
      @ForAll("trials") List<Trial> trials,
      @ForAll("translations") Translations translations,
      @ForAll("patients") List<PatientSnapshot> first,
      @ForAll("patients") List<PatientSnapshot> second) {
    LocalDate day = first.getFirst().asOf();
    try (TemporaryPopulation people = inSegments(day, List.of(first, second))) {
      List<Amendment> expected =
          ids(trials, List.of()).stream()
              .map(id -> find(id, trials))
              .map(trial -> expected(trial, trial, people.charts(), translations::translate, day))
              .filter(amendment -> !amendment.isEmpty())
              .toList();
      List<Amendment> told =
          people.ask(v -> Amendment.retranslated(v, trials, translations::translate, day));
      Statistics.collect(!told.isEmpty());
      assertThat(told).isEqualTo(expected);
    }
    Statistics.coverage(told -> told.check(true).count(times -> times > 0));
  }

  /** The last of each group replaces the first of the one before. */
  private static TemporaryPopulation inSegments(LocalDate day, List<List<PatientSnapshot>> groups) {
    TemporaryPopulation people = new TemporaryPopulation(day);
    int next = 0;
    for (List<PatientSnapshot> group : groups) {
      int from = next;
      people.with(
          IntStream.range(0, group.size())
              .mapToObj(i -> named("p" + (from + i), group.get(i).chart()))
              .toList());
      next += group.size() - 1;
    }
    return people;
  }

  private static PatientChart named(String id, PatientChart chart) {
    return new PatientChart(new PatientId(id), chart.demographics(), chart.facts());
  }

  private static Set<TrialId> ids(List<Trial> some, List<Trial> others) {
    Set<TrialId> ids = new TreeSet<>();
    Stream.concat(some.stream(), others.stream()).map(Trial::id).forEach(ids::add);
    return ids;
  }

  private static Optional<Trial> find(TrialId id, List<Trial> trials) {
    return trials.stream().filter(trial -> trial.id().equals(id)).findFirst();
  }

  private static Amendment expected(
      Optional<Trial> before,
      Optional<Trial> after,
      List<PatientChart> charts,
      UnaryOperator<PatientChart> change,
      LocalDate day) {
    List<Appears> appear = new ArrayList<>();
    List<Disappears> disappear = new ArrayList<>();
    List<Changed> changed = new ArrayList<>();
    for (PatientChart chart :
        charts.stream().sorted(Comparator.comparing(PatientChart::id)).toList()) {
      PatientSnapshot is = change.apply(chart).asOf(day);
      Optional<Verdict> was = before.flatMap(trial -> fit(trial, chart.asOf(day)));
      Optional<Verdict> now = after.flatMap(trial -> fit(trial, is));
      if (was.isEmpty()) {
        now.ifPresent(verdict -> appear.add(new Appears(chart.id(), verdict.outcome())));
      } else if (now.isEmpty()) {
        List<String> against =
            after.map(trial -> ids(Eligibility.of(trial, is).against())).orElse(List.of());
        disappear.add(new Disappears(chart.id(), against));
      } else if (was.get().outcome() != now.get().outcome()
          || !Set.copyOf(ids(was.get().open())).equals(Set.copyOf(ids(now.get().open())))) {
        changed.add(new Changed(chart.id(), reason(was.get()), reason(now.get())));
      }
    }
    TrialId id = before.or(() -> after).orElseThrow().id();
    return new Amendment(id, appear, disappear, changed);
  }

  private static Optional<Verdict> fit(Trial trial, PatientSnapshot patient) {
    return trial.dossier().objection(patient.asOf()).isPresent()
        ? Optional.empty()
        : Optional.of(Eligibility.of(trial, patient))
            .filter(verdict -> verdict.outcome() != Outcome.INELIGIBLE);
  }

  private static Reason reason(Verdict verdict) {
    return new Reason(verdict.outcome(), ids(verdict.open()));
  }

  private static List<String> ids(List<Finding> findings) {
    return findings.stream().map(finding -> finding.criterion().id()).toList();
  }

  @Provide
  Arbitrary<List<Pair>> pairs() {
    return Combinators.combine(
            Worlds.trials(), Worlds.trials(), Arbitraries.integers().between(0, 15))
        .as((before, other, kept) -> new Pair(before, amended(before, other, kept)))
        .list()
        .ofSize(4);
  }

  /** Keeps the criteria whose bit is set; the others are another trial's or gone. */
  private static Trial amended(Trial before, Trial other, int kept) {
    List<EligibilityCriterion> criteria = new ArrayList<>();
    for (int i = 0; i < Math.max(before.criteria().size(), other.criteria().size()); i++) {
      List<EligibilityCriterion> source =
          (kept & 1 << i) != 0 ? before.criteria() : other.criteria();
      if (i < source.size()) {
        criteria.add(source.get(i));
      }
    }
    return new Trial(
        before.id(),
        "2",
        before.title(),
        before.area(),
        before.status(),
        other.dossier(),
        before.registry(),
        criteria.isEmpty() ? other.criteria() : criteria);
  }

  /** Of different ids. */
  @Provide
  Arbitrary<List<Trial>> trials() {
    return Worlds.trials().list().ofMinSize(3).ofMaxSize(6).uniqueElements(Trial::id);
  }

  @Provide
  Arbitrary<Translations> translations() {
    Arbitrary<Code> codes = Arbitraries.of(Worlds.CODES);
    return Combinators.combine(
            Arbitraries.maps(codes, codes.set().ofMinSize(1).ofMaxSize(2))
                .ofMinSize(2)
                .ofMaxSize(5),
            Arbitraries.maps(codes, codes.set().ofSize(1)).ofMaxSize(2))
        .as(Translations::new);
  }

  @Provide
  Arbitrary<List<PatientSnapshot>> patients() {
    return Worlds.patients();
  }
}
