package org.trialward.rules.quantity;

import java.util.Arrays;
import java.util.Optional;

/** The code systems that trial files may call by a short name, with their FHIR R4 URIs. */
public enum CodeSystem {
  SNOMED("snomed", "http://snomed.info/sct"),
  ICD_10_CM("icd-10-cm", "http://hl7.org/fhir/sid/icd-10-cm"),
  ICD_10("icd-10", "http://hl7.org/fhir/sid/icd-10"),
  ICD_9_CM("icd-9-cm", "http://hl7.org/fhir/sid/icd-9-cm"),
  ICD_O_3("icd-o-3", "http://terminology.hl7.org/CodeSystem/icd-o-3"),
  LOINC("loinc", "http://loinc.org"),
  RXNORM("rxnorm", "http://www.nlm.nih.gov/research/umls/rxnorm"),
  CVX("cvx", "http://hl7.org/fhir/sid/cvx"),
  NDC("ndc", "http://hl7.org/fhir/sid/ndc"),
  ATC("atc", "http://www.whocc.no/atc"),
  HGNC("hgnc", "http://www.genenames.org/geneId"),
  HGVS("hgvs", "http://varnomen.hgvs.org"),
  CLINVAR("clinvar", "http://www.ncbi.nlm.nih.gov/clinvar"),
  AJCC("ajcc", "http://cancerstaging.org"),
  UICC("uicc", "https://www.uicc.org/resources/tnm"),
  NCIT("ncit", "http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl"),
  CLINICAL_TRIALS_GOV("clinicaltrials.gov", "http://clinicaltrials.gov");

  private final String shortName;
  private final String uri;

  CodeSystem(String shortName, String uri) {
    this.shortName = shortName;
    this.uri = uri;
  }

  public String shortName() {
    return shortName;
  }

  public String uri() {
    return uri;
  }

  /** Whether a code's descendants are the codes that begin with it. */
  static boolean isHierarchical(String uri) {
    return uri.equals(ICD_10_CM.uri) || uri.equals(ICD_10.uri);
  }

  /** The code system with that URI, if it has a short name. */
  public static Optional<CodeSystem> of(String uri) {
    return Arrays.stream(values()).filter(s -> s.uri.equals(uri)).findFirst();
  }

  public static Optional<CodeSystem> called(String shortName) {
    return Arrays.stream(values()).filter(s -> s.shortName.equals(shortName)).findFirst();
  }
}
