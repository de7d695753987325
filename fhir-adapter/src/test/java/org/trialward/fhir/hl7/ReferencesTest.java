package org.trialward.fhir.hl7;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.trialward.fhir.record.RecordKey;
import org.trialward.fhir.record.Said;
import org.trialward.rules.patient.Measurement;

/**
 * A statement's reference is the same when the same thing is said again, and of other things not.
 */
class ReferencesTest {
  private static final String OBR = "OBR|1|P1^EHR|F1^LAB|24323-8^Panel^LN|||202611210800";
  private static final String OBX = "OBX|1|NM|718-7^Hb^LN||13.2|g/dL|||||F|||20261121";

  private static List<String> of(String type, String... segments) {
    return Messages.references(Messages.message(type, segments));
  }

  static String one(String type, String... segments) {
    List<String> all = of(type, segments);
    assertThat(all).hasSize(1);
    return all.getFirst();
  }

  private static String oru(String... segments) {
    String[] all = new String[segments.length + 1];
    all[0] = Messages.PID;
    System.arraycopy(segments, 0, all, 1, segments.length);
    return one("ORU^R01", all);
  }

  @Test
  void aCorrectionInAnotherMessageIsOfTheSameResult() {
    byte[] first = Messages.message("ORU^R01", Messages.PID, OBR, OBX);
    byte[] corrected =
        new String(first, UTF_8)
            .replace("|M1|", "|M2|")
            .replace("20261121101500", "20261122090000")
            .replace("13.2", "12.3")
            .replace("|F|", "|C|")
            .getBytes(UTF_8);
    assertThat(Messages.references(corrected)).isEqualTo(Messages.references(first)).hasSize(1);
    assertThat(Messages.read(corrected).contents().facts().getFirst().source().version())
        .isEqualTo("M2");
    assertThat(Messages.read(corrected).contents().facts().getFirst().source().id())
        .isEqualTo(Messages.read(first).contents().facts().getFirst().source().id());
  }

  @Test
  void holdsNoPatientDataAndNoOrderNumber() {
    assertThat(oru(OBR, OBX)).matches("OBX/[0-9a-f]{16}");
  }

  @Test
  void theFillersNumberNamesTheOrderElseThePlacersElseWhatWasOrderedAndWhen() {
    String byFiller = oru(OBR, OBX);
    assertThat(oru("OBR|7||F1^LAB|other|||2020", OBX)).isEqualTo(byFiller);
    assertThat(oru("ORC|RE||F1^LAB", "OBR|7|||other", OBX)).isEqualTo(byFiller);
    assertThat(oru("OBR|1||F2^LAB", OBX)).isNotEqualTo(byFiller);
    String byPlacer = oru("OBR|1|P1^EHR||a", OBX);
    assertThat(oru("ORC|RE|P1^EHR", "OBR|1|||b", OBX)).isEqualTo(byPlacer).isNotEqualTo(byFiller);
    String described = oru("OBR|1|||24323-8^Panel^LN|||202611210800", OBX);
    assertThat(oru("OBR|2|||24323-8^Other words^LN|||202611210800", OBX)).isEqualTo(described);
    assertThat(oru("OBR|1|||24323-8^Panel^LN|||202611220800", OBX)).isNotEqualTo(described);
  }

  @Test
  void anotherObservationSubIdOrRecordIsAnotherThing() {
    String first = oru(OBR, OBX);
    assertThat(oru(OBR, OBX.replace("718-7", "4548-4"))).isNotEqualTo(first);
    assertThat(oru(OBR, OBX.replace("LN||", "LN|2|"))).isNotEqualTo(first);
    assertThat(one("ORU^R01", Messages.PID.replace("4711", "4712"), OBR, OBX)).isNotEqualTo(first);
    assertThat(one("ORU^R01", Messages.PID.replace("ELSE", "MERCY"), OBR, OBX)).isNotEqualTo(first);
  }

  @Test
  void resultsWithoutAnyOrderAreToldApartByTheirTime() {
    assertThat(oru(OBX)).isNotEqualTo(oru(OBX.replace("20261121", "20261122"))).isEqualTo(oru(OBX));
  }

  @Test
  void anOrderControlSegmentBelongsToTheOrderBehindIt() {
    List<String> two = of("ORU^R01", Messages.PID, "ORC|RE||F1", "OBR|1", OBX, "OBR|2|||x", OBX);
    assertThat(two).hasSize(2).doesNotHaveDuplicates();
    assertThat(two.getFirst()).isEqualTo(oru("OBR|1||F1", OBX));
    assertThat(two.getLast()).isEqualTo(oru("OBR|1|||x", OBX));
  }

  @Test
  void whereMessagesBeginWithTheSpecimenItStandsBehind() {
    String inOul = one("OUL^R22", Messages.PID, "SPM|1", "OBR|1", "ORC|SC||F1", OBX);
    assertThat(inOul).isEqualTo(oru("OBR|1||F1", OBX));
  }

  @Test
  void theSameObservationTwiceInOneOrderIsOneStatementOfTwoFacts() {
    var facts =
        Messages.said("ORU^R01", Messages.PID, OBR, OBX, OBX.replace("13.2", "13.4"))
            .get(oru(OBR, OBX));
    assertThat(facts)
        .isInstanceOfSatisfying(Said.Facts.class, said -> assertThat(said.facts()).hasSize(2));
  }

  @Test
  void aCorrectionInTheSameMessageReplacesWhatStoodBefore() {
    var facts =
        Messages.facts(
            "ORU^R01", Messages.PID, OBR, OBX, OBX.replace("13.2", "12.3").replace("|F|", "|C|"));
    assertThat(facts).hasSize(1);
    assertThat(((Measurement) facts.getFirst()).result()).hasToString("12.3 g/dL");
  }

  @Test
  void aDiagnosisIsKnownByItsNumberElseByCodeAndDate() {
    String numbered = "DG1|1||E11.9^DM^I10C||20260101|F||||||||||||||D7";
    assertThat(one("ADT^A08", Messages.PID, numbered))
        .isEqualTo(one("ADT^A08", Messages.PID, numbered.replace("20260101", "20260202")));
    String plain = "DG1|1||E11.9^DM^I10C||20260101|F";
    assertThat(one("ADT^A01", Messages.PID, plain))
        .isEqualTo(
            one("ADT^A08", Messages.PID, plain.replace("DG1|1", "DG1|3").replace("DM", "Diab.")))
        .isNotEqualTo(one("ADT^A08", Messages.PID, plain.replace("20260101", "20260202")));
  }

  @Test
  void whatOneVisitDoubtsOrExcludesDoesNotReplaceWhatAnotherConfirmed() {
    String plain = "DG1|1||E11.9^DM^I10C|||";
    assertThat(
            List.of(
                one("ADT^A01", Messages.PID, plain + "F"),
                one("ADT^A04", Messages.PID, plain + "R"),
                one("ADT^A08", Messages.PID, plain + "Ruled out")))
        .doesNotHaveDuplicates();
    assertThat(one("ADT^A04", Messages.PID, plain + "W"))
        .isEqualTo(one("ADT^A08", Messages.PID, plain + "A"));
    String right = "DG1|1||C50.9 R G^Brust^I10-2024|||F";
    assertThat(one("ADT^A01", Messages.PID, right))
        .isNotEqualTo(one("ADT^A08", Messages.PID, right.replace("R G", "L A")))
        .isNotEqualTo(one("ADT^A08", Messages.PID, right.replace("R G", "L G")));
  }

  @Test
  void aConfirmedDiagnosisIsNamedByRecordCodeAndDateAlone() {
    assertThat(one("ADT^A01", Messages.PID, "DG1|1||C50.9 R^Brust^I10-2024||20260101|F"))
        .isEqualTo("DG1/" + Names.of(new RecordKey("ELSE", "4711"), "DG1", "C50.9 R", "20260101"));
  }

  @Test
  void allergiesProceduresAndProblemsAreKnownByTheirCodes() {
    assertThat(one("ADT^A08", Messages.PID, "AL1|1|DA|7980^Penicillin^RXNORM|SV"))
        .isEqualTo(one("ADT^A31", Messages.PID, "AL1|4|DA|7980^penicillin^RXNORM|MO|rash"));
    assertThat(one("ADT^A08", Messages.PID, "IAM|1|DA|7980^Penicillin^RXNORM|||A|A77"))
        .isEqualTo(one("ADT^A60", Messages.PID, "IAM|1|DA|1^Other^RXNORM|||U|A77"));
    assertThat(one("ADT^A08", Messages.PID, "PR1|1||44950^Appendectomy^C4||20260101"))
        .isEqualTo(one("BAR^P01", Messages.PID, "PR1|2||44950^App.^C4||20260101"))
        .isNotEqualTo(one("BAR^P01", Messages.PID, "PR1|2||44950^App.^C4||20260102"));
    assertThat(one("PPR^PC1", Messages.PID, "PRB|AD|20260101|I10^HTN^I10C|P9"))
        .isEqualTo(one("PPR^PC2", Messages.PID, "PRB|UP|20260505|I10^Hypertension^I10C|P9"));
  }

  @Test
  void aDrugOrderIsOneThingFromOrderToStop() {
    String ordered =
        one("OMP^O09", Messages.PID, "ORC|NW|P5^EHR|||||||20260101", "RXO|860975^Metformin^RXNORM");
    String encoded =
        one("RDE^O11", Messages.PID, "ORC|RE|P5^EHR|X9^RX", "RXE||860975^Metformin^RXNORM");
    String stopped =
        one("OMP^O09", Messages.PID, "ORC|DC|P5^EHR|||||||20260301", "RXO|860975^Metformin^RXNORM");
    assertThat(encoded).isEqualTo(ordered).isEqualTo(stopped);
  }

  @Test
  void eachDoseIsAThingOfItsOwn() {
    String dose = "RXA|0|1|202601010800||860975^Metformin^RXNORM|500|mg";
    assertThat(one("RAS^O17", Messages.PID, "ORC|RE|P5", dose))
        .isEqualTo(one("RAS^O17", Messages.PID, "ORC|RE|P5", dose.replace("500", "250")))
        .isNotEqualTo(one("RAS^O17", Messages.PID, "ORC|RE|P5", dose.replace("0800", "2000")));
  }

  @Test
  void aVaccinationIsKnownByItsFillersNumberButNotByTheNumberThatMeansNone() {
    String given = "RXA|0|1|20260101||88^Influenza^CVX|999||||||||||||||CP";
    assertThat(one("VXU^V04", Messages.PID, "ORC|RE||V1", given))
        .isEqualTo(one("VXU^V04", Messages.PID, "ORC|RE||V1", given.replace("20260101", "2026")));
    assertThat(one("VXU^V04", Messages.PID, "ORC|RE||9999", given))
        .isNotEqualTo(one("VXU^V04", Messages.PID, "ORC|RE||9999", given.replace("88", "115")));
  }

  @Test
  void thePartsOfAPersonAreNamedAfterTheirFields() {
    String pid =
        "PID|1||4711^^^ELSE^MR||Doe^Jane||19600229|F|||1 Elm^^X^Y^12345^USA^H||||en||||||||||||||20260101|Y";
    assertThat(Messages.said("ADT^A31", pid).keySet())
        .containsExactlyInAnyOrder("PID-5", "PID-7", "PID-8", "PID-11", "PID-15", "PID-30");
  }
}
