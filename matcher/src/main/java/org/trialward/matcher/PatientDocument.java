package org.trialward.matcher;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedSetDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.util.BytesRef;
import org.trialward.rules.patient.Demographics.Death;
import org.trialward.rules.patient.Diagnosis;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.patient.FactsByCode;
import org.trialward.rules.patient.Measurement;
import org.trialward.rules.patient.MedicationUse;
import org.trialward.rules.patient.PatientSnapshot;
import org.trialward.rules.patient.StudyParticipation;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.Interval;
import org.trialward.rules.verdict.Eligibility;
import org.trialward.rules.verdict.LatestResult;
import org.trialward.rules.verdict.Standing;

/**
 * A patient as a Lucene document: the codes of the chart with how they stand, the latest results as
 * columns, and the whole chart as bytes for questions that these do not answer.
 */
final class PatientDocument {
  static final String ID = "id";

  /** The id again, to be read by document. */
  static final String PATIENT = "patient";

  static final String CARRIES = "carries";
  static final String SEX = "sex";
  static final String BORN = "born";
  static final String DECEASED = "deceased";
  static final String WORDS = "words";
  static final String CHART = "chart";

  /** The epoch day from which the document no longer says what the chart says. */
  static final String STALE = "stale";

  /** The epoch day on which some verdict may change without any event. */
  static final String NEXT = "next";

  /** Which reading of the chart it was made from. */
  static final String REVISION = "revision";

  private static final char RESULT = 'r';

  /** Lucene's longest term in bytes; a character has at most 3. */
  private static final int LONGEST_WORD = 10_000;

  private PatientDocument() {}

  /** O(facts). */
  static Document of(PatientSnapshot patient, Population.Reading reading) {
    Document document = new Document();
    String id = patient.id().value();
    document.add(new StringField(ID, id, Field.Store.NO));
    document.add(new BinaryDocValuesField(PATIENT, new BytesRef(id)));
    document.add(new NumericDocValuesField(REVISION, reading.revision()));
    reading
        .nextChange()
        .ifPresent(day -> document.add(new NumericDocValuesField(NEXT, day.toEpochDay())));
    staleFrom(patient)
        .ifPresent(day -> document.add(new NumericDocValuesField(STALE, day.toEpochDay())));
    if (Eligibility.isDeceased(patient)) {
      document.add(new NumericDocValuesField(DECEASED, 1));
    }
    patient
        .demographics()
        .sex()
        .ifPresent(
            sex -> document.add(new NumericDocValuesField(SEX, Numbering.SEXES.indexOf(sex))));
    patient
        .demographics()
        .born()
        .ifPresent(born -> document.add(new NumericDocValuesField(BORN, days(born))));
    carries(patient, document);
    results(patient, document);
    chart(patient, document);
    return document;
  }

  /** The first and the last epoch day of the interval, in one number. */
  private static long days(Interval interval) {
    return (long) Tables.epochDay(interval.firstDay()) << Integer.SIZE
        | (Tables.epochDay(interval.lastDay()) & 0xFFFFFFFFL);
  }

  private static void carries(PatientSnapshot patient, Document document) {
    for (Class<? extends Fact> kind : Term.KINDS) {
      if (kind != Measurement.class) {
        FactsByCode<?> facts = patient.byCode(kind);
        for (int number = 0; number < facts.size(); number++) {
          carries(patient.asOf(), kind, facts.code(number), facts.facts(number), document);
        }
      }
    }
  }

  private static void carries(
      LocalDate asOf,
      Class<? extends Fact> kind,
      Code code,
      List<? extends Fact> facts,
      Document document) {
    Standing standing =
        facts.stream().map(f -> Standing.of(f, asOf)).reduce(Standing.NEVER, Standing::or);
    if (standing != Standing.NEVER && code.value().length() <= LONGEST_WORD) {
      String term = Term.prefix(kind, code) + letter(standing);
      document.add(new StringField(CARRIES, term, Field.Store.NO));
    }
  }

  private static char letter(Standing standing) {
    return switch (standing) {
      case HOLDS -> 'h';
      case PAST -> 'p';
      case OPEN -> 'o';
      case NEVER -> 'n';
    };
  }

  static Standing standing(char letter) {
    return switch (letter) {
      case 'h' -> Standing.HOLDS;
      case 'p' -> Standing.PAST;
      case 'o' -> Standing.OPEN;
      default -> Standing.NEVER;
    };
  }

  /** All columns of a code begin with this; the unit follows, or nothing where there is doubt. */
  static String columns(Code code) {
    return RESULT + Term.prefix(Measurement.class, code);
  }

  /** A column's code and unit; the unit is empty where there is doubt. */
  record Column(Code code, String unit, String field) {
    static Optional<Column> read(String field) {
      if (field.charAt(0) != RESULT || field.indexOf(Term.BREAK) < 0) {
        return Optional.empty();
      }
      int system = field.indexOf(Term.BREAK);
      int value = field.indexOf(Term.BREAK, system + 1);
      Code code = Code.of(field.substring(2, system), field.substring(system + 1, value));
      return Optional.of(new Column(code, field.substring(value + 1), field));
    }
  }

  private static void results(PatientSnapshot patient, Document document) {
    Map<String, Long> columns = new HashMap<>();
    FactsByCode<Measurement> results = patient.byCode(Measurement.class);
    for (int number = 0; number < results.size(); number++) {
      Code code = results.code(number);
      switch (LatestResult.of(results.facts(number), patient.asOf())) {
        case LatestResult.None _ -> {}
        case LatestResult.Open _ -> columns.put(columns(code), PackedResult.DOUBTFUL);
        case LatestResult.Known known -> {
          long packed = PackedResult.of(known.taken(), known.quantity().value());
          boolean doubtful = packed == PackedResult.DOUBTFUL || !known.quantity().unit().isKnown();
          columns.put(
              columns(code) + (doubtful ? "" : known.quantity().unit().code()),
              doubtful ? PackedResult.DOUBTFUL : packed);
        }
      }
    }
    columns.forEach((field, packed) -> document.add(new NumericDocValuesField(field, packed)));
  }

  private static void chart(PatientSnapshot patient, Document document) {
    ChartBytes.Encoded encoded = ChartBytes.encode(patient.chart());
    for (String word : encoded.words()) {
      document.add(new SortedSetDocValuesField(WORDS, new BytesRef(word)));
    }
    document.add(new BinaryDocValuesField(CHART, encoded.bytes()));
  }

  /** The first day on which a code may stand otherwise, or a later result may be the latest. */
  static Optional<LocalDate> staleFrom(PatientSnapshot patient) {
    return Stream.concat(
            patient.chart().facts().stream().flatMap(PatientDocument::moments),
            patient.demographics().death() instanceof Death.Died(var when)
                ? when.stream()
                : Stream.empty())
        .filter(moment -> !moment.lastDay().isBefore(patient.asOf()))
        .flatMap(moment -> Stream.of(moment.firstDay(), moment.lastDay()))
        .flatMap(day -> Stream.of(day, day.plusDays(1)))
        .filter(day -> day.isAfter(patient.asOf()))
        .min(LocalDate::compareTo);
  }

  private static Stream<Interval> moments(Fact fact) {
    Optional<Interval> end =
        switch (fact) {
          case Diagnosis diagnosis -> diagnosis.abatement();
          case MedicationUse use -> use.end();
          case StudyParticipation participation -> participation.end();
          default -> Optional.empty();
        };
    return Stream.concat(fact.date().stream(), end.stream());
  }
}
