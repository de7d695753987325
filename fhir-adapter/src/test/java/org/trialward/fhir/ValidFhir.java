package org.trialward.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.hl7.fhir.r4.model.Resource;
import org.trialward.fhir.emr.FhirR4;

/** HAPI's validator with FHIR R4's own definitions; started once, it takes seconds. */
public final class ValidFhir {
  private static final FhirValidator VALIDATOR = validator();

  private ValidFhir() {}

  private static FhirValidator validator() {
    FhirContext context = FhirR4.get();
    var support =
        new ValidationSupportChain(
            new DefaultProfileValidationSupport(context),
            new InMemoryTerminologyServerValidationSupport(context),
            new CommonCodeSystemsTerminologyService(context));
    return context.newValidator().registerValidatorModule(new FhirInstanceValidator(support));
  }

  public static void check(Resource resource) {
    assertThat(VALIDATOR.validateWithResult(resource).getMessages())
        .filteredOn(m -> m.getSeverity().compareTo(ResultSeverityEnum.ERROR) >= 0)
        .isEmpty();
  }
}
