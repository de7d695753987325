package org.trialward.fhir.study;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.DataFormatException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Group;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Location;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.ResearchStudy;
import org.hl7.fhir.r4.model.Resource;
import org.trialward.rules.criterion.Characteristic;
import org.trialward.rules.criterion.EligibilityCriterion;
import org.trialward.rules.criterion.EligibilityCriterion.Kind;
import org.trialward.rules.document.RegistryRecord;
import org.trialward.rules.trial.Dossier;
import org.trialward.rules.trial.Phase;
import org.trialward.rules.trial.RecruitmentStatus;
import org.trialward.rules.trial.RegistryReference;
import org.trialward.rules.trial.Site;
import org.trialward.rules.trial.Trial;
import org.trialward.rules.trial.TrialId;

/**
 * Trials from FHIR R4: a ResearchStudy with its Group, alone or in a bundle. A study that carries
 * our trial file is that file; of any other, what the Group says in codes is read, and every
 * sentence of its eligibility text becomes a criterion that waits for an author.
 */
public final class StudyReader {
  private static final Pattern REGISTRY_NUMBER = Pattern.compile("NCT\\d{8}");
  private static final Pattern EXCLUSIONS =
      Pattern.compile("(?im)^\\W*(?:key\\s+)?exclusion criteri(?:a|on)\\b");

  private final FhirContext context;

  public StudyReader(FhirContext context) {
    this.context = context;
  }

  /**
   * What a file holds.
   *
   * @param trialFile the trial file that the study carries, word for word
   * @param trial what was read of a study that carries none
   * @param notes what an author must look at
   */
  public record Imported(
      TrialId id, Optional<String> trialFile, Optional<Trial> trial, List<String> notes) {}

  /**
   * The studies of a resource or a bundle.
   *
   * @throws IllegalArgumentException with the remedy where the text is no ResearchStudy
   */
  public List<Imported> read(String json) {
    IBaseResource resource = parse(json);
    List<Resource> resources =
        resource instanceof Bundle bundle
            ? bundle.getEntry().stream().map(BundleEntryComponent::getResource).toList()
            : List.of((Resource) resource);
    List<Imported> imported =
        resources.stream()
            .filter(ResearchStudy.class::isInstance)
            .map(ResearchStudy.class::cast)
            .map(study -> read(study, resources))
            .toList();
    if (imported.isEmpty()) {
      throw new IllegalArgumentException(
          "The file holds no ResearchStudy. Give a ResearchStudy of FHIR R4, or a Bundle with one.");
    }
    return imported;
  }

  private IBaseResource parse(String json) {
    try {
      return context.newJsonParser().parseResource(json);
    } catch (DataFormatException | ClassCastException e) {
      throw new IllegalArgumentException(
          "The file is not a FHIR R4 resource in JSON. Export it again as FHIR R4.", e);
    }
  }

  private Imported read(ResearchStudy study, List<Resource> resources) {
    TrialId id = id(study);
    Optional<String> file = trialFile(study);
    if (file.isPresent()) {
      return new Imported(id, file, Optional.empty(), List.of());
    }
    List<String> notes = new ArrayList<>();
    List<EligibilityCriterion> criteria = new ArrayList<>();
    for (Reference enrollment : study.getEnrollment()) {
      group(enrollment, study, resources)
          .ifPresent(group -> criteria.addAll(new GroupReader(notes).criteria(group)));
      if (enrollment.hasDisplay()) {
        criteria.addAll(sentences(enrollment.getDisplay(), criteria.size()));
      }
    }
    if (criteria.isEmpty()) {
      notes.add(id + ": the study says nothing of who is eligible; write its criteria by hand");
      return new Imported(id, Optional.empty(), Optional.empty(), notes);
    }
    long open =
        criteria.stream().filter(c -> c.when() instanceof Characteristic.NotYetSupported).count();
    if (open > 0) {
      notes.add("%s: %d sentences wait for an author".formatted(id, open));
    }
    return new Imported(
        id,
        Optional.empty(),
        Optional.of(
            new Trial(
                id,
                "1",
                study.hasTitle() ? study.getTitle() : id.value(),
                area(study),
                status(study),
                new Dossier(
                    phase(study),
                    Optional.empty(),
                    sites(study),
                    Optional.empty(),
                    Optional.empty()),
                registry(id),
                criteria)),
        notes);
  }

  private static Optional<Phase> phase(ResearchStudy study) {
    return study.getPhase().getCoding().stream()
        .map(coding -> coding.getCode())
        .flatMap(code -> Optional.ofNullable(code).stream())
        .flatMap(code -> Phase.ofCode(code).stream())
        .findFirst();
  }

  private static Optional<String> trialFile(ResearchStudy study) {
    return study.getRelatedArtifact().stream()
        .filter(a -> a.getDocument().hasData())
        .filter(a -> Attachments.YAML.equals(a.getDocument().getContentType()))
        .filter(a -> Attachments.TITLE.equals(a.getDocument().getTitle()))
        .map(a -> new String(a.getDocument().getData(), StandardCharsets.UTF_8))
        .findFirst();
  }

  private static Optional<Group> group(
      Reference enrollment, ResearchStudy study, List<Resource> resources) {
    if (enrollment.getResource() instanceof Group resolved) {
      return Optional.of(resolved);
    }
    String id = enrollment.getReference() == null ? "" : enrollment.getReference();
    return Stream.concat(study.getContained().stream(), resources.stream())
        .filter(Group.class::isInstance)
        .map(Group.class::cast)
        .filter(group -> !group.getIdElement().isEmpty())
        .filter(group -> id.endsWith(group.getIdElement().getIdPart()))
        .findFirst();
  }

  /** One criterion a sentence, numbered as in a registry record. */
  private static List<EligibilityCriterion> sentences(String text, int before) {
    Matcher heading = EXCLUSIONS.matcher(text);
    int inclusions =
        heading.find() ? numbered(text.substring(0, heading.start())).size() : Integer.MAX_VALUE;
    List<EligibilityCriterion> criteria = new ArrayList<>();
    numbered(text)
        .forEach((number, sentence) ->
            criteria.add(
                new EligibilityCriterion(
                    "sentence-" + (before + criteria.size() + 1),
                    criteria.size() < inclusions ? Kind.INCLUSION : Kind.EXCLUSION,
                    sentence,
                    List.of(number),
                    new Characteristic.NotYetSupported("not written as a characteristic yet"))));
    return criteria;
  }

  private static Map<String, String> numbered(String text) {
    return new RegistryRecord("import", "", text, Map.of()).parts();
  }

  private static TrialId id(ResearchStudy study) {
    return study.getIdentifier().stream()
        .map(Identifier::getValue)
        .flatMap(Stream::ofNullable)
        .filter(value -> REGISTRY_NUMBER.matcher(value).matches())
        .findFirst()
        .or(() ->
            study.getIdentifier().stream()
                .map(Identifier::getValue)
                .flatMap(Stream::ofNullable)
                .findFirst())
        .or(() -> Optional.ofNullable(study.getIdElement().getIdPart()))
        .map(value -> value.replaceAll("[^A-Za-z0-9._-]", "-"))
        .filter(value -> value.matches("[A-Za-z0-9].{0,63}"))
        .map(TrialId::new)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "A ResearchStudy has neither identifier nor id. Give it one, e.g. its registry"
                    + " number."));
  }

  private static Optional<RegistryReference> registry(TrialId id) {
    return REGISTRY_NUMBER.matcher(id.value()).matches()
        ? Optional.of(new RegistryReference(id.value(), Map.of()))
        : Optional.empty();
  }

  private static String area(ResearchStudy study) {
    return study.getCondition().stream()
        .map(c -> c.hasText() ? c.getText() : c.getCodingFirstRep().getDisplay())
        .flatMap(Stream::ofNullable)
        .findFirst()
        .orElse("not said");
  }

  private static RecruitmentStatus status(ResearchStudy study) {
    return study.getStatus() == null
        ? RecruitmentStatus.NOT_YET_RECRUITING
        : switch (study.getStatus()) {
          case ACTIVE -> RecruitmentStatus.RECRUITING;
          case TEMPORARILYCLOSEDTOACCRUAL, TEMPORARILYCLOSEDTOACCRUALANDINTERVENTION ->
              RecruitmentStatus.SUSPENDED;
          case APPROVED, INREVIEW, NULL -> RecruitmentStatus.NOT_YET_RECRUITING;
          case ADMINISTRATIVELYCOMPLETED,
              CLOSEDTOACCRUAL,
              CLOSEDTOACCRUALANDINTERVENTION,
              COMPLETED,
              DISAPPROVED,
              WITHDRAWN ->
              RecruitmentStatus.CLOSED;
        };
  }

  private static List<Site> sites(ResearchStudy study) {
    return study.getSite().stream()
        .map(Reference::getResource)
        .filter(Location.class::isInstance)
        .map(Location.class::cast)
        .filter(Location::hasName)
        .map(location ->
            new Site(
                location.getName(),
                Optional.ofNullable(location.getAddress().getCountry())
                    .filter(country -> country.matches("[A-Z]{2}")),
                Optional.ofNullable(location.getAddress().getPostalCode()),
                Optional.empty()))
        .toList();
  }
}
