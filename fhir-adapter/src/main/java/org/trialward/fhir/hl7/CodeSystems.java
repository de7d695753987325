package org.trialward.fhir.hl7;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.trialward.fhir.intake.OwnSystems;
import org.trialward.fhir.record.FeedProfile;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.CodeSystem;

/**
 * Code systems as messages name them (HL7 table 0396 and the names in use beside it), by their
 * URIs. A sender's own codes, whose system is {@code L}, {@code 99} and something, or nothing, get
 * a URI of the feed, so that the hospital's concept maps can name them.
 */
final class CodeSystems {
  private static final Map<String, String> NAMES = names();

  private static final Pattern OID = Pattern.compile("[0-2](\\.\\d{1,20}){2,20}");

  /**
   * ICD-10 as it is called in Spanish, French and Portuguese, too, of a country and a year:
   * I10-2005 and I10G2004 are Germany's. What ends in CM or PCS is not WHO's.
   */
  private static final Pattern ICD_10 =
      Pattern.compile(
          "(?:I|ICD|CIE|CIM|CID)10(?:WHO|G|GM|AM|CA|NL|SE|FI|NO|DK|CH|AT|ES|FR)?(?:20\\d\\d)?");

  private static final Pattern GERMAN_ICD_10 =
      Pattern.compile("(?:I|ICD)10GM?(?:20\\d\\d)?|I1020\\d\\d");

  private static final Pattern ICD_10_CM = Pattern.compile("(?:I10C|I10CM|ICD10CM)(?:20\\d\\d)?");

  private static final Pattern CODE_OF_ICD_10 = Pattern.compile("[A-Za-z] ?\\d.*", Pattern.DOTALL);

  /** Also of its parts and answers. */
  private static final Pattern CODE_OF_LOINC = Pattern.compile("(?:L[AGLP])?\\d{1,9}-\\d");

  /** Predecessors of SNOMED CT, none of which had numbers. */
  private static final Set<String> SNOMED = Set.of("SNM", "SNM3");

  private static final Pattern CODE_OF_SNOMED_CT = Pattern.compile("\\d{6,18}");

  private static final String LOCAL = "urn:trialward:local:";
  private static final Pattern TABLE = Pattern.compile("HL7(\\d{4})");
  private static final Pattern URI = Pattern.compile("(https?://|urn:).{1,200}");
  private static final int LONGEST_LOCAL = 40;

  private final String feed;
  private final OwnSystems own;

  CodeSystems(FeedProfile profile) {
    this.feed = profile.name();
    this.own = profile.systems();
  }

  /** Capitals, without hyphens and blanks. */
  private static Map<String, String> names() {
    Map<String, String> names = new HashMap<>();
    put(names, CodeSystem.LOINC, "LN", "LOINC");
    put(names, CodeSystem.SNOMED, "SCT", "SNOMED", "SNOMEDCT", "SNOMEDCTUS");
    // I9 is WHO's ICD-9 in the table, and ICD-9-CM in every feed that still has it.
    put(names, CodeSystem.ICD_9_CM, "I9", "I9C", "ICD9", "ICD9CM", "I9CM", "I9CDX");
    names.put("I9CP", "urn:oid:2.16.840.1.113883.6.104");
    put(names, CodeSystem.ICD_O_3, "ICDO3");
    put(names, CodeSystem.RXNORM, "RXNORM", "RXN");
    put(names, CodeSystem.NDC, "NDC");
    put(names, CodeSystem.CVX, "CVX");
    // ATC is a culture collection in the table; WC is WHO's. Feeds mean WHO's by both.
    put(names, CodeSystem.ATC, "ATC", "WC");
    put(names, CodeSystem.HGNC, "HGNC");
    put(names, CodeSystem.HGVS, "HGVS", "HGVS.C", "HGVS.P", "HGVS.G");
    put(names, CodeSystem.CLINVAR, "CLINVAR", "CLINVARV");
    put(names, CodeSystem.NCIT, "NCIT", "NCI");
    for (String name : Set.of("I10P", "I10PCS", "ICD10PCS")) {
      names.put(name, "http://www.cms.gov/Medicare/Coding/ICD10");
    }
    for (String name : Set.of("C4", "CPT", "CPT4")) {
      names.put(name, "http://www.ama-assn.org/go/cpt");
    }
    names.put("HCPCS", "https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets");
    names.put("HPC", "https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets");
    names.put("UCUM", "http://unitsofmeasure.org");
    names.put("MDC", "urn:iso:std:iso:11073:10101");
    names.put("UNII", "http://fdasis.nlm.nih.gov");
    names.put("MVX", "http://hl7.org/fhir/sid/mvx");
    names.put("NULLFL", "http://terminology.hl7.org/CodeSystem/v3-NullFlavor");
    names.put("CDCREC", "urn:oid:2.16.840.1.113883.6.238");
    return Map.copyOf(names);
  }

  private static void put(Map<String, String> names, CodeSystem system, String... aliases) {
    for (String alias : aliases) {
      names.put(alias, system.uri());
    }
  }

  /** A code by the name of its system in the message, which may be empty. */
  List<Code> codes(String name, String value, String display) {
    return own.codes(name, published(name, value).orElseGet(() -> local(name)), value, display);
  }

  /** Whether it is of no system that anybody but the sender knows. */
  static boolean isLocal(Code code) {
    return code.system().startsWith(LOCAL);
  }

  private static Optional<String> published(String name, String value) {
    String plain = name.toUpperCase(Locale.ROOT);
    if (OID.matcher(name).matches()) {
      return Optional.of("urn:oid:" + name);
    }
    if (URI.matcher(name).matches()) {
      return Optional.of(name);
    }
    var table = TABLE.matcher(plain);
    return table.matches()
        ? Optional.of("http://terminology.hl7.org/CodeSystem/v2-" + table.group(1))
        : named(tidy(plain), value);
  }

  private static String tidy(String name) {
    return name.toUpperCase(Locale.ROOT).replaceAll("[-_ ]", "");
  }

  /** Whether messages call ICD-10 so, of WHO or of a country. */
  static boolean isIcd10(String name) {
    return ICD_10.matcher(tidy(name)).matches();
  }

  /** Whether it is Germany's, by its name: Americans call theirs I10, too. */
  static boolean isGermanIcd10(String name) {
    return GERMAN_ICD_10.matcher(tidy(name)).matches();
  }

  /** What has not the form of the system's codes is the sender's own, whatever it calls them. */
  private static Optional<String> named(String plain, String value) {
    boolean isOfWho = ICD_10.matcher(plain).matches();
    if (isOfWho || ICD_10_CM.matcher(plain).matches()) {
      CodeSystem system = isOfWho ? CodeSystem.ICD_10 : CodeSystem.ICD_10_CM;
      return Optional.of(system.uri()).filter(_ -> CODE_OF_ICD_10.matcher(value).matches());
    }
    if (SNOMED.contains(plain) && CODE_OF_SNOMED_CT.matcher(value).matches()) {
      return Optional.of(CodeSystem.SNOMED.uri());
    }
    return Optional.ofNullable(NAMES.get(plain))
        .filter(
            uri -> !uri.equals(CodeSystem.LOINC.uri()) || CODE_OF_LOINC.matcher(value).matches());
  }

  private String local(String name) {
    String part = plain(name);
    return LOCAL + plain(feed) + (part.isEmpty() || part.equals("l") ? "" : ":" + part);
  }

  private static String plain(String name) {
    String cut = name.length() > LONGEST_LOCAL ? name.substring(0, LONGEST_LOCAL) : name;
    return cut.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._]+", "-").replaceAll("^-|-$", "");
  }
}
