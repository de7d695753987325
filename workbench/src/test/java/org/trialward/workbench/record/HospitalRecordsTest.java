package org.trialward.workbench.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.trialward.fhir.record.RecordAssembly.Assembled;
import org.trialward.fhir.record.RecordKey;
import org.trialward.fhir.record.Said;
import org.trialward.fhir.record.Stamp;
import org.trialward.fhir.record.Statement;
import org.trialward.rules.patient.Allergy;
import org.trialward.rules.patient.ClinicalStatus;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.patient.PatientId;
import org.trialward.rules.patient.Sex;
import org.trialward.rules.patient.Source;
import org.trialward.rules.patient.Verification;
import org.trialward.rules.quantity.Code;
import org.trialward.workbench.TestDatabase;
import org.trialward.workbench.json.Json;
import org.trialward.workbench.record.HospitalRecords.Standing;

class HospitalRecordsTest {
  private static final TestDatabase DATABASE = TestDatabase.fresh();
  private static final Instant NINE = Instant.parse("2026-11-22T09:00:00Z");
  private static final RecordKey A = new RecordKey("HOSP", "1");
  private static final RecordKey B = new RecordKey("HOSP", "2");
  private static final RecordKey C = new RecordKey("HOSP", "3");

  private final HospitalRecords records = new HospitalRecords(DATABASE.jdbc(), Json.mapper());

  @BeforeEach
  void empty() {
    DATABASE.clear();
  }

  @AfterAll
  static void drop() {
    DATABASE.close();
  }

  private static Stamp at(int minute) {
    return new Stamp(NINE.plusSeconds(60L * minute), "message " + minute);
  }

  private static Statement allergy(String reference, String code) {
    Fact fact =
        new Allergy(
            List.of(Code.of("urn:test", code)),
            ClinicalStatus.ACTIVE,
            Verification.CONFIRMED,
            Optional.empty(),
            new Source("AL1", reference, ""));
    return new Statement(reference, new Said.Facts(List.of(fact)));
  }

  private static Statement nothing(String reference) {
    return new Statement(reference, new Said.Facts(List.of()));
  }

  private static Statement name(String text) {
    return new Statement("PID-5", new Said.Name(text));
  }

  private Assembled known(RecordKey key) {
    return ((Standing.Known) records.standing(records.patient(key))).said();
  }

  private List<String> codes(RecordKey key) {
    return known(key).chart().facts().stream()
        .map(fact -> fact.codes().getFirst().value())
        .sorted()
        .toList();
  }

  private PatientId survivor(RecordKey key) {
    return switch (records.standing(records.patient(key))) {
      case Standing.Retired(var survivor) -> survivor;
      case Standing.Known _, Standing.Unknown _ -> records.patient(key);
    };
  }

  @Nested
  class Statements {

    @Test
    void ofEachReferenceTheLatestStands() {
      records.tell(A, at(1), List.of(allergy("x", "old"), allergy("y", "kept")));
      records.tell(A, at(2), List.of(allergy("x", "new")));
      assertThat(codes(A)).containsExactly("kept", "new");
    }

    @Test
    void whatComesLateIsCountedAndChangesNothing() {
      records.tell(A, at(2), List.of(allergy("x", "new")));
      assertThat(records.tell(A, at(1), List.of(allergy("x", "old"), allergy("y", "y")))).isOne();
      assertThat(codes(A)).containsExactly("new", "y");
    }

    @Test
    void aRetractionStaysEvenWhereTheResultComesAfterIt() {
      records.tell(A, at(2), List.of(nothing("x")));
      records.tell(A, at(1), List.of(allergy("x", "old")));
      assertThat(codes(A)).isEmpty();
    }

    @Test
    void thePartsOfAPersonAreToldApart() {
      records.tell(
          A,
          at(1),
          List.of(
              name("Muster, Anna"),
              new Statement("PID-8", new Said.OfSex(Optional.of(Sex.FEMALE)))));
      records.tell(A, at(2), List.of(name("Beispiel, Anna")));
      assertThat(known(A).identity().name()).isEqualTo("Beispiel, Anna");
      assertThat(known(A).identity().recordNumber()).isEqualTo("1");
      assertThat(known(A).chart().demographics().sex()).contains(Sex.FEMALE);
    }

    @Test
    void theKeyOfAPatientIsNoRecordNumber() {
      assertThat(HospitalRecords.isOwn(records.patient(A))).isTrue();
      assertThat(records.patient(A)).isEqualTo(records.patient(A)).isNotEqualTo(records.patient(B));
    }
  }

  @Nested
  class Merging {

    @Test
    void theSurvivorHasTheFactsOfBothAndTheirOwnName() {
      records.tell(A, at(1), List.of(allergy("x", "a"), name("Anna")));
      records.tell(B, at(2), List.of(allergy("y", "b"), name("Berta")));
      records.merge(A, B, at(3));
      assertThat(codes(A)).containsExactly("a", "b");
      assertThat(known(A).identity().name()).isEqualTo("Anna");
      assertThat(survivor(B)).isEqualTo(records.patient(A));
    }

    @Test
    void whatIsSaidOfTheRetiredRecordLaterBelongsToTheSurvivor() {
      records.merge(A, B, at(3));
      records.tell(B, at(4), List.of(allergy("y", "b")));
      assertThat(codes(A)).containsExactly("b");
      assertThat(records.concerned(B))
          .containsExactlyInAnyOrder(records.patient(A), records.patient(B));
    }

    @Test
    void partingGivesBackWhatThereWas() {
      records.tell(A, at(1), List.of(allergy("x", "a")));
      records.tell(B, at(2), List.of(allergy("y", "b")));
      records.merge(A, B, at(3));
      records.part(A, B, at(4));
      assertThat(codes(A)).containsExactly("a");
      assertThat(codes(B)).containsExactly("b");
    }

    @Test
    void mergesAreFollowedToTheEnd() {
      records.merge(B, C, at(1));
      records.merge(A, B, at(2));
      assertThat(survivor(C)).isEqualTo(records.patient(A));
    }

    @Test
    void whoIsMergedBackAndForthIsWhomTheLastWordNames() {
      records.merge(A, B, at(1));
      records.merge(B, A, at(2));
      assertThat(survivor(A)).isEqualTo(records.patient(B));
      assertThat(survivor(B)).isEqualTo(records.patient(B));
    }

    @Test
    void aRecordMergedIntoItselfIsLeftAlone() {
      records.merge(A, A, at(1));
      assertThat(survivor(A)).isEqualTo(records.patient(A));
    }

    @Test
    void anOldPartingDoesNotUndoANewMerge() {
      records.merge(A, B, at(2));
      records.part(A, B, at(1));
      assertThat(survivor(B)).isEqualTo(records.patient(A));
    }
  }

  @Nested
  class PatientsOfTheEmr {

    @Test
    void aSecondNumberOfTheSamePatientIsTheSamePatient() {
      var anna = new PatientId("anna");
      records.adopt(A, anna);
      records.adopt(B, anna);
      records.tell(B, at(1), List.of(allergy("x", "a")));
      assertThat(codes(A)).containsExactly("a");
      assertThat(survivor(B)).isEqualTo(anna);
    }
  }

  /** Repeated and in any order, the same messages give the same records. */
  @Test
  void arrivalDoesNotMatter() {
    List<Runnable> messages = new ArrayList<>();
    List<RecordKey> keys = List.of(A, B, C);
    var random = new Random(4711);
    for (int minute = 0; minute < 30; minute++) {
      Stamp stamp = at(minute);
      RecordKey one = keys.get(random.nextInt(3));
      RecordKey other = keys.get(random.nextInt(3));
      String reference = "r" + random.nextInt(4);
      String code = "c" + minute;
      switch (random.nextInt(6)) {
        case 0 -> messages.add(() -> records.merge(one, other, stamp));
        case 1 -> messages.add(() -> records.part(one, other, stamp));
        case 2 -> messages.add(() -> records.tell(one, stamp, List.of(nothing(reference))));
        default -> messages.add(() -> records.tell(one, stamp, List.of(allergy(reference, code))));
      }
    }
    List<String> clean = outcome(messages);
    for (int round = 0; round < 20; round++) {
      List<Runnable> arriving = new ArrayList<>(messages);
      arriving.addAll(messages.subList(0, 10));
      Collections.shuffle(arriving, random);
      DATABASE.clear();
      assertThat(outcome(arriving)).isEqualTo(clean);
    }
  }

  private List<String> outcome(List<Runnable> messages) {
    messages.forEach(Runnable::run);
    return Stream.of(A, B, C)
        .map(key ->
            number(survivor(key)) + (survivor(key).equals(records.patient(key)) ? codes(key) : ""))
        .toList();
  }

  private String number(PatientId patient) {
    return DATABASE
        .jdbc()
        .sql("select number from hospital_record where patient = :patient")
        .param("patient", patient.value())
        .query(String.class)
        .single();
  }
}
