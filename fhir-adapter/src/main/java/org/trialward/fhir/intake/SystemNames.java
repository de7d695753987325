package org.trialward.fhir.intake;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.trialward.rules.quantity.CodeSystem;

/**
 * What records call the published code systems: URIs and OIDs beside the usual ones, and the names
 * of HL7 table 0396 and those in use beside them.
 */
public final class SystemNames {
  /** The International Patient Summary's: that there is none, or that nothing is known of any. */
  static final String ABSENT_UNKNOWN =
      "http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips";

  /** ISO/IEEE 11073, of devices. */
  static final String MDC = "urn:iso:std:iso:11073:10101";

  private static final String CPT = "http://www.ama-assn.org/go/cpt";
  private static final String HCPCS = "https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets";
  private static final String ICD_10_PCS = "http://www.cms.gov/Medicare/Coding/ICD10";
  private static final String ICD_9_PROCEDURES = "urn:oid:2.16.840.1.113883.6.104";
  private static final String MVX = "http://hl7.org/fhir/sid/mvx";
  private static final String NULL_FLAVOR = "http://terminology.hl7.org/CodeSystem/v3-NullFlavor";
  private static final String UCUM = "http://unitsofmeasure.org";
  private static final String UNII = "http://fdasis.nlm.nih.gov";
  private static final String SID = "http://hl7.org/fhir/sid/";
  private static final String THO = "http://terminology.hl7.org/CodeSystem/";
  private static final String V2 = THO + "v2-";
  private static final String MIMIC = "http://mimic.mit.edu/fhir/mimic/CodeSystem/mimic-";

  /** ICD-9-CM's third volume by a name of its own. */
  private static final Set<String> OF_PROCEDURES =
      Set.of(ICD_9_PROCEDURES, SID + "icd-9-cm/procedure", MIMIC + "procedure-icd9");

  /** Denmark's classification of all that hospitals do. */
  private static final String SKS = "urn:oid:1.2.208.176.2.4";

  /**
   * ICD-10-GM of the years 2004 to 2020, each with a number below {@code 1.2.276.0.76.5}, BfArM's
   * branch for code systems.
   */
  private static final Set<String> ICD_10_GM =
      IntStream.of(
              302, 304, 311, 318, 330, 356, 384, 388, 409, 413, 417, 424, 430, 463, 471, 477, 486)
          .mapToObj(number -> "urn:oid:1.2.276.0.76.5." + number)
          .collect(Collectors.toUnmodifiableSet());

  private static final Map<String, String> URIS = uris();
  private static final Map<String, String> NAMES = names();

  /**
   * ICD-10 as a country publishes it, below WHO's codes: of Australia, the Netherlands ..., and
   * every year's of Austria.
   */
  private static final Pattern NATIONAL_ICD_10 =
      Pattern.compile(
          "http://hl7\\.org/fhir/sid/icd-10-(?!cm)[a-z]{2}"
              + "|http://termgit\\.elga\\.gv\\.at/CodeSystem/icd-10-bmsgpk-20\\d\\d");

  /**
   * ICD-10 as it is called in Spanish, French and Portuguese, too, of a country and a year:
   * I10-2005 and I10G2004 are Germany's, BMG is Austria's. What ends in CM or PCS is not WHO's.
   */
  private static final Pattern ICD_10 =
      Pattern.compile(
          "(?:I|ICD|CIE|CIM|CID)10(?:WHO|G|BM[A-Z]{1,6}|(?!CM|US|PX|PR|PC)[A-Z]{2})?(?:20\\d\\d)?");

  private static final Pattern GERMAN_ICD_10 =
      Pattern.compile("(?:I|ICD)10GM?(?:20\\d\\d)?|I1020\\d\\d");

  private static final Pattern ICD_10_CM =
      Pattern.compile("(?:I10C|I10CM|ICD10CM|ICD10US)(?:20\\d\\d)?");

  /** The registers of Germany and Austria: every year's edition of ICD-10 has an OID of its own. */
  private static final Pattern REGISTER =
      Pattern.compile("1\\.2\\.276\\.0\\.76\\.5\\.\\d+|1\\.2\\.40\\.0\\.34\\.5\\.\\d+");

  private static final Pattern ICD_10_IN_A_REGISTER = Pattern.compile("ICD10(?!CM|PCS).*");

  private static final Pattern CODE_OF_ICD_10 = Pattern.compile("[A-Za-z] ?\\d.*", Pattern.DOTALL);

  private static final Pattern CODE_OF_ICD_10_PCS = Pattern.compile("[0-9A-HJ-NP-Za-hj-np-z]{7}");

  /** Also of its parts and answers. */
  private static final Pattern CODE_OF_LOINC = Pattern.compile("(?:L[AGLP])?\\d{1,9}-\\d");

  /** Predecessors of SNOMED CT, none of which had numbers. */
  private static final Set<String> SNOMED = Set.of("SNM", "SNM3");

  private static final Pattern CODE_OF_SNOMED_CT = Pattern.compile("\\d{6,18}");

  /** An edition or version of SNOMED CT, whose codes mean the same in all of them. */
  private static final String SNOMED_EDITION = CodeSystem.SNOMED.uri() + "/";

  private static final Pattern OID = Pattern.compile("[0-2](?:\\.\\d{1,40}){2,40}");
  private static final Pattern URI = Pattern.compile("(?:https?://|urn:).{1,200}");

  /** A table of HL7 v2 by its name there, by its OID, and by FHIR's older address. */
  private static final Pattern TABLE =
      Pattern.compile(
          "HL7(\\d{4})|urn:oid:2\\.16\\.840\\.1\\.113883\\.12\\.(\\d{1,4})"
              + "|http://hl7\\.org/fhir/v2/(\\d{4})");

  /** A site writes few systems, very often. */
  private static final int MOST_KNOWN = 1_000;

  private static final Map<String, String> KNOWN = new ConcurrentHashMap<>();

  private SystemNames() {}

  /**
   * The OIDs are HL7's of systems that also have a URI (HL7 Terminology, "external code systems");
   * mCODE STU 1 named HGNC by its address and ICD-O-3 as R4 once did. The German editions of ICD-10
   * and ATC add codes below those of WHO; codes of dm+d are those of the United Kingdom's drug
   * extension of SNOMED CT. HL7 Terminology once gave ICD and HCPCS addresses of its own, which
   * Italy's profiles and converters of C-CDA still write. MIMIC-IV on FHIR calls ICD by names of
   * its own.
   */
  private static Map<String, String> uris() {
    Map<String, String> uris = new HashMap<>();
    put(uris, CodeSystem.SNOMED.uri(), hl7("96"), "http://dmd.nhs.uk");
    put(uris, CodeSystem.LOINC.uri(), hl7("1"));
    put(uris, CodeSystem.RXNORM.uri(), hl7("88"));
    put(
        uris,
        CodeSystem.ICD_10_CM.uri(),
        hl7("90"),
        SID + "icd-10-us",
        THO + "icd10CM",
        MIMIC + "diagnosis-icd10");
    put(
        uris,
        CodeSystem.ICD_10.uri(),
        hl7("3"),
        THO + "icd10",
        "http://fhir.de/CodeSystem/bfarm/icd-10-gm",
        "http://fhir.de/CodeSystem/dimdi/icd-10-gm",
        "http://jpfhir.jp/fhir/core/mhlw/CodeSystem/ICD10-2013-full",
        "http://jpfhir.jp/fhir/core/CodeSystem/JP_ConditionDisaseCodeICD10_CS",
        "http://www.hl7korea.or.kr/CodeSystem/kostat-kcd-8",
        "http://www.saude.gov.br/fhir/r4/CodeSystem/BRCID10",
        "http://smt.esante.gouv.fr/terminologie-cim-10",
        "http://mos.esante.gouv.fr/NOS/TRE_R310-CIM10/FHIR/TRE-R310-CIM10",
        "http://mos.esante.gouv.fr/NOS/TRE_R311-CIM10Atih/FHIR/TRE-R311-CIM10Atih",
        "urn:oid:2.16.578.1.12.4.1.1.7110", // Norway
        "urn:oid:1.2.752.116.1.1.1.1.1", // Sweden
        "urn:oid:1.2.752.116.1.1.1.1.3",
        "urn:oid:1.2.752.116.1.1.1.1.8",
        "urn:oid:1.2.246.537.6.1", // Finland
        "urn:oid:1.2.40.0.34.5.56", // Austria, 2014
        "urn:oid:1.2.40.0.34.5.171"); // and 2017
    ICD_10_GM.forEach(oid -> uris.put(oid, CodeSystem.ICD_10.uri()));
    put(
        uris,
        CodeSystem.ICD_9_CM.uri(),
        hl7("103"),
        hl7("2"),
        hl7("42"), // WHO's, and ICD-9-CM in every record that still has it
        SID + "icd-9",
        SID + "icd-9-cm/diagnosis",
        THO + "icd9",
        THO + "icd9cm",
        MIMIC + "diagnosis-icd9");
    // Senders write them with diagnoses, too; the codes are told apart.
    OF_PROCEDURES.forEach(name -> uris.put(name, CodeSystem.ICD_9_CM.uri()));
    put(uris, CodeSystem.NDC.uri(), hl7("69"));
    // The OID in C32 and early C-CDA.
    put(uris, CodeSystem.CVX.uri(), V2 + "0292", hl7("59"));
    put(
        uris,
        CodeSystem.ATC.uri(),
        hl7("73"),
        "http://fhir.de/CodeSystem/bfarm/atc",
        "http://fhir.de/CodeSystem/dimdi/atc");
    put(uris, CodeSystem.NCIT.uri(), "urn:oid:2.16.840.1.113883.3.26.1.1");
    put(uris, CodeSystem.HGNC.uri(), hl7("281"), "http://www.genenames.org");
    put(uris, CodeSystem.HGVS.uri(), hl7("282"));
    put(uris, CodeSystem.ICD_O_3.uri(), hl7("43.1"), "http://hl7.org/fhir/sid/icd-o-3");
    put(uris, CPT, hl7("12"));
    put(
        uris,
        HCPCS,
        hl7("285"),
        hl7("14"),
        "http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets",
        THO + "HCPCS");
    put(
        uris,
        ICD_10_PCS,
        hl7("4"),
        SID + "icd-10-pcs",
        THO + "icd10PCS",
        "http://www.icd10data.com/icd10pcs",
        MIMIC + "procedure-icd10");
    put(uris, UNII, "urn:oid:2.16.840.1.113883.4.9");
    put(uris, MVX, V2 + "0227");
    put(uris, ABSENT_UNKNOWN, "urn:oid:2.16.840.1.113883.5.1150.1");
    put(uris, MDC, hl7("24"));
    put(uris, UCUM, hl7("8"));
    put(uris, NULL_FLAVOR, "urn:oid:2.16.840.1.113883.5.1008", "http://hl7.org/fhir/v3/NullFlavor");
    return Map.copyOf(uris);
  }

  /** HL7's register of external code systems. */
  private static String hl7(String number) {
    return "urn:oid:2.16.840.1.113883.6." + number;
  }

  /** Capitals, without hyphens and blanks. */
  private static Map<String, String> names() {
    Map<String, String> names = new HashMap<>();
    put(names, CodeSystem.LOINC.uri(), "LN", "LOINC");
    put(names, CodeSystem.SNOMED.uri(), "SCT", "SNOMED", "SNOMEDCT", "SNOMEDCTUS");
    // I9 is WHO's ICD-9 in the table, and ICD-9-CM in every feed that still has it.
    put(names, CodeSystem.ICD_9_CM.uri(), "I9", "I9C", "ICD9", "ICD9CM", "I9CM", "I9CDX");
    put(names, ICD_9_PROCEDURES, "I9CP");
    put(names, CodeSystem.ICD_O_3.uri(), "ICDO3");
    put(names, CodeSystem.RXNORM.uri(), "RXNORM", "RXN");
    put(names, CodeSystem.NDC.uri(), "NDC");
    put(names, CodeSystem.CVX.uri(), "CVX");
    // ATC is a culture collection in the table; WC is WHO's. Feeds mean WHO's by both.
    put(names, CodeSystem.ATC.uri(), "ATC", "WC");
    put(names, CodeSystem.HGNC.uri(), "HGNC");
    put(names, CodeSystem.HGVS.uri(), "HGVS", "HGVS.C", "HGVS.P", "HGVS.G");
    put(names, CodeSystem.CLINVAR.uri(), "CLINVAR", "CLINVARV");
    put(names, CodeSystem.NCIT.uri(), "NCIT", "NCI", "NCITHESAURUS");
    put(names, ICD_10_PCS, "I10P", "I10PCS", "I10PX", "ICD10PCS", "ICD10PX", "ICD10PR");
    put(names, CPT, "C4", "CPT", "CPT4");
    put(names, HCPCS, "HCPCS", "HPC");
    put(names, UCUM, "UCUM");
    put(names, MDC, "MDC");
    put(names, UNII, "UNII");
    put(names, MVX, "MVX");
    put(names, NULL_FLAVOR, "NULLFL");
    put(names, "urn:oid:2.16.840.1.113883.6.238", "CDCREC");
    return Map.copyOf(names);
  }

  private static void put(Map<String, String> into, String uri, String... others) {
    for (String other : others) {
      into.put(other, uri);
    }
  }

  /**
   * What stands for a system: its URI or OID, as a URI; else the URI of what is called so. Empty
   * for a name that nobody publishes, and for a code that has not the form of the system's: that is
   * the sender's own, whatever it calls the system.
   */
  public static Optional<String> uri(String name, String code) {
    if (OID.matcher(name).matches()) {
      return Optional.of("urn:oid:" + name);
    }
    return URI.matcher(name).matches() ? Optional.of(name) : called(name, code);
  }

  /**
   * The system of a procedure that is only said to be of ICD-9 or ICD-10, whose codes of diagnoses
   * look alike; empty for others.
   */
  public static Optional<String> ofProcedures(String name, String code) {
    String plain = tidy(name);
    if (CodeSystem.ICD_9_CM.uri().equals(NAMES.get(plain))) {
      return Optional.of(ICD_9_PROCEDURES);
    }
    return Optional.of(ICD_10_PCS)
        .filter(_ -> isIcd10(name) || ICD_10_CM.matcher(plain).matches())
        .filter(_ -> CODE_OF_ICD_10_PCS.matcher(code).matches());
  }

  /** As {@link #uri(String, String)}, but whatever else it is stays as it is written. */
  static String system(String written, String code) {
    return written.indexOf(':') < 0 && !OID.matcher(written).matches()
        ? called(written, code).orElse(written)
        : written;
  }

  private static Optional<String> called(String name, String code) {
    String plain = tidy(name);
    Optional<String> table = table(plain);
    if (table.isPresent()) {
      return table;
    }
    boolean isOfWho = ICD_10.matcher(plain).matches();
    if (isOfWho || ICD_10_CM.matcher(plain).matches()) {
      CodeSystem system = isOfWho ? CodeSystem.ICD_10 : CodeSystem.ICD_10_CM;
      return Optional.of(system.uri()).filter(_ -> CODE_OF_ICD_10.matcher(code).matches());
    }
    if (SNOMED.contains(plain) && CODE_OF_SNOMED_CT.matcher(code).matches()) {
      return Optional.of(CodeSystem.SNOMED.uri());
    }
    return Optional.ofNullable(NAMES.get(plain))
        .filter(
            uri -> !uri.equals(CodeSystem.LOINC.uri()) || CODE_OF_LOINC.matcher(code).matches());
  }

  private static String tidy(String name) {
    return name.toUpperCase(Locale.ROOT).replaceAll("[-_ ]", "");
  }

  /** Whether records call ICD-10 so, of WHO or of a country. */
  public static boolean isIcd10(String name) {
    return ICD_10.matcher(tidy(name)).matches() || isGermanIcd10(name);
  }

  /** Whether it is Germany's, by its name or OID: Americans call theirs I10, too. */
  public static boolean isGermanIcd10(String name) {
    return GERMAN_ICD_10.matcher(tidy(name)).matches() || ICD_10_GM.contains(plain(name));
  }

  /** Whether it is an edition of ICD-10 of a national register, by the name beside its OID. */
  public static boolean isNationalIcd10(String oid, String name) {
    return REGISTER.matcher(oid).matches() && ICD_10_IN_A_REGISTER.matcher(tidy(name)).matches();
  }

  /** Whether all of the system's codes are of Denmark's SKS, whose diagnoses are ICD-10's. */
  static boolean isSks(String system) {
    return plain(system).equals(SKS);
  }

  /** Whether it is ICD-9-CM's part for procedures. */
  static boolean isOfProcedures(String system) {
    return OF_PROCEDURES.contains(plain(system));
  }

  /** The one URI of a system that is named by a URI or an OID; its own where it has no other. */
  static String uri(String system) {
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
    String plain = plain(system);
    if (plain.startsWith(SNOMED_EDITION)) {
      return CodeSystem.SNOMED.uri();
    }
    if (URIS.containsKey(plain)) {
      return URIS.get(plain);
    }
    if (NATIONAL_ICD_10.matcher(plain).matches()) {
      return CodeSystem.ICD_10.uri();
    }
    return table(plain)
        .map(uri -> URIS.getOrDefault(uri, uri))
        .orElse(StandardSystems.include(plain) ? plain : system);
  }

  private static Optional<String> table(String name) {
    Matcher table = TABLE.matcher(name);
    if (!table.matches()) {
      return Optional.empty();
    }
    for (int group = 1; group <= table.groupCount(); group++) {
      if (table.group(group) != null) {
        String number = "%04d".formatted(Integer.parseInt(table.group(group)));
        return Optional.of(V2 + number);
      }
    }
    return Optional.empty();
  }

  private static String plain(String system) {
    String plain = system.replaceFirst("^https:", "http:").replaceFirst("/+$", "");
    return OID.matcher(plain).matches() ? "urn:oid:" + plain : plain;
  }
}
