package org.trialward.workbench.flag;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.trialward.workbench.settings.TrialwardSettings;
import org.trialward.workbench.settings.TrialwardSettings.Deliver.Moment;
import org.trialward.workbench.settings.TrialwardSettings.Flags.Show;
import org.trialward.workbench.settings.TrialwardSettings.TrialFlags;

/** A site's settings of cards in few words. */
final class TestFlagSettings {
  private TestFlagSettings() {}

  static TrialwardSettings.Flags settings(
      Show show, int weeklyCap, Map<String, TrialFlags> trials) {
    return new TrialwardSettings.Flags(show, weeklyCap, 30, 10, trials);
  }

  static TrialFlags card(String... specialties) {
    return new TrialFlags(
        Optional.of(Show.CARD), List.of(specialties), Optional.empty(), Optional.empty());
  }

  /** T1 and T2 on cards, five a week, on detection. */
  static FlagPolicy onCards() {
    return new FlagPolicy(
        settings(Show.QUEUE, 5, Map.of("T1", card(), "T2", card())), Moment.DETECTION);
  }
}
