package org.trialward.fhir.intake;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.trialward.rules.quantity.CodeSystem;

/**
 * Code systems that somebody publishes for all; a code of any other has to be translated. The
 * address of a value set, which some write in place of the system's, is none.
 */
final class StandardSystems {
  private static final Set<String> NAMED =
      Arrays.stream(CodeSystem.values()).map(CodeSystem::uri).collect(Collectors.toSet());

  /** HL7 Terminology's list of external code systems; beginnings, because many have parts. */
  private static final List<String> BEGINNINGS =
      List.of(
          "http://terminology.hl7.org/",
          "http://hl7.org/fhir/",
          "http://unitsofmeasure.org",
          "http://www.nlm.nih.gov/research/umls/",
          "http://www.ncbi.nlm.nih.gov/",
          "http://ncimeta.nci.nih.gov",
          "http://fdasis.nlm.nih.gov",
          "http://va.gov/terminology/medrt",
          "http://www.ama-assn.org/go/cpt",
          "http://www.cms.gov/Medicare/Coding/ICD10",
          "https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets",
          "http://www.ada.org/cdt",
          "http://id.who.int/icd",
          "http://www.sequenceontology.org",
          "http://sequenceontology.org",
          "http://human-phenotype-ontology.org",
          "http://www.orpha.net",
          // The German institute that publishes OPS and ICD-10-GM, its predecessor, and PZN.
          "http://fhir.de/CodeSystem/bfarm/",
          "http://fhir.de/CodeSystem/dimdi/",
          "http://fhir.de/CodeSystem/ifa/pzn");

  private StandardSystems() {}

  static boolean include(String system) {
    return NAMED.contains(system)
        || (BEGINNINGS.stream().anyMatch(system::startsWith) && !system.contains("/ValueSet/"));
  }
}
