package org.trialward.matcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.trialward.rules.patient.ClinicalStatus;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.patient.GeneVariant;
import org.trialward.rules.patient.Immunization;
import org.trialward.rules.patient.Measurement;
import org.trialward.rules.patient.MedicationUse;
import org.trialward.rules.patient.PerformedProcedure;
import org.trialward.rules.patient.Sex;
import org.trialward.rules.patient.StudyParticipation;
import org.trialward.rules.patient.Verification;

class NumberingTest {

  @ParameterizedTest
  @MethodSource("numberings")
  void everyConstantHasOneNumber(List<Object> numbering, Class<? extends Enum<?>> constants) {
    assertThat(numbering)
        .doesNotHaveDuplicates()
        .hasSameElementsAs(List.<Object>of((Object[]) constants.getEnumConstants()));
  }

  static Stream<Arguments> numberings() {
    return Stream.of(
        arguments(Numbering.KINDS, FactKind.class),
        arguments(Numbering.FORMS, DateForm.class),
        arguments(Numbering.SEXES, Sex.class),
        arguments(Numbering.CLINICAL, ClinicalStatus.class),
        arguments(Numbering.VERIFICATIONS, Verification.class),
        arguments(Numbering.MEDICATIONS, MedicationUse.Status.class),
        arguments(Numbering.PROCEDURES, PerformedProcedure.Status.class),
        arguments(Numbering.IMMUNIZATIONS, Immunization.Status.class),
        arguments(Numbering.MEASUREMENTS, Measurement.Status.class),
        arguments(Numbering.COMPARATORS, Measurement.Comparator.class),
        arguments(Numbering.FINDINGS, GeneVariant.Finding.class),
        arguments(Numbering.PARTICIPATIONS, StudyParticipation.Status.class));
  }

  @Test
  void everyKindOfFactIsAKind() {
    assertThat(FactKind.values()).hasSameSizeAs(Fact.class.getPermittedSubclasses());
  }
}
