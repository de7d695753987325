package org.trialward.ctms.rpe;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One XML element by its local name.
 *
 * @param text of its own, without that of its children
 */
record Element(
    String name,
    String namespace,
    Map<String, String> attributes,
    String text,
    List<Element> children) {
  Element {
    attributes = Map.copyOf(attributes);
    children = List.copyOf(children);
  }

  /** This element and all below it, in document order. */
  private Stream<Element> all() {
    return Stream.concat(Stream.of(this), children.stream().flatMap(Element::all));
  }

  List<Element> allNamed(String wanted) {
    return all().filter(element -> element.name.equals(wanted)).toList();
  }

  /** The first below this one in document order. */
  Optional<Element> first(String wanted) {
    return children.stream()
        .flatMap(Element::all)
        .filter(element -> element.name.equals(wanted))
        .findFirst();
  }

  Optional<Element> child(String wanted) {
    return children.stream().filter(element -> element.name.equals(wanted)).findFirst();
  }

  /** Stripped; empty where there is no such attribute or nothing in it. */
  Optional<String> attribute(String wanted) {
    return Optional.ofNullable(attributes.get(wanted))
        .map(String::strip)
        .filter(value -> !value.isEmpty());
  }

  /** An element that is being read. */
  static final class Open {
    final String name;
    final String namespace;
    final Map<String, String> attributes;
    final StringBuilder text = new StringBuilder();
    final List<Element> children = new ArrayList<>();

    Open(String name, String namespace, Map<String, String> attributes) {
      this.name = name;
      this.namespace = namespace;
      this.attributes = attributes;
    }

    Element close() {
      return new Element(name, namespace, attributes, text.toString().strip(), children);
    }
  }
}
