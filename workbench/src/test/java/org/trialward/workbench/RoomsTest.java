package org.trialward.workbench;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.CanBeAnnotated.Predicates.annotatedWith;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Who may know whom, in all modules that the application is made of. */
class RoomsTest {
  private static final String WORKBENCH = "org.trialward.workbench..";
  private static final JavaClasses PRODUCT =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.trialward");

  @Test
  void everyRoomIsLookedAt() {
    for (String room : new String[] {"rules", "matcher", "fhir", "ctms", "workbench"}) {
      assertThat(
              PRODUCT.stream().filter(c -> c.getPackageName().startsWith("org.trialward." + room)))
          .as(room)
          .isNotEmpty();
    }
  }

  @Test
  void theSpokesKnowOnlyTheRulesAndNobodyKnowsTheWorkbench() {
    apart("rules", "matcher", "fhir", "ctms", "workbench");
    apart("matcher", "fhir", "ctms", "workbench");
    apart("fhir", "matcher", "ctms", "workbench");
    apart("ctms", "matcher", "fhir", "workbench");
  }

  private static void apart(String room, String... others) {
    for (String other : others) {
      noClasses()
          .that()
          .resideInAPackage("org.trialward." + room + "..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.trialward." + other + "..")
          .check(PRODUCT);
    }
  }

  /** Pages, routes and commands stand on the stores, never the other way round. */
  @Test
  void theStoresKnowNothingOfPagesCommandsAndRoutes() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "org.trialward.workbench.audit..",
            "org.trialward.workbench.chart..",
            "org.trialward.workbench.database..",
            "org.trialward.workbench.inbox..",
            "org.trialward.workbench.json..",
            "org.trialward.workbench.outbox..",
            "org.trialward.workbench.queue..",
            "org.trialward.workbench.settings..",
            "org.trialward.workbench.trials..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.trialward.workbench.web..",
            "org.trialward.workbench.command..",
            "org.trialward.workbench.operations..",
            "org.trialward.workbench.demo..",
            "org.apache.camel..",
            "jakarta.servlet..")
        .check(PRODUCT);
  }

  @Test
  void theTimeComesFromTheSiteClock() {
    noClasses()
        .that()
        .resideInAPackage(WORKBENCH)
        .and()
        .resideOutsideOfPackages(
            "org.trialward.workbench.settings..", "org.trialward.workbench.demo..")
        .and()
        .areNotAnnotatedWith(Configuration.class)
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(LocalDate.class, "now")
        .orShould()
        .callMethod(LocalDateTime.class, "now")
        .orShould()
        .callMethod(Clock.class, "systemUTC")
        .orShould()
        .callMethod(Clock.class, "systemDefaultZone")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .check(PRODUCT);
  }

  @Test
  void nothingIsFoundByScanningOrInjectedIntoFields() {
    noClasses().should().beAnnotatedWith(ComponentScan.class).check(PRODUCT);
    noClasses().should().beMetaAnnotatedWith(ComponentScan.class).check(PRODUCT);
    noFields().should().beAnnotatedWith(Autowired.class).check(PRODUCT);
    noClasses().should().beAnnotatedWith(Component.class).check(PRODUCT);
  }

  /** The advisories that SECURITY.md leaves open: what is vulnerable must not be reachable. */
  @Test
  void whatAnOpenAdvisoryConcernsIsNotUsed() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("org.hl7.fhir.utilities.XsltUtilities")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("org.springframework.validation.DataBinder")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("org.springframework.web.bind.WebDataBinder")
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "jakarta.websocket..",
            "net.sf.saxon..",
            "net.sourceforge.plantuml..",
            "org.apache.camel.language.xpath..",
            "org.apache.catalina.valves..",
            "org.hl7.fhir.r4.utils.client..",
            "org.hl7.fhir.r5.utils.client..",
            "org.hl7.fhir.utilities.http..",
            "org.hl7.fhir.utilities.npm..",
            "org.hl7.fhir.validation..")
        .orShould()
        .callMethodWhere(target(name("xpath")))
        .check(PRODUCT);
  }

  /** A site reads one log; what prints past it is lost. */
  @Test
  void nothingIsPrintedPastTheLog() {
    noClasses()
        .that()
        .resideInAPackage(WORKBENCH)
        .and()
        .resideOutsideOfPackages(
            "org.trialward.workbench.command..", "org.trialward.workbench.demo..")
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .callMethod(Throwable.class, "printStackTrace")
        .check(PRODUCT);
  }

  /** CGLIB cannot open a transaction around what it cannot override. */
  @Test
  void whatOpensATransactionCanBeOverridden() {
    methods()
        .that()
        .areAnnotatedWith(Transactional.class)
        .should()
        .bePublic()
        .andShould()
        .notBeFinal()
        .check(PRODUCT);
    classes()
        .that()
        .containAnyMethodsThat(annotatedWith(Transactional.class))
        .should()
        .notHaveModifier(JavaModifier.FINAL)
        .check(PRODUCT);
  }
}
