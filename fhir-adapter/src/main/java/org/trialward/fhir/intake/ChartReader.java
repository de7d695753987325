package org.trialward.fhir.intake;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.hl7.fhir.r4.model.Medication;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;
import org.trialward.fhir.emr.Emr;
import org.trialward.fhir.emr.EmrCapabilities;
import org.trialward.fhir.emr.EmrCapabilities.Interaction;
import org.trialward.fhir.emr.EmrException;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.patient.PatientChart;
import org.trialward.rules.patient.PatientId;
import org.trialward.rules.patient.Source;

/** Reads from the EMR what is so now: a whole patient, or one resource. */
public final class ChartReader {
  private final Emr emr;
  private final ChartMapper mapper;

  public ChartReader(Emr emr) {
    this.emr = emr;
    this.mapper = new ChartMapper(emr.settings().zone());
  }

  /**
   * Everything a chart is made of: one search a resource type that the EMR offers.
   *
   * @throws EmrException where any of them fails: half a chart would be a wrong one
   */
  public PatientReading read(PatientId id) {
    Optional<Resource> read = emr.read("Patient", id.value());
    if (read.isEmpty() || !(read.get() instanceof Patient patient)) {
      return new PatientGone(id);
    }
    List<Fact> facts = new ArrayList<>();
    MappedPatient who = mapper.map(patient);
    List<Unusable> unusable = new ArrayList<>(who.unusable());
    for (String type : FactTypes.ALL) {
      read(type, id, facts, unusable);
    }
    return new ChartReading(
        new PatientChart(id, who.demographics(), facts),
        who.identity(),
        who.active(),
        who.replacedBy(),
        unusable);
  }

  private void read(String type, PatientId patient, List<Fact> facts, List<Unusable> unusable) {
    EmrCapabilities capabilities = emr.capabilities();
    if (!capabilities.accepts(type, Interaction.SEARCH)) {
      if (FactTypes.EXPECTED.contains(type)) {
        unusable.add(
            new Unusable(
                new Source(type, "", ""),
                "the resource type",
                "the EMR does not offer it, so nothing of it is known"));
      }
      return;
    }
    List<Resource> found = emr.search(query(type, patient, capabilities));
    Function<String, Optional<Medication>> medications = medications(found);
    for (Resource resource : found) {
      if (resource.fhirType().equals(type)) {
        Mapped mapped = mapper.map(resource, medications);
        facts.addAll(mapped.facts());
        unusable.addAll(mapped.unusable());
      }
    }
  }

  private String query(String type, PatientId patient, EmrCapabilities capabilities) {
    String id = URLEncoder.encode(patient.value(), StandardCharsets.UTF_8);
    String whose =
        !capabilities.searchesBy(type, "patient") && capabilities.searchesBy(type, "subject")
            ? "subject=Patient/" + id
            : "patient=" + id;
    String medication = type + ":medication";
    String include =
        type.startsWith("Medication") && capabilities.includes(type, medication)
            ? "&_include=" + medication
            : "";
    return "%s?%s&_count=%d%s".formatted(type, whose, emr.settings().pageSize(), include);
  }

  /**
   * What one resource says now, or empty for a type that holds no facts of its own: then read the
   * whole patient.
   *
   * @param reference e.g. {@code Observation/12}
   */
  public Optional<ResourceReading> readResource(String reference) {
    Optional<String> relative =
        References.relative(reference).filter(r -> FactTypes.ALL.contains(Sighting.typeOf(r)));
    return relative.map(this::readFact);
  }

  private ResourceReading readFact(String reference) {
    int slash = reference.indexOf('/');
    Optional<Resource> read =
        emr.read(reference.substring(0, slash), reference.substring(slash + 1));
    if (read.isEmpty()) {
      return new ResourceReading(reference, Optional.empty(), List.of(), true, List.of());
    }
    Mapped mapped = mapper.map(read.get(), medications(List.of(read.get())));
    return new ResourceReading(
        reference, References.patient(read.get()), mapped.facts(), false, mapped.unusable());
  }

  /** The medications a search brought along; those it did not are read one by one, each once. */
  private Function<String, Optional<Medication>> medications(List<Resource> found) {
    Map<String, Optional<Medication>> known = new HashMap<>();
    found.stream()
        .filter(Medication.class::isInstance)
        .map(Medication.class::cast)
        .forEach(m -> known.put("Medication/" + m.getIdElement().getIdPart(), Optional.of(m)));
    found.stream()
        .flatMap(resource -> References.medication(resource).stream())
        .flatMap(reference -> References.relative(reference).stream())
        .filter(relative -> relative.startsWith("Medication/"))
        .forEach(relative -> known.computeIfAbsent(relative, this::readMedication));
    return reference ->
        References.relative(reference)
            .flatMap(relative -> known.getOrDefault(relative, Optional.empty()));
  }

  private Optional<Medication> readMedication(String relative) {
    return emr.read("Medication", relative.substring("Medication/".length()))
        .filter(Medication.class::isInstance)
        .map(Medication.class::cast);
  }
}
