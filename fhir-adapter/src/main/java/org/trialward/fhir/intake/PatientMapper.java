package org.trialward.fhir.intake;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.HumanName.NameUse;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Patient.LinkType;
import org.hl7.fhir.r4.model.Patient.PatientLinkComponent;
import org.hl7.fhir.r4.model.StringType;
import org.trialward.rules.patient.Demographics;
import org.trialward.rules.patient.Demographics.Death;
import org.trialward.rules.patient.Residence;
import org.trialward.rules.patient.Sex;
import org.trialward.rules.quantity.Interval;

final class PatientMapper {
  private static final PatientIdentity NOBODY = new PatientIdentity("", "", "");

  private final Moments moments;

  PatientMapper(Moments moments) {
    this.moments = moments;
  }

  MappedPatient map(Patient patient) {
    var notes = new Notes(References.source(patient));
    try {
      return map(patient, notes);
    } catch (RuntimeException odd) {
      notes.drop("the resource", "it is not shaped as FHIR R4 says");
      return new MappedPatient(nothing(notes), NOBODY, true, Optional.empty(), notes.unusable());
    }
  }

  private MappedPatient map(Patient patient, Notes notes) {
    Demographics demographics;
    if (patient.hasModifierExtension()) {
      notes.drop("the resource", "it carries a modifier extension that we do not understand");
      demographics = nothing(notes);
    } else {
      demographics =
          new Demographics(
              born(patient, notes),
              sex(patient),
              death(patient, notes),
              Homes.of(patient.getAddress(), notes),
              Languages.of(patient.getCommunication(), notes),
              notes.source());
    }
    return new MappedPatient(
        demographics,
        identity(patient),
        isInUse(patient),
        replacements(patient)
            .flatMap(link -> References.text(link.getOther()).stream())
            .flatMap(reference -> References.patient(reference).stream())
            .findFirst(),
        notes.unusable());
  }

  private static Demographics nothing(Notes notes) {
    return new Demographics(
        Optional.empty(),
        Optional.empty(),
        new Death.NotRecorded(),
        Residence.NOT_RECORDED,
        List.of(),
        notes.source());
  }

  private static Optional<Interval> born(Patient patient, Notes notes) {
    Optional<Interval> born = Moments.day(patient.getBirthDateElement());
    if (born.isEmpty()) {
      notes.drop("birthDate", "it is missing or not a date");
    }
    return born;
  }

  private static Optional<Sex> sex(Patient patient) {
    return Optional.ofNullable(patient.getGender())
        .flatMap(gender ->
            switch (gender) {
              case FEMALE -> Optional.of(Sex.FEMALE);
              case MALE -> Optional.of(Sex.MALE);
              case OTHER -> Optional.of(Sex.OTHER);
              case UNKNOWN, NULL -> Optional.empty();
            });
  }

  private Death death(Patient patient, Notes notes) {
    if (!patient.hasDeceased()) {
      return new Death.NotRecorded();
    }
    return switch (patient.getDeceased()) {
      case DateTimeType date when isNotApplicable(date) -> new Death.NotRecorded();
      case DateTimeType when -> new Death.Died(moments.of(when));
      case BooleanType died when Boolean.TRUE.equals(died.getValue()) ->
          new Death.Died(Optional.empty());
      case BooleanType lives when Boolean.FALSE.equals(lives.getValue()) -> new Death.NotRecorded();
      default -> {
        notes.drop("deceased", "it is neither true nor false nor a date");
        yield new Death.NotRecorded();
      }
    };
  }

  /** The reason why there is no date: the patient lives. Any other leaves it that they died. */
  private static boolean isNotApplicable(DateTimeType when) {
    return when.getExtensionsByUrl(Statuses.DATA_ABSENT_REASON).stream()
        .map(Extension::getValue)
        .anyMatch(why -> why != null && "not-applicable".equals(why.primitiveValue()));
  }

  /** R4: an inactive record is not to be treated as valid, one that was replaced not to be used. */
  private static boolean isInUse(Patient patient) {
    boolean active = !Boolean.FALSE.equals(patient.getActiveElement().getValue());
    return active && replacements(patient).findAny().isEmpty();
  }

  /** A record that says it replaces itself says nothing. */
  private static Stream<PatientLinkComponent> replacements(Patient patient) {
    Optional<String> itself = References.subject(patient);
    return patient.getLink().stream()
        .filter(link -> link.getType() == LinkType.REPLACEDBY)
        .filter(link ->
            itself.isEmpty()
                || !References.text(link.getOther()).flatMap(References::relative).equals(itself));
  }

  private static PatientIdentity identity(Patient patient) {
    return new PatientIdentity(
        name(patient.getName()),
        recordNumber(patient.getIdentifier()),
        Optional.ofNullable(patient.getBirthDateElement().getValueAsString()).orElse(""));
  }

  private static String name(List<HumanName> names) {
    return names.stream()
        .filter(name -> name.getUse() == NameUse.OFFICIAL || name.getUse() == NameUse.USUAL)
        .findFirst()
        .or(() -> names.stream().findFirst())
        .map(PatientMapper::text)
        .orElse("");
  }

  private static String text(HumanName name) {
    if (name.hasText()) {
      return name.getText();
    }
    String given =
        name.getGiven().stream()
            .map(StringType::getValue)
            .filter(Objects::nonNull)
            .collect(Collectors.joining(" "));
    String family = Optional.ofNullable(name.getFamily()).orElse("");
    return given.isEmpty() || family.isEmpty() ? family + given : family + ", " + given;
  }

  /** The identifier typed MR (HL7 v2 table 0203), else the first. */
  private static String recordNumber(List<Identifier> identifiers) {
    return identifiers.stream()
        .filter(identifier -> Codes.values(identifier.getType()).contains("MR"))
        .findFirst()
        .or(() -> identifiers.stream().findFirst())
        .flatMap(identifier -> Optional.ofNullable(identifier.getValue()))
        .orElse("");
  }
}
