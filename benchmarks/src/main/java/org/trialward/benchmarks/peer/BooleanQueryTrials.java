package org.trialward.benchmarks.peer;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.IntField;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.Query;
import org.trialward.rules.patient.PatientSnapshot;
import org.trialward.rules.trial.Trial;

/**
 * An index of trials and ordinary Lucene queries: required sets, exclusions, age and sex by a
 * BooleanQuery, the rest by an exact check in the order of the documents.
 */
public final class BooleanQueryTrials implements TrialsOfPatient<BooleanQueryTrials.Asked> {
  private static final List<String> REQUIRED = List.of("required0", "required1", "required2");
  private static final String EXCLUDED = "excluded";
  private static final String LEAST_AGE = "leastAge";
  private static final String MOST_AGE = "mostAge";

  /** Stands in a field of a required set for "asks no such set". */
  private static final int NOTHING_ASKED = -1;

  /** A patient as the index reads one, and as the check does. */
  public record Asked(Query query, LeanPatient lean) {}

  private final CodeNumbers codes = new CodeNumbers();
  private final LabNumbers labs = new LabNumbers();
  private final List<LeanTrial> remaining = new ArrayList<>();
  private final MergedIndex index;

  private BooleanQueryTrials(Stream<Trial> trials, Stream<PatientSnapshot> sample) {
    Rarity rarity = Rarity.among(sample, codes);
    var building = new MergedIndex.Building();
    trials.forEachOrdered(trial -> {
      LeanTrial lean = LeanTrial.of(trial, codes, labs).rarestFirst(rarity);
      building.add(document(lean));
      remaining.add(lean.without(REQUIRED.size()));
    });
    codes.forgetSets();
    index = building.merged();
  }

  /**
   * Indexes the trials.
   *
   * @param sample patients by whom to tell rare codes from common ones
   */
  public static BooleanQueryTrials of(Stream<Trial> trials, Stream<PatientSnapshot> sample) {
    return new BooleanQueryTrials(trials, sample);
  }

  @Override
  public String name() {
    return "Lucene BooleanQuery, then exact";
  }

  @Override
  public Asked prepare(PatientSnapshot snapshot) {
    LeanPatient patient = LeanPatient.ofKnown(snapshot, codes, labs);
    return new Asked(index.rewritten(query(patient)), patient);
  }

  @Override
  public void ask(Asked patient, Answer answer) {
    index.forEach(
        patient.query(),
        number ->
            LeanCheck.note(number, LeanCheck.of(remaining.get(number), patient.lean()), answer));
  }

  @Override
  public long bytes() {
    return index.bytes();
  }

  @Override
  public void close() {
    index.close();
  }

  private static Document document(LeanTrial trial) {
    Document document = new Document();
    for (int i = 0; i < REQUIRED.size(); i++) {
      int[] nothing = {NOTHING_ASKED};
      Terms.add(
          document,
          REQUIRED.get(i),
          i < trial.required().size() ? trial.required().get(i) : nothing);
    }
    Terms.add(document, EXCLUDED, CodeNumbers.union(trial.excluded()));
    Terms.add(document, trial.sex());
    document.add(new IntField(LEAST_AGE, trial.from(), Field.Store.NO));
    document.add(new IntField(MOST_AGE, trial.below() - 1, Field.Store.NO));
    return document;
  }

  private static Query query(LeanPatient patient) {
    var query = new BooleanQuery.Builder();
    int[] codes =
        IntStream.concat(IntStream.of(NOTHING_ASKED), IntStream.of(patient.codes)).toArray();
    REQUIRED.forEach(field -> query.add(Terms.anyOf(field, codes), Occur.FILTER));
    if (patient.age != LeanPatient.NO_AGE) {
      query.add(IntField.newRangeQuery(LEAST_AGE, LeanTrial.ANY_AGE, patient.age), Occur.FILTER);
      query.add(IntField.newRangeQuery(MOST_AGE, patient.age, Integer.MAX_VALUE), Occur.FILTER);
    }
    query.add(Terms.anyOf(EXCLUDED, patient.codes), Occur.MUST_NOT);
    Terms.anotherThan(patient.sex).forEach(other -> query.add(other, Occur.MUST_NOT));
    return query.build();
  }
}
