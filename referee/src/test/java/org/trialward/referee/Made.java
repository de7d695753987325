package org.trialward.referee;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.hl7.fhir.r4.model.AllergyIntolerance;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.Immunization;
import org.hl7.fhir.r4.model.Immunization.ImmunizationStatus;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.MedicationAdministration;
import org.hl7.fhir.r4.model.MedicationAdministration.MedicationAdministrationStatus;
import org.hl7.fhir.r4.model.MedicationDispense;
import org.hl7.fhir.r4.model.MedicationDispense.MedicationDispenseStatus;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.MedicationRequest.MedicationRequestIntent;
import org.hl7.fhir.r4.model.MedicationRequest.MedicationRequestStatus;
import org.hl7.fhir.r4.model.MedicationStatement;
import org.hl7.fhir.r4.model.MedicationStatement.MedicationStatementStatus;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Procedure;
import org.hl7.fhir.r4.model.Procedure.ProcedureStatus;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Quantity.QuantityComparator;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.ResearchSubject;
import org.hl7.fhir.r4.model.ResearchSubject.ResearchSubjectStatus;
import org.hl7.fhir.r4.model.Type;

/**
 * Patients whom no hospital writes down like that: every status, dates known in part or not at all,
 * results with comparators, in other units, with and without normal limits. The same seed makes the
 * same patient.
 */
final class Made {
  private static final String CLINICAL = "http://terminology.hl7.org/CodeSystem/condition-clinical";
  private static final String VERIFICATION =
      "http://terminology.hl7.org/CodeSystem/condition-ver-status";
  private static final String ICD_10_CM = "http://hl7.org/fhir/sid/icd-10-cm";
  private static final String HGNC = "http://www.genenames.org/geneId";

  private final Random random;
  private final Random spelling;
  private final Bundle bundle = new Bundle().setType(Bundle.BundleType.COLLECTION);
  private final String id;
  private int resources;

  private Made(int seed) {
    this.random = new Random(seed);
    this.spelling = new Random(seed);
    this.id = "made-" + seed;
  }

  static void patients(int count, Path folder) throws IOException {
    for (int seed = 0; seed < count; seed++) {
      Made made = new Made(seed);
      Files.writeString(folder.resolve(made.id + ".json"), made.json());
    }
  }

  private String json() {
    person();
    for (int i = 0; i < 6; i++) {
      diagnosis();
      request();
      administration();
      procedure();
      vaccine();
    }
    allergy();
    statement();
    study();
    variant();
    variant();
    for (int i = 0; i < 25; i++) {
      result();
    }
    for (int i = 0; i < 4; i++) {
      dispense();
    }
    for (int i = 0; i < 3; i++) {
      filtration();
    }
    return FhirContext.forR4Cached().newJsonParser().encodeResourceToString(bundle);
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  @SafeVarargs
  private <T> T one(T... of) {
    return of[random.nextInt(of.length)];
  }

  /** One of FHIR's codes; HAPI adds one that stands for none. */
  private <E extends Enum<E>> E any(E[] codes) {
    List<E> said = Arrays.stream(codes).filter(code -> !code.name().equals("NULL")).toList();
    return said.get(random.nextInt(said.size()));
  }

  private <T extends DomainResource> T add(T resource) {
    resource.setId("r" + resources++);
    bundle.addEntry().setResource(resource);
    return resource;
  }

  private Reference subject() {
    return new Reference("Patient/" + id);
  }

  /** A year, a month, a day or an instant of the last years, or of the next months. */
  private String when() {
    int year = chance(40) ? 2024 : 2010 + random.nextInt(16);
    String month = "%d-%02d".formatted(year, 1 + random.nextInt(12));
    String day = month + "-%02d".formatted(1 + random.nextInt(28));
    return switch (random.nextInt(8)) {
      case 0 -> String.valueOf(year);
      case 1, 2 -> month;
      case 3, 4, 5 -> day;
      default ->
          day
              + "T%02d:%02d:00".formatted(random.nextInt(24), random.nextInt(60))
              + one("Z", "-05:00", "+05:30");
    };
  }

  private Type moment() {
    return chance(70) ? new DateTimeType(when()) : period();
  }

  private Period period() {
    Period period = new Period();
    if (chance(85)) {
      period.setStartElement(new DateTimeType(when()));
    }
    if (chance(60)) {
      period.setEndElement(new DateTimeType(when()));
    }
    return period;
  }

  /** Every tenth code as records write it that follow no guide. */
  private CodeableConcept code(String system, String code) {
    boolean otherwise = spelling.nextInt(10) == 0;
    return new CodeableConcept(
        new Coding()
            .setSystem(otherwise ? otherName(system) : system)
            .setCode(otherwise ? otherSpelling(system, code) : code));
  }

  private String otherName(String system) {
    return switch (spelling.nextInt(3)) {
      case 0 -> system.replace("http:", "https:");
      case 1 -> system + "/";
      default ->
          switch (system) {
            case Chart.SNOMED -> "urn:oid:2.16.840.1.113883.6.96";
            case Chart.LOINC -> "urn:oid:2.16.840.1.113883.6.1";
            case Chart.RXNORM -> "urn:oid:2.16.840.1.113883.6.88";
            case Chart.CVX -> "urn:oid:2.16.840.1.113883.12.292";
            case ICD_10_CM -> "urn:oid:2.16.840.1.113883.6.90";
            case HGNC -> "http://www.genenames.org";
            default -> system;
          };
    };
  }

  private String otherSpelling(String system, String code) {
    return switch (system) {
      case ICD_10_CM ->
          List.of(code.replace(".", ""), code.toLowerCase(Locale.ROOT), code + "+", code + ".")
              .get(spelling.nextInt(4));
      case HGNC -> code.replace("HGNC:", "");
      default -> code;
    };
  }

  private void person() {
    Patient patient = new Patient();
    patient.setId(id);
    if (chance(95)) {
      String year = String.valueOf(1935 + random.nextInt(75));
      patient.setBirthDateElement(
          new DateType(one(year, year + "-06", year + "-02-28", year + "-01-01", year + "-12-31")));
    }
    if (chance(90)) {
      patient.setGender(any(AdministrativeGender.values()));
    }
    if (chance(20)) {
      patient.setDeceased(new DateTimeType(when()));
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      patient
          .addAddress()
          .setCountry(one("US", "USA", "DE", "AT", ""))
          .setPostalCode(one("02139", "01234-5678", "99999", ""));
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      patient
          .addCommunication()
          .setLanguage(code("urn:ietf:bcp:47", one("en", "en-US", "es", "fr-CA", "de", "eng")));
    }
    bundle.addEntry().setResource(patient);
  }

  private void diagnosis() {
    Condition condition = add(new Condition()).setSubject(subject());
    condition.setCode(
        one(
            code(Chart.SNOMED, one("59621000", "444814009", "40055000", "10509002", "162864005")),
            code(Chart.SNOMED, one("408643008", "88805009", "230690007", "389026000")),
            code(ICD_10_CM, one("E11.65", "E11.9", "E10.10", "E10.9", "E66.9", "E66"))));
    if (chance(75)) {
      condition.setClinicalStatus(
          code(
              CLINICAL,
              one("active", "recurrence", "relapse", "inactive", "remission", "resolved")));
    }
    if (chance(60)) {
      condition.setVerificationStatus(
          code(
              VERIFICATION,
              one(
                  "confirmed",
                  "confirmed",
                  "unconfirmed",
                  "provisional",
                  "refuted",
                  "entered-in-error")));
    }
    if (chance(75)) {
      condition.setOnset(moment());
    }
    if (chance(35)) {
      condition.setAbatement(moment());
    }
    if (chance(50)) {
      condition.setRecordedDateElement(new DateTimeType(when()));
    }
    if (chance(40)) {
      condition.setSeverity(code(Chart.SNOMED, one("24484000", "255604002")));
    }
    if (chance(40)) {
      condition.addStage().setSummary(stage());
    }
  }

  /** Groups, finer ones too, and categories of the tumour and its nodes. */
  private CodeableConcept stage() {
    return chance(60)
        ? code("http://cancerstaging.org", one("4", "3", "2", "3A", "cT1", "cT4", "cN1"))
        : code(
            Chart.SNOMED,
            one("1222837003", "258224005", "1352871005", "1228889001", "1228944003", "67673008"));
  }

  private CodeableConcept drug() {
    return code(Chart.RXNORM, one("314076", "243670", "212033", "313782", "198440", "311700"));
  }

  private void request() {
    MedicationRequest request =
        add(new MedicationRequest()).setSubject(subject()).setMedication(drug());
    if (chance(95)) {
      request.setStatus(any(MedicationRequestStatus.values()));
    }
    request.setIntent(
        one(
            MedicationRequestIntent.ORDER,
            MedicationRequestIntent.ORDER,
            MedicationRequestIntent.PLAN));
    if (chance(80)) {
      request.setAuthoredOnElement(new DateTimeType(when()));
    }
    if (chance(30)) {
      request.addDosageInstruction().getTiming().getRepeat().setBounds(period());
    }
    if (chance(15)) {
      request.addDosageInstruction().getTiming().getRepeat().setBounds(period());
    }
    if (chance(20)) {
      request.getDispenseRequest().setValidityPeriod(period());
    }
    if (chance(5)) {
      request.setDoNotPerform(true);
    }
  }

  private void administration() {
    MedicationAdministration given =
        add(new MedicationAdministration()).setSubject(subject()).setMedication(drug());
    given.setStatus(any(MedicationAdministrationStatus.values()));
    given.setEffective(moment());
  }

  private void dispense() {
    MedicationDispense dispense =
        add(new MedicationDispense()).setSubject(subject()).setMedication(drug());
    dispense.setStatus(
        chance(50) ? MedicationDispenseStatus.COMPLETED : any(MedicationDispenseStatus.values()));
    if (chance(90)) {
      dispense.setWhenHandedOverElement(new DateTimeType(when()));
    }
    if (chance(20)) {
      dispense.setWhenPreparedElement(new DateTimeType(when()));
    }
    if (chance(50)) {
      dispense.addAuthorizingPrescription(new Reference("MedicationRequest/1"));
    }
    if (chance(60)) {
      dispense.setDaysSupply(new Quantity(one(1, 10, 30, 90)).setCode(one("d", "d", "h")));
    }
  }

  private void statement() {
    MedicationStatement statement = add(new MedicationStatement()).setSubject(subject());
    statement.setMedication(code(Chart.RXNORM, one("1156671", "1946828", "1")));
    statement.setStatus(any(MedicationStatementStatus.values()));
    if (chance(80)) {
      statement.setEffective(moment());
    }
  }

  private void procedure() {
    Procedure procedure = add(new Procedure()).setSubject(subject());
    procedure.setCode(code(Chart.SNOMED, one("73761001", "23426006", "265764009")));
    procedure.setStatus(any(ProcedureStatus.values()));
    if (chance(85)) {
      procedure.setPerformed(moment());
    }
  }

  private void vaccine() {
    Immunization immunization = add(new Immunization()).setPatient(subject());
    immunization.setVaccineCode(code(Chart.CVX, one("140", "140", "33")));
    immunization.setStatus(
        one(
            ImmunizationStatus.COMPLETED,
            ImmunizationStatus.COMPLETED,
            ImmunizationStatus.NOTDONE,
            ImmunizationStatus.ENTEREDINERROR));
    if (chance(90)) {
      immunization.setOccurrence(new DateTimeType(when()));
    }
  }

  private void allergy() {
    AllergyIntolerance allergy = add(new AllergyIntolerance()).setPatient(subject());
    allergy.setCode(code(Chart.SNOMED, one("419199007", "84489001", "735029006")));
    if (chance(60)) {
      allergy.setClinicalStatus(code(CLINICAL, one("active", "inactive", "resolved")));
    }
    if (chance(60)) {
      allergy.setVerificationStatus(
          code(VERIFICATION, one("confirmed", "unconfirmed", "refuted", "entered-in-error")));
    }
    if (chance(50)) {
      allergy.setRecordedDateElement(new DateTimeType(when()));
    }
    if (chance(30)) {
      allergy.addReaction().setSubstance(code(Chart.RXNORM, "1191"));
    }
  }

  private void study() {
    if (chance(60)) {
      ResearchSubject subject = add(new ResearchSubject()).setIndividual(subject());
      subject.setStatus(any(ResearchSubjectStatus.values()));
      subject.setStudy(new Reference("ResearchStudy/" + one("NCT00000001", "NCT00000002")));
      if (chance(80)) {
        subject.setPeriod(period());
      }
    }
  }

  private void variant() {
    Observation variant = add(new Observation()).setSubject(subject());
    variant.setCode(code(Chart.LOINC, "69548-6"));
    variant.setStatus(any(ObservationStatus.values()));
    if (chance(90)) {
      variant.setValue(code(Chart.LOINC, one("LA9633-4", "LA9633-4", "LA9634-2", "LA18198-4")));
    }
    if (chance(80)) {
      variant.setEffective(new DateTimeType(when()));
    }
    variant
        .addComponent()
        .setCode(code(Chart.LOINC, "48018-6"))
        .setValue(code(HGNC, one("HGNC:3467", "HGNC:11389")));
    if (chance(40)) {
      variant
          .addComponent()
          .setCode(code(Chart.LOINC, "48005-3"))
          .setValue(
              code(
                  "http://varnomen.hgvs.org",
                  one("p.Val600Glu", "NP_004324.2:p.(Val600Glu)", "p.Gly12Cys")));
    }
    if (chance(30)) {
      variant
          .addComponent()
          .setCode(code(Chart.LOINC, "53037-8"))
          .setValue(code(Chart.LOINC, one("LA6668-3", "LA6675-8")));
    }
    if (chance(30)) {
      variant.addInterpretation(code(Chart.SNOMED, one("471281007", "12645001")));
    }
    if (chance(30)) {
      variant
          .addComponent()
          .setCode(code(Chart.LOINC, "48002-0"))
          .setValue(code(Chart.LOINC, one("LA6683-2", "LA6684-0")));
    }
  }

  private Quantity quantity(String value, String unit) {
    return new Quantity()
        .setValue(new BigDecimal(value))
        .setUnit(unit)
        .setSystem("http://unitsofmeasure.org")
        .setCode(unit);
  }

  private void result() {
    Observation result = add(new Observation()).setSubject(subject());
    if (chance(97)) {
      result.setStatus(
          one(
              ObservationStatus.FINAL,
              ObservationStatus.FINAL,
              ObservationStatus.AMENDED,
              any(ObservationStatus.values())));
    }
    if (chance(92)) {
      result.setEffective(moment());
    }
    switch (random.nextInt(14)) {
      case 0 -> number(result, "4548-4", one("5.9", "6.5", "8.1"), "%");
      case 1 -> number(result, "4548-4", one("41", "48", "75"), "mmol/mol");
      case 2 -> number(result, "2345-7", one("90", "101", "130"), "mg/dL");
      case 3 -> number(result, "2345-7", one("4.4", "5.6", "7.1"), "mmol/L");
      case 4 -> number(result, "2160-0", one("0.7", "0.9", "1.4"), "mg/dL");
      case 5 -> number(result, "2160-0", one("62", "88", "140"), "umol/L");
      case 6 -> number(result, "1742-6", one("20", "40", "110"), one("U/L", "[IU]/L"));
      case 7 -> number(result, "718-7", one("11.9", "13.0", "15.1"), "g/dL");
      case 8 -> number(result, "29463-7", one("70", "82.5", "165"), one("kg", "[lb_av]"));
      case 9 -> number(result, "8302-2", one("160", "1.75"), one("cm", "m"));
      case 10 -> pressure(result);
      case 11 ->
          result
              .setCode(code(Chart.LOINC, "72166-2"))
              .setValue(code(Chart.SNOMED, one("266919005", "8517006", "266927001")));
      case 12 ->
          result.setCode(code(Chart.LOINC, "89247-1")).setValue(new IntegerType(random.nextInt(6)));
      default ->
          result
              .setCode(code(Chart.LOINC, "89243-0"))
              .setValue(new IntegerType(List.of(100, 95, 90, 70, 55, 0).get(random.nextInt(6))));
    }
  }

  /** eGFR for Black patients and for all others, or for everybody. */
  private void filtration() {
    Type moment = chance(90) ? moment() : null;
    List<String> codes = chance(70) ? List.of("48642-3", "48643-1") : List.of("98979-8");
    for (String code : codes) {
      Observation result = add(new Observation()).setSubject(subject());
      result.setStatus(chance(80) ? ObservationStatus.FINAL : any(ObservationStatus.values()));
      result.setEffective(moment);
      number(result, code, one("52", "58", "64", "70"), "mL/min/{1.73_m2}");
    }
  }

  private void number(Observation result, String loinc, String value, String unit) {
    Quantity quantity = quantity(value, unit);
    if (chance(15)) {
      quantity.setComparator(any(QuantityComparator.values()));
    }
    if (chance(5)) {
      quantity = new Quantity().setValue(new BigDecimal(value));
    }
    result.setCode(code(Chart.LOINC, loinc)).setValue(quantity);
    if (chance(50)) {
      var range = result.addReferenceRange();
      if (chance(80)) {
        range.setLow(quantity(one("12", "20"), unit));
      }
      if (chance(80)) {
        range.setHigh(quantity(one("40", "45"), unit));
      }
    }
  }

  private void pressure(Observation panel) {
    panel.setCode(code(Chart.LOINC, "85354-9"));
    panel
        .addComponent()
        .setCode(code(Chart.LOINC, "8480-6"))
        .setValue(quantity(one("105", "128", "141"), "mm[Hg]"));
    panel
        .addComponent()
        .setCode(code(Chart.LOINC, "8462-4"))
        .setValue(quantity(one("70", "85"), "mm[Hg]"));
  }
}
