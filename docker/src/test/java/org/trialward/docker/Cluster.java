package org.trialward.docker;

import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** The objects that one installation makes. */
record Cluster(List<JsonNode> objects) {
  static final String POD = "/spec/template/spec";
  static final String CONTAINER = POD + "/containers/0";

  List<String> kinds() {
    return objects.stream().map(object -> text(object, "/kind")).sorted().toList();
  }

  Stream<JsonNode> all(String kind) {
    return objects.stream().filter(object -> kind.equals(text(object, "/kind")));
  }

  /** A value of the only object of its kind. */
  String text(String kind, String pointer) {
    return text(one(kind), pointer);
  }

  String pod(String pointer) {
    return text("Deployment", POD + pointer);
  }

  String container(String pointer) {
    return text("Deployment", CONTAINER + pointer);
  }

  Stream<JsonNode> each(String kind, String pointer) {
    return each(one(kind), pointer);
  }

  static Stream<JsonNode> each(JsonNode object, String pointer) {
    return StreamSupport.stream(object.at(pointer).spliterator(), false);
  }

  /** Values as they stand, objects and lists as JSON. */
  static String text(JsonNode object, String pointer) {
    JsonNode found = object.at(pointer);
    return found.isMissingNode()
        ? "absent"
        : found.isString() ? found.asString() : found.toString();
  }

  /** The pod's volume of that name, without the name. */
  JsonNode volume(String name) {
    return named(each("Deployment", POD + "/volumes"), name);
  }

  /** Where the container sees that volume. */
  String mount(String name) {
    return text(named(each("Deployment", CONTAINER + "/volumeMounts"), name), "/mountPath");
  }

  JsonNode service(String name) {
    return all("Service")
        .filter(service -> name.equals(text(service, "/metadata/name")))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no Service " + name));
  }

  private static JsonNode named(Stream<JsonNode> entries, String name) {
    return entries
        .filter(entry -> name.equals(text(entry, "/name")))
        .findFirst()
        .orElseThrow(() -> new AssertionError("nothing is named " + name));
  }

  private JsonNode one(String kind) {
    List<JsonNode> found = all(kind).toList();
    if (found.size() != 1) {
      throw new AssertionError("%d of %s".formatted(found.size(), kind));
    }
    return found.getFirst();
  }
}
