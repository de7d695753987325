package org.trialward.matcher;

import java.util.Optional;
import org.trialward.rules.patient.Demographics;
import org.trialward.rules.patient.Demographics.Death;
import org.trialward.rules.patient.Residence;
import org.trialward.rules.patient.Sex;
import org.trialward.rules.patient.Source;
import org.trialward.rules.quantity.Interval;

/**
 * Who the patient is, as bytes: which of these are known, then those that are.
 *
 * <pre>
 * bits 0-1 form of the birth date, 2-3 sex plus one, 4 died, 5-6 form of the date of death,
 * 7 country, 8 postal code
 * </pre>
 */
final class PersonBytes {
  private static final Source UNSAID = new Source("", "", "");

  private PersonBytes() {}

  static void write(Demographics person, ChartOutput out) {
    Optional<Interval> death = dateOf(person.death());
    Residence residence = person.residence();
    int known =
        form(person.born())
            | person.sex().map(sex -> Numbering.SEXES.indexOf(sex) + 1).orElse(0) << 2
            | bit(person.death() instanceof Death.Died) << 4
            | form(death) << 5
            | bit(residence.country().isPresent()) << 7
            | bit(residence.postalCode().isPresent()) << 8;
    out.number(known);
    out.date(person.born());
    out.date(death);
    residence.country().ifPresent(out::text);
    residence.postalCode().ifPresent(out::text);
    out.words(person.languages().stream().map(Word::wellFormed).toList());
  }

  static Demographics read(ChartInput in) {
    int known = in.number();
    return new Demographics(
        in.date(Numbering.FORMS.get(known & 3)),
        sex(known >>> 2 & 3),
        death(known >>> 4 & 1, Numbering.FORMS.get(known >>> 5 & 3), in),
        residence(known >>> 7, in),
        in.words(),
        UNSAID);
  }

  private static Optional<Interval> dateOf(Death death) {
    return switch (death) {
      case Death.NotRecorded() -> Optional.empty();
      case Death.Died(var when) -> when;
    };
  }

  private static Optional<Sex> sex(int number) {
    return number == 0 ? Optional.empty() : Optional.of(Numbering.SEXES.get(number - 1));
  }

  private static Death death(int died, DateForm form, ChartInput in) {
    return died == 0 ? new Death.NotRecorded() : new Death.Died(in.date(form));
  }

  private static Residence residence(int known, ChartInput in) {
    return known == 0
        ? Residence.NOT_RECORDED
        : new Residence(text(known & 1, in), text(known >>> 1, in));
  }

  private static Optional<String> text(int known, ChartInput in) {
    return known == 0 ? Optional.empty() : Optional.of(in.text());
  }

  private static int form(Optional<Interval> date) {
    return Numbering.FORMS.indexOf(DateForm.of(date));
  }

  private static int bit(boolean set) {
    return set ? 1 : 0;
  }
}
