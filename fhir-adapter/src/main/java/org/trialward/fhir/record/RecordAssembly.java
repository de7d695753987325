package org.trialward.fhir.record;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.trialward.fhir.intake.ChartMapper;
import org.trialward.fhir.intake.PatientIdentity;
import org.trialward.rules.patient.Demographics;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.patient.PatientChart;
import org.trialward.rules.patient.PatientId;
import org.trialward.rules.patient.Residence;
import org.trialward.rules.patient.Source;

/** The standing statements of a patient's records as a chart. Pure. */
public final class RecordAssembly {
  private RecordAssembly() {}

  /**
   * A chart and whose it is.
   *
   * @param identity for staff
   */
  public record Assembled(PatientChart chart, PatientIdentity identity) {}

  /**
   * Puts a chart together. Facts are those of all records; of a person's parts the survivor's
   * count, and another record's only where the survivor's says nothing.
   *
   * @param survivor the number that staff know the patient by
   * @param records the standing statements of each record, the survivor's first
   */
  public static Assembled of(PatientId patient, RecordKey survivor, List<List<Statement>> records) {
    List<Fact> facts = new ArrayList<>();
    Map<Class<? extends Said>, Said> person = new HashMap<>();
    Map<String, Statement> seen = new LinkedHashMap<>();
    for (List<Statement> record : records) {
      for (Statement statement : record) {
        if (statement.said() instanceof Said.Facts) {
          seen.putIfAbsent(statement.reference(), statement);
        } else {
          person.putIfAbsent(statement.said().getClass(), statement.said());
        }
      }
    }
    seen.values().stream()
        .map(Statement::said)
        .forEach(said -> facts.addAll(((Said.Facts) said).facts()));
    return new Assembled(
        new PatientChart(patient, demographics(patient, person), facts),
        new PatientIdentity(
            part(person, Said.Name.class).map(Said.Name::text).orElse(""),
            survivor.number(),
            part(person, Said.Born.class).map(Said.Born::text).orElse("")));
  }

  /** A chart of the EMR with what messages say now, in place of what they said before. */
  public static PatientChart beside(PatientChart emr, PatientChart said) {
    return new PatientChart(
        emr.id(),
        emr.demographics(),
        Stream.concat(
                emr.facts().stream().filter(fact -> ChartMapper.reads(fact.source().type())),
                said.facts().stream())
            .toList());
  }

  /**
   * A chart that was read whole from the EMR just now, with what messages say. What both say, as of
   * a document that is sent and kept, counts once.
   */
  public static PatientChart besideWhole(PatientChart emr, PatientChart said) {
    Set<String> references =
        said.facts().stream().map(fact -> fact.source().reference()).collect(Collectors.toSet());
    return new PatientChart(
        emr.id(),
        emr.demographics(),
        Stream.concat(
                emr.facts().stream()
                    .filter(fact -> !references.contains(fact.source().reference())),
                said.facts().stream())
            .toList());
  }

  private static Demographics demographics(
      PatientId patient, Map<Class<? extends Said>, Said> person) {
    return new Demographics(
        part(person, Said.Born.class).flatMap(Said.Born::when),
        part(person, Said.OfSex.class).flatMap(Said.OfSex::sex),
        part(person, Said.Death.class)
            .map(Said.Death::death)
            .orElseGet(Demographics.Death.NotRecorded::new),
        part(person, Said.Home.class).map(Said.Home::residence).orElse(Residence.NOT_RECORDED),
        part(person, Said.Speaks.class).map(Said.Speaks::languages).orElse(List.of()),
        new Source("PID", patient.value(), ""));
  }

  private static <T extends Said> Optional<T> part(
      Map<Class<? extends Said>, Said> person, Class<T> kind) {
    return Optional.ofNullable(person.get(kind)).map(kind::cast);
  }
}
