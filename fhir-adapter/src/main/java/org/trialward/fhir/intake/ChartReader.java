package org.trialward.fhir.intake;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;
import org.trialward.fhir.emr.Emr;
import org.trialward.fhir.emr.EmrCapabilities;
import org.trialward.fhir.emr.EmrCapabilities.Interaction;
import org.trialward.fhir.emr.EmrException;
import org.trialward.fhir.emr.EmrException.Category;
import org.trialward.fhir.emr.EmrException.Reason;
import org.trialward.rules.patient.Demographics;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.patient.PatientChart;
import org.trialward.rules.patient.PatientId;
import org.trialward.rules.patient.Residence;
import org.trialward.rules.patient.Source;

/** Reads from the EMR what is so now: a whole patient, or one resource. */
public final class ChartReader {

  /** What is noted of a chart that only a person may open (break-the-glass). */
  public static final String RESTRICTED_RECORD = "the record";

  private final Emr emr;
  private final Piecemeal searches;
  private final ChartMapper mapper;
  private final ReadTypes types;
  private final Optional<Beside> beside;

  public ChartReader(Emr emr) {
    this(emr, ReadTypes.STANDARD, OwnSystems.NONE, Optional.empty());
  }

  /**
   * As {@link #ChartReader(Emr)}.
   *
   * @param types that this site reads
   * @param systems as the EMR names them
   * @param beside what else belongs to a whole chart
   */
  public ChartReader(Emr emr, ReadTypes types, OwnSystems systems, Optional<Beside> beside) {
    this.types = types;
    this.beside = beside;
    this.emr = emr;
    this.searches = new Piecemeal(emr);
    this.mapper = new ChartMapper(emr.settings().zone(), systems);
  }

  /** Whether a whole chart holds more than its resources say. */
  public boolean readsBeside() {
    return beside.isPresent();
  }

  /**
   * Everything a chart is made of: one search a resource type that the EMR offers. Nothing of a
   * chart that only a person may open, not even what the EMR sent before it said so.
   *
   * @throws EmrException where any of them fails: half a chart would be a wrong one
   */
  public PatientReading read(PatientId id) {
    try {
      return readAll(id);
    } catch (EmrException e) {
      if (e.is(Reason.MERGED)) {
        return new PatientGone(id);
      }
      if (e.is(Reason.RESTRICTED)) {
        return restricted(id);
      }
      throw e;
    }
  }

  private static ChartReading restricted(PatientId id) {
    Source source = new Source("Patient", id.value(), "");
    Demographics unknown =
        new Demographics(
            Optional.empty(),
            Optional.empty(),
            new Demographics.Death.NotRecorded(),
            Residence.NOT_RECORDED,
            List.of(),
            source);
    return new ChartReading(
        new PatientChart(id, unknown, List.of()),
        new PatientIdentity("", "", ""),
        Optional.empty(),
        Optional.empty(),
        List.of(restricted(source)));
  }

  private static Unusable restricted(Source source) {
    return new Unusable(
        source,
        RESTRICTED_RECORD,
        "restricted: needs a person, who may open it in the EMR; it is not read");
  }

  private PatientReading readAll(PatientId id) {
    Optional<Resource> read = emr.read("Patient", id.value());
    if (read.isEmpty() || !(read.get() instanceof Patient patient)) {
      return new PatientGone(id);
    }
    MappedPatient who = mapper.map(patient);
    if (!who.active() && who.replacedBy().isEmpty()) {
      return new PatientGone(id);
    }
    List<Unusable> unusable = new ArrayList<>(who.unusable());
    List<Resource> found = new ArrayList<>();
    Set<String> names = names(id, patient);
    for (String type : types.facts()) {
      search(type, id, names, unusable).ifPresent(found::addAll);
    }
    List<Fact> facts = new ArrayList<>();
    Surroundings around = withReferred(found);
    for (Resource resource : found) {
      if (!FactTypes.ALL.contains(resource.fhirType())) {
        continue;
      }
      Mapped mapped = mapper.map(resource, around);
      facts.addAll(mapped.facts());
      unusable.addAll(mapped.unusable());
    }
    beside
        .map(more -> more.read(id))
        .ifPresent(more -> {
          facts.addAll(more.facts());
          unusable.addAll(more.unusable());
        });
    Optional<ResearchContact> contact = contact(id, names, unusable);
    return new ChartReading(
        new PatientChart(id, who.demographics(), facts),
        who.identity(),
        who.replacedBy(),
        contact,
        unusable);
  }

  /**
   * All of a type, with what they refer to where the EMR sends it along; empty where it does not
   * tell.
   */
  private Optional<List<Resource>> search(
      String type, PatientId patient, Set<String> names, List<Unusable> unusable) {
    EmrCapabilities capabilities = emr.capabilities();
    if (!capabilities.accepts(type, Interaction.SEARCH)) {
      if (FactTypes.EXPECTED.contains(type)) {
        unusable.add(unknown(type, "the EMR does not offer it, so nothing of it is known"));
      }
      return Optional.empty();
    }
    try {
      Piecemeal.Found answered = searches.search(type, query(type, patient, capabilities));
      answered.gap().ifPresent(gap -> unusable.add(unknown(type, gap)));
      List<Resource> found =
          answered.resources().stream()
              .filter(resource ->
                  resource.fhirType().equals(type) || !FactTypes.concernsChart(resource.fhirType()))
              .toList();
      return Optional.of(theirs(names, type, found, unusable));
    } catch (EmrException e) {
      if (!isBearableRefusal(type, e)) {
        throw e;
      }
      unusable.add(
          unknown(
              type,
              "the EMR refuses it, so nothing of it is known: ask its administrator to allow it"));
      return Optional.empty();
    }
  }

  /**
   * Without what names somebody else: some servers pass over a parameter that they do not know.
   *
   * @throws EmrException where all that a chart needs names one other patient, who may be the same
   *     under another id
   */
  private static List<Resource> theirs(
      Set<String> names, String type, List<Resource> found, List<Unusable> unusable) {
    List<Resource> theirs = found.stream().filter(it -> mayBeOf(names, it)).toList();
    if (theirs.isEmpty()
        && !FactTypes.MAY_BE_REFUSED.contains(type)
        && found.stream().map(References::subject).distinct().count() == 1) {
      throw new EmrException(
          Category.FAULT,
          "All that the EMR found of %s for a patient names one other patient: ask its administrator"
                  .formatted(type)
              + " whether it is the same person, and to link the two records.");
    }
    if (theirs.size() < found.size()) {
      unusable.add(
          unknown(
              type,
              "%d that the EMR found for the patient name another: tell its administrator"
                  .formatted(found.size() - theirs.size())));
    }
    return theirs;
  }

  private static boolean mayBeOf(Set<String> names, Resource resource) {
    return References.subject(resource)
        .flatMap(References::relative)
        .filter(subject -> !names.contains(subject))
        .isEmpty();
  }

  /**
   * What may stand for this patient in the EMR: also the id that it answers with, and the records
   * that it links to this one, whose entries may still name them.
   */
  private static Set<String> names(PatientId id, Patient patient) {
    return Stream.concat(
            Stream.of("Patient/" + id.value(), References.of(patient)),
            patient.getLink().stream()
                .flatMap(link -> References.text(link.getOther()).stream())
                .flatMap(text -> References.relative(text).stream()))
        .collect(Collectors.toSet());
  }

  /** Empty where the EMR does not tell: then nobody is known to have changed their mind. */
  private Optional<ResearchContact> contact(
      PatientId patient, Set<String> names, List<Unusable> unusable) {
    Optional<ResearchContact> contact =
        search(FactTypes.CONSENT, patient, names, unusable).map(ResearchContact::of);
    contact.ifPresent(said -> unusable.addAll(said.notes()));
    return contact;
  }

  private static Unusable unknown(String type, String why) {
    return new Unusable(new Source(type, "", ""), "the resource type", why);
  }

  /** The answers of a server that lists a type and keeps it from us; not those of a bad token. */
  private static boolean isBearableRefusal(String type, EmrException e) {
    return FactTypes.MAY_BE_REFUSED.contains(type) && Piecemeal.isRefused(e);
  }

  private String query(String type, PatientId patient, EmrCapabilities capabilities) {
    String id = URLEncoder.encode(patient.value(), StandardCharsets.UTF_8);
    String element = FactTypes.subjectElement(type);
    String whose =
        !capabilities.searchesBy(type, "patient") && capabilities.searchesBy(type, element)
            ? element + "=Patient/" + id
            : "patient=" + id;
    String include =
        Optional.ofNullable(FactTypes.REFERRED.get(type))
            .map(referred -> type + ":" + referred)
            .filter(referred -> capabilities.includes(type, referred))
            .map(referred -> "&_include=" + referred)
            .orElse("");
    return "%s?%s&_count=%d%s".formatted(type, whose, emr.settings().pageSize(), include);
  }

  /**
   * What one resource says now. Empty for a type that holds no facts of its own, e.g. a Consent,
   * and for a cancer or its stage, which say something only together: then read the whole patient.
   *
   * @param reference e.g. {@code Observation/12}
   */
  public Optional<ResourceReading> readResource(String reference) {
    Optional<String> relative =
        References.relative(reference).filter(r -> types.facts().contains(Sighting.typeOf(r)));
    return relative.flatMap(this::readFact);
  }

  private Optional<ResourceReading> readFact(String reference) {
    int slash = reference.indexOf('/');
    String type = reference.substring(0, slash);
    String id = reference.substring(slash + 1);
    try {
      return reading(reference, emr.read(type, id));
    } catch (EmrException e) {
      if (!e.is(Reason.RESTRICTED)) {
        throw e;
      }
      List<Unusable> why = List.of(restricted(new Source(type, id, "")));
      return Optional.of(new ResourceReading(reference, Optional.empty(), List.of(), false, why));
    }
  }

  private Optional<ResourceReading> reading(String reference, Optional<Resource> read) {
    if (read.isEmpty()) {
      return Optional.of(
          new ResourceReading(reference, Optional.empty(), List.of(), true, List.of()));
    }
    if (Stages.dependOnOthers(read.get())) {
      return Optional.empty();
    }
    Mapped mapped = mapper.map(read.get(), withReferred(List.of(read.get())));
    List<Unusable> unusable = new ArrayList<>(mapped.unusable());
    if (!new LogicalSubjects(emr).resolve(read.get())) {
      unusable.add(
          new Unusable(
              References.source(read.get()),
              FactTypes.subjectElement(read.get().fhirType()),
              "it names its patient by no reference and by no number that one patient of the EMR has"));
    }
    return Optional.of(
        new ResourceReading(
            reference, References.patient(read.get()), mapped.facts(), false, unusable));
  }

  /** With what a search did not bring along: read one by one, each once. */
  private Surroundings withReferred(List<Resource> found) {
    Set<String> known = found.stream().map(References::of).collect(Collectors.toSet());
    List<Resource> all = new ArrayList<>(found);
    found.stream()
        .flatMap(resource -> References.referred(resource).stream())
        .distinct()
        .filter(relative -> !known.contains(relative) && isReadable(Sighting.typeOf(relative)))
        .flatMap(relative -> readReferred(relative).stream())
        .forEach(all::add);
    return new ReadTogether(all);
  }

  /** Medications are read whatever the EMR says of itself; few have studies. */
  private boolean isReadable(String type) {
    return type.equals("Medication")
        || (type.equals("ResearchStudy") && emr.capabilities().accepts(type, Interaction.READ));
  }

  private Optional<Resource> readReferred(String relative) {
    String type = Sighting.typeOf(relative);
    try {
      return emr.read(type, relative.substring(type.length() + 1));
    } catch (EmrException e) {
      if (!isBearableRefusal(type, e)) {
        throw e;
      }
      return Optional.empty();
    }
  }
}
