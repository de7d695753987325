package org.trialward.fhir.emr;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestResourceComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestResourceSearchParamComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.RestfulCapabilityMode;
import org.hl7.fhir.r4.model.CapabilityStatement.SystemRestfulInteraction;
import org.hl7.fhir.r4.model.CapabilityStatement.TypeRestfulInteraction;
import org.trialward.fhir.emr.EmrException.Category;

/** What the EMR's {@code /metadata} says it can do. An upper bound: it may still refuse. */
public final class EmrCapabilities {

  /** What can be done with a resource type. */
  public enum Interaction {
    READ,
    SEARCH,
    CREATE,
    UPDATE
  }

  /** An extension of FHIR's own: searches must satisfy one of the combinations listed. */
  private static final String COMBINATION =
      "http://hl7.org/fhir/StructureDefinition/capabilitystatement-search-parameter-combination";

  private record Offer(
      Set<Interaction> interactions,
      Set<String> searchedBy,
      Set<String> includes,
      List<Set<String>> combinations,
      boolean conditionalCreate) {}

  private static final Offer NOTHING = new Offer(Set.of(), Set.of(), Set.of(), List.of(), false);

  private final String software;
  private final boolean systemHistory;
  private final Map<String, Offer> offers;

  private EmrCapabilities(String software, boolean systemHistory, Map<String, Offer> offers) {
    this.software = software;
    this.systemHistory = systemHistory;
    this.offers = Map.copyOf(offers);
  }

  /**
   * Reads a server's statement.
   *
   * @throws EmrException where the server speaks another version of FHIR than 4.0.x
   */
  public static EmrCapabilities of(CapabilityStatement statement) {
    String version =
        Optional.ofNullable(statement.getFhirVersion()).map(v -> v.toCode()).orElse("none we know");
    if (!version.startsWith("4.0")) {
      throw new EmrException(
          Category.FAULT,
          "The EMR speaks FHIR `%s`, Trialward speaks 4.0.x (R4): set trialward.emr.url to its R4 endpoint."
              .formatted(version));
    }
    boolean systemHistory = false;
    Map<String, Offer> offers = new HashMap<>();
    for (CapabilityStatementRestComponent rest : statement.getRest()) {
      if (rest.getMode() != RestfulCapabilityMode.CLIENT) {
        systemHistory |=
            rest.getInteraction().stream()
                .anyMatch(i -> i.getCode() == SystemRestfulInteraction.HISTORYSYSTEM);
        Set<String> ofAll = names(rest.getSearchParam()).collect(Collectors.toSet());
        rest.getResource().stream()
            .filter(resource -> resource.getType() != null)
            .forEach(resource -> offers.put(resource.getType(), offer(resource, ofAll)));
      }
    }
    return new EmrCapabilities(
        Optional.ofNullable(statement.getSoftware().getName()).orElse("unnamed"),
        systemHistory,
        offers);
  }

  private static Stream<String> names(
      List<CapabilityStatementRestResourceSearchParamComponent> parameters) {
    return parameters.stream().map(it -> it.getName()).filter(Objects::nonNull);
  }

  /**
   * What is said of one type.
   *
   * @param ofAll the parameters by which every type can be searched, which some servers list once
   */
  private static Offer offer(CapabilityStatementRestResourceComponent resource, Set<String> ofAll) {
    Set<Interaction> interactions = EnumSet.noneOf(Interaction.class);
    resource.getInteraction().forEach(i -> known(i.getCode()).ifPresent(interactions::add));
    Set<String> searchedBy = new HashSet<>(ofAll);
    names(resource.getSearchParam()).forEach(searchedBy::add);
    Set<String> includes = new HashSet<>();
    resource.getSearchInclude().stream()
        .filter(include -> include.getValue() != null)
        .forEach(include -> includes.add(include.getValue()));
    return new Offer(
        Set.copyOf(interactions),
        Set.copyOf(searchedBy),
        Set.copyOf(includes),
        combinations(resource),
        resource.getConditionalCreate());
  }

  /** What must be given together in a search, where the server says so. */
  private static List<Set<String>> combinations(CapabilityStatementRestResourceComponent resource) {
    return resource.getExtensionsByUrl(COMBINATION).stream()
        .map(combination ->
            combination.getExtensionsByUrl("required").stream()
                .map(required -> String.valueOf(required.getValue().primitiveValue()))
                .collect(Collectors.toUnmodifiableSet()))
        .toList();
  }

  @SuppressWarnings("NullAway") // HAPI: the code of an interaction may be missing.
  private static Optional<Interaction> known(TypeRestfulInteraction code) {
    if (code == null) {
      return Optional.empty();
    }
    return switch (code) {
      case READ -> Optional.of(Interaction.READ);
      case SEARCHTYPE -> Optional.of(Interaction.SEARCH);
      case CREATE -> Optional.of(Interaction.CREATE);
      case UPDATE -> Optional.of(Interaction.UPDATE);
      default -> Optional.empty();
    };
  }

  /** The server's own name, for the operations page. */
  public String software() {
    return software;
  }

  /** Whether {@code GET /_history} is offered: all changes, deletions too, in one place. */
  public boolean hasSystemHistory() {
    return systemHistory;
  }

  public boolean searchesByLastUpdated(String type) {
    return accepts(type, Interaction.SEARCH) && searchesBy(type, "_lastUpdated");
  }

  public boolean accepts(String type, Interaction interaction) {
    return offer(type).interactions().contains(interaction);
  }

  /** Whether the type is named at all, whatever can be done with it. */
  public boolean lists(String type) {
    return offers.containsKey(type);
  }

  /** Whether the type is listed with this search parameter. */
  public boolean searchesBy(String type, String parameter) {
    return offer(type).searchedBy().contains(parameter);
  }

  /** Whether this parameter is enough, so that all patients' resources can be searched at once. */
  public boolean searchesByAlone(String type, String parameter) {
    List<Set<String>> combinations = offer(type).combinations();
    return accepts(type, Interaction.SEARCH)
        && searchesBy(type, parameter)
        && (combinations.isEmpty()
            || combinations.stream().anyMatch(needed -> Set.of(parameter).containsAll(needed)));
  }

  /**
   * Whether a search of the type can bring what it refers to, e.g. by {@code
   * MedicationRequest:medication}.
   */
  public boolean includes(String type, String include) {
    Set<String> offered = offer(type).includes();
    return offered.contains(include) || offered.contains("*");
  }

  /** Whether {@code If-None-Exist} is obeyed, so that two creates at once leave one resource. */
  public boolean createsConditionally(String type) {
    return offer(type).conditionalCreate();
  }

  private Offer offer(String type) {
    return offers.getOrDefault(type, NOTHING);
  }
}
