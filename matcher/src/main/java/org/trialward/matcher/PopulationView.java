package org.trialward.matcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Consumer;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.util.Bits;
import org.trialward.rules.patient.PatientChart;
import org.trialward.rules.patient.PatientId;
import org.trialward.rules.trial.Trial;

/** The patients of a {@link Population} at one moment, whatever changes meanwhile. */
public final class PopulationView implements AutoCloseable {
  private final int size;
  private final List<Part> parts;
  private final Runnable release;

  /** One segment. */
  record Part(LeafReader reader, PatientSegment segment) {}

  PopulationView(int size, List<Part> parts, Runnable release) {
    this.size = size;
    this.parts = parts;
    this.release = release;
  }

  /** How many patients there are. */
  public int size() {
    return size;
  }

  /**
   * The patients who fit or could fit the trial, whether it recruits or not. Exact as long as no
   * document is stale on that day, see {@link #stale}.
   */
  public Cohort ask(Trial trial, LocalDate asOf) {
    Tables tables = new Tables();
    TrialForm form = new TrialForms(tables).of(trial);
    Cohort cohort = new Cohort(this);
    try {
      int base = 0;
      for (Part part : parts) {
        new CohortSearch(form, tables, asOf, part).collect(base, cohort);
        base += part.reader.maxDoc();
      }
      return cohort;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The patients whose documents no longer say on that day what their charts say. O(patients). */
  public void stale(LocalDate asOf, Consumer<PatientId> each) {
    until(PatientDocument.STALE, asOf, each);
  }

  /** The patients of whom a verdict may change by that day without any event. O(patients). */
  public void due(LocalDate asOf, Consumer<PatientId> each) {
    until(PatientDocument.NEXT, asOf, each);
  }

  private void until(String field, LocalDate asOf, Consumer<PatientId> each) {
    long today = asOf.toEpochDay();
    try {
      for (Part part : parts) {
        Bits live = part.reader.getLiveDocs();
        PatientSegment.each(
            part.reader,
            field,
            (doc, day) -> {
              if (day <= today && (live == null || live.get(doc))) {
                each.accept(ChartLookup.id(part.reader, doc));
              }
            });
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A patient, and which reading of the chart the document was made from. */
  public record Known(PatientId patient, long revision) {}

  /** Every patient once. O(patients). */
  public void all(Consumer<Known> each) {
    try {
      for (Part part : parts) {
        Bits live = part.reader.getLiveDocs();
        PatientSegment.each(
            part.reader,
            PatientDocument.REVISION,
            (doc, revision) -> {
              if (live == null || live.get(doc)) {
                each.accept(new Known(ChartLookup.id(part.reader, doc), revision));
              }
            });
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every chart once, without display texts and sources. O(facts). */
  public void charts(Consumer<PatientChart> each) {
    try {
      for (Part part : parts) {
        Bits live = part.reader.getLiveDocs();
        for (int doc = 0; doc < part.reader.maxDoc(); doc++) {
          if (live == null || live.get(doc)) {
            each.accept(ChartLookup.whole(part.reader, doc));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads charts by number, with what is asked; as long as the view is open. */
  ViewLookup lookup(AskedCodes asked) {
    return new ViewLookup(parts, asked);
  }

  PatientId id(int doc) {
    try {
      int left = doc;
      for (Part part : parts) {
        if (left < part.reader.maxDoc()) {
          return ChartLookup.id(part.reader, left);
        }
        left -= part.reader.maxDoc();
      }
      throw new IllegalArgumentException("The view has no document `%d`.".formatted(doc));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    release.run();
  }
}
