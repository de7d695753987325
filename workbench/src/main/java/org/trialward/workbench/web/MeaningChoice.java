package org.trialward.workbench.web;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.trialward.rules.match.CandidateState;
import org.trialward.workbench.ctms.StatusWords.Meaning;

/**
 * One choice of what a word of the trial office's system means.
 *
 * @param value as the form sends it
 */
record MeaningChoice(String value, String words) {
  private static final String NOTHING = "nothing";
  private static final Wording WORDS = new Wording();

  /** Every state in which somebody may be reported, then that it says nothing. */
  static List<MeaningChoice> all() {
    return Stream.concat(
            Arrays.stream(CandidateState.values())
                .map(state -> new MeaningChoice(state.name(), WORDS.state(state))),
            Stream.of(new MeaningChoice(NOTHING, "Says nothing about the candidate")))
        .toList();
  }

  /** {@code Unknown} for what was not chosen. */
  static Meaning meaning(String value) {
    return value.equals(NOTHING)
        ? new Meaning.Nothing()
        : Arrays.stream(CandidateState.values())
            .filter(state -> state.name().equals(value))
            .findFirst()
            .<Meaning>map(Meaning.Is::new)
            .orElseGet(Meaning.Unknown::new);
  }

  /** As the table of words shows it. */
  static String words(Meaning meaning) {
    return switch (meaning) {
      case Meaning.Is(CandidateState state) -> WORDS.state(state);
      case Meaning.Nothing _ -> "says nothing";
      case Meaning.Unknown _ -> "";
    };
  }

  static String words(Optional<CandidateState> state) {
    return state.map(WORDS::state).orElse("–");
  }
}
