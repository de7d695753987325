package org.trialward.workbench.it;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** Everybody who was loaded into an EMR by these tests: nobody of them may be found in a log. */
final class People {
  private static final Set<Person> ALL = new CopyOnWriteArraySet<>();

  private People() {}

  /**
   * What gives a person away.
   *
   * @param names family and given names
   */
  record Person(List<String> names, String recordNumber, String birthDate) {

    static Person of(JsonNode patient) {
      List<String> names = new ArrayList<>();
      for (JsonNode name : patient.path("name")) {
        names.add(name.path("family").asString());
        name.path("given").forEach(given -> names.add(given.asString()));
      }
      String recordNumber =
          StreamSupport.stream(patient.path("identifier").spliterator(), false)
              .filter(
                  i -> i.path("type").path("coding").path(0).path("code").asString("").equals("MR"))
              .map(i -> i.path("value").asString())
              .findFirst()
              .orElse("");
      return new Person(names, recordNumber, patient.path("birthDate").asString());
    }
  }

  static void met(JsonNode patient) {
    ALL.add(Person.of(patient));
  }

  static Set<Person> all() {
    return Set.copyOf(ALL);
  }
}
