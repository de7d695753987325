package org.trialward.fhir.hl7;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.trialward.fhir.intake.OwnSystems;
import org.trialward.fhir.record.FeedProfile;
import org.trialward.fhir.record.RecordChange;
import org.trialward.fhir.record.RecordKey;

/** Which of a patient's numbers names the record. */
class NumbersTest {
  private static final RecordKey JANE = new RecordKey("ELSE", "4711");
  private static final RecordKey OTHER = new RecordKey("ELSE", "4712");

  private static List<RecordChange> changes(String type, String... segments) {
    return Messages.read(type, segments).contents().changes();
  }

  private RecordKey key(FeedProfile profile, String pid) {
    List<RecordKey> keys =
        new MessageReader(profile, Messages.CLOCK)
            .reading(Messages.message("ADT^A08", pid))
            .contents()
            .records();
    assertThat(keys).hasSize(1);
    return keys.getFirst();
  }

  @ParameterizedTest
  @CsvSource({
    "1^^^SSA^SS~2^^^else^MR, ELSE, 2",
    "1^^^SSA^SS~2^^^MPI^PI, MPI, 2",
    "1^^^SSA^SS~2^^^ELSE, ELSE, 2",
    "1^^^SSA^SS, SSA, 1",
    "2^^^^MR, LAB, 2",
    "2, LAB, 2",
    "2^^^&1.2.3&ISO^MR, 1.2.3, 2",
    "2^^^ELSE&1.2.3&ISO^MR, ELSE, 2",
    "^^^X^MR~2^^^ELSE^PI, ELSE, 2",
  })
  void theRecordIsTheNumberOfTheFeedsTypeElseTheBest(String pid3, String authority, String number) {
    assertThat(key(Messages.PROFILE, "PID|1||" + pid3)).isEqualTo(new RecordKey(authority, number));
  }

  @Test
  void theFeedsTypeComesFirst() {
    var profile =
        new FeedProfile(
            "adt",
            Messages.ZONE,
            UTF_8,
            "here",
            "EPI",
            OwnSystems.NONE,
            Map.of(),
            java.util.Set.of());
    assertThat(key(profile, "PID|1||1^^^A^MR~2^^^B^EPI")).isEqualTo(new RecordKey("B", "2"));
    assertThat(key(profile, "PID|1||1")).isEqualTo(new RecordKey("HERE", "1"));
  }

  @Test
  void oldVersionsHaveThemElsewhere() {
    assertThat(key(Messages.PROFILE, "PID|1|77^^^ELSE")).isEqualTo(new RecordKey("ELSE", "77"));
    assertThat(key(Messages.PROFILE, "PID|1|||78")).isEqualTo(new RecordKey("LAB", "78"));
  }

  @ParameterizedTest
  @CsvSource({
    "1^^^ELSE^MR^^20200101^20250101~2^^^ELSE^MR, 2",
    "1^^^ELSE^MR^^^20261120~2^^^ELSE^MR^^^2027, 2",
    "1^^^ELSE^MR^^^20261121~2^^^ELSE^MR, 1",
    "1^^^ELSE^MR^^^2026~2^^^ELSE^MR, 1",
    "1^^^ELSE^MR^^^never~2^^^ELSE^MR, 1",
    "1^^^ELSE^SS^^^20250101~2^^^ELSE^SS, 2",
  })
  void theRecordIsNotANumberThatIsOver(String pid3, String number) {
    assertThat(key(Messages.PROFILE, "PID|1||" + pid3)).isEqualTo(new RecordKey("ELSE", number));
  }

  @Test
  void theRecordThatWasMergedMayBeOver() {
    assertThat(changes("ADT^A40", Messages.PID, "MRG|4712^^^ELSE^MR^^^20250101"))
        .contains(new RecordChange.Merges(JANE, OTHER));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PID|1",
        "PID|1||\"\"",
        "PID|1||^^^ELSE^MR",
        "PID|1||1^^^ELSE^MR^^^20250101",
        "PID|1|1|1^^^ELSE^MR^^^20250101~2^^^SSA^SS",
        "PID|1|1|1^^^ELSE^MR^^^20250101~E99^^^EPI^PI",
      })
  void withoutOneNothingIsChangedAndTheRemedyNamed(String pid) {
    MessageReading reading = Messages.read("ADT^A08", pid, "DG1|1||I10^HTN^I10C|||F");
    assertThat(reading.contents().changes()).isEmpty();
    assertThat(Messages.notes(reading))
        .containsExactly(
            "PID-3: it has no valid record number: have the interface send one, typed as the"
                + " feed's profile says");
  }

  @Test
  void aMessageWithoutAPatientIsNoted() {
    assertThat(Messages.notes(Messages.read("ORU^R01", "OBX|1|NM|718-7^Hb^LN||1|g/dL")))
        .containsExactly("PID: there is no PID, so nobody knows whose it is");
  }

  @Test
  void severalPatientsInOneMessageAreToldApart() {
    List<RecordChange> changes =
        changes(
            "ORU^R01",
            Messages.PID,
            "OBR|1||F1",
            "OBX|1|NM|718-7^Hb^LN||1|g/dL|||||F",
            "PID|2||4712^^^ELSE^MR",
            "OBR|1||F2",
            "OBX|1|NM|718-7^Hb^LN||2|g/dL|||||F",
            "OBX|2|NM|4548-4^A1c^LN||7|%|||||F");
    assertThat(changes)
        .extracting(change -> ((RecordChange.Says) change).of())
        .containsExactly(JANE, OTHER);
    assertThat(((RecordChange.Says) changes.getLast()).statements()).hasSize(2);
  }
}
