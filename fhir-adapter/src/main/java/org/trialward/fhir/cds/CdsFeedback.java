package org.trialward.fhir.cds;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import java.util.Optional;

/** What the physician did with cards; a card that was ignored is not in it. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record CdsFeedback(List<Item> feedback) {
  public CdsFeedback {
    feedback = List.copyOf(feedback);
  }

  /**
   * One card's answer.
   *
   * @param card the card's uuid
   * @param outcome {@code accepted} or {@code overridden}
   * @param outcomeTimestamp ISO 8601
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Item(
      String card,
      String outcome,
      Optional<OverrideReason> overrideReason,
      Optional<String> outcomeTimestamp) {}

  /** Why it was waved away. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record OverrideReason(Optional<ReasonCode> reason, Optional<String> userComment) {}

  /** The chosen reason; only the code is certain. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record ReasonCode(String code, Optional<String> system, Optional<String> display) {}
}
