package org.trialward.fhir.intake;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Patient.PatientCommunicationComponent;

/** The languages of a patient as BCP 47 tags, the preferred one first. */
public final class Languages {

  /** ISO 639-2 has a second, bibliographic code for some languages; Library of Congress. */
  private static final Map<String, String> BIBLIOGRAPHIC =
      Map.ofEntries(
          Map.entry("alb", "sq"),
          Map.entry("arm", "hy"),
          Map.entry("baq", "eu"),
          Map.entry("bur", "my"),
          Map.entry("chi", "zh"),
          Map.entry("cze", "cs"),
          Map.entry("dut", "nl"),
          Map.entry("fre", "fr"),
          Map.entry("geo", "ka"),
          Map.entry("ger", "de"),
          Map.entry("gre", "el"),
          Map.entry("ice", "is"),
          Map.entry("mac", "mk"),
          Map.entry("may", "ms"),
          Map.entry("mao", "mi"),
          Map.entry("per", "fa"),
          Map.entry("rum", "ro"),
          Map.entry("slo", "sk"),
          Map.entry("tib", "bo"),
          Map.entry("wel", "cy"));

  private static final Map<String, String> SHORTEST = shortest();

  private static final Pattern THREE_LETTERS = Pattern.compile("[a-z]{3}(-[a-z0-9]{2,8})*");

  private static final Set<String> NO_LANGUAGE = Set.of("und", "zxx", "mul", "mis");

  private static final List<String> SYSTEMS = List.of("urn:ietf:bcp:47", "urn:iso:std:iso:639");

  private Languages() {}

  private static Map<String, String> shortest() {
    Map<String, String> codes = new HashMap<>(BIBLIOGRAPHIC);
    Arrays.stream(Locale.getISOLanguages())
        .filter(code -> code.length() == 2)
        .forEach(code -> {
          Locale language = Locale.of(code);
          codes.put(code, code);
          codes.put(language.getISO3Language(), code);
          codes.put(language.getDisplayLanguage(Locale.ENGLISH).toLowerCase(Locale.ROOT), code);
        });
    return Map.copyOf(codes);
  }

  public static List<String> of(List<PatientCommunicationComponent> communication, Notes notes) {
    return communication.stream()
        .filter(one -> !one.hasModifierExtension())
        .sorted(Comparator.comparing(one -> !isPreferred(one)))
        .flatMap(one -> tag(one.getLanguage(), notes).stream())
        .distinct()
        .toList();
  }

  private static boolean isPreferred(PatientCommunicationComponent one) {
    return Boolean.TRUE.equals(one.getPreferredElement().getValue());
  }

  private static Optional<String> tag(CodeableConcept language, Notes notes) {
    Stream<String> coded = language.getCoding().stream().flatMap(coding -> tag(coding).stream());
    Stream<String> named =
        Stream.concat(
                language.getCoding().stream().map(Coding::getDisplay),
                Stream.ofNullable(language.getText()))
            .flatMap(name -> tag(name).stream());
    Optional<String> tag = Stream.concat(coded, named).findFirst();
    if (tag.isEmpty()) {
      notes.drop("communication.language", "it is neither a BCP 47 tag nor an English name");
    }
    return tag;
  }

  /** Languages without a code of two letters, e.g. Hmong, stay as their code system has them. */
  private static Optional<String> tag(Coding coding) {
    return tag(coding.getCode())
        .or(() ->
            Codes.text(coding.getCode())
                .map(code -> code.toLowerCase(Locale.ROOT))
                .filter(
                    code -> THREE_LETTERS.matcher(code).matches() && !NO_LANGUAGE.contains(code))
                .filter(_ ->
                    Codes.text(coding.getSystem())
                        .filter(system -> SYSTEMS.stream().anyMatch(system::startsWith))
                        .isPresent()));
  }

  /**
   * A tag, a code of ISO 639-1 or 639-2, or a name; with the shortest code first, as BCP 47 has it.
   */
  @SuppressWarnings("NullAway") // HAPI answers null for an absent element.
  public static Optional<String> tag(String text) {
    String[] parts = Codes.text(text).orElse("").replace('_', '-').split("-", 2);
    return Optional.ofNullable(SHORTEST.get(parts[0].strip().toLowerCase(Locale.ROOT)))
        .map(code ->
            parts.length == 2
                ? Locale.forLanguageTag(code + "-" + parts[1].strip()).toLanguageTag()
                : code);
  }
}
