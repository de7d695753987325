package org.trialward.fhir.intake;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.CodeSystem;

/** One spelling of codes that records write in several ways. */
final class CodeSpelling {
  private static final Pattern UNDOTTED_DIAGNOSIS =
      Pattern.compile("^([0-9]{3}|V[0-9]{2}|E[0-9]{3})([0-9]{1,2})$");

  private static final Pattern UNDOTTED_PROCEDURE = Pattern.compile("^([0-9]{2})([0-9]{1,2})$");

  /** D and a code of ICD-10. */
  private static final Pattern SKS_DIAGNOSIS = Pattern.compile("D[A-Z][0-9][0-9A-Z]{1,5}");

  private CodeSpelling() {}

  /**
   * The code as trials write it.
   *
   * @param written a URI or an OID; some write a name instead
   */
  static Code code(String written, String value, String display) {
    String system = SystemNames.system(written, value);
    if (SystemNames.isSks(system) && SKS_DIAGNOSIS.matcher(value).matches()) {
      return new Code(CodeSystem.ICD_10.uri(), icd10(value.substring(1)), display);
    }
    String uri = SystemNames.uri(system);
    String plain = value;
    if (uri.equals(CodeSystem.ICD_10_CM.uri()) || uri.equals(CodeSystem.ICD_10.uri())) {
      plain = icd10(value);
    } else if (uri.equals(CodeSystem.ICD_9_CM.uri())) {
      plain = icd9(value, SystemNames.isOfProcedures(system));
    } else if (uri.equals(CodeSystem.HGNC.uri()) && value.matches("\\d+")) {
      plain = "HGNC:" + value;
    }
    return new Code(uri, plain.isEmpty() ? value : plain, display);
  }

  /**
   * As {@link #code}; one of WHO's ICD-10, or of a country's edition of it, also as the same of
   * ICD-10-CM, in which trials are written: all but a few keep their meaning, and a diagnosis that
   * no trial can see would count as absent. American messages mean ICD-10-CM by ICD-10 anyway.
   */
  static List<Code> codes(String system, String value, String display) {
    Code code = code(system, value, display);
    return code.system().equals(CodeSystem.ICD_10.uri())
        ? List.of(code, new Code(CodeSystem.ICD_10_CM.uri(), code.value(), display))
        : List.of(code);
  }

  /**
   * With the dot that billing feeds leave out: behind three signs of a diagnosis, four of an
   * external cause (E), two of a procedure.
   */
  private static String icd9(String value, boolean ofProcedures) {
    String code = value.strip().toUpperCase(Locale.ROOT);
    Pattern undotted = ofProcedures ? UNDOTTED_PROCEDURE : UNDOTTED_DIAGNOSIS;
    return undotted.matcher(code).replaceFirst("$1.$2");
  }

  /**
   * Upper case, without blanks, with the dot behind the category that billing feeds leave out
   * (ICD-10-CM Official Guidelines, I.A.2), and without the dagger, asterisk, plus or exclamation
   * mark of dual coding, which is not part of the code.
   */
  private static String icd10(String value) {
    String code =
        value
            .replaceAll("\\s", "")
            .replaceFirst("[*†+!]+$", "")
            .replaceFirst("\\.+$", "")
            .toUpperCase(Locale.ROOT);
    return code.matches("[A-Z][0-9][0-9A-Z]{2,5}")
        ? code.substring(0, Code.CATEGORY) + "." + code.substring(Code.CATEGORY)
        : code;
  }
}
