package org.trialward.benchmarks.cql;

import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.jspecify.annotations.Nullable;
import org.opencds.cqf.cql.engine.runtime.Code;

/** What tells one code from another in a retrieve. */
record CodeKey(@Nullable String system, @Nullable String code) {
  static CodeKey of(Code code) {
    return new CodeKey(code.getSystem(), code.getCode());
  }

  static CodeKey of(org.trialward.rules.quantity.Code code) {
    return new CodeKey(code.system(), code.value());
  }

  /** The codes of an element; a reference has none. */
  static Stream<CodeKey> in(Base element) {
    return switch (element) {
      case CodeableConcept concept ->
          concept.getCoding().stream().map(c -> new CodeKey(c.getSystem(), c.getCode()));
      case Coding coding -> Stream.of(new CodeKey(coding.getSystem(), coding.getCode()));
      case CodeType code -> Stream.of(new CodeKey(code.getSystem(), code.getValue()));
      default -> Stream.empty();
    };
  }
}
