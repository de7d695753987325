package org.trialward.ctms.redcap;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.trialward.rules.match.CandidateState;
import tools.jackson.databind.JsonNode;

/** Compares the project's data dictionary with what we are going to write. */
final class Dictionary {
  private static final Set<String> WITH_CHOICES = Set.of("dropdown", "radio");

  private Dictionary() {}

  /** All deviations, in plain words; none where everything fits. */
  static List<String> deviations(List<JsonNode> fields, RedcapSettings settings) {
    Map<String, JsonNode> byName = new LinkedHashMap<>();
    fields.forEach(field -> byName.put(field.path("field_name").asString(""), field));
    List<String> deviations = new ArrayList<>();
    for (RedcapField field : RedcapField.values()) {
      if (!byName.containsKey(settings.name(field))) {
        deviations.add("there is no field `%s`".formatted(settings.name(field)));
      }
    }
    String recordId = settings.name(RedcapField.RECORD_ID);
    if (byName.containsKey(recordId) && !byName.keySet().iterator().next().equals(recordId)) {
      deviations.add("`%s` is not its first field".formatted(recordId));
    }
    JsonNode status = byName.get(settings.name(RedcapField.STATUS));
    if (status != null && WITH_CHOICES.contains(status.path("field_type").asString(""))) {
      Set<String> choices = choices(status);
      for (CandidateState ours : CandidateState.values()) {
        if (!choices.contains(settings.choice(ours))) {
          deviations.add(
              "`%s` has no choice `%s` for %s"
                  .formatted(settings.name(RedcapField.STATUS), settings.choice(ours), ours));
        }
      }
    }
    return deviations;
  }

  /** Written as {@code 1, Detected | 2, In review}. */
  private static Set<String> choices(JsonNode field) {
    return Arrays.stream(field.path("select_choices_or_calculations").asString("").split("\\|"))
        .map(choice -> choice.split(",", 2)[0].strip())
        .collect(Collectors.toSet());
  }
}
