package org.trialward.workbench.flag;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.trialward.rules.trial.TrialId;
import org.trialward.workbench.settings.TrialwardSettings;

/** The settings of cards, as a site writes them. */
class FlagPolicyTest {
  private static final TrialId TRIAL = new TrialId("NCT00000001");

  private static FlagPolicy policy(Map<String, String> given) {
    TrialwardSettings settings =
        new Binder(new MapConfigurationPropertySource(given))
            .bindOrCreate("trialward", TrialwardSettings.class);
    return new FlagPolicy(settings.flags(), settings.deliver().on());
  }

  @Test
  void withoutSettingsEveryTrialIsSilent() {
    FlagPolicy silent = policy(Map.of());
    assertThat(silent.isSilent()).isTrue();
    assertThat(silent.shows(TRIAL)).isFalse();
    assertThat(silent.weeklyCap()).isEqualTo(5);
    assertThat(silent.thresholds(TRIAL)).isEqualTo(new Thresholds(30, 10));
  }

  @Test
  void aTrialIsSwitchedToCardsForItsSpecialtiesAndWithItsThresholds() {
    FlagPolicy policy =
        policy(
            Map.of(
                "trialward.flags.trials.NCT00000001.show", "card",
                "trialward.flags.trials.NCT00000001.specialties",
                    "http://snomed.info/sct|394579002, urn:ward|K1",
                "trialward.flags.trials.NCT00000001.minimum-response", "20",
                "trialward.flags.minimum-precision", "0"));
    assertThat(policy.isSilent()).isFalse();
    assertThat(policy.shows(TRIAL)).isTrue();
    assertThat(policy.shows(new TrialId("NCT00000002"))).isFalse();
    assertThat(policy.specialties(TRIAL))
        .containsExactly("http://snomed.info/sct|394579002", "urn:ward|K1");
    assertThat(policy.thresholds(TRIAL)).isEqualTo(new Thresholds(20, 0));
  }

  @Test
  void aTrialIsKeptSilentWhereTheOthersAreOnCards() {
    FlagPolicy policy =
        policy(
            Map.of(
                "trialward.flags.show", "card",
                "trialward.flags.trials.NCT00000001.show", "queue"));
    assertThat(policy.isSilent()).isFalse();
    assertThat(policy.shows(TRIAL)).isFalse();
    assertThat(policy.shows(new TrialId("NCT00000002"))).isTrue();
  }
}
