package org.trialward.workbench.population;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedRuntimeException;
import org.springframework.transaction.support.TransactionTemplate;
import org.trialward.matcher.Matcher;
import org.trialward.matcher.Population;
import org.trialward.matcher.PopulationView;
import org.trialward.rules.document.Vocabulary;
import org.trialward.rules.patient.PatientId;
import org.trialward.workbench.chart.ChartStore;
import org.trialward.workbench.chart.PatientReadings;
import org.trialward.workbench.chart.PatientReadings.Reading;
import org.trialward.workbench.settings.SiteClock;

/**
 * All stored patients, ready to be asked by any trial. Made from the charts, so it may be deleted
 * at any time; nothing of a patient's work waits for it or fails with it.
 */
public final class PatientIndex implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PatientIndex.class);

  /** Compared this often though nothing seems to have changed. */
  private static final Duration COMPARE = Duration.ofHours(1);

  /** Other processes on the same database change charts too; this one hears of it so late. */
  private static final Duration OTHERS = Duration.ofMinutes(1);

  private final Path folder;
  private final ChartStore charts;
  private final PatientReadings readings;
  private final MatchingRounds rounds;
  private final SiteClock clock;
  private final TransactionTemplate transaction;
  private final IndexWriting writing;
  private volatile Optional<IndexFolder> open = Optional.empty();
  private volatile IndexState state = new IndexState.Opening();
  private volatile boolean missesChanges;
  private volatile boolean stopped;
  private boolean isFresh = true;
  private String sharedFiles = "";
  private String settledRules = "";
  private volatile Instant compared = Instant.MIN;
  private long savesOfOthers;

  /**
   * @param folder where it lies; opened by the first {@link #catchUp}
   */
  public PatientIndex(
      Path folder,
      ChartStore charts,
      PatientReadings readings,
      Matcher matcher,
      MatchingRounds rounds,
      SiteClock clock,
      TransactionTemplate transaction) {
    this.folder = folder;
    this.charts = charts;
    this.readings = readings;
    this.rounds = rounds;
    this.clock = clock;
    this.transaction = transaction;
    this.writing = new IndexWriting(charts, matcher);
  }

  /** Call it after the transaction in which this reading was matched. */
  public void matched(Reading reading) {
    change(writing::matched, reading);
  }

  /** Call it after the transaction in which the chart was removed. */
  public void gone(PatientId patient) {
    change(writing::gone, patient);
  }

  /** A closed index hears of the change when it is opened. */
  private <C> void change(BiConsumer<Population, C> write, C change) {
    try {
      open.ifPresent(index -> write.accept(index.population(), change));
    } catch (RuntimeException e) {
      missesChanges = true;
      LOG.warn(
          "A change did not reach the index of patients ({}); it is compared with the charts again",
          e.getClass().getSimpleName());
    }
  }

  public IndexState state() {
    return state;
  }

  /** How many patients are in it; empty unless it is current. */
  public Optional<Integer> size() {
    return ask(PopulationView::size);
  }

  /** When it was last compared with the charts by this process. */
  public Optional<Instant> compared() {
    return Optional.of(compared).filter(at -> !at.equals(Instant.MIN));
  }

  /** Whether {@link #catchUp} is needed. */
  public synchronized boolean isBehind() {
    return open.isEmpty()
        || missesChanges
        || !isCurrent()
        || !readings.vocabulary().version().equals(sharedFiles)
        || isOver(COMPARE)
        || (isOver(OTHERS) && charts.savesOfOthers() != savesOfOthers);
  }

  private boolean isOver(Duration sinceCompared) {
    return !clock.now().isBefore(compared.plus(sinceCompared));
  }

  private boolean isCurrent() {
    return state instanceof IndexState.Current(var asOf) && asOf.equals(clock.asOf());
  }

  /** Opens the index if need be, and makes it say what the charts say. O(what differs). */
  public synchronized void catchUp(Consumer<Progress> told) {
    try {
      opened().ifPresent(index -> renew(index, told));
    } catch (RuntimeException e) {
      fail(e);
      throw e;
    }
  }

  private Optional<IndexFolder> opened() {
    if (open.isEmpty()) {
      open = IndexFolder.open(folder);
      isFresh = true;
      if (open.isEmpty()) {
        state =
            new IndexState.Unavailable(
                "Another process holds the index. Stop it, or set trialward.index.path to a folder of its own.");
      } else if (open.get().population().found() == Population.Found.UNUSABLE) {
        LOG.warn(
            "The index of patients in {} was damaged or of another version; it is made again from the charts",
            folder);
      }
    }
    return open;
  }

  private void renew(IndexFolder index, Consumer<Progress> told) {
    Vocabulary vocabulary = readings.vocabulary();
    LocalDate today = clock.asOf();
    missesChanges = false;
    IndexBasis now = IndexBasis.of(vocabulary.translations(), rounds.rules());
    beginAnewUnlessTranslatedBy(now, index);
    boolean everything = isFresh && !index.basis().equals(now);
    boolean asked = rounds.asked(today);
    savesOfOthers = charts.savesOfOthers();
    transaction.executeWithoutResult(status ->
        new Reconciliation(
                index.population(), writing, readings, clock, progress -> tell(progress, told))
            .run(charts.compare(), everything, today, asked));
    if (everything) {
      index.madeBy(now);
    }
    isFresh = false;
    sharedFiles = vocabulary.version();
    compared = clock.now();
    state = new IndexState.Current(today);
  }

  private void beginAnewUnlessTranslatedBy(IndexBasis now, IndexFolder index) {
    boolean sameWords = index.basis().translations().equals(now.translations());
    boolean isEmpty = isEmpty(index.population());
    if (!sameWords && !isEmpty) {
      LOG.info("The site's codes are translated otherwise now: the index of patients is made anew");
      clear(index);
    }
    if (!sameWords || isEmpty) {
      index.population().commit();
      index.madeBy(now);
    }
  }

  private void clear(IndexFolder index) {
    state = new IndexState.Opening();
    writing.clear(index.population());
  }

  private static boolean isEmpty(Population population) {
    population.refresh();
    try (PopulationView view = population.view()) {
      return view.size() == 0;
    }
  }

  /** Only a run that has something to do takes the counts away. */
  private void tell(Progress progress, Consumer<Progress> told) {
    if (stopped) {
      throw new CancellationException("The program stops.");
    }
    if (progress.all() > 0) {
      state = new IndexState.Building(progress);
      told.accept(progress);
    }
  }

  /** Where the database alone is to blame, the folder stays open: examining it takes long. */
  private void fail(RuntimeException e) {
    state =
        new IndexState.Unavailable(
            "The index cannot be brought up to date (%s). The log says more; it is tried again."
                .formatted(e.getClass().getSimpleName()));
    if (e instanceof NestedRuntimeException) {
      return;
    }
    try {
      open.ifPresent(IndexFolder::close);
    } catch (RuntimeException closing) {
      e.addSuppressed(closing);
    }
    open = Optional.empty();
  }

  /**
   * What lies in the folder.
   *
   * @param bytes on disk
   * @param wasUnusable whether what was found was damaged or of another version and was removed
   */
  public record Examined(int patients, long bytes, boolean wasUnusable) {}

  /** Empty where another process holds the index. O(bytes on disk). */
  public synchronized Optional<Examined> examine() {
    return opened()
        .map(IndexFolder::population)
        .map(population -> {
          try (PopulationView view = population.view()) {
            return new Examined(
                view.size(),
                population.bytes().index() + population.bytes().facts(),
                population.found() == Population.Found.UNUSABLE);
          }
        });
  }

  /** Removes all that is there and makes it from the charts. */
  public synchronized void rebuild(Consumer<Progress> told) {
    opened()
        .ifPresent(index -> {
          clear(index);
          index.population().commit();
        });
    catchUp(told);
  }

  /** Once the disk failed Lucene writes no more: the next {@link #catchUp} opens it anew. */
  private void written(Runnable work) {
    try {
      work.run();
    } catch (NestedRuntimeException databaseAway) {
      throw databaseAway;
    } catch (RuntimeException e) {
      fail(e);
      throw e;
    }
  }

  /** Lets counts see what changed. */
  public synchronized void refresh() {
    written(() -> open.ifPresent(index -> index.population().refresh()));
  }

  /**
   * Lets what changed outlast this process. After trials changed, the documents are by the new ones
   * once everybody was matched again; what was done at one commit is surely in the next.
   */
  public synchronized void commit() {
    written(() -> open.ifPresent(this::commit));
  }

  private void commit(IndexFolder index) {
    String rules = IndexBasis.of(readings.vocabulary().translations(), rounds.rules()).rules();
    boolean waiting = rounds.waiting();
    index.population().commit();
    if (settledRules.equals(rules)) {
      index.madeBy(index.basis().withRules(rules));
    }
    settledRules = waiting ? "" : rules;
  }

  /** What a moment of the index answers; empty unless the index is current. */
  <T> Optional<T> ask(Function<PopulationView, T> question) {
    Optional<IndexFolder> index = open;
    if (index.isEmpty() || missesChanges || !isCurrent()) {
      return Optional.empty();
    }
    try (PopulationView view = index.get().population().view()) {
      return Optional.of(question.apply(view));
    }
  }

  /**
   * A run that is under way ends at the next patient, the next start goes on. Asks the database
   * nothing: when the program ends, the embedded one may be gone already.
   */
  @Override
  public void close() {
    stopped = true;
    closeWhenIdle();
  }

  /** Closing commits. */
  private synchronized void closeWhenIdle() {
    open.ifPresent(IndexFolder::close);
    open = Optional.empty();
  }
}
