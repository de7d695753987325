package org.trialward.fhir.cda;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * An element of a document by its local name: vendors differ in prefixes, and some forget to
 * declare them. What is not there is {@link #NONE}, which has nothing in turn.
 */
record Element(String name, Map<String, String> attributes, List<Element> children, String text) {
  static final Element NONE = new Element("", Map.of(), List.of(), "");

  /** How a statement holds others. */
  static final Set<String> HOLDING = Set.of("entryRelationship", "component");

  /** What a statement asks of what it lies in. */
  private static final Set<String> ASKED =
      Set.of("code", "statusCode", "effectiveTime", "author", "subject");

  boolean exists() {
    return !name.isEmpty();
  }

  Optional<String> attribute(String named) {
    return Optional.ofNullable(attributes.get(named))
        .map(String::strip)
        .filter(value -> !value.isEmpty());
  }

  boolean has(String attribute, String value) {
    return attribute(attribute).filter(value::equals).isPresent();
  }

  /** Whether it says that it says nothing (HL7 NullFlavor). */
  boolean isNull() {
    return attribute("nullFlavor").isPresent();
  }

  /** The data type, without the prefix of its namespace. */
  String type() {
    String type = attribute("type").orElse("");
    return type.substring(type.indexOf(':') + 1);
  }

  Element child(String named) {
    return children(named).findFirst().orElse(NONE);
  }

  Stream<Element> children(String named) {
    return children.stream().filter(child -> child.name.equals(named));
  }

  Stream<Element> children(Set<String> named) {
    return children.stream().filter(child -> named.contains(child.name));
  }

  /** Itself with what is asked of it by each of those that lie in it: there may be very many. */
  Element alone() {
    return new Element(name, attributes, children(ASKED).toList(), text);
  }

  /** {@code @value} of a child, unless that is null-flavoured. */
  Optional<String> value(String child) {
    return Optional.of(child(child))
        .filter(it -> !it.isNull())
        .flatMap(it -> it.attribute("value"));
  }

  /** {@code @code} of a child, unless that is null-flavoured. */
  Optional<String> code(String child) {
    return Optional.of(child(child)).filter(it -> !it.isNull()).flatMap(it -> it.attribute("code"));
  }

  /** Whether it follows one of these templates, in any version. */
  boolean follows(String... roots) {
    return children("templateId").anyMatch(id -> Stream.of(roots).anyMatch(r -> id.has("root", r)));
  }
}
