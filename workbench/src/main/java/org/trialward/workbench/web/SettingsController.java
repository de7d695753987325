package org.trialward.workbench.web;

import java.util.List;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.trialward.workbench.settings.SettingsList;
import org.trialward.workbench.settings.SettingsList.Setting;
import org.trialward.workbench.settings.TrialwardSettings;

/** Every setting as it is in force. */
@Controller
class SettingsController {
  private final TrialwardSettings settings;
  private final ConfigurableEnvironment environment;

  SettingsController(TrialwardSettings settings, ConfigurableEnvironment environment) {
    this.settings = settings;
    this.environment = environment;
  }

  @GetMapping("/operations/settings")
  String settings(Model model) {
    List<Setting> all = SettingsList.of(settings, this::isSet);
    model.addAttribute("given", all.stream().filter(Setting::given).toList());
    model.addAttribute("defaults", all.stream().filter(setting -> !setting.given()).toList());
    return "settings";
  }

  private boolean isSet(String name) {
    ConfigurationPropertyName property = ConfigurationPropertyName.adapt(name, '.');
    for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
      if (source.getConfigurationProperty(property) != null
          || source.containsDescendantOf(property) == ConfigurationPropertyState.PRESENT) {
        return true;
      }
    }
    return false;
  }
}
