package org.trialward.workbench.settings;

import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.time.temporal.Temporal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.format.annotation.DurationFormat;
import org.springframework.format.datetime.standard.DurationFormatterUtils;
import org.springframework.util.unit.DataSize;

/**
 * Every setting with its value, read off the settings themselves, so that none is forgotten.
 * Secrets are masked: by their names, and whatever is of a kind that is not known to be harmless.
 */
public final class SettingsList {
  static final String MASKED = "••••••";
  private static final String PREFIX = "trialward";

  /** Of the last part of a name. */
  private static final Pattern SECRET_NAME =
      Pattern.compile(".*(password|passphrase|token|secret|key|credential).*");

  /** Where a secret lies, or by whom it is given out. */
  private static final Pattern PLACE = Pattern.compile(".*-(file|store|folder|path|url|id)");

  /** Passwords within addresses: {@code //user:this@host}, {@code ?password=this}. */
  private static final Pattern USER_INFO = Pattern.compile("(?<=//)[^/@?#]*:[^/@?#]*(?=@)");

  private static final Pattern SECRET_PARAMETER =
      Pattern.compile(
          "(?i)([?&;][^=&;?]*(?:password|passphrase|token|secret|key|sig)[^=&;?]*=)[^&;#]*");

  private final Predicate<String> isSet;
  private final List<Setting> settings = new ArrayList<>();

  private SettingsList(Predicate<String> isSet) {
    this.isSet = isSet;
  }

  /**
   * One setting.
   *
   * @param value as it may be shown
   * @param given whether the site gave it; else it is the default
   */
  public record Setting(String name, String value, boolean given) {}

  /**
   * Lists all.
   *
   * @param isSet whether a setting of this name was given
   */
  public static List<Setting> of(Record all, Predicate<String> isSet) {
    SettingsList list = new SettingsList(isSet);
    list.components(PREFIX, all);
    return List.copyOf(list.settings);
  }

  private void components(String prefix, Record settings) {
    for (RecordComponent component : settings.getClass().getRecordComponents()) {
      add(prefix + "." + dashed(component.getName()), read(component, settings));
    }
  }

  private void add(String name, @Nullable Object value) {
    switch (value) {
      case Record part -> components(name, part);
      case Optional<?> maybe -> add(name, maybe.orElse(null));
      case Map<?, ?> map when !map.isEmpty() ->
          map.forEach((key, each) -> add("%s[%s]".formatted(name, key), each));
      case List<?> list when !list.isEmpty() && list.getFirst() instanceof Record -> {
        for (int i = 0; i < list.size(); i++) {
          add("%s[%d]".formatted(name, i), list.get(i));
        }
      }
      case null, default ->
          settings.add(
              new Setting(name, value == null ? "" : shown(name, value), isSet.test(name)));
    }
  }

  private static String shown(String name, Object value) {
    return switch (value) {
      case Duration duration ->
          DurationFormatterUtils.print(duration, DurationFormat.Style.COMPOSITE);
      case DataSize size -> size(size);
      case Enum<?> word -> word.name().toLowerCase(Locale.ROOT).replace('_', '-');
      case Boolean flag -> flag ? "yes" : "no";
      case Number number -> number.toString();
      case Path path -> path.toString();
      case ZoneId zone -> zone.getId();
      case Charset charset -> charset.name();
      case Temporal moment -> moment.toString();
      case URI uri -> withoutSecrets(uri.toString());
      case List<?> inOrder ->
          inOrder.stream().map(each -> shown(name, each)).collect(Collectors.joining(", "));
      case Collection<?> several ->
          several.stream()
              .map(each -> shown(name, each))
              .sorted()
              .collect(Collectors.joining(", "));
      case Map<?, ?> _ -> "";
      case String text when text.isEmpty() -> "";
      case String text -> isSecret(name) ? MASKED : withoutSecrets(text);
      default -> MASKED;
    };
  }

  private static boolean isSecret(String name) {
    String last = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return SECRET_NAME.matcher(last).matches() && !PLACE.matcher(last).matches();
  }

  private static String withoutSecrets(String address) {
    String rest = USER_INFO.matcher(address).replaceAll(MASKED);
    return SECRET_PARAMETER.matcher(rest).replaceAll("$1" + MASKED);
  }

  private static String size(DataSize size) {
    return size.toBytes() % DataSize.ofMegabytes(1).toBytes() == 0
        ? size.toMegabytes() + "MB"
        : size.toBytes() + "B";
  }

  private static @Nullable Object read(RecordComponent component, Record of) {
    try {
      Method accessor = component.getAccessor();
      accessor.setAccessible(true); // public, but the record may not be
      return accessor.invoke(of);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Settings are records.", e);
    }
  }

  /** {@code pollInterval} as it is written in files: {@code poll-interval}. */
  private static String dashed(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
  }
}
