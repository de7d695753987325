package org.trialward.fhir.hl7;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
 * The parts of a person in PID, each a statement of its own: an empty field says nothing, HL7's
 * {@code ""} takes back what was said.
 */
final class Person {
  /** HL7 table 0190: home and permanent. */
  private static final Set<String> HOME = Set.of("H", "P");

  private static final Pattern THREE_LETTERS = Pattern.compile("[A-Za-z]{3}");
  private static final int LONGEST_NAME = 250;

  private final Times times;

  Person(Times times) {
    this.times = times;
  }

  /** Who it is: name, birth date and sex. */
  List<Statement> identity(Segment pid, Notes notes) {
    List<Statement> parts = new ArrayList<>();
    String name = name(pid.field(5));
    if (!name.isEmpty() || pid.field(5).isNull()) {
      parts.add(new Statement("PID-5", new Said.Name(name)));
    }
    if (pid.field(7).saysSomething() && isStopGap(pid, "UD")) {
      notes.drop("PID-7", "PID-31 or PID-32 says that nobody knows it");
    } else {
      born(pid.first(7), notes).ifPresent(born -> parts.add(new Statement("PID-7", born)));
    }
    sex(pid.first(8), notes).ifPresent(sex -> parts.add(new Statement("PID-8", sex)));
    return parts;
  }

  /** Where the patient lives, which language, and whether alive. */
  List<Statement> circumstances(Segment pid, Notes notes) {
    List<Statement> parts = new ArrayList<>();
    if (pid.field(11).saysSomething() && isStopGap(pid, "UA")) {
      notes.drop("PID-11", "PID-31 or PID-32 says that nobody knows it");
    } else {
      home(pid.field(11), notes).ifPresent(home -> parts.add(new Statement("PID-11", home)));
    }
    speaks(pid.field(15), notes).ifPresent(said -> parts.add(new Statement("PID-15", said)));
    death(pid, notes).ifPresent(death -> parts.add(new Statement("PID-30", death)));
    return parts;
  }

  /** Whether a part is a stop-gap (HL7 table 0445), as all are of an unknown person. */
  private static boolean isStopGap(Segment pid, String part) {
    return pid.text(31).equalsIgnoreCase("Y")
        || pid.field(32).repetitions().stream()
            .anyMatch(said -> said.text(1).equalsIgnoreCase(part));
  }

  /** The legal name (HL7 table 0200), else the first. */
  private static String name(Field names) {
    List<Field> all = names.repetitions().stream().filter(name -> !text(name).isEmpty()).toList();
    return all.stream()
        .filter(name -> Set.of("L", "").contains(name.text(7)))
        .findFirst()
        .or(() -> all.stream().findFirst())
        .map(Person::text)
        .orElse("");
  }

  private static String text(Field name) {
    String family = name.text(1, 1);
    String given =
        Stream.of(name.text(2), name.text(3))
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining(" "));
    String whole = family.isEmpty() || given.isEmpty() ? family + given : family + ", " + given;
    return whole.length() > LONGEST_NAME ? whole.substring(0, LONGEST_NAME) : whole;
  }

  private static Optional<Said> born(Field field, Notes notes) {
    if (field.isEmpty()) {
      return Optional.empty();
    }
    if (field.isNull()) {
      return Optional.of(new Said.Born("", Optional.empty()));
    }
    Optional<String> date = Times.date(field);
    if (date.isEmpty()) {
      notes.drop("PID-7", "it is not a date of the form YYYYMMDD");
    }
    return date.map(text -> new Said.Born(text, Interval.ofPartialDate(text)));
  }

  /** HL7 table 0001. */
  private static Optional<Said> sex(Field field, Notes notes) {
    if (field.isEmpty()) {
      return Optional.empty();
    }
    return switch (field.text(1).toUpperCase(Locale.ROOT)) {
      case "F", "FEMALE" -> Optional.of(new Said.OfSex(Optional.of(Sex.FEMALE)));
      case "M", "MALE" -> Optional.of(new Said.OfSex(Optional.of(Sex.MALE)));
      case "O", "A", "X" -> Optional.of(new Said.OfSex(Optional.of(Sex.OTHER)));
      case "U", "N", "" -> Optional.of(new Said.OfSex(Optional.empty()));
      default -> {
        notes.drop("PID-8", "it is not one of F, M, O, A, X, U and N (HL7 table 0001)");
        yield Optional.empty();
      }
    };
  }

  /** Homes, else addresses of no said use; none that has an end. */
  private static Optional<Said> home(Field addresses, Notes notes) {
    if (addresses.isNull()) {
      return Optional.of(new Said.Home(Residence.NOT_RECORDED));
    }
    List<Field> all =
        addresses.repetitions().stream()
            .filter(address -> address.text(14).isEmpty() && address.text(12, 2).isEmpty())
            .toList();
    List<Field> homes = all.stream().filter(a -> HOME.contains(a.text(7))).toList();
    List<Residence> residences =
        (homes.isEmpty() ? all.stream().filter(a -> a.text(7).isEmpty()).toList() : homes)
            .stream()
                .map(address ->
                    Homes.residence(address.text(6), postalCode(address), "PID-11.6", notes))
                .filter(residence -> !residence.equals(Residence.NOT_RECORDED))
                .toList();
    return residences.isEmpty()
        ? Optional.empty()
        : Optional.of(new Said.Home(Homes.shared(residences, "PID-11", notes)));
  }

  private static Optional<String> postalCode(Field address) {
    String code = address.text(5);
    return code.isEmpty() || code.length() > 20 ? Optional.empty() : Optional.of(code);
  }

  private static Optional<Said> speaks(Field languages, Notes notes) {
    if (languages.isEmpty()) {
      return Optional.empty();
    }
    if (languages.isNull()) {
      return Optional.of(new Said.Speaks(List.of()));
    }
    List<String> tags =
        languages.repetitions().stream().flatMap(one -> language(one).stream()).distinct().toList();
    if (tags.isEmpty()) {
      notes.drop("PID-15", "it is neither a code of ISO 639 nor an English name");
      return Optional.empty();
    }
    return Optional.of(new Said.Speaks(tags));
  }

  private static Optional<String> language(Field one) {
    return Stream.of(one.text(1), one.text(2), one.text(4), one.text(5))
        .filter(text -> text.length() <= Codings.LONGEST)
        .flatMap(text -> Languages.tag(text).stream())
        .findFirst()
        .or(() ->
            Optional.of(one.text(1))
                .filter(code -> one.text(3).startsWith("ISO"))
                .filter(code -> THREE_LETTERS.matcher(code).matches())
                .map(code -> code.toLowerCase(Locale.ROOT)));
  }

  /** A date of death says it all, whatever the indicator beside it says. */
  private Optional<Said> death(Segment pid, Notes notes) {
    Field when = pid.first(29);
    Optional<Interval> date = times.of(when);
    String indicator = pid.text(30).toUpperCase(Locale.ROOT);
    if (when.saysSomething() && date.isEmpty()) {
      notes.drop("PID-29", "it is not a date of the form YYYYMMDD");
    }
    if (date.isPresent() && indicator.equals("N")) {
      notes.drop("PID-30", "it says no beside a date of death: taken as dead");
    }
    if (date.isPresent() || indicator.equals("Y")) {
      return Optional.of(new Said.Death(new Death.Died(date)));
    }
    boolean takenBack = indicator.equals("N") || pid.first(30).isNull() || when.isNull();
    return takenBack ? Optional.of(new Said.Death(new Death.NotRecorded())) : Optional.empty();
  }
}
