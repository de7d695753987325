package org.trialward.fhir.hl7;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.trialward.fhir.record.FeedProfile;
import org.trialward.fhir.record.RecordKey;

/**
 * Which of a patient's numbers names the record: the one of the feed's type (PID-3.5), else typed
 * PI or MR, else without a type, else the first.
 */
final class RecordKeys {
  private static final int NUMBER = 1;
  private static final int AUTHORITY = 4;
  private static final int TYPE = 5;
  private static final int END = 8;
  private static final int LONGEST = 200;

  private final FeedProfile profile;
  private final Times times;

  RecordKeys(FeedProfile profile, Times times) {
    this.profile = profile;
    this.times = times;
  }

  /**
   * Of PID-3, else PID-2 or PID-4, which older versions have. A number that was no longer valid
   * when the message was told may be another patient's by now, and names nobody.
   */
  Optional<RecordKey> ofPid(Segment pid, Optional<LocalDate> told) {
    return Stream.of(3, 2, 4)
        .map(field -> numbers(pid.field(field)))
        .filter(all -> !all.isEmpty())
        .findFirst()
        .flatMap(all -> valid(all, told))
        .map(number -> key(number, profile.authority()));
  }

  /** Of the type that would name the record if none were over: no other type stands in for it. */
  private Optional<Field> valid(List<Field> all, Optional<LocalDate> told) {
    return best(all)
        .flatMap(usual ->
            all.stream()
                .filter(number -> number.text(TYPE).equalsIgnoreCase(usual.text(TYPE)))
                .filter(number -> !isOver(number, told))
                .findFirst());
  }

  private boolean isOver(Field number, Optional<LocalDate> told) {
    return told.flatMap(day ->
            times.of(number.text(END)).filter(end -> end.latest().toLocalDate().isBefore(day)))
        .isPresent();
  }

  /**
   * The one that was given up: MRG-1, else MRG-4, which older versions have. Of several that of the
   * survivor's authority, whose also is one that names none (HL7 v2.8, 3.3.40), unless it is a
   * visit's, an insurance's or of another such type.
   */
  Optional<RecordKey> ofMrg(Segment mrg, RecordKey survivor) {
    return Stream.of(1, 4)
        .map(field -> numbers(mrg.field(field)))
        .flatMap(all ->
            Stream.of(survivor.authority(), "")
                .map(authority -> all.stream().filter(it -> isOf(authority, it)).toList())
                .flatMap(alike -> ofRecord(alike).stream())
                .findFirst()
                .or(() -> best(all))
                .stream())
        .findFirst()
        .map(number -> key(number, survivor.authority()));
  }

  private static boolean isOf(String authority, Field number) {
    return key(number, "").authority().equals(authority);
  }

  private static List<Field> numbers(Field field) {
    return field.repetitions().stream().filter(RecordKeys::isNumber).toList();
  }

  private Optional<Field> best(List<Field> numbers) {
    return ofRecord(numbers).or(() -> numbers.stream().findFirst());
  }

  private Optional<Field> ofRecord(List<Field> numbers) {
    return Stream.<Predicate<Field>>of(
            number -> number.text(TYPE).equalsIgnoreCase(profile.recordType()),
            number -> number.text(TYPE).equalsIgnoreCase("PI"),
            number -> number.text(TYPE).equalsIgnoreCase("MR"),
            number -> number.text(TYPE).isEmpty())
        .flatMap(kind -> numbers.stream().filter(kind).limit(1))
        .findFirst();
  }

  private static boolean isNumber(Field number) {
    String text = number.text(NUMBER);
    return !text.isEmpty() && text.length() <= LONGEST;
  }

  private static RecordKey key(Field number, String usual) {
    String authority =
        Stream.of(number.text(AUTHORITY, 1), number.text(AUTHORITY, 2))
            .filter(text -> !text.isEmpty() && text.length() <= LONGEST)
            .findFirst()
            .orElse(usual);
    return new RecordKey(authority, number.text(NUMBER));
  }
}
