package org.trialward.rules.document;

import java.util.List;
import java.util.Optional;
import org.trialward.rules.trial.Trial;

/** What reading one trial file gave: the trial, or every mistake in it, ordered by line. */
public record TrialReading(String file, Optional<Trial> trial, List<Mistake> mistakes) {
  public TrialReading {
    mistakes = List.copyOf(mistakes);
  }
}
