package org.trialward.fhir.bulk;

import static java.nio.charset.StandardCharsets.UTF_8;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Medication;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.ResearchStudy;
import org.hl7.fhir.r4.model.Resource;
import org.trialward.fhir.emr.FhirR4;
import org.trialward.fhir.emr.Versions;
import org.trialward.fhir.intake.ChartMapper;
import org.trialward.fhir.intake.Mapped;
import org.trialward.fhir.intake.MappedPatient;
import org.trialward.fhir.intake.OwnSystems;
import org.trialward.fhir.intake.ResourceParser;
import org.trialward.fhir.intake.Surroundings;
import org.trialward.fhir.intake.Together;
import org.trialward.rules.patient.Source;

/** Lines of NDJSON to facts. Safe for many threads. */
public final class LineMapper {

  /** All of R4, with what HAPI adds: a line of another type is a mistake worth telling. */
  private static final Set<String> TYPES = types(FhirR4.get());

  /** Read, or refused by name, although no shape of them is known here. */
  private static final Set<String> PARSED = Set.of("Consent", "Bundle");

  private static final String OUTCOME = "OperationOutcome";
  private static final Set<String> ERRORS = Set.of("error", "fatal");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ChartMapper mapper;
  private final LongAdder byHapi = new LongAdder();

  /**
   * A mapper for one site.
   *
   * @param zone of its wall clocks
   */
  public LineMapper(ZoneId zone, OwnSystems systems) {
    this.mapper = new ChartMapper(zone, systems);
  }

  private static Set<String> types(FhirContext context) {
    return Set.copyOf(context.getResourceTypes());
  }

  /** How many lines were not plain, so that HAPI's parser read them. */
  public long readByHapi() {
    return byHapi.sum();
  }

  /** One resource in UTF-8. */
  public Line map(byte[] line) {
    Optional<String> type = type(line);
    if (type.filter(OUTCOME::equals).isPresent()) {
      return outcome(line);
    }
    if (type.filter(LineMapper::isNotAsked).isPresent()) {
      return new Line.NotAsked();
    }
    Optional<Resource> lean = LeanReader.read(line);
    if (lean.isPresent()) {
      return entry(lean.get(), List.of());
    }
    byHapi.increment();
    return switch (ResourceParser.line(new String(line, UTF_8))) {
      case ResourceParser.Read(var resource, _, var problems) -> entry(resource, problems);
      case ResourceParser.NotAsked _ -> new Line.NotAsked();
      case ResourceParser.Unreadable(var problem) -> new Line.Unreadable(problem);
    };
  }

  private static boolean isNotAsked(String type) {
    return !LeanReader.reads(type) && !PARSED.contains(type) && TYPES.contains(type);
  }

  private static Optional<String> type(byte[] line) {
    try {
      return LeanReader.type(line);
    } catch (IOException notJson) {
      return Optional.empty();
    }
  }

  /** An EMR that fails under way may say so with status 200, in place of what was asked for. */
  private static Line outcome(byte[] line) {
    return tellsOfError(line)
        ? new Line.Unreadable(
            "the EMR tells of an error in place of records: ask its administrator for the reason in its log, and export again.")
        : new Line.NotAsked();
  }

  private static boolean tellsOfError(byte[] line) {
    try {
      return JSON.readTree(line).path("issue").findValuesAsText("severity").stream()
          .anyMatch(ERRORS::contains);
    } catch (IOException notJson) {
      return true;
    }
  }

  /** The resource itself, to map others with it; empty where it cannot be read. */
  public Optional<Resource> resource(byte[] line) {
    return LeanReader.read(line)
        .or(() ->
            ResourceParser.line(new String(line, UTF_8)) instanceof ResourceParser.Read read
                ? Optional.of(read.resource())
                : Optional.empty());
  }

  /** The facts of a resource that needs others. */
  public Mapped map(Resource resource, Surroundings around) {
    return mapper.map(resource, around);
  }

  private Line.Entry entry(Resource resource, List<String> problems) {
    return new Line.Entry(
        new Source(resource.fhirType(), resource.getIdElement().getIdPart(), Versions.of(resource)),
        Versions.number(resource),
        Versions.updated(resource),
        Together.patient(resource),
        content(resource),
        problems);
  }

  private Line.Content content(Resource resource) {
    return switch (resource) {
      case Patient patient -> person(mapper.map(patient));
      case Medication _, ResearchStudy _ -> new Line.Referred();
      case Consent _ -> new Line.Later(); // One patient's are judged together.
      case Resource other when Together.dependsOnOthers(other) -> new Line.Later();
      case Observation observation ->
          new Line.Facts(
              mapper.map(observation, Surroundings.NONE),
              Together.mayStage(observation),
              Together.stages(observation));
      default -> new Line.Facts(mapper.map(resource, Surroundings.NONE), false, false);
    };
  }

  /** Of a record that is not in use nobody is made; an update has to ask what became of it. */
  private static Line.Content person(MappedPatient who) {
    return who.active() ? new Line.Person(who) : new Line.Later();
  }
}
