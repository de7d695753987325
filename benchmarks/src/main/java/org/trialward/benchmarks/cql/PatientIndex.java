package org.trialward.benchmarks.cql;

import static java.util.stream.Collectors.groupingBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;
import org.opencds.cqf.cql.engine.retrieve.RetrieveProvider;
import org.opencds.cqf.cql.engine.runtime.Code;
import org.opencds.cqf.cql.engine.runtime.Interval;

/**
 * One patient's resources, by type and then by code. A retrieve costs the smaller of the codes
 * asked and the patient's codes, plus what it finds.
 */
final class PatientIndex implements RetrieveProvider {
  private record Path(String type, String element) {}

  private final Map<String, List<Object>> byType;
  private final Map<Path, Map<CodeKey, List<Object>>> byCode = new HashMap<>();
  private final Map<String, Set<CodeKey>> valueSets;

  /** All of the bundle is taken as this patient's. */
  PatientIndex(Bundle bundle, Map<String, Set<CodeKey>> valueSets) {
    this.valueSets = valueSets;
    byType =
        bundle.getEntry().stream()
            .map(Bundle.BundleEntryComponent::getResource)
            .filter(Objects::nonNull)
            .collect(
                groupingBy(
                    Resource::fhirType, Collectors.mapping(r -> (Object) r, Collectors.toList())));
  }

  @Override
  public Iterable<Object> retrieve(
      @Nullable String context,
      @Nullable String contextPath,
      @Nullable Object contextValue,
      String dataType,
      @Nullable String templateId,
      @Nullable String codePath,
      @Nullable Iterable<Code> codes,
      @Nullable String valueSet,
      @Nullable String datePath,
      @Nullable String dateLowPath,
      @Nullable String dateHighPath,
      @Nullable Interval dateRange) {
    if (dateRange != null) {
      throw new IllegalStateException("[%s] asks for a date range.".formatted(dataType));
    }
    if (codePath == null) {
      return byType.getOrDefault(dataType, List.of());
    }
    Map<CodeKey, List<Object>> index =
        byCode.computeIfAbsent(new Path(dataType, codePath), this::index);
    if (valueSet != null) {
      return coded(index, codes(valueSet));
    }
    return codes == null
        ? byType.getOrDefault(dataType, List.of())
        : coded(
            index,
            StreamSupport.stream(codes.spliterator(), false)
                .map(CodeKey::of)
                .collect(Collectors.toSet()));
  }

  private Set<CodeKey> codes(String valueSet) {
    Set<CodeKey> codes = valueSets.get(valueSet);
    if (codes == null) {
      throw new IllegalStateException(
          "No codes are given for the value set `%s`.".formatted(valueSet));
    }
    return codes;
  }

  private static Iterable<Object> coded(Map<CodeKey, List<Object>> index, Set<CodeKey> codes) {
    Set<Object> found = new LinkedHashSet<>();
    if (codes.size() <= index.size()) {
      codes.forEach(code -> found.addAll(index.getOrDefault(code, List.of())));
    } else {
      index.forEach((code, resources) -> {
        if (codes.contains(code)) {
          found.addAll(resources);
        }
      });
    }
    return found;
  }

  private Map<CodeKey, List<Object>> index(Path path) {
    Map<CodeKey, List<Object>> index = new HashMap<>();
    for (Object resource : byType.getOrDefault(path.type(), List.of())) {
      codes((Resource) resource, path.element())
          .forEach(code -> index.computeIfAbsent(code, c -> new ArrayList<>()).add(resource));
    }
    return index;
  }

  private static Set<CodeKey> codes(Resource resource, String element) {
    return resource.getNamedProperty(element).getValues().stream()
        .flatMap(CodeKey::in)
        .collect(Collectors.toSet());
  }
}
