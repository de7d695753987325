package org.trialward.fhir;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class RoomsTest {
  private static final JavaClasses PRODUCT =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.trialward.fhir");

  private static final String[] READERS = {
    "org.trialward.fhir.record",
    "org.trialward.fhir.hl7",
    "org.trialward.fhir.cda",
    "org.trialward.fhir.bulk"
  };

  private static void apart(String room, String... others) {
    noClasses()
        .that()
        .resideInAPackage("org.trialward.fhir." + room)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others)
        .check(PRODUCT);
  }

  @Test
  void theConnectionKnowsNoneOfItsUsersAndTheyNotEachOther() {
    apart(
        "emr", "org.trialward.fhir.intake", "org.trialward.fhir.subject", "org.trialward.fhir.cds");
    apart("intake", "org.trialward.fhir.subject", "org.trialward.fhir.cds");
    apart("intake", READERS);
    apart("emr", READERS);
    apart("record", "org.trialward.fhir.emr", "org.trialward.fhir.hl7", "org.trialward.fhir.cda");
    apart("hl7", "org.trialward.fhir.emr", "org.trialward.fhir.cda", "org.trialward.fhir.bulk");
    apart("cda", "org.trialward.fhir.hl7", "org.trialward.fhir.bulk");
    apart("bulk", "org.trialward.fhir.hl7", "org.trialward.fhir.cda", "org.trialward.fhir.record");
    apart("subject", "org.trialward.fhir.intake", "org.trialward.fhir.cds");
    apart("cds", "org.trialward.fhir.emr", "org.trialward.fhir.intake", "ca.uhn..", "org.hl7..");
  }

  /** CVE-2026-34359, -34360, -34361 and -55471 are open in HAPI 8.8.0: nothing may reach them. */
  @Test
  void whatIsVulnerableInHapiIsNotUsed() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.hl7.fhir.utilities.http..")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("org.hl7.fhir.utilities.XsltUtilities")
        .check(PRODUCT);
  }

  @Test
  void theTimeIsPassedIn() {
    noClasses()
        .should()
        .callMethod(java.time.Instant.class, "now")
        .orShould()
        .callMethod(java.time.LocalDate.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .check(PRODUCT);
  }
}
