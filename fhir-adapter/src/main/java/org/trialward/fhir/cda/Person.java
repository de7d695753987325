package org.trialward.fhir.cda;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Address;
import org.hl7.fhir.r4.model.Address.AddressType;
import org.hl7.fhir.r4.model.Address.AddressUse;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Patient.PatientCommunicationComponent;
import org.trialward.fhir.intake.Homes;
import org.trialward.fhir.intake.Languages;
import org.trialward.fhir.intake.Notes;
import org.trialward.fhir.record.Said;
import org.trialward.fhir.record.Statement;
import org.trialward.rules.patient.Demographics.Death;
import org.trialward.rules.patient.Residence;
import org.trialward.rules.patient.Sex;
import org.trialward.rules.quantity.Interval;

/**
 * What the header says of the patient, each part under the reference that an HL7 v2 message has for
 * it, so that the later of the two stands. What is null-flavoured or missing says nothing.
 */
final class Person {
  private final Times times;

  Person(Times times) {
    this.times = times;
  }

  List<Statement> statements(Element patientRole, Notes notes) {
    Element patient = patientRole.child("patient");
    return Stream.of(
            name(patient).map(said -> new Statement("PID-5", said)),
            born(patient, notes).map(said -> new Statement("PID-7", said)),
            sex(patient, notes).map(said -> new Statement("PID-8", said)),
            home(patientRole, notes).map(said -> new Statement("PID-11", said)),
            languages(patient, notes).map(said -> new Statement("PID-15", said)),
            death(patient, notes).map(said -> new Statement("PID-30", said)))
        .flatMap(Optional::stream)
        .toList();
  }

  /** The legal name, else the first. */
  private static Optional<Said> name(Element patient) {
    List<Element> names = patient.children("name").filter(name -> !name.isNull()).toList();
    return names.stream()
        .filter(name -> name.has("use", "L"))
        .findFirst()
        .or(() -> names.stream().findFirst())
        .map(Person::text)
        .filter(text -> !text.isEmpty())
        .map(Said.Name::new);
  }

  private static String text(Element name) {
    String family = parts(name, "family");
    String given = parts(name, "given");
    if (family.isEmpty() && given.isEmpty()) {
      return name.text();
    }
    return given.isEmpty() || family.isEmpty() ? family + given : family + ", " + given;
  }

  private static String parts(Element name, String part) {
    return name.children(part)
        .filter(it -> !it.isNull())
        .map(Element::text)
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining(" "));
  }

  /** The calendar day where the patient was born: an offset does not move it. */
  private static Optional<Said> born(Element patient, Notes notes) {
    Optional<String> written = patient.value("birthTime");
    Optional<String> date = written.flatMap(Times::date);
    Optional<Interval> when = date.flatMap(Interval::ofPartialDate);
    if (written.isPresent() && when.isEmpty()) {
      notes.drop("birthTime", "it is not a date");
    }
    return when.map(born -> new Said.Born(date.orElse(""), Optional.of(born)));
  }

  /** HL7 AdministrativeGender: F, M and UN, undifferentiated. */
  private static Optional<Said> sex(Element patient, Notes notes) {
    Optional<String> code = patient.code("administrativeGenderCode");
    Optional<Sex> sex =
        code.flatMap(it ->
            switch (it) {
              case "F" -> Optional.of(Sex.FEMALE);
              case "M" -> Optional.of(Sex.MALE);
              case "UN" -> Optional.of(Sex.OTHER);
              default -> Optional.empty();
            });
    if (code.isPresent() && sex.isEmpty()) {
      notes.drop("administrativeGenderCode", "it is none of F, M and UN");
    }
    return sex.map(it -> new Said.OfSex(Optional.of(it)));
  }

  private static Optional<Said> home(Element patientRole, Notes notes) {
    List<Address> addresses =
        patientRole.children("addr").filter(addr -> !addr.isNull()).map(Person::address).toList();
    Residence residence = Homes.of(addresses, notes);
    return residence.equals(Residence.NOT_RECORDED)
        ? Optional.empty()
        : Optional.of(new Said.Home(residence));
  }

  /** HL7 AddressUse: home, primary home, vacation home; work; temporary; bad; postal. */
  private static Address address(Element addr) {
    var address = new Address();
    parts(addr, "country", address::setCountry);
    parts(addr, "postalCode", address::setPostalCode);
    List<String> uses = List.of(addr.attribute("use").orElse("").split("\\s+"));
    if (uses.contains("H") || uses.contains("HP")) {
      address.setUse(AddressUse.HOME);
    } else if (uses.contains("WP") || uses.contains("DIR") || uses.contains("PUB")) {
      address.setUse(AddressUse.WORK);
    } else if (uses.contains("TMP") || uses.contains("HV")) {
      address.setUse(AddressUse.TEMP);
    } else if (uses.contains("BAD") || uses.contains("OLD")) {
      address.setUse(AddressUse.OLD);
    } else if (uses.contains("PST")) {
      address.setType(AddressType.POSTAL);
    }
    if (addr.child("useablePeriod").value("high").isPresent()) {
      address.getPeriod().setEndElement(new DateTimeType("9999"));
    }
    return address;
  }

  private static void parts(Element addr, String part, Consumer<String> set) {
    String text = parts(addr, part);
    if (!text.isEmpty()) {
      set.accept(text);
    }
  }

  private static Optional<Said> languages(Element patient, Notes notes) {
    List<PatientCommunicationComponent> spoken =
        patient
            .children("languageCommunication")
            .flatMap(one -> one.code("languageCode").map(code -> language(one, code)).stream())
            .toList();
    List<String> tags = Languages.of(spoken, notes);
    return tags.isEmpty() ? Optional.empty() : Optional.of(new Said.Speaks(tags));
  }

  private static PatientCommunicationComponent language(Element communication, String code) {
    var language = new PatientCommunicationComponent();
    language.getLanguage().addCoding().setSystem("urn:ietf:bcp:47").setCode(code);
    return language.setPreferred(
        communication.value("preferenceInd").filter("true"::equals).isPresent());
  }

  /** HL7's extension of CDA ({@code sdtc}). */
  private Optional<Said> death(Element patient, Notes notes) {
    Optional<String> written = patient.value("deceasedTime");
    Optional<Interval> when = written.flatMap(times::of);
    if (written.isPresent() && when.isEmpty()) {
      notes.drop("deceasedTime", "it is not a date");
    }
    Optional<String> died = patient.value("deceasedInd");
    if (written.isPresent() || died.filter("true"::equals).isPresent()) {
      return Optional.of(new Said.Death(new Death.Died(when)));
    }
    return died.filter("false"::equals).map(_ -> new Said.Death(new Death.NotRecorded()));
  }
}
