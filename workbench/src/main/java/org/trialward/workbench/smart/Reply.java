package org.trialward.workbench.smart;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.trialward.workbench.flag.Answer;
import org.trialward.workbench.flag.Answer.Kind;

/**
 * What a physician sent with the form.
 *
 * @param code of an {@link Objection}, where it is one
 * @param words in their own words; may be empty
 * @param days of quiet, where they want some
 */
public record Reply(Kind kind, String code, String words, int days) {
  private static final int MOST_WORDS = 500;
  private static final Set<Integer> QUIET = Set.of(30, 90);

  /** A form that says too little, with what is missing. */
  static final class Incomplete extends Exception {
    private static final long serialVersionUID = 1L;

    private Incomplete(String remedy) {
      super(remedy);
    }
  }

  Answer of(long candidate, String practitioner, Instant now) throws Incomplete {
    String own = words.strip();
    if (own.length() > MOST_WORDS) {
      throw new Incomplete("Say it in %d letters.".formatted(MOST_WORDS));
    }
    return switch (kind) {
      case REFERRED, NEVER_THIS_TRIAL ->
          answer(candidate, practitioner, kind, Optional.empty(), Optional.empty());
      case SNOOZED ->
          answer(candidate, practitioner, kind, Optional.empty(), Optional.of(until(now)));
      case NOT_SUITABLE -> {
        Objection objection =
            Objection.of(code).orElseThrow(() -> new Incomplete("Choose why not."));
        if (objection == Objection.OTHER && own.isEmpty()) {
          throw new Incomplete("Say in a few words what the other reason is.");
        }
        yield answer(
            candidate,
            practitioner,
            objection.kind(),
            Optional.of(objection.code()),
            Optional.empty());
      }
      case WAVED_AWAY, SEEN -> throw new Incomplete("Press one of the buttons.");
    };
  }

  private Instant until(Instant now) throws Incomplete {
    if (!QUIET.contains(days)) {
      throw new Incomplete("Choose 30 or 90 days.");
    }
    return now.plus(Duration.ofDays(days));
  }

  private Answer answer(
      long candidate,
      String practitioner,
      Kind said,
      Optional<String> why,
      Optional<Instant> silentUntil) {
    Optional<String> own = Optional.of(words.strip()).filter(text -> !text.isEmpty());
    return new Answer(candidate, practitioner, said, why, own, silentUntil, "details-page");
  }
}
