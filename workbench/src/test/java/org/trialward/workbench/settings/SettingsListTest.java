package org.trialward.workbench.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.trialward.workbench.settings.SettingsList.Setting;
import org.trialward.workbench.settings.TrialwardSettings.Tls;

class SettingsListTest {
  private static final String SECRET = "canary-9f2c";

  private static List<Setting> list(Map<String, String> given) {
    TrialwardSettings settings =
        new Binder(new MapConfigurationPropertySource(given))
            .bindOrCreate("trialward", TrialwardSettings.class);
    return SettingsList.of(settings, given::containsKey);
  }

  private static Setting setting(String name, String value, boolean given) {
    return new Setting("trialward." + name, value, given);
  }

  @Test
  void everySettingIsListedWithItsDefaultAsPeopleWriteIt() {
    assertThat(list(Map.of()))
        .contains(
            setting("emr.poll-interval", "10s", false),
            setting("hl7.keep", "30d", false),
            setting("site.zone", "UTC", false),
            setting("emr.write-back.enabled", "yes", false),
            setting(
                "emr.write-back.order",
                "flag, task, service-request, communication, document-note, observation, cds-card",
                false),
            setting("deliver.on", "confirmation", false),
            setting("emr.url", "", false),
            setting("ctms.redcap.record-prefix", "TW-", false));
  }

  @Test
  void whatTheSiteGaveIsToldApart() {
    assertThat(
            list(
                Map.of(
                    "trialward.site.name", "General",
                    "trialward.hl7.listeners[0].name", "adt",
                    "trialward.hl7.listeners[0].port", "2575",
                    "trialward.hl7.listeners[0].authorities[HOSP]", "urn:mrn")))
        .contains(
            setting("site.name", "General", true),
            setting("hl7.listeners[0].port", "2575", true),
            setting("hl7.listeners[0].acknowledge", "as-asked", false),
            setting("hl7.listeners[0].most-bytes", "16MB", false),
            setting("hl7.listeners[0].authorities[HOSP]", "urn:mrn", true));
  }

  /** As sites wrote it before there was more to set. */
  @Test
  void writingBackIsTurnedOffInOneWord() {
    assertThat(list(Map.of("trialward.emr.write-back", "false")))
        .contains(setting("emr.write-back.enabled", "no", false));
    assertThatThrownBy(() -> list(Map.of("trialward.emr.write-back", "true")))
        .rootCause()
        .hasMessageContaining("trialward.emr.write-back.enabled");
  }

  @Test
  void waysToWriteBackKeepTheirOrderForEachTrial() {
    assertThat(
            list(
                Map.of(
                    "trialward.emr.write-back.order", "task,flag",
                    "trialward.emr.write-back.trials.NCT01234567", "document-note,cds-card")))
        .contains(
            setting("emr.write-back.order", "task, flag", true),
            setting("emr.write-back.trials[NCT01234567]", "document-note, cds-card", false));
  }

  @Test
  void noSecretIsShown() {
    Map<String, String> given = new TreeMap<>();
    for (String secret :
        Set.of("database.password", "emr.token", "hook.token", "ctms.redcap.token")) {
      given.put("trialward." + secret, SECRET);
    }
    given.put(
        "trialward.database.url", "jdbc:postgresql://db/t?user=a&password=" + SECRET + "&ssl=true");
    given.put("trialward.emr.url", "https://ann:" + SECRET + "@emr.example/fhir?api_key=" + SECRET);
    List<Setting> settings = list(given);
    assertThat(settings.toString()).doesNotContain(SECRET);
    Map<String, String> values =
        settings.stream().collect(Collectors.toMap(Setting::name, Setting::value));
    assertThat(values)
        .containsEntry("trialward.database.password", SettingsList.MASKED)
        .containsEntry(
            "trialward.database.url",
            "jdbc:postgresql://db/t?user=a&password=" + SettingsList.MASKED + "&ssl=true")
        .containsEntry(
            "trialward.emr.url",
            "https://%s@emr.example/fhir?api_key=%s"
                .formatted(SettingsList.MASKED, SettingsList.MASKED));
  }

  @Test
  void whereSecretsLieIsShownAndWhatOpensThemIsNot() {
    var tls =
        new Tls(
            Optional.of("/run/keys.p12"),
            Optional.of(SECRET),
            Optional.of("t.p12"),
            Optional.of(SECRET));
    assertThat(SettingsList.of(tls, _ -> true))
        .containsExactly(
            setting("key-store", "/run/keys.p12", true),
            setting("key-password", SettingsList.MASKED, true),
            setting("trust-store", "t.p12", true),
            setting("trust-password", SettingsList.MASKED, true));
  }

  /** A setting of a kind that somebody adds later. */
  private record Later(Object seal, Map<String, String> headers) {}

  @Test
  void whatIsNotKnownToBeHarmlessIsMasked() {
    var later = new Later(new AtomicReference<>(SECRET), Map.of("X-Api-Token", SECRET));
    assertThat(SettingsList.of(later, _ -> true))
        .extracting(Setting::value)
        .containsOnly(SettingsList.MASKED);
  }
}
