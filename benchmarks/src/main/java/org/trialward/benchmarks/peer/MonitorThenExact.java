package org.trialward.benchmarks.peer;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.lucene.document.Document;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.trialward.rules.patient.PatientSnapshot;
import org.trialward.rules.trial.Trial;

/** The Monitor's presearcher proposes by the rarest required set, an exact check decides. */
public final class MonitorThenExact implements TrialsOfPatient<MonitorThenExact.Asked> {

  /** A patient as the Monitor reads one, and as the check does. */
  public record Asked(Document document, LeanPatient lean) {}

  private final CodeNumbers codes = new CodeNumbers();
  private final LabNumbers labs = new LabNumbers();
  private final List<LeanTrial> trials = new ArrayList<>();
  private final QueryMonitor monitor;

  private MonitorThenExact(Stream<PatientSnapshot> sample) {
    monitor = new QueryMonitor(Rarity.among(sample, codes));
  }

  /**
   * Registers the trials.
   *
   * @param sample patients by whom to tell rare codes from common ones
   */
  public static MonitorThenExact of(Stream<Trial> trials, Stream<PatientSnapshot> sample) {
    MonitorThenExact both = new MonitorThenExact(sample);
    trials.forEachOrdered(trial -> both.register(LeanTrial.of(trial, both.codes, both.labs)));
    both.monitor.complete();
    both.codes.forgetSets();
    return both;
  }

  private void register(LeanTrial trial) {
    trials.add(trial);
    monitor.register(required(trial.required()));
  }

  @Override
  public String name() {
    return "Lucene Monitor as presearch, then exact";
  }

  @Override
  public Asked prepare(PatientSnapshot snapshot) {
    LeanPatient patient = LeanPatient.ofKnown(snapshot, codes, labs);
    Document document = new Document();
    Terms.add(document, QueryMonitor.CODE, patient.codes);
    return new Asked(document, patient);
  }

  @Override
  public void ask(Asked patient, Answer answer) {
    monitor.candidates(
        patient.document(),
        number -> LeanCheck.note(number, LeanCheck.of(trials.get(number), patient.lean()), answer));
  }

  @Override
  public void close() {
    monitor.close();
  }

  private Query required(List<int[]> sets) {
    if (sets.isEmpty()) {
      return new MatchAllDocsQuery();
    }
    var query = new BooleanQuery.Builder();
    sets.forEach(set -> query.add(monitor.anyOf(set), Occur.FILTER));
    return query.build();
  }
}
