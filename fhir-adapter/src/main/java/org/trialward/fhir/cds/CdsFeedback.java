package org.trialward.fhir.cds;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What physicians did with cards; a card that was ignored is not in it. Their own words are read
 * over: nobody can tell whether they name the patient.
 */
public record CdsFeedback(List<Item> feedback) {
  public CdsFeedback {
    feedback = List.copyOf(feedback);
  }

  /**
   * One card's answer.
   *
   * @param card the card's uuid
   * @param reason the code of an override reason
   * @param at when it was given, as the EMR says
   */
  public record Item(String card, Outcome outcome, Optional<String> reason, Optional<Instant> at) {}

  /** What became of the card. */
  public enum Outcome {
    ACCEPTED,
    OVERRIDDEN
  }

  /**
   * Reads the body of a call, all of it or nothing.
   *
   * @throws MalformedCall where it is no feedback
   */
  public static CdsFeedback read(byte[] body) {
    JsonNode list = Tree.read(body).path("feedback");
    if (!list.isArray()) {
      throw new MalformedCall("`feedback` is missing: send an array with one object for a card.");
    }
    List<Item> items = new ArrayList<>();
    list.forEach(item -> items.add(item(item)));
    return new CdsFeedback(items);
  }

  private static Item item(JsonNode item) {
    JsonNode why = item.path("overrideReason");
    return new Item(
        Tree.text(item, "card")
            .orElseThrow(() -> new MalformedCall("`card` is missing: send the uuid of the card.")),
        outcome(Tree.text(item, "outcome").orElse("")),
        Tree.text(why.path("reason"), "code"),
        Tree.text(item, "outcomeTimestamp").flatMap(CdsFeedback::instant));
  }

  private static Outcome outcome(String word) {
    return switch (word) {
      case "accepted" -> Outcome.ACCEPTED;
      case "overridden" -> Outcome.OVERRIDDEN;
      default ->
          throw new MalformedCall("`outcome` is neither `accepted` nor `overridden`: send one.");
    };
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException noTime) {
      return Optional.empty();
    }
  }
}
