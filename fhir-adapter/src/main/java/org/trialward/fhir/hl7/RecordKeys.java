package org.trialward.fhir.hl7;

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
  private static final int LONGEST = 200;

  private final FeedProfile profile;

  RecordKeys(FeedProfile profile) {
    this.profile = profile;
  }

  /** Of PID-3, else PID-2 or PID-4, which older versions have. */
  Optional<RecordKey> ofPid(Segment pid) {
    return Stream.of(3, 2, 4).flatMap(field -> of(pid.field(field)).stream()).findFirst();
  }

  /** The one that was given up: MRG-1, else MRG-4, which older versions have. */
  Optional<RecordKey> ofMrg(Segment mrg) {
    return Stream.of(1, 4).flatMap(field -> of(mrg.field(field)).stream()).findFirst();
  }

  private Optional<RecordKey> of(Field numbers) {
    List<Field> all = numbers.repetitions().stream().filter(RecordKeys::isNumber).toList();
    return Stream.<Predicate<Field>>of(
            number -> number.text(TYPE).equalsIgnoreCase(profile.recordType()),
            number -> number.text(TYPE).equalsIgnoreCase("PI"),
            number -> number.text(TYPE).equalsIgnoreCase("MR"),
            number -> number.text(TYPE).isEmpty(),
            _ -> true)
        .flatMap(kind -> all.stream().filter(kind).limit(1))
        .findFirst()
        .map(this::key);
  }

  private static boolean isNumber(Field number) {
    String text = number.text(NUMBER);
    return !text.isEmpty() && text.length() <= LONGEST;
  }

  private RecordKey key(Field number) {
    String authority =
        Stream.of(number.text(AUTHORITY, 1), number.text(AUTHORITY, 2))
            .filter(text -> !text.isEmpty() && text.length() <= LONGEST)
            .findFirst()
            .orElse(profile.authority());
    return new RecordKey(authority, number.text(NUMBER));
  }
}
