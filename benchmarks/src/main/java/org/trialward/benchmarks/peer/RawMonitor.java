package org.trialward.benchmarks.peer;

import java.util.stream.Stream;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.DoublePoint;
import org.apache.lucene.document.IntPoint;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.trialward.benchmarks.peer.LeanTrial.Test;
import org.trialward.rules.patient.PatientSnapshot;
import org.trialward.rules.trial.Trial;

/**
 * Lucene's Monitor as it comes: one query a trial, which matches the patients whom nothing speaks
 * against. A query has two values, so this cannot tell ELIGIBLE from POSSIBLE.
 */
public final class RawMonitor implements TrialsOfPatient<Document> {
  private static final String AGE = "age";
  private static final String LAB = "lab";

  private final CodeNumbers codes = new CodeNumbers();
  private final LabNumbers labs = new LabNumbers();
  private final QueryMonitor monitor;

  private RawMonitor(Stream<PatientSnapshot> sample) {
    monitor = new QueryMonitor(Rarity.among(sample, codes));
  }

  /**
   * Registers the trials.
   *
   * @param sample patients by whom to tell rare codes from common ones
   */
  public static RawMonitor of(Stream<Trial> trials, Stream<PatientSnapshot> sample) {
    RawMonitor raw = new RawMonitor(sample);
    trials.forEachOrdered(
        trial -> raw.monitor.register(raw.query(LeanTrial.of(trial, raw.codes, raw.labs))));
    raw.monitor.complete();
    raw.codes.forgetSets();
    return raw;
  }

  @Override
  public String name() {
    return "Lucene Monitor, raw";
  }

  @Override
  public boolean tellsEligible() {
    return false;
  }

  @Override
  public Document prepare(PatientSnapshot snapshot) {
    LeanPatient patient = LeanPatient.ofKnown(snapshot, codes, labs);
    Document document = new Document();
    Terms.add(document, QueryMonitor.CODE, patient.codes);
    Terms.add(document, patient.sex);
    if (patient.age != LeanPatient.NO_AGE) {
      document.add(new IntPoint(AGE, patient.age));
    }
    for (int lab = 0; lab < patient.values.length; lab++) {
      if (!Double.isNaN(patient.values[lab])) {
        document.add(new DoublePoint(LAB + lab, patient.daysAgo[lab], patient.values[lab]));
      }
    }
    return document;
  }

  @Override
  public void ask(Document patient, Answer answer) {
    monitor.match(patient, answer.possible()::set);
  }

  @Override
  public void close() {
    monitor.close();
  }

  private Query query(LeanTrial trial) {
    var query = new BooleanQuery.Builder();
    for (int[] set : trial.required()) {
      query.add(monitor.anyOf(set), Occur.FILTER);
    }
    if (trial.required().isEmpty()) {
      // A query that only prohibits matches nothing.
      query.add(new MatchAllDocsQuery(), Occur.FILTER);
    }
    prohibited(trial).forEach(prohibited -> query.add(prohibited, Occur.MUST_NOT));
    return query.build();
  }

  /** What speaks against a patient; what is not known prohibits nothing. */
  private static Stream<Query> prohibited(LeanTrial trial) {
    return Stream.of(
            Terms.anotherThan(trial.sex()),
            ages(trial),
            trial.excluded().isEmpty()
                ? Stream.<Query>empty()
                : Stream.of(Terms.anyOf(QueryMonitor.CODE, CodeNumbers.union(trial.excluded()))),
            trial.tests().stream().flatMap(RawMonitor::outside))
        .flatMap(queries -> queries);
  }

  private static Stream<Query> ages(LeanTrial trial) {
    if (!trial.asksAge()) {
      return Stream.empty();
    }
    Stream<Query> younger =
        trial.from() == 0
            ? Stream.empty()
            : Stream.of(IntPoint.newRangeQuery(AGE, 0, trial.from() - 1));
    Stream<Query> older =
        trial.below() == LeanTrial.NO_GREATEST_AGE
            ? Stream.empty()
            : Stream.of(IntPoint.newRangeQuery(AGE, trial.below(), Integer.MAX_VALUE));
    return Stream.concat(younger, older);
  }

  /** A result in the window and below or above the range: a box of days and values. */
  private static Stream<Query> outside(Test test) {
    Stream<Query> below =
        test.least() == Double.NEGATIVE_INFINITY
            ? Stream.empty()
            : Stream.of(box(test, Double.NEGATIVE_INFINITY, Math.nextDown(test.least())));
    Stream<Query> above =
        test.most() == Double.POSITIVE_INFINITY
            ? Stream.empty()
            : Stream.of(box(test, Math.nextUp(test.most()), Double.POSITIVE_INFINITY));
    return Stream.concat(below, above);
  }

  private static Query box(Test test, double least, double most) {
    return DoublePoint.newRangeQuery(
        LAB + test.lab(), new double[] {0, least}, new double[] {test.days(), most});
  }
}
