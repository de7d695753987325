package org.trialward.fhir.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.trialward.rules.quantity.Code;

/** Codings to codes. */
public final class Codes {
  private Codes() {}

  /**
   * Every coding that has a system and a code; the others are listed. None where one of them says
   * that there is nothing to be coded.
   */
  public static List<Code> of(CodeableConcept concept, String what, Notes notes) {
    List<Code> codes = new ArrayList<>();
    for (Coding coding : concept.getCoding()) {
      Optional<String> system = text(coding.getSystem());
      Optional<String> value = text(coding.getCode());
      if (system.isPresent() && value.isPresent()) {
        String display = text(coding.getDisplay()).orElse("");
        codes.addAll(notes.systems().codes(system.get(), system.get(), value.get(), display));
      } else if (value.isPresent()) {
        notes.drop(what, "a code without its code system");
      }
    }
    if (codes.isEmpty()) {
      notes.drop(what, "it has no code with a code system");
    }
    for (Code code : codes) {
      if (code.system().equals(SystemNames.ABSENT_UNKNOWN)) {
        notes.drop(what, "it says that there is none or that nothing is known");
        return List.of();
      }
    }
    return codes.size() < 2 ? List.copyOf(codes) : codes.stream().distinct().toList();
  }

  /** The bare codes, for FHIR's own small vocabularies. */
  static List<String> values(CodeableConcept concept) {
    return concept.getCoding().stream()
        .flatMap(coding -> text(coding.getCode()).stream())
        .distinct()
        .toList();
  }

  /** Whether one of the codings is this one. */
  static boolean has(CodeableConcept concept, String system, String value) {
    return concept.getCoding().stream()
        .anyMatch(coding -> system.equals(coding.getSystem()) && value.equals(coding.getCode()));
  }

  /** Whether one of the bare codes is one of these. */
  static boolean hasAny(CodeableConcept concept, Set<String> values) {
    for (Coding coding : concept.getCoding()) {
      if (text(coding.getCode()).filter(values::contains).isPresent()) {
        return true;
      }
    }
    return false;
  }

  @SuppressWarnings("NullAway") // HAPI answers null for an absent element.
  static Optional<String> text(String value) {
    return Optional.ofNullable(value).map(String::strip).filter(text -> !text.isEmpty());
  }
}
