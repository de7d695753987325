package org.trialward.ctms.redcap;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.trialward.rules.trial.TrialId;
import tools.jackson.databind.JsonNode;

/**
 * What we read of a record.
 *
 * @param trial blank where the field is
 * @param choice the raw code of the status, blank where nobody set one
 * @param state what the queue said when we last wrote
 */
record RedcapRecord(String id, String trial, String choice, String state, OptionalLong revision) {
  static final List<RedcapField> READ =
      List.of(
          RedcapField.RECORD_ID,
          RedcapField.TRIAL,
          RedcapField.STATUS,
          RedcapField.STATE,
          RedcapField.REVISION);

  static RedcapRecord of(JsonNode row, RedcapSettings settings) {
    return new RedcapRecord(
        text(row, settings, RedcapField.RECORD_ID),
        text(row, settings, RedcapField.TRIAL),
        text(row, settings, RedcapField.STATUS),
        text(row, settings, RedcapField.STATE),
        number(text(row, settings, RedcapField.REVISION)));
  }

  Optional<TrialId> trialId() {
    try {
      return trial.isEmpty() ? Optional.empty() : Optional.of(new TrialId(trial));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** Whether the status is not the one that we wrote. */
  boolean wasAnsweredByAPerson(RedcapSettings settings) {
    return !choice.isEmpty()
        && settings.status(choice).map(status -> !status.name().equals(state)).orElse(true);
  }

  static OptionalLong number(String text) {
    return text.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
  }

  private static String text(JsonNode row, RedcapSettings settings, RedcapField field) {
    return row.path(settings.name(field)).asString("").strip();
  }
}
