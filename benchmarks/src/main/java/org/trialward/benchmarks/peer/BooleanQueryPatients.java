package org.trialward.benchmarks.peer;

import java.util.stream.Stream;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.IntField;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.trialward.rules.patient.PatientSnapshot;
import org.trialward.rules.trial.Trial;

/**
 * An index of patients and ordinary Lucene queries: codes, age and sex by a BooleanQuery, the
 * laboratory by an exact check of those who are left. Its ages are those of the day of the
 * snapshots.
 */
public final class BooleanQueryPatients implements PatientsOfTrial<BooleanQueryPatients.Asked> {
  private static final String CODE = "code";
  private static final String AGE = "age";

  /** A trial as the index reads one, and as the check does. */
  public record Asked(Query query, LeanTrial lean) {}

  private final CodeNumbers codes = new CodeNumbers();
  private final LabNumbers labs = new LabNumbers();
  private final LatestResults results = new LatestResults();
  private final MergedIndex index;

  private BooleanQueryPatients(Stream<PatientSnapshot> patients) {
    var building = new MergedIndex.Building();
    patients.forEachOrdered(snapshot -> {
      LeanPatient patient = LeanPatient.of(snapshot, codes, labs);
      building.add(document(patient));
      results.add(patient);
    });
    index = building.merged();
  }

  /** Indexes the patients. */
  public static BooleanQueryPatients of(Stream<PatientSnapshot> patients) {
    return new BooleanQueryPatients(patients);
  }

  @Override
  public String name() {
    return "Lucene BooleanQuery, then exact";
  }

  @Override
  public Asked prepare(Trial trial) {
    LeanTrial lean = LeanTrial.ofKnown(trial, codes, labs);
    return new Asked(index.rewritten(query(lean)), lean);
  }

  @Override
  public void ask(Asked trial, Answer answer) {
    LeanTrial lean = trial.lean();
    index.forEach(
        trial.query(), number -> LeanCheck.note(number, results.check(lean, number), answer));
  }

  @Override
  public long bytes() {
    return index.bytes() + results.bytes();
  }

  /** Without the results beside it. */
  public long indexBytes() {
    return index.bytes();
  }

  @Override
  public void close() {
    index.close();
  }

  private static Document document(LeanPatient patient) {
    Document document = new Document();
    Terms.add(document, CODE, patient.codes);
    Terms.add(document, patient.sex);
    if (patient.age != LeanPatient.NO_AGE) {
      document.add(new IntField(AGE, patient.age, Field.Store.NO));
    }
    return document;
  }

  private static Query query(LeanTrial trial) {
    var query = new BooleanQuery.Builder();
    if (trial.required().isEmpty()) {
      // A query that only prohibits matches nothing.
      query.add(new MatchAllDocsQuery(), Occur.FILTER);
    }
    trial.required().forEach(set -> query.add(Terms.anyOf(CODE, set), Occur.FILTER));
    query.add(Terms.anyOf(CODE, CodeNumbers.union(trial.excluded())), Occur.MUST_NOT);
    Terms.anotherThan(trial.sex()).forEach(other -> query.add(other, Occur.MUST_NOT));
    if (trial.from() > 0) {
      query.add(IntField.newRangeQuery(AGE, 0, trial.from() - 1), Occur.MUST_NOT);
    }
    if (trial.below() < LeanTrial.NO_GREATEST_AGE) {
      query.add(IntField.newRangeQuery(AGE, trial.below(), Integer.MAX_VALUE), Occur.MUST_NOT);
    }
    return query.build();
  }
}
