package org.trialward.rules.quantity;

import java.util.Arrays;
import java.util.Optional;

/** The code systems that trial files may call by a short name, with their FHIR R4 URIs. */
public enum CodeSystem {
  SNOMED("snomed", "http://snomed.info/sct"),
  ICD_10_CM("icd-10-cm", "http://hl7.org/fhir/sid/icd-10-cm"),
  LOINC("loinc", "http://loinc.org"),
  RXNORM("rxnorm", "http://www.nlm.nih.gov/research/umls/rxnorm"),
  CVX("cvx", "http://hl7.org/fhir/sid/cvx"),
  NDC("ndc", "http://hl7.org/fhir/sid/ndc");

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

  public static Optional<CodeSystem> called(String shortName) {
    return Arrays.stream(values()).filter(s -> s.shortName.equals(shortName)).findFirst();
  }
}
