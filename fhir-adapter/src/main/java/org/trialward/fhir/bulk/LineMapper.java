package org.trialward.fhir.bulk;

import static java.nio.charset.StandardCharsets.UTF_8;

import ca.uhn.fhir.context.FhirContext;
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
    if (isNotAsked(line)) {
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

  private static boolean isNotAsked(byte[] line) {
    try {
      return LeanReader.type(line)
          .filter(type -> !LeanReader.reads(type) && !PARSED.contains(type) && TYPES.contains(type))
          .isPresent();
    } catch (IOException notJson) {
      return false;
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
