package org.trialward.fhir.intake;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.CodeSystem;

/** One spelling of systems and codes that records write in several ways. */
public final class CodeSpelling {
  private static final String MIMIC = "http://mimic.mit.edu/fhir/mimic/CodeSystem/mimic-";

  /**
   * Other names of systems. The OIDs are HL7's of systems that also have a URI (HL7 Terminology,
   * "external code systems"); mCODE STU 1 named HGNC by its address and ICD-O-3 as R4 once did. The
   * German editions of ICD-10 and ATC add codes below those of WHO; codes of dm+d are those of the
   * United Kingdom's drug extension of SNOMED CT. MIMIC-IV on FHIR calls ICD by names of its own.
   */
  private static final Map<String, String> URI_OF =
      Map.ofEntries(
          Map.entry("urn:oid:2.16.840.1.113883.6.96", CodeSystem.SNOMED.uri()),
          Map.entry("urn:oid:2.16.840.1.113883.6.1", CodeSystem.LOINC.uri()),
          Map.entry("urn:oid:2.16.840.1.113883.6.88", CodeSystem.RXNORM.uri()),
          Map.entry("urn:oid:2.16.840.1.113883.6.90", CodeSystem.ICD_10_CM.uri()),
          Map.entry("urn:oid:2.16.840.1.113883.6.3", CodeSystem.ICD_10.uri()),
          Map.entry("urn:oid:2.16.840.1.113883.6.103", CodeSystem.ICD_9_CM.uri()),
          // Of procedures, but senders write it with diagnoses, too; the codes are told apart.
          Map.entry("urn:oid:2.16.840.1.113883.6.104", CodeSystem.ICD_9_CM.uri()),
          Map.entry("urn:oid:2.16.840.1.113883.6.69", CodeSystem.NDC.uri()),
          Map.entry("urn:oid:2.16.840.1.113883.12.292", CodeSystem.CVX.uri()),
          Map.entry("urn:oid:2.16.840.1.113883.6.59", CodeSystem.CVX.uri()), // C32 and early C-CDA
          Map.entry("urn:oid:2.16.840.1.113883.6.73", CodeSystem.ATC.uri()),
          Map.entry("urn:oid:2.16.840.1.113883.3.26.1.1", CodeSystem.NCIT.uri()),
          Map.entry("urn:oid:2.16.840.1.113883.6.12", "http://www.ama-assn.org/go/cpt"),
          Map.entry("urn:oid:2.16.840.1.113883.6.4", "http://www.cms.gov/Medicare/Coding/ICD10"),
          Map.entry("urn:oid:2.16.840.1.113883.4.9", "http://fdasis.nlm.nih.gov"),
          Map.entry("urn:oid:2.16.840.1.113883.6.281", CodeSystem.HGNC.uri()),
          Map.entry("urn:oid:2.16.840.1.113883.6.282", CodeSystem.HGVS.uri()),
          Map.entry(
              "urn:oid:2.16.840.1.113883.5.1008",
              "http://terminology.hl7.org/CodeSystem/v3-NullFlavor"),
          Map.entry("http://www.genenames.org", CodeSystem.HGNC.uri()),
          Map.entry("urn:oid:2.16.840.1.113883.6.43.1", CodeSystem.ICD_O_3.uri()),
          Map.entry("http://hl7.org/fhir/sid/icd-o-3", CodeSystem.ICD_O_3.uri()),
          Map.entry("http://hl7.org/fhir/sid/icd-10-us", CodeSystem.ICD_10_CM.uri()),
          Map.entry("http://fhir.de/CodeSystem/bfarm/icd-10-gm", CodeSystem.ICD_10.uri()),
          Map.entry("http://fhir.de/CodeSystem/dimdi/icd-10-gm", CodeSystem.ICD_10.uri()),
          Map.entry(
              "http://jpfhir.jp/fhir/core/mhlw/CodeSystem/ICD10-2013-full",
              CodeSystem.ICD_10.uri()),
          Map.entry(
              "http://jpfhir.jp/fhir/core/CodeSystem/JP_ConditionDisaseCodeICD10_CS",
              CodeSystem.ICD_10.uri()),
          Map.entry("http://www.hl7korea.or.kr/CodeSystem/kostat-kcd-8", CodeSystem.ICD_10.uri()),
          Map.entry("http://www.saude.gov.br/fhir/r4/CodeSystem/BRCID10", CodeSystem.ICD_10.uri()),
          Map.entry(
              "http://mos.esante.gouv.fr/NOS/TRE_R310-CIM10/FHIR/TRE-R310-CIM10",
              CodeSystem.ICD_10.uri()),
          Map.entry(
              "http://mos.esante.gouv.fr/NOS/TRE_R311-CIM10Atih/FHIR/TRE-R311-CIM10Atih",
              CodeSystem.ICD_10.uri()),
          Map.entry("urn:oid:2.16.578.1.12.4.1.1.7110", CodeSystem.ICD_10.uri()), // Norway
          Map.entry("urn:oid:1.2.752.116.1.1.1.1.1", CodeSystem.ICD_10.uri()), // Sweden
          Map.entry("urn:oid:1.2.752.116.1.1.1.1.3", CodeSystem.ICD_10.uri()),
          Map.entry("urn:oid:1.2.752.116.1.1.1.1.8", CodeSystem.ICD_10.uri()),
          Map.entry("urn:oid:1.2.246.537.6.1", CodeSystem.ICD_10.uri()), // Finland
          Map.entry("http://fhir.de/CodeSystem/bfarm/atc", CodeSystem.ATC.uri()),
          Map.entry("http://fhir.de/CodeSystem/dimdi/atc", CodeSystem.ATC.uri()),
          Map.entry("http://dmd.nhs.uk", CodeSystem.SNOMED.uri()),
          Map.entry(MIMIC + "diagnosis-icd9", CodeSystem.ICD_9_CM.uri()),
          Map.entry(MIMIC + "diagnosis-icd10", CodeSystem.ICD_10_CM.uri()),
          Map.entry(MIMIC + "procedure-icd9", CodeSystem.ICD_9_CM.uri()),
          Map.entry(MIMIC + "procedure-icd10", "http://www.cms.gov/Medicare/Coding/ICD10"));

  /** ICD-10 as a country publishes it, below WHO's codes: of Australia, the Netherlands ... */
  private static final Pattern NATIONAL_ICD_10 =
      Pattern.compile("http://hl7\\.org/fhir/sid/icd-10-(?!cm)[a-z]{2}");

  /** An edition or version of SNOMED CT, whose codes mean the same in all of them. */
  private static final String SNOMED_EDITION = CodeSystem.SNOMED.uri() + "/";

  private static final Pattern UNDOTTED_DIAGNOSIS =
      Pattern.compile("^([0-9]{3}|V[0-9]{2}|E[0-9]{3})([0-9]{1,2})$");

  private static final Pattern UNDOTTED_PROCEDURE = Pattern.compile("^([0-9]{2})([0-9]{1,2})$");

  /** ICD-9-CM's third volume by a name of its own. */
  private static final Set<String> PROCEDURES =
      Set.of("urn:oid:2.16.840.1.113883.6.104", MIMIC + "procedure-icd9");

  /**
   * Denmark's classification of all that hospitals do: its diagnoses are D and a code of ICD-10.
   */
  private static final String SKS = "urn:oid:1.2.208.176.2.4";

  private static final Pattern SKS_DIAGNOSIS = Pattern.compile("D[A-Z][0-9][0-9A-Z]{1,5}");

  private static final Pattern OID = Pattern.compile("[0-2](\\.\\d+)+");

  /** A site writes few systems, very often. */
  private static final int MOST_KNOWN = 1_000;

  private static final Map<String, String> KNOWN = new ConcurrentHashMap<>();

  private CodeSpelling() {}

  /**
   * The code as trials write it.
   *
   * @param system a URI, or {@code urn:oid:} with HL7's OID of one
   */
  public static Code code(String system, String value, String display) {
    if (named(system).equals(SKS) && SKS_DIAGNOSIS.matcher(value).matches()) {
      return new Code(CodeSystem.ICD_10.uri(), icd10(value.substring(1)), display);
    }
    String uri = uri(system);
    String plain = value;
    if (uri.equals(CodeSystem.ICD_10_CM.uri()) || uri.equals(CodeSystem.ICD_10.uri())) {
      plain = icd10(value);
    } else if (uri.equals(CodeSystem.ICD_9_CM.uri())) {
      plain = icd9(value, PROCEDURES.contains(named(system)));
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

  /** The one name of a system; its own where it is not published. */
  public static String uri(String system) {
    String known = KNOWN.getOrDefault(system, "");
    if (!known.isEmpty()) {
      return known;
    }
    String uri = oneSpelling(system);
    if (KNOWN.size() < MOST_KNOWN) {
      KNOWN.put(system, uri);
    }
    return uri;
  }

  /**
   * A published system is the same over https and with a slash at its end; others stay as they are.
   */
  private static String oneSpelling(String system) {
    String named = named(system);
    String known = URI_OF.getOrDefault(named, named);
    if (known.startsWith(SNOMED_EDITION)) {
      return CodeSystem.SNOMED.uri();
    }
    if (NATIONAL_ICD_10.matcher(known).matches()) {
      return CodeSystem.ICD_10.uri();
    }
    return StandardSystems.include(known) ? known : system;
  }

  private static String named(String system) {
    String plain = system.replaceFirst("^https:", "http:").replaceFirst("/+$", "");
    return OID.matcher(plain).matches() ? "urn:oid:" + plain : plain;
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
