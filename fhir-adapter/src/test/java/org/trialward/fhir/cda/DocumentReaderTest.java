package org.trialward.fhir.cda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.trialward.fhir.cda.Ccda.LOINC;
import static org.trialward.fhir.cda.Ccda.ROOT;
import static org.trialward.fhir.cda.Ccda.RXNORM;
import static org.trialward.fhir.cda.Ccda.SNOMED;
import static org.trialward.fhir.cda.Ccda.allergy;
import static org.trialward.fhir.cda.Ccda.battery;
import static org.trialward.fhir.cda.Ccda.bytes;
import static org.trialward.fhir.cda.Ccda.certainty;
import static org.trialward.fhir.cda.Ccda.coded;
import static org.trialward.fhir.cda.Ccda.concern;
import static org.trialward.fhir.cda.Ccda.diabetes;
import static org.trialward.fhir.cda.Ccda.document;
import static org.trialward.fhir.cda.Ccda.documentOf;
import static org.trialward.fhir.cda.Ccda.given;
import static org.trialward.fhir.cda.Ccda.medicine;
import static org.trialward.fhir.cda.Ccda.problem;
import static org.trialward.fhir.cda.Ccda.result;
import static org.trialward.fhir.cda.Ccda.section;
import static org.trialward.fhir.cda.Ccda.status;
import static org.trialward.fhir.cda.Ccda.target;
import static org.trialward.fhir.cda.Ccda.targetWith;
import static org.trialward.fhir.cda.Ccda.template;
import static org.trialward.fhir.cda.Ccda.templated;
import static org.trialward.fhir.cda.Ccda.vaccine;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.trialward.fhir.cda.DocumentReading.Read;
import org.trialward.fhir.cda.DocumentReading.Refused;
import org.trialward.fhir.intake.OwnSystems;
import org.trialward.fhir.intake.Unusable;
import org.trialward.fhir.record.Digest;
import org.trialward.fhir.record.FeedProfile;
import org.trialward.fhir.record.MessageContents;
import org.trialward.fhir.record.RecordChange.Says;
import org.trialward.fhir.record.RecordKey;
import org.trialward.fhir.record.Said;
import org.trialward.fhir.record.Statement;
import org.trialward.rules.patient.Allergy;
import org.trialward.rules.patient.ClinicalStatus;
import org.trialward.rules.patient.Demographics.Death;
import org.trialward.rules.patient.Diagnosis;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.patient.Immunization;
import org.trialward.rules.patient.Measurement;
import org.trialward.rules.patient.Measurement.Result;
import org.trialward.rules.patient.MedicationUse;
import org.trialward.rules.patient.PerformedProcedure;
import org.trialward.rules.patient.Sex;
import org.trialward.rules.patient.Verification;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.CodeSystem;
import org.trialward.rules.quantity.Interval;

class DocumentReaderTest {
  private static final FeedProfile PROFILE =
      new FeedProfile(
          "ccda",
          ZoneId.of("America/New_York"),
          StandardCharsets.UTF_8,
          ROOT,
          "MR",
          new OwnSystems(
              Map.of(
                  "1.2.3.4",
                  "https://ward.example/codes",
                  "1.2.276.0.76.5.1",
                  "https://ward.example/codes")),
          Map.of("gm%", "g/dL"),
          Set.of());

  private static DocumentReading reading(byte[] document) {
    return new DocumentReader(PROFILE).read(document);
  }

  private static MessageContents contents(String document) {
    return switch (reading(bytes(document))) {
      case Read(var contents, _) -> contents;
      case Refused(var cause) -> throw new AssertionError(cause);
    };
  }

  private static String cause(byte[] document) {
    return switch (reading(document)) {
      case Refused(var cause) -> cause;
      case Read _ -> throw new AssertionError("It was read.");
    };
  }

  private static String cause(String document) {
    return cause(bytes(document));
  }

  private static List<Statement> statements(MessageContents contents) {
    return contents.changes().stream()
        .flatMap(change -> ((Says) change).statements().stream())
        .toList();
  }

  private static <F extends Fact> F only(Class<F> kind, String... sections) {
    List<Fact> facts = contents(document(sections)).facts();
    assertThat(facts).singleElement().isInstanceOf(kind);
    return kind.cast(facts.getFirst());
  }

  private static List<String> whys(MessageContents contents) {
    return contents.unusable().stream().map(Unusable::why).toList();
  }

  @Nested
  class Whose {
    @Test
    void theIdOfTheHospitalsAuthorityCounts() {
      String ids =
          "<id root=\"1.9.9\" extension=\"other\"/><id root=\"%s\" extension=\"4711\"/>"
              .formatted(ROOT);
      assertThat(contents(documentOf(targetWith(ids, ""))).records())
          .containsExactly(new RecordKey(ROOT, "4711"));
    }

    @Test
    void elseTheFirstThatIsNoSocialSecurityNumber() {
      String ids =
          "<id root=\"2.16.840.1.113883.4.1\" extension=\"000-00-0000\"/>"
              + "<id root=\"1.9.9\" extension=\"77\"/>";
      assertThat(contents(documentOf(targetWith(ids, ""))).records())
          .containsExactly(new RecordKey("1.9.9", "77"));
    }

    @ParameterizedTest
    @CsvSource({
      "<id nullFlavor='UNK'/>",
      "<id root='1.9.9'/>",
      "<id extension='77'/>",
      "<id root='1.9.9' extension='77' nullFlavor='MSK'/>",
      "<id root='2.16.840.1.113883.4.1' extension='000-00-0000'/>"
    })
    void withoutAnIdNothingIsTaken(String id) {
      assertThat(cause(documentOf(targetWith(id, "")))).contains("record number");
    }

    @Test
    void twoPatientsInOneDocumentAreRefused() {
      String twins =
          targetWith("<id root=\"1.9.9\" extension=\"1\"/>", "")
              + targetWith("<id root=\"1.9.9\" extension=\"2\"/>", "");
      assertThat(cause(documentOf(twins))).contains("one document for each patient");
    }

    @Test
    void theSamePatientTwiceIsOne() {
      String same = target("<patient/>") + target("<patient/>");
      assertThat(contents(documentOf(same)).records()).hasSize(1);
    }
  }

  @Nested
  class Header {
    private static final String PERSON =
        """
        <addr use="WP"><postalCode>99999</postalCode><country>FR</country></addr>
        <addr use="HP"><postalCode>97006-1234</postalCode><country>USA</country></addr>
        <patient>
          <name use="P"><given>Minnie</given></name>
          <name use="L"><given>Wilhelmina</given><given>Maria</given><family>Testperson</family></name>
          <administrativeGenderCode code="F" codeSystem="2.16.840.1.113883.5.1"/>
          <birthTime value="19700805000000-0800"/>
          <sdtc:deceasedInd value="true"/><sdtc:deceasedTime value="202402"/>
          <languageCommunication><languageCode code="eng"/></languageCommunication>
          <languageCommunication><languageCode code="es"/><preferenceInd value="true"/>
          </languageCommunication>
        </patient>
        """;

    @Test
    void saysWhoThePatientIs() {
      String target = targetWith("<id root=\"1.9.9\" extension=\"77\"/>", PERSON);
      List<Statement> said = statements(contents(documentOf(target)));
      assertThat(said)
          .extracting(Statement::reference)
          .containsExactly("PID-5", "PID-7", "PID-8", "PID-11", "PID-15", "PID-30");
      assertThat(said.get(0).said()).isEqualTo(new Said.Name("Testperson, Wilhelmina Maria"));
      var born = (Said.Born) said.get(1).said();
      assertThat(born.text()).isEqualTo("1970-08-05");
      assertThat(born.when().toString()).contains("1970-08-05");
      assertThat(said.get(2).said()).isEqualTo(new Said.OfSex(Optional.of(Sex.FEMALE)));
      var home = (Said.Home) said.get(3).said();
      assertThat(home.residence().country()).contains("US");
      assertThat(home.residence().postalCode()).contains("97006");
      assertThat(said.get(4).said()).isEqualTo(new Said.Speaks(List.of("es", "en")));
      var death = (Death.Died) ((Said.Death) said.get(5).said()).death();
      assertThat(death.when().toString()).contains("2024-02");
    }

    @Test
    void whatIsNullFlavouredSaysNothing() {
      String silent =
          """
          <patient><name nullFlavor="UNK"/><administrativeGenderCode nullFlavor="UNK" code="F"/>
          <birthTime nullFlavor="UNK"/><sdtc:deceasedInd nullFlavor="UNK"/></patient>
          """;
      assertThat(statements(contents(documentOf(target(silent))))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1970,1970", "197008,1970-08", "19700805,1970-08-05"})
    void aBirthDateKnownInPartStaysInPart(String written, String text) {
      String target = target("<patient><birthTime value=\"%s\"/></patient>".formatted(written));
      var born = (Said.Born) statements(contents(documentOf(target))).getFirst().said();
      assertThat(born.text()).isEqualTo(text);
      assertThat(born.when().orElseThrow()).hasToString(text);
    }

    @Test
    void aBirthDateThatIsNoneIsListedAndNotQuoted() {
      MessageContents contents =
          contents(documentOf(target("<patient><birthTime value=\"19701399\"/></patient>")));
      assertThat(statements(contents)).isEmpty();
      assertThat(contents.unusable()).extracting(Unusable::what).containsExactly("birthTime");
      assertThat(contents.unusable()).extracting(Unusable::found).containsExactly("");
    }

    @ParameterizedTest
    @CsvSource({
      "20240310120000-0500, 2024-03-10T17:00:00Z",
      "202403101200+0100, 2024-03-10T11:00:00Z",
      "202407011200, 2024-07-01T16:00:00Z",
      "20240701, 2024-07-01T04:00:00Z"
    })
    void itWasWrittenWhenItSaysInTheSendersZone(String written, String instant) {
      String document = document().replace("20240310120000-0500", written);
      assertThat(contents(document).occurredAt()).isEqualTo(Instant.parse(instant));
    }

    @Test
    void withoutATimeItIsRefused() {
      assertThat(cause(document().replace("20240310120000-0500", "soon")))
          .contains("effectiveTime");
    }

    @Test
    void theDedupKeyIsThatOfTheContent() {
      var first = (Read) reading(bytes(document()));
      var again = (Read) reading(bytes(document()));
      var other = (Read) reading(bytes(document().replace("4711", "4712")));
      assertThat(first.dedupKey()).isEqualTo(again.dedupKey()).matches("[0-9a-f]{64}");
      assertThat(other.dedupKey()).isNotEqualTo(first.dedupKey());
    }

    @Test
    void aFileInsteadOfEntriesIsListed() {
      String document =
          document()
              .replaceAll(
                  "<structuredBody>.*</structuredBody>",
                  "<nonXMLBody><text representation=\"B64\">AAAA</text></nonXMLBody>");
      assertThat(whys(contents(document)))
          .containsExactly("it is a file or a text, not coded entries");
    }
  }

  @Nested
  class ProblemSection {
    private Diagnosis read(String concern, String attributes, String inner) {
      return only(
          Diagnosis.class, section("11450-4", concern(concern, problem(attributes, inner))));
    }

    @Test
    void aProblemIsADiagnosis() {
      Diagnosis problem =
          read(
              "active",
              "",
              "<effectiveTime><low value=\"201903\"/></effectiveTime>"
                  + "<value xsi:type=\"CD\" code=\"44054006\" codeSystem=\"%s\"><translation code=\"E1165\" codeSystem=\"2.16.840.1.113883.6.90\"/></value>"
                      .formatted(SNOMED));
      assertThat(problem.codes())
          .containsExactly(
              Code.of(CodeSystem.SNOMED.uri(), "44054006"),
              Code.of(CodeSystem.ICD_10_CM.uri(), "E11.65"));
      assertThat(problem.status()).isEqualTo(ClinicalStatus.ACTIVE);
      assertThat(problem.verification()).isEqualTo(Verification.CONFIRMED);
      assertThat(problem.onset().orElseThrow()).hasToString("2019-03");
      assertThat(problem.recorded().orElseThrow()).hasToString("2020-01-02");
      assertThat(problem.source().type()).isEqualTo("CdaProblem");
      assertThat(problem.source().id()).matches("[0-9a-f]{16}");
      assertThat(problem.source().version()).isEqualTo("2");
    }

    @Test
    void aNegatedProblemIsRefuted() {
      assertThat(read("active", "negationInd=\"true\"", diabetes()).verification())
          .isEqualTo(Verification.REFUTED);
    }

    @Test
    void oneWithAnEndIsOver() {
      Diagnosis problem =
          read(
              "active",
              "",
              "<effectiveTime><low value=\"2010\"/><high value=\"20120304\"/></effectiveTime>"
                  + diabetes());
      assertThat(problem.status()).isEqualTo(ClinicalStatus.INACTIVE);
      assertThat(problem.abatement().orElseThrow()).hasToString("2012-03-04");
    }

    @Test
    void anUnknownEndIsAnEnd() {
      assertThat(
              read(
                      "completed",
                      "",
                      "<effectiveTime><high nullFlavor=\"UNK\"/></effectiveTime>" + diabetes())
                  .status())
          .isEqualTo(ClinicalStatus.INACTIVE);
    }

    @Test
    void anUnknownEndOfAnActiveProblemLeavesItOpen() {
      assertThat(
              read(
                      "completed",
                      "",
                      "<effectiveTime><high nullFlavor=\"UNK\"/></effectiveTime>"
                          + diabetes()
                          + status("55561003"))
                  .status())
          .isEqualTo(ClinicalStatus.NOT_SAID);
    }

    @ParameterizedTest
    @CsvSource({
      "55561003, ACTIVE, CONFIRMED",
      "413322009, INACTIVE, CONFIRMED",
      "277022003, INACTIVE, CONFIRMED",
      "415684004, NOT_SAID, UNCONFIRMED",
      "410516002, NOT_SAID, REFUTED"
    })
    void theStatusObservationCounts(
        String snomed, ClinicalStatus status, Verification verification) {
      Diagnosis problem = read("completed", "", diabetes() + status(snomed));
      assertThat(problem.status()).isEqualTo(status);
      assertThat(problem.verification()).isEqualTo(verification);
    }

    @ParameterizedTest
    @CsvSource({
      "active, ACTIVE",
      "recurrence, ACTIVE",
      "relapse, ACTIVE",
      "inactive, INACTIVE",
      "remission, INACTIVE",
      "resolved, INACTIVE",
      "392521001, INACTIVE",
      "a word of the house, NOT_SAID"
    })
    void theStatusObservationCountsAlsoWithinAnActiveConcern(String code, ClinicalStatus status) {
      assertThat(read("active", "", diabetes() + status(code)).status()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
      "confirmed, CONFIRMED",
      "410605003, CONFIRMED",
      "provisional, UNCONFIRMED",
      "differential, UNCONFIRMED",
      "410592001, UNCONFIRMED",
      "refuted, REFUTED",
      "410516002, REFUTED"
    })
    void theCertaintyObservationCounts(String code, Verification verification) {
      assertThat(read("active", "", diabetes() + certainty(code)).verification())
          .isEqualTo(verification);
    }

    @Test
    void whatIsCertainToBeAnErrorTakesBackWhatItWas() {
      String wrong = problem("", diabetes() + certainty("entered-in-error"));
      MessageContents contents = contents(document(section("11450-4", concern("active", wrong))));
      assertThat(statements(contents))
          .extracting(Statement::said)
          .containsExactly(new Said.Facts(List.of()));
      assertThat(whys(contents)).containsExactly("it was entered in error");
    }

    @Test
    void anAdmissionDiagnosisIsAWorkingOne() {
      String admission =
          concern("active", problem("", diabetes())).replace("\"CONC\"", "\"46241-6\"");
      assertThat(only(Diagnosis.class, section("46241-6", admission)).verification())
          .isEqualTo(Verification.UNCONFIRMED);
    }

    @Test
    void itIsOneInTheSectionOfAdmissionDiagnosesWithoutItsActToo() {
      String concern = concern("active", problem("", diabetes()));
      assertThat(only(Diagnosis.class, section("46241-6", concern)).verification())
          .isEqualTo(Verification.UNCONFIRMED);
    }

    @Test
    void anAdmissionDiagnosisIsSureWhereItSaysSoItself() {
      String concern = concern("active", problem("", diabetes() + certainty("confirmed")));
      assertThat(only(Diagnosis.class, section("46241-6", concern)).verification())
          .isEqualTo(Verification.CONFIRMED);
    }

    @ParameterizedTest
    @CsvSource({"11450-4, 415684004", "11450-4, a word of the house", "11348-0, ''"})
    void anUnknownEndWithinAnActiveConcernLeavesItOpen(String section, String code) {
      String end = "<effectiveTime><low value=\"2020\"/><high nullFlavor=\"UNK\"/></effectiveTime>";
      String observed = code.isEmpty() ? "" : status(code);
      String concern = concern("active", problem("", end + diabetes() + observed));
      assertThat(only(Diagnosis.class, section(section, concern)).status())
          .isEqualTo(ClinicalStatus.NOT_SAID);
    }

    @Test
    void anActiveConcernAmongPastIllnessesSaysNothingOfToday() {
      String concern = concern("active", problem("", diabetes()));
      assertThat(only(Diagnosis.class, section("11348-0", concern)).status())
          .isEqualTo(ClinicalStatus.NOT_SAID);
    }

    @Test
    void theStatusOfAPastIllnessCounts() {
      String concern = concern("active", problem("", diabetes() + status("55561003")));
      assertThat(only(Diagnosis.class, section("11348-0", concern)).status())
          .isEqualTo(ClinicalStatus.ACTIVE);
    }

    @ParameterizedTest
    @CsvSource({
      "2.16.840.1.113883.10.20.22.2.20",
      "2.16.840.1.113883.10.20.2.9",
      "2.16.840.1.113883.10.22.3.7",
      "2.16.840.1.113883.3.88.11.83.104",
      "1.3.6.1.4.1.19376.1.5.3.1.3.8"
    })
    void pastIllnessesAreKnownByTheirTemplateToo(String template) {
      String concern = concern("active", problem("", diabetes()));
      for (String code : List.of("99999-9", "11450-4")) {
        assertThat(only(Diagnosis.class, templated(template, section(code, concern))).status())
            .isEqualTo(ClinicalStatus.NOT_SAID);
      }
    }

    @ParameterizedTest
    @CsvSource({
      "2.16.840.1.113883.10.20.22.2.43",
      "2.16.840.1.113883.10.20.22.2.34",
      "2.16.840.1.113883.3.88.11.83.110",
      "1.3.6.1.4.1.19376.1.5.3.1.3.3"
    })
    void workingDiagnosesAreKnownByTheirTemplateToo(String template) {
      String concern = concern("active", problem("", diabetes()));
      assertThat(
              only(Diagnosis.class, templated(template, section("99999-9", concern)))
                  .verification())
          .isEqualTo(Verification.UNCONFIRMED);
    }

    @ParameterizedTest
    @CsvSource({"11348-0, NOT_SAID, CONFIRMED", "42347-5, NOT_SAID, UNCONFIRMED"})
    void aSectionIsAlsoWhatATranslationOfItsCodeSays(
        String code, ClinicalStatus status, Verification verification) {
      String section =
          section("11450-4", concern("active", problem("", diabetes())))
              .replaceFirst(
                  "<code code=\"11450-4\" codeSystem=\"[0-9.]+\"/>",
                  "<code code=\"11450-4\" codeSystem=\"%1$s\">%2$s</code>"
                      .formatted(LOINC, coded("translation", code, LOINC)));
      Diagnosis problem = only(Diagnosis.class, section);
      assertThat(problem.status()).isEqualTo(status);
      assertThat(problem.verification()).isEqualTo(verification);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5558000", "148006", "47965005", "52870002", "8646-2"})
    void aWorkingDiagnosisIsCalledOneByItsOwnCodeToo(String code) {
      String problem = problem("", diabetes()).replace("55607006", code);
      assertThat(
              only(Diagnosis.class, section("46240-8", concern("active", problem))).verification())
          .isEqualTo(Verification.UNCONFIRMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10218-6", "59769-0", "55109-3", "78375-3"})
    void diagnosesAfterAnOperationAndAtDischargeAreRead(String code) {
      String concern = concern("active", problem("", diabetes()));
      assertThat(only(Diagnosis.class, section(code, concern)).verification())
          .isEqualTo(Verification.CONFIRMED);
    }

    @ParameterizedTest
    @CsvSource({
      "99999-9, 2.16.840.1.113883.10.20.22.2.15",
      "11450-4, 1.3.6.1.4.1.19376.1.5.3.1.3.14",
      "10157-6, 2.16.840.1.113883.10.20.22.2.5.1",
      "18776-5, 2.16.840.1.113883.10.20.22.2.5.1",
      "11450-4, 2.16.840.1.113883.10.20.22.2.10"
    })
    void ofTheFamilyAndOfPlansNothingIsReadWhateverElseTheSectionIsCalled(
        String code, String template) {
      String concern = concern("active", problem("", diabetes()));
      MessageContents contents = contents(document(templated(template, section(code, concern))));
      assertThat(statements(contents)).isEmpty();
      assertThat(contents.unusable()).extracting(Unusable::found).containsExactly(code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<code code=\"10157-6\"/>", "<subject><relatedSubject/></subject>"})
    void whatLiesInASectionAboutSomebodyElseIsAboutThemToo(String outer) {
      String inner = section("11450-4", concern("active", problem("", diabetes())));
      MessageContents contents =
          contents(
              document("<section>%s<component>%s</component></section>".formatted(outer, inner)));
      assertThat(statements(contents)).isEmpty();
      assertThat(whys(contents)).containsExactly("it is about somebody else");
    }

    @Test
    void entriesCountAlsoWhereTheirSectionSaysThatItHasNoInformation() {
      String section =
          section("11450-4", concern("active", problem("", diabetes())))
              .replace("<section>", "<section nullFlavor=\"NA\">");
      assertThat(only(Diagnosis.class, section).codes()).hasSize(1);
      String empty = section("11450-4").replace("<section>", "<section nullFlavor=\"NI\">");
      assertThat(whys(contents(document(empty)))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"11450-4", "99999-9"})
    void anEntryWithANullFlavourSaysWhatItHolds(String code) {
      String section =
          section(code, concern("active", problem("", diabetes())))
              .replace("<entry>", "<entry nullFlavor=\"NI\"><templateId root=\"1.2.3\"/>");
      MessageContents contents = contents(document(section));
      if (code.equals("11450-4")) {
        assertThat(contents.facts()).hasSize(1);
        assertThat(whys(contents)).isEmpty();
      } else {
        assertThat(whys(contents)).containsExactly("entries of such a section are not read");
      }
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "<entry nullFlavor=\"NI\"/>",
          "<entry nullFlavor=\"NI\"><templateId root=\"1.2.3\"/></entry>",
          "<entry><act nullFlavor=\"NI\"/></entry>"
        })
    void anEntryThatHoldsNothingIsExpectedToSayNothing(String entry) {
      String section = section("11450-4").replace("</section>", entry + "</section>");
      assertThat(whys(contents(document(section)))).isEmpty();
    }

    @Test
    void aSectionThatIsOnlyATextIsListed() {
      MessageContents contents = contents(document(section("11450-4"), section("10154-3")));
      assertThat(whys(contents)).containsExactly("it is only a text, without coded entries");
      assertThat(contents.unusable()).extracting(Unusable::found).containsExactly("11450-4");
    }

    @Test
    void aCertaintyThatIsNotKnownLeavesADoubt() {
      String unknown = certainty("").replace("code=\"\"", "nullFlavor=\"UNK\"");
      assertThat(read("active", "", diabetes() + unknown).verification())
          .isEqualTo(Verification.UNCONFIRMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nullFlavor=\"UNK\"", ""})
    void aStatusThatIsNotKnownIsNotSaidWhateverTheConcernSays(String value) {
      String unknown = status("55561003").replace("code=\"55561003\"", value);
      assertThat(read("active", "", diabetes() + unknown).status())
          .isEqualTo(ClinicalStatus.NOT_SAID);
    }

    @ParameterizedTest
    @CsvSource({
      "UNK, NOT_SAID",
      "NI, NOT_SAID",
      "NASK, NOT_SAID",
      "ASKU, NOT_SAID",
      "NAV, NOT_SAID",
      "OTH, ACTIVE",
      "MSK, ACTIVE"
    })
    void aStatusIsInDoubtOnlyWhereItsNullFlavourSaysSo(String flavour, ClinicalStatus status) {
      String none =
          status("55561003").replace("code=\"55561003\"", "nullFlavor=\"%s\"".formatted(flavour));
      assertThat(read("active", "", diabetes() + none).status()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
      "Active, ACTIVE",
      "RESOLVED, INACTIVE",
      "Inactive, INACTIVE",
      "a word of the house, NOT_SAID"
    })
    void aStatusInWordsCounts(String word, ClinicalStatus status) {
      String coded =
          "<value xsi:type=\"CD\" code=\"55561003\" codeSystem=\"%s\"/>".formatted(SNOMED);
      for (String value :
          List.of(
              "<value xsi:type=\"CD\" nullFlavor=\"OTH\"><originalText>%s</originalText></value>",
              "<value xsi:type=\"CD\" nullFlavor=\"UNK\"><originalText>%s</originalText></value>",
              "<value xsi:type=\"ST\">%s</value>")) {
        String said = status("55561003").replace(coded, value.formatted(word));
        assertThat(said).contains(word);
        assertThat(read("active", "", diabetes() + said).status()).isEqualTo(status);
      }
    }

    @Test
    void notActiveIsNotActive() {
      String negated =
          status("55561003").replace("<observation ", "<observation negationInd=\"true\" ");
      assertThat(read("active", "", diabetes() + negated).status())
          .isEqualTo(ClinicalStatus.NOT_SAID);
    }

    @ParameterizedTest
    @CsvSource({"LA16666-2, ACTIVE", "LA18632-2, INACTIVE"})
    void theStatusInLoincsAnswersCounts(String code, ClinicalStatus status) {
      assertThat(read("active", "", diabetes() + status(code)).status()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
      "A, ACTIVE, REFUTED",
      "V, ACTIVE, UNCONFIRMED",
      "G, ACTIVE, CONFIRMED",
      "Z, INACTIVE, CONFIRMED"
    })
    void aLetterForCertaintyQualifiesADiagnosis(
        String letter, ClinicalStatus status, Verification verification) {
      Diagnosis problem =
          read("active", "", qualified("8", coded("value", letter, "2.16.840.1.113883.3.7.1.8")));
      assertThat(problem.status()).isEqualTo(status);
      assertThat(problem.verification()).isEqualTo(verification);
    }

    @ParameterizedTest
    @CsvSource({
      "408729009, 410516002, ACTIVE, REFUTED",
      "408729009, 410515003, ACTIVE, CONFIRMED",
      "408729009, 410590009, ACTIVE, UNCONFIRMED",
      "408731000, 410513005, INACTIVE, CONFIRMED",
      "408731000, 410512000, ACTIVE, CONFIRMED",
      "408732007, 410604004, ACTIVE, CONFIRMED",
      "272741003, 7771000, ACTIVE, CONFIRMED"
    })
    void itsContextInSnomedCtQualifiesADiagnosis(
        String name, String code, ClinicalStatus status, Verification verification) {
      Diagnosis problem = read("active", "", qualified(name, coded("value", code, SNOMED)));
      assertThat(problem.status()).isEqualTo(status);
      assertThat(problem.verification()).isEqualTo(verification);
    }

    @ParameterizedTest
    @CsvSource({"CONC, 10157-6", "55607006, 416471007", "55607006, 57177007"})
    void whatIsCalledFamilyHistoryIsNotThePatients(String code, String family) {
      String concern = concern("active", problem("", diabetes())).replace(code, family);
      MessageContents contents = contents(document(section("11329-0", concern)));
      assertThat(statements(contents)).isEmpty();
      assertThat(whys(contents)).containsExactly("it is about somebody else");
    }

    @Test
    void aRelativesDiagnosisIsNotThePatientsWhereOnlyAQualifierSaysSo() {
      String relative = qualified("408732007", coded("value", "444148008", SNOMED));
      MessageContents contents =
          contents(document(section("11450-4", concern("active", problem("", relative)))));
      assertThat(statements(contents)).isEmpty();
      assertThat(whys(contents)).containsExactly("it is about somebody else");
    }

    private static String qualified(String name, String value) {
      return diabetes()
          .replace(
              "/>",
              "><qualifier>%s%s</qualifier></value>".formatted(coded("name", name, SNOMED), value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"46240-8", "46241-6", "11535-2", "11301-9", "29308-4", "55109-3"})
    void anActiveDiagnosisOfAVisitWasActiveThen(String section) {
      String concern = concern("active", problem("", diabetes()));
      assertThat(only(Diagnosis.class, section(section, concern)).status())
          .isEqualTo(ClinicalStatus.NOT_SAID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"46240-8", "46241-6", "11535-2"})
    void whatAVisitCallsActiveWasSoThen(String section) {
      String concern = concern("active", problem("", diabetes() + status("55561003")));
      String encounter =
          "<encounter classCode=\"ENC\" moodCode=\"EVN\"><entryRelationship typeCode=\"COMP\">"
              + concern
              + "</entryRelationship></encounter>";
      for (String entry : List.of(concern, encounter)) {
        assertThat(only(Diagnosis.class, section(section, entry)).status())
            .isEqualTo(ClinicalStatus.NOT_SAID);
        assertThat(
                only(Diagnosis.class, section(section, entry.replace("55561003", "413322009")))
                    .status())
            .isEqualTo(ClinicalStatus.INACTIVE);
      }
    }

    @ParameterizedTest
    @ValueSource(strings = {"46240-8", "46241-6", "11535-2", "11348-0"})
    void aVisitDoesNotOverwriteTheProblemList(String visit) {
      String concern = concern("active", problem("", diabetes() + status("55561003")));
      String listed = reference(section("11450-4", concern));
      assertThat(reference(section(visit, concern)))
          .isNotEqualTo(listed)
          .isEqualTo(reference(section(visit, concern)));
      assertThat(listed)
          .isEqualTo("CdaProblem/" + Digest.shortOf(List.of(ROOT, "4711", "1.8", "p1")));
    }

    private static String reference(String section) {
      return statements(contents(document(section))).getFirst().reference();
    }

    @ParameterizedTest
    @ValueSource(strings = {"aborted", "cancelled"})
    void anObservationThatWasBrokenOffLeavesADoubt(String status) {
      String problem =
          problem("", diabetes()).replace("code=\"completed\"", "code=\"%s\"".formatted(status));
      assertThat(
              only(Diagnosis.class, section("11450-4", concern("active", problem))).verification())
          .isEqualTo(Verification.UNCONFIRMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "True", "1"})
    void itIsNegatedAtEveryLevel(String yes) {
      String negated = " negationInd=\"%s\" ".formatted(yes);
      String plain = concern("active", problem("", diabetes()));
      for (String level : List.of("<act ", "<entryRelationship ", "<observation ")) {
        String problem = plain.replace(level, level + negated);
        assertThat(only(Diagnosis.class, section("11450-4", problem)).verification())
            .isEqualTo(Verification.REFUTED);
      }
      assertThat(
              only(
                      Diagnosis.class,
                      section("11450-4", plain.replace("<act ", "<act negationInd=\"false\" ")))
                  .verification())
          .isEqualTo(Verification.CONFIRMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.16.840.1.113883.10.22.4.8", "2.16.840.1.113883.2.9.10.1.4.3.4.2"})
    void aProblemOfACountrysOwnTemplateIsTheSubjectOfItsConcern(String template) {
      String problem = problem("", diabetes()).replace("2.16.840.1.113883.10.20.22.4.4", template);
      String concern = concern("active", problem);
      assertThat(only(Diagnosis.class, section("11450-4", concern)).status())
          .isEqualTo(ClinicalStatus.ACTIVE);
      assertThat(contents(document(section("11450-4", concern.replace("SUBJ", "REFR")))).facts())
          .isEmpty();
    }

    @Test
    void whatAVendorSaysOfAnEncounterIsNoDiagnosis() {
      String observation =
          problem("", diabetes()).replace("2.16.840.1.113883.10.20.22.4.4", "1.2.840.99999.72.1.5");
      String encounter =
          "<encounter classCode=\"ENC\" moodCode=\"EVN\"><entryRelationship typeCode=\"SUBJ\">%s</entryRelationship></encounter>";
      assertThat(contents(document(section("46240-8", encounter.formatted(observation)))).facts())
          .isEmpty();
      String diagnosis = encounter.formatted(concern("active", observation));
      assertThat(only(Diagnosis.class, section("46240-8", diagnosis)).codes()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "APT", "RQO"})
    void aPlannedEncounterDiagnosesNothing(String mood) {
      String encounter =
          "<encounter classCode=\"ENC\" moodCode=\"%s\"><entryRelationship typeCode=\"COMP\">"
                  .formatted(mood)
              + concern("active", problem("", diabetes()))
              + "</entryRelationship></encounter>";
      MessageContents contents = contents(document(section("46240-8", encounter)));
      assertThat(statements(contents)).isEmpty();
      assertThat(whys(contents)).containsExactly("it is a goal, a plan or a proposal");
    }

    @Test
    void aProblemOfIheIsRead() {
      String problem =
          problem("", diabetes())
              .replace("2.16.840.1.113883.10.20.22.4.4", "1.3.6.1.4.1.19376.1.5.3.1.4.5");
      assertThat(only(Diagnosis.class, section("11450-4", concern("active", problem))).codes())
          .containsExactly(Code.of(CodeSystem.SNOMED.uri(), "44054006"));
    }

    @ParameterizedTest
    @CsvSource({
      "20250407000000-0700, 2025-04-07",
      "20250407000000.000+0000, 2025-04-07",
      "202504070000+0200, 2025-04-07",
      "20250407010000+0200, 2025-04-06T19:00",
      "20250407000000-0400, 2025-04-07T00:00",
      "20250407000000, 2025-04-07T00:00"
    })
    void midnightElsewhereIsTheDayThatWasWritten(String written, String onset) {
      String time = "<effectiveTime><low value=\"%s\"/></effectiveTime>".formatted(written);
      assertThat(read("active", "", time + diabetes()).onset().orElseThrow()).hasToString(onset);
    }

    @Test
    void aCodeOnlyInATranslationCounts() {
      Diagnosis problem =
          read(
              "active",
              "",
              "<value xsi:type=\"CD\" nullFlavor=\"OTH\"><originalText>secret</originalText>"
                  + coded("translation", "44054006", SNOMED)
                  + "</value>");
      assertThat(problem.codes()).containsExactly(Code.of(CodeSystem.SNOMED.uri(), "44054006"));
      assertThat(problem.toString()).doesNotContain("secret");
    }

    @Test
    void aLocalCodeKeepsItsOidOrGetsTheSitesName() {
      Diagnosis local =
          read(
              "active",
              "",
              "<value xsi:type=\"CD\" code=\"X1\" codeSystem=\"1.2.3.9\">"
                  + coded("translation", "X2", "1.2.3.4")
                  + "</value>");
      assertThat(local.codes())
          .containsExactly(
              Code.of("urn:oid:1.2.3.9", "X1"), Code.of("https://ward.example/codes", "X2"));
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "1.2.276.0.76.5.424 | ICD-10-GM 2016 | http://hl7.org/fhir/sid/icd-10",
          "1.2.276.0.76.5.311 | icd10gm2006 | http://hl7.org/fhir/sid/icd-10",
          "1.2.40.0.34.5.56 | ICD-10 BMG 2014 | http://hl7.org/fhir/sid/icd-10",
          "1.2.276.0.76.5.1 | ICD-10-GM 2016 | https://ward.example/codes",
          "1.2.276.0.76.5.999 | ICD-10-GM 2030 | http://hl7.org/fhir/sid/icd-10",
          "1.2.276.0.76.5.424 | | http://hl7.org/fhir/sid/icd-10",
          "1.2.40.0.34.5.171 | | http://hl7.org/fhir/sid/icd-10",
          "1.2.276.0.76.5.999 | | urn:oid:1.2.276.0.76.5.999",
          "1.2.276.0.76.5.431 | OPS 2016 | urn:oid:1.2.276.0.76.5.431",
          "1.2.276.0.76.5.431 | ICD-10-PCS | urn:oid:1.2.276.0.76.5.431",
          "1.2.276.0.76.4.17 | ICD-10-GM 2016 | urn:oid:1.2.276.0.76.4.17",
        })
    void everyYearsEditionOfANationalIcd10IsKnownByItsNameOrOid(
        String oid, String name, String uri) {
      Diagnosis problem =
          read(
              "active",
              "",
              "<value xsi:type=\"CD\" code=\"E11.9\" codeSystem=\"%s\" codeSystemName=\"%s\"/>"
                  .formatted(oid, name));
      assertThat(problem.codes()).contains(Code.of(uri, "E11.9"));
      assertThat(problem.codes()).hasSize(uri.endsWith("/icd-10") ? 2 : 1);
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "codeSystemName=\"SNOMED CT\" | 44054006 | http://snomed.info/sct",
          "codeSystemName=\"ICD-10-CM\" | E11.9 | http://hl7.org/fhir/sid/icd-10-cm",
          "codeSystem=\"ICD10CM\" | E11.9 | http://hl7.org/fhir/sid/icd-10-cm",
          "codeSystem=\"http://snomed.info/sct\" | 44054006 | http://snomed.info/sct",
          "codeSystem=\"urn:oid:2.16.840.1.113883.6.96\" | 44054006 | http://snomed.info/sct",
          "codeSystem=\"CF12\" codeSystemName=\"ICD-9-CM\" | 250.00 | http://hl7.org/fhir/sid/icd-9-cm",
          "codeSystem=\"2.16.840.1.113883.6.96\" codeSystemName=\"ICD-9-CM\" | 44054006 | http://snomed.info/sct",
        })
    void aSystemWithoutAnOidIsKnownByItsNameOrUri(String system, String code, String uri) {
      assertThat(
              read("active", "", "<value xsi:type=\"CD\" code=\"%s\" %s/>".formatted(code, system))
                  .codes())
          .containsExactly(Code.of(uri, code));
    }

    @Test
    void aProblemWithoutACodeIsListedAndTakesBackWhatItWas() {
      MessageContents contents =
          contents(
              document(
                  section(
                      "11450-4",
                      concern(
                          "active", problem("", "<value xsi:type=\"CD\" nullFlavor=\"UNK\"/>")))));
      assertThat(contents.facts()).isEmpty();
      assertThat(statements(contents)).hasSize(1);
      assertThat(whys(contents)).containsExactly("it has no code with a code system");
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-known-problems", "no-problem-info"})
    void noKnownProblemAndNoInformationAreNoProblem(String code) {
      MessageContents contents =
          contents(
              document(
                  section(
                      "11450-4",
                      concern(
                          "active",
                          problem("", coded("value", code, "2.16.840.1.113883.5.1150.1"))))));
      assertThat(contents.facts()).isEmpty();
      assertThat(whys(contents))
          .containsExactly("it says that there is none or that nothing is known");
    }

    @Test
    void aNullifiedConcernTakesBackItsProblems() {
      MessageContents contents =
          contents(document(section("11450-4", concern("nullified", problem("", diabetes())))));
      assertThat(statements(contents))
          .extracting(Statement::said)
          .containsExactly(new Said.Facts(List.of()));
      assertThat(whys(contents)).containsExactly("it was entered in error");
    }

    @Test
    void anEncountersDiagnosisIsOneToo() {
      String encounter =
          "<encounter classCode=\"ENC\" moodCode=\"EVN\"><entryRelationship typeCode=\"COMP\">"
              + concern("completed", problem("", diabetes()))
              + "</entryRelationship></encounter>";
      assertThat(only(Diagnosis.class, section("46240-8", encounter)).status())
          .isEqualTo(ClinicalStatus.NOT_SAID);
    }

    @Test
    void whatIsSaidOfSomebodyElseIsNotThePatients() {
      String relative = "<subject><relatedSubject/></subject>" + diabetes();
      MessageContents contents =
          contents(document(section("11450-4", concern("active", problem("", relative)))));
      assertThat(contents.facts()).isEmpty();
      assertThat(whys(contents)).containsExactly("it is about somebody else");
    }

    @Test
    void aProblemOfCcd1IsReadAndTheStatusBesideItIsNone() {
      String problem =
          "<observation classCode=\"OBS\" moodCode=\"EVN\">"
              + "<templateId root=\"2.16.840.1.113883.10.20.1.28\"/><id root=\"1.8\"/>%s"
                  .formatted(diabetes())
              + status("73425007").replace("10.20.22.4.6", "10.20.1.50")
              + "</observation>";
      Diagnosis diagnosis = only(Diagnosis.class, section("11450-4", concern("active", problem)));
      assertThat(diagnosis.codes()).containsExactly(Code.of(CodeSystem.SNOMED.uri(), "44054006"));
      assertThat(diagnosis.status()).isEqualTo(ClinicalStatus.INACTIVE);
    }

    @Test
    void aDiagnosisNamedByTheOidOfIcd10CountsAsOneOfIcd10Cm() {
      assertThat(
              read("active", "", coded("value xsi:type=\"CD\"", "E119", "2.16.840.1.113883.6.3"))
                  .codes())
          .containsExactly(
              Code.of(CodeSystem.ICD_10.uri(), "E11.9"),
              Code.of(CodeSystem.ICD_10_CM.uri(), "E11.9"));
    }

    @Test
    void aDiagnosisNamedByTheOidOfIcd9ProceduresIsOneOfIcd9() {
      assertThat(
              read(
                      "active",
                      "",
                      coded("value xsi:type=\"CD\"", "434.91", "2.16.840.1.113883.6.104"))
                  .codes())
          .containsExactly(Code.of(CodeSystem.ICD_9_CM.uri(), "434.91"));
    }

    @Test
    void theFamilysHistoryIsNotRead() {
      MessageContents contents =
          contents(document(section("10157-6", concern("active", problem("", diabetes())))));
      assertThat(contents.facts()).isEmpty();
      assertThat(contents.unusable()).extracting(Unusable::found).containsExactly("10157-6");
    }
  }

  @Nested
  class AllergySection {
    private Allergy read(String attributes, String substance) {
      return only(
          Allergy.class, section("48765-2", concern("active", allergy(attributes, substance))));
    }

    @Test
    void theSubstanceIsWhatCounts() {
      Allergy allergy = read("", coded("code", "7980", RXNORM));
      assertThat(allergy.codes()).containsExactly(Code.of(CodeSystem.RXNORM.uri(), "7980"));
      assertThat(allergy.status()).isEqualTo(ClinicalStatus.ACTIVE);
      assertThat(allergy.recorded().orElseThrow()).hasToString("2020-01-02");
    }

    @Test
    void anAlertOfCcd1IsAnAllergy() {
      String alert =
          allergy("", coded("code", "7980", RXNORM))
              .replace("2.16.840.1.113883.10.20.22.4.7", "2.16.840.1.113883.10.20.1.18");
      assertThat(only(Allergy.class, section("48765-2", concern("active", alert))).codes())
          .containsExactly(Code.of(CodeSystem.RXNORM.uri(), "7980"));
    }

    @ParameterizedTest
    @CsvSource({
      "1.3.6.1.4.1.19376.1.5.3.1.4.6, refuted, REFUTED",
      "1.3.6.1.4.1.19376.1.5.3.1.4.6, unconfirmed, UNCONFIRMED"
    })
    void anAllergyOfIheIsAsSureAsItSays(String root, String code, Verification verification) {
      String allergy =
          allergy("", coded("code", "7980", RXNORM))
              .replace("2.16.840.1.113883.10.20.22.4.7", root)
              .replace("</observation>", certainty(code) + "</observation>");
      assertThat(only(Allergy.class, section("48765-2", concern("active", allergy))))
          .extracting(Allergy::verification)
          .isEqualTo(verification);
    }

    @ParameterizedTest
    @CsvSource({"2023, INACTIVE", "2030, ACTIVE"})
    void anAllergyEndsWithItsEndAndNotBefore(String end, ClinicalStatus status) {
      String allergy =
          allergy("", coded("code", "7980", RXNORM))
              .replace(
                  "<low value=\"2019\"/>",
                  "<low value=\"2019\"/><high value=\"%s\"/>".formatted(end));
      assertThat(only(Allergy.class, section("48765-2", concern("active", allergy))).status())
          .isEqualTo(status);
    }

    @Test
    void anAllergyThatIsAbortedIsNoLessSure() {
      String allergy =
          allergy("", coded("code", "7980", RXNORM))
              .replace("code=\"completed\"", "code=\"aborted\"");
      Allergy aborted = only(Allergy.class, section("48765-2", concern("active", allergy)));
      assertThat(aborted.verification()).isEqualTo(Verification.CONFIRMED);
      assertThat(aborted.status()).isEqualTo(ClinicalStatus.ACTIVE);
    }

    @Test
    void aSubstanceInWordsAloneIsListed() {
      String inWords =
          allergy("", "<code nullFlavor=\"OTH\"><originalText>Penicillin</originalText></code>");
      MessageContents contents = contents(document(section("48765-2", concern("active", inWords))));
      assertThat(contents.facts())
          .singleElement()
          .satisfies(it ->
              assertThat(it.codes())
                  .containsExactly(Code.of(CodeSystem.SNOMED.uri(), "416098002")));
      assertThat(whys(contents))
          .containsExactly("the substance has no code, only the kind of allergy is known");
    }

    @Test
    void allSubstancesCount() {
      String another =
          "<participant typeCode=\"CSM\"><participantRole><playingEntity>%s</playingEntity></participantRole></participant></observation>"
              .formatted(coded("code", "2670", RXNORM));
      String both = allergy("", coded("code", "7980", RXNORM)).replace("</observation>", another);
      assertThat(only(Allergy.class, section("48765-2", concern("active", both))).codes())
          .extracting(Code::value)
          .containsExactly("7980", "2670");
    }

    @Test
    void noKnownAllergyAmongIpsSubstancesIsNone() {
      MessageContents contents =
          contents(
              document(
                  section(
                      "48765-2",
                      concern(
                          "active",
                          allergy(
                              "",
                              coded(
                                  "code", "no-known-allergies", "2.16.840.1.113883.5.1150.1"))))));
      assertThat(contents.facts()).isEmpty();
    }

    @Test
    void noKnownDrugAllergyIsARefutedOne() {
      Allergy allergy = read("negationInd=\"true\"", "<code nullFlavor=\"NA\"/>");
      assertThat(allergy.verification()).isEqualTo(Verification.REFUTED);
      assertThat(allergy.codes()).containsExactly(Code.of(CodeSystem.SNOMED.uri(), "416098002"));
      assertThat(
              whys(
                  contents(
                      document(
                          section(
                              "48765-2",
                              concern(
                                  "active",
                                  allergy("negationInd=\"true\"", "<code nullFlavor=\"NA\"/>")))))))
          .isEmpty();
    }
  }

  @Nested
  class MedicationSection {
    private static final String FROM =
        "<effectiveTime xsi:type=\"IVL_TS\"><low value=\"20230105\"/>";
    private static final String TWICE_A_DAY =
        "<effectiveTime xsi:type=\"PIVL_TS\" operator=\"A\"><period value=\"12\" unit=\"h\"/></effectiveTime>";

    private MedicationUse read(String attributes, String status, String times) {
      return only(MedicationUse.class, section("10160-0", medicine(attributes, status, times)));
    }

    @Test
    void anActiveMedicineBeginsWithItsInterval() {
      MedicationUse use =
          read("moodCode=\"EVN\"", "active", TWICE_A_DAY + FROM + "</effectiveTime>");
      assertThat(use.status()).isEqualTo(MedicationUse.Status.ACTIVE);
      assertThat(use.start().orElseThrow()).hasToString("2023-01-05");
      assertThat(use.end()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
      "completed, 20240101, ENDED",
      "completed, 20250101, ACTIVE",
      "completed, , UNCLEAR",
      "aborted, , ENDED",
      "suspended, , UNCLEAR",
      "cancelled, , NEVER",
      "active, 20250101, ACTIVE"
    })
    void theStatusAndTheEndTellWhetherItIsTaken(
        String status, String until, MedicationUse.Status taken) {
      String end =
          until == null ? "<high nullFlavor=\"UNK\"/>" : "<high value=\"%s\"/>".formatted(until);
      assertThat(read("moodCode=\"INT\"", status, FROM + end + "</effectiveTime>").status())
          .isEqualTo(taken);
    }

    @Test
    void anAbortedMedicineEndedBeforeTheDocumentWasWritten() {
      String planned = FROM + "<high value=\"20990101\"/></effectiveTime>";
      Interval end = read("moodCode=\"INT\"", "aborted", planned).end().orElseThrow();
      assertThat(end.firstDay()).isEqualTo("2023-01-05");
      assertThat(end.lastDay()).isBefore("2026-01-01");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "<effectiveTime xsi:type=\"SXPR_TS\"><comp xsi:type=\"PIVL_TS\"><period value=\"8\" unit=\"h\"/></comp><comp xsi:type=\"IVL_TS\"><low value=\"20230105\"/><high value=\"20230112\"/></comp></effectiveTime>",
          "<effectiveTime xsi:type=\"IVL_TS\" nullFlavor=\"UNK\"/><effectiveTime xsi:type=\"IVL_TS\"><low value=\"20230105\"/><high value=\"20230112\"/></effectiveTime>"
        })
    void itsCourseIsTheFirstTimeThatIsSaidAlsoInParentheses(String times) {
      MedicationUse use = read("moodCode=\"EVN\"", "completed", times);
      assertThat(use.status()).isEqualTo(MedicationUse.Status.ENDED);
      assertThat(use.start().orElseThrow()).hasToString("2023-01-05");
      assertThat(use.end().orElseThrow()).hasToString("2023-01-12");
    }

    @Test
    void aSingleDoseEndsWhenItWasGiven() {
      MedicationUse use =
          read("moodCode=\"EVN\"", "completed", "<effectiveTime value=\"20240301\"/>");
      assertThat(use.status()).isEqualTo(MedicationUse.Status.ENDED);
      assertThat(use.end()).isEqualTo(use.start()).isPresent();
    }

    @Test
    void aNegatedOneWasNeverTaken() {
      assertThat(read("moodCode=\"EVN\" negationInd=\"true\"", "active", "").status())
          .isEqualTo(MedicationUse.Status.NEVER);
    }

    @Test
    void oneWithinAnActThatIsNegatedWasNeverTaken() {
      String act =
          "<act classCode=\"ACT\" moodCode=\"EVN\" negationInd=\"true\"><entryRelationship typeCode=\"SUBJ\">"
              + medicine("moodCode=\"EVN\"", "active", "")
              + "</entryRelationship></act>";
      assertThat(only(MedicationUse.class, section("10183-2", act)).status())
          .isEqualTo(MedicationUse.Status.NEVER);
    }

    @Test
    void noKnownMedicinesIsOneOfNoCode() {
      String none =
          given(
              "16",
              "moodCode=\"EVN\" negationInd=\"true\"",
              "active",
              "",
              "<code nullFlavor=\"NA\"/>");
      MessageContents contents = contents(document(section("10160-0", none)));
      assertThat(contents.facts()).isEmpty();
      assertThat(whys(contents)).containsExactly("it has no code with a code system");
    }

    @ParameterizedTest
    @CsvSource({"INT, active", "RQO, active", "PRP, active", "PRP, aborted", "INT, completed"})
    void whatIsTakenAccordingToAPlanAloneIsUnclear(String mood, String status) {
      String plan =
          "<act classCode=\"ACT\" moodCode=\"%s\"><entryRelationship typeCode=\"COMP\">"
                  .formatted(mood)
              + medicine("moodCode=\"EVN\"", status, "<effectiveTime value=\"20240301\"/>")
              + "</entryRelationship></act>";
      assertThat(only(MedicationUse.class, section("10160-0", plan)).status())
          .isEqualTo(MedicationUse.Status.UNCLEAR);
    }

    @ParameterizedTest
    @CsvSource({
      "code='55561003', ACTIVE",
      "code='active', ACTIVE",
      "code='392521001', ENDED",
      "code='stopped', ENDED",
      "code='15240007', ACTIVE",
      "code='LA16666-2', ACTIVE",
      "code='413322009', ENDED",
      "code='410513005', ENDED",
      "code='410546004', ENDED",
      "code='421139008', UNCLEAR",
      "code='a word of the house', UNCLEAR",
      "nullFlavor='UNK', ACTIVE"
    })
    void theStatusObservationCounts(String value, MedicationUse.Status taken) {
      String observed = status("55561003").replace("code=\"55561003\"", value.replace('\'', '"'));
      String medicine =
          medicine("moodCode=\"EVN\"", "active", "")
              .replace("<consumable>", observed + "<consumable>");
      assertThat(only(MedicationUse.class, section("10160-0", medicine)).status()).isEqualTo(taken);
    }

    @Test
    void aMedicineThatIsResolvedHasEnded() {
      String medicine =
          medicine(
                  "moodCode=\"EVN\"",
                  "completed",
                  FROM + "<high value=\"20240101\"/></effectiveTime>")
              .replace("<consumable>", status("413322009") + "<consumable>");
      MedicationUse use = only(MedicationUse.class, section("10160-0", medicine));
      assertThat(use.status()).isEqualTo(MedicationUse.Status.ENDED);
      assertThat(use.end().orElseThrow()).hasToString("2024-01-01");
    }

    @Test
    void anOwnStatusThatIsNotKnownIsNotThatOfWhatItLiesIn() {
      String act =
          "<act classCode=\"ACT\" moodCode=\"EVN\"><statusCode code=\"active\"/><entryRelationship typeCode=\"SUBJ\">"
              + medicine("moodCode=\"EVN\"", "active", "")
                  .replace("<statusCode code=\"active\"/>", "<statusCode nullFlavor=\"UNK\"/>")
              + "</entryRelationship></act>";
      assertThat(only(MedicationUse.class, section("10183-2", act)).status())
          .isEqualTo(MedicationUse.Status.UNCLEAR);
    }

    @Test
    void aProposedOneIsListed() {
      MessageContents contents =
          contents(document(section("10160-0", medicine("moodCode=\"PRP\"", "active", ""))));
      assertThat(contents.facts()).isEmpty();
      assertThat(whys(contents)).containsExactly("it is a goal, a plan or a proposal");
    }

    @Test
    void aDischargeMedicineInsideItsActIsRead() {
      String act =
          "<act classCode=\"ACT\" moodCode=\"EVN\"><entryRelationship typeCode=\"SUBJ\">"
              + medicine("moodCode=\"EVN\"", "active", "")
              + "</entryRelationship></act>";
      assertThat(only(MedicationUse.class, section("10183-2", act)).codes()).hasSize(1);
    }
  }

  @Nested
  class MedicinesOfAProcedure {
    private static final String GIVEN =
        "<entryRelationship typeCode=\"COMP\">%s</entryRelationship></procedure>"
            .formatted(
                medicine("moodCode=\"EVN\"", "completed", "<effectiveTime value=\"20240301\"/>"));

    private List<Fact> read(String attributes) {
      return contents(
              document(
                  section(
                      "47519-4",
                      "<procedure classCode=\"PROC\" %s><id root=\"1.3\" extension=\"x1\"/>%s<statusCode code=\"completed\"/>%s"
                          .formatted(attributes, coded("code", "80146002", SNOMED), GIVEN))))
          .facts();
    }

    @Test
    void areReadBesideIt() {
      assertThat(read("moodCode=\"EVN\""))
          .hasSize(2)
          .filteredOn(MedicationUse.class::isInstance)
          .singleElement()
          .satisfies(it -> {
            assertThat(it.source().type()).isEqualTo("CdaMedication");
            assertThat(((MedicationUse) it).status()).isEqualTo(MedicationUse.Status.ENDED);
          });
    }

    @Test
    void wereNotTakenWhereItWasNotDone() {
      assertThat(read("moodCode=\"EVN\" negationInd=\"true\""))
          .filteredOn(MedicationUse.class::isInstance)
          .singleElement()
          .satisfies(it ->
              assertThat(((MedicationUse) it).status()).isEqualTo(MedicationUse.Status.NEVER));
    }

    @Test
    void areUnclearWhereItIsOnlyPlanned() {
      assertThat(read("moodCode=\"INT\""))
          .singleElement()
          .satisfies(it ->
              assertThat(((MedicationUse) it).status()).isEqualTo(MedicationUse.Status.UNCLEAR));
    }
  }

  @Nested
  class ResultSection {
    private static final String FINAL = "<statusCode code=\"completed\"/>";
    private static final String DAY = "<effectiveTime value=\"202403011330-0500\"/>";

    private Measurement read(String inner) {
      return only(Measurement.class, section("30954-2", battery("completed", result("r1", inner))));
    }

    private Result value(String value) {
      return read(FINAL + value).result();
    }

    @Test
    void aVitalSignOfZeroIsNoResult() {
      String weight =
          result("w", FINAL + "<value xsi:type=\"PQ\" value=\"0\" unit=\"kg\"/>")
              .replace("718-7", "29463-7");
      assertThat(only(Measurement.class, section("8716-3", battery("completed", weight))).result())
          .isEqualTo(
              new Result.Unusable("the number is zero, which it cannot be of a living person"));
    }

    @Test
    void aResultHasItsNumberUnitRangeAndTime() {
      Measurement result =
          read(
              FINAL
                  + DAY
                  + "<value xsi:type=\"PQ\" value=\"13.2\" unit=\"g/dL\"/>"
                  + "<interpretationCode code=\"N\"/>"
                  + "<referenceRange><observationRange><value xsi:type=\"IVL_PQ\">"
                  + "<low value=\"12\" unit=\"g/dL\"/><high value=\"15.5\" unit=\"g/dL\"/>"
                  + "</value></observationRange></referenceRange>");
      assertThat(result.codes()).containsExactly(Code.of(CodeSystem.LOINC.uri(), "718-7"));
      assertThat(result.result()).hasToString("13.2 g/dL");
      assertThat(result.normal().low().orElseThrow()).hasToString("12 g/dL");
      assertThat(result.normal().high().orElseThrow()).hasToString("15.5 g/dL");
      assertThat(result.taken().orElseThrow()).hasToString("2024-03-01T13:30");
      assertThat(result.status()).isEqualTo(Measurement.Status.FINAL);
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "<high value='0.01' unit='ng/mL' inclusive='false'/> | <0.01 ng/mL",
          "<high value='0.01' unit='ng/mL'/> | <=0.01 ng/mL",
          "<low value='90' unit='ng/mL'/> | >=90 ng/mL",
          "<low value='90' unit='ng/mL' inclusive='false'/><high nullFlavor='PINF'/> | >90 ng/mL",
          "<low value='4' unit='ng/mL'/><high value='4' unit='ng/mL'/> | 4 ng/mL",
          "<low value='4' unit='ng/mL'/><high value='6' unit='ng/mL'/> | the result is a range",
          "'' | the result has no value"
        })
    void anOpenIntervalIsABound(String limits, String text) {
      assertThat(value("<value xsi:type=\"IVL_PQ\">" + limits.replace('\'', '"') + "</value>"))
          .hasToString(text);
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "<value xsi:type='INT' value='3'/> | 3",
          "<value xsi:type='REAL' value='3.5'/> | 3.5",
          "<value xsi:type='cda:PQ' value='3.5' unit='gm%'/> | 3.5 g/dL",
          "<value xsi:type='PQ' value='3.5'/> | the result has no unit",
          "<value xsi:type='PQ' value='3.5' unit='furlong'/> | the unit is not one of UCUM",
          "<value xsi:type='PQ' value='3.5' unit='10*9999999'/> | the unit is not one of UCUM",
          "<value xsi:type='PQ' value='3.5' unit='Ym99'/> | the unit is not one of UCUM",
          "<value xsi:type='PQ' value='1e999999999' unit='g/dL'/> | the result has no number",
          "<value xsi:type='PQ' nullFlavor='OTH'><translation value='7.1' nullFlavor='OTH'><originalText>x10e3/uL</originalText></translation></value> | 7.1 10*3/uL",
          "<value xsi:type='PQ' nullFlavor='OTH'><translation value='7.1' nullFlavor='OTH'><originalText>gm%</originalText></translation></value> | 7.1 g/dL",
          "<value xsi:type='PQ' nullFlavor='OTH'><translation value='7.1' code='g/L' codeSystem='2.16.840.1.113883.6.8'/></value> | 7.1 g/L",
          "<value xsi:type='PQ' nullFlavor='OTH'><translation value='7.1'><originalText>furlong</originalText></translation></value> | the unit is not one of UCUM",
          "<value xsi:type='PQ' nullFlavor='OTH'><translation value='7.1'><originalText><reference value='#r1'/></originalText></translation></value> | the result has no unit",
          "<value xsi:type='PQ' nullFlavor='OTH'><translation nullFlavor='OTH'/></value> | the result is absent (unknown)",
          "<value xsi:type='PQ' value='37' unit='Cel'><translation value='98.6' code='[degF]' codeSystem='2.16.840.1.113883.6.8'/></value> | 37 Cel",
          "<value xsi:type='PQ' nullFlavor='NASK'/> | the result is absent (not-asked)",
          "<value xsi:type='ST'>13.2</value> | the result is free text",
          "<value xsi:type='BL' value='true'/> | true",
          "<value xsi:type='RTO_PQ_PQ'/> | the result has no known type",
          "<value xsi:type='TS' value='2024'/> | the result is of the type TS"
        })
    void everyTypeIsReadOrSaysWhyNot(String value, String text) {
      assertThat(value(value.replace('\'', '"'))).hasToString(text);
    }

    @Test
    void theRangeInTheLaboratorysOwnUnitIsReadToo() {
      String limit =
          "<%1$s nullFlavor=\"OTH\"><translation value=\"%2$s\" nullFlavor=\"OTH\">"
              + "<originalText>THOUS/MCL</originalText></translation></%1$s>";
      Measurement platelets =
          read(
              FINAL
                  + "<value xsi:type=\"PQ\" nullFlavor=\"OTH\"><translation value=\"152\">"
                  + "<originalText>THOUS/MCL</originalText></translation></value>"
                  + "<referenceRange><observationRange><value xsi:type=\"IVL_PQ\">"
                  + limit.formatted("low", "150")
                  + limit.formatted("high", "400")
                  + "</value></observationRange></referenceRange>");
      assertThat(platelets.result()).hasToString("152 10*3/uL");
      assertThat(platelets.normal().low().orElseThrow()).hasToString("150 10*3/uL");
      assertThat(platelets.normal().high().orElseThrow()).hasToString("400 10*3/uL");
    }

    @Test
    void aRejectedSpecimenIsNoResult() {
      assertThat(value(coded("value xsi:type=\"CD\"", "125154007", SNOMED)))
          .isEqualTo(new Result.Unusable("the laboratory says that it has no result"));
    }

    @Test
    void aCodedAnswerIsOne() {
      assertThat(value(coded("value xsi:type=\"CD\"", "10828004", SNOMED)))
          .isEqualTo(new Result.Coded(List.of(Code.of(CodeSystem.SNOMED.uri(), "10828004"))));
    }

    @ParameterizedTest
    @CsvSource({
      "active, PRELIMINARY",
      "completed, FINAL",
      "aborted, RETRACTED",
      "held, PRELIMINARY"
    })
    void theBatterysStatusAndTimeStandInForItsOwn(String battery, Measurement.Status status) {
      Measurement result =
          only(
              Measurement.class,
              section(
                  "30954-2",
                  battery(battery, result("r1", "<value xsi:type=\"INT\" value=\"1\"/>"))));
      assertThat(result.status()).isEqualTo(status);
      assertThat(result.taken().orElseThrow()).hasToString("2024-03-01 to 2024-03-02");
    }

    @Test
    void theBatterysStatusStandsInWhereItsOwnIsNotKnown() {
      assertThat(
              read("<statusCode nullFlavor=\"UNK\"/><value xsi:type=\"INT\" value=\"1\"/>")
                  .status())
          .isEqualTo(Measurement.Status.FINAL);
    }

    @Test
    void twoOfOneIdAreOneStatement() {
      MessageContents contents =
          contents(
              document(
                  section(
                      "30954-2",
                      battery(
                          "completed",
                          result("same", "<value xsi:type=\"INT\" value=\"1\"/>"),
                          result("same", "<value xsi:type=\"INT\" value=\"2\"/>")))));
      assertThat(statements(contents)).hasSize(1);
      assertThat(contents.facts()).hasSize(2);
    }

    @Test
    void withoutAnIdTheCodeAndTheTimeIdentifyIt() {
      String one = result("r1", FINAL + DAY).replace("<id root=\"1.4\" extension=\"r1\"/>", "");
      MessageContents first = contents(document(section("30954-2", battery("completed", one))));
      MessageContents corrected =
          contents(
              document(
                  section(
                      "30954-2",
                      battery(
                          "completed",
                          one.replace(FINAL, FINAL + "<value xsi:type=\"INT\" value=\"2\"/>")))));
      MessageContents otherDay =
          contents(
              document(
                  section("30954-2", battery("completed", one.replace("20240301", "20240302")))));
      String reference = statements(first).getFirst().reference();
      assertThat(statements(corrected).getFirst().reference()).isEqualTo(reference);
      assertThat(statements(otherDay).getFirst().reference()).isNotEqualTo(reference);
      assertThat(reference).matches("CdaResult/[0-9a-f]{16}");
    }

    @Test
    void anotherRecordsEntryIsAnotherStatement() {
      String document =
          document(section("30954-2", battery("completed", result("r1", FINAL + DAY))));
      assertThat(statements(contents(document)).getFirst().reference())
          .isNotEqualTo(
              statements(contents(document.replace("4711", "4712"))).getFirst().reference());
    }

    @Test
    void aGoalIsNoResult() {
      MessageContents contents =
          contents(document(section("30954-2", result("r1", FINAL).replace("EVN", "GOL"))));
      assertThat(contents.facts()).isEmpty();
      assertThat(whys(contents)).containsExactly("it is a goal, a plan or a proposal");
    }

    @Test
    void vitalSignsAreReadTheSame() {
      assertThat(
              only(
                      Measurement.class,
                      section(
                          "8716-3",
                          battery(
                              "completed",
                              result("v1", "<value xsi:type=\"PQ\" value=\"80\" unit=\"kg\"/>"))))
                  .source()
                  .type())
          .isEqualTo("CdaVitalSign");
    }
  }

  @Nested
  class OtherSections {
    private static final String WHEN = "<effectiveTime value=\"20231005\"/>";

    @ParameterizedTest
    @CsvSource({
      "completed, '', DONE",
      "aborted, '', DONE",
      "cancelled, '', NOT_DONE",
      "suspended, '', UNCLEAR",
      "completed, negationInd='true', NOT_DONE"
    })
    void aProcedureWasDoneOrNot(String status, String negated, PerformedProcedure.Status done) {
      for (String kind : List.of("procedure", "observation", "act")) {
        String entry =
            "<%1$s moodCode=\"EVN\" %2$s><id root=\"1.3\" extension=\"o1\"/>%3$s<statusCode code=\"%4$s\"/>%5$s</%1$s>"
                .formatted(
                    kind,
                    negated.replace('\'', '"'),
                    coded("code", "73761001", SNOMED),
                    status,
                    WHEN);
        PerformedProcedure procedure = only(PerformedProcedure.class, section("47519-4", entry));
        assertThat(procedure.status()).isEqualTo(done);
        assertThat(procedure.performed().orElseThrow()).hasToString("2023-10-05");
      }
    }

    @ParameterizedTest
    @CsvSource({"moodCode='EVN', GIVEN", "moodCode='EVN' negationInd='true', NOT_GIVEN"})
    void aVaccineWasGivenOrNot(String attributes, Immunization.Status status) {
      Immunization vaccine =
          only(
              Immunization.class,
              section("11369-6", vaccine(attributes.replace('\'', '"'), "completed", WHEN)));
      assertThat(vaccine.status()).isEqualTo(status);
      assertThat(vaccine.codes()).containsExactly(Code.of(CodeSystem.CVX.uri(), "88"));
      assertThat(vaccine.given().orElseThrow()).hasToString("2023-10-05");
    }

    @Test
    void whatIsOnlyPlannedTakesNothingBack() {
      String procedure =
          "<procedure moodCode=\"RQO\"><id root=\"1.3\" extension=\"o1\"/>%s</procedure>"
              .formatted(coded("code", "73761001", SNOMED));
      String vaccine = vaccine("moodCode=\"INT\"", "completed", WHEN);
      String medicine = medicine("moodCode=\"PRP\"", "active", "");
      MessageContents contents =
          contents(
              document(
                  section("47519-4", procedure),
                  section("11369-6", vaccine),
                  section("10160-0", medicine)));
      assertThat(statements(contents)).isEmpty();
      assertThat(whys(contents)).hasSize(3).containsOnly("it is a goal, a plan or a proposal");
    }

    @Test
    void aPregnancyIsReadInItsOwnSectionTooAndPastOnesAreNot() {
      String pregnant =
          result(
                  "r1",
                  "<statusCode code=\"completed\"/>"
                      + coded("value xsi:type=\"CD\"", "77386006", SNOMED))
              .replace("718-7", "82810-3");
      assertThat(only(Measurement.class, section("90767-5", pregnant)).result())
          .isEqualTo(new Result.Coded(List.of(Code.of(CodeSystem.SNOMED.uri(), "77386006"))));
      MessageContents history =
          contents(
              document(
                  templated("1.3.6.1.4.1.19376.1.5.3.1.1.5.3.4", section("10162-6", pregnant))));
      assertThat(history.facts()).isEmpty();
      assertThat(whys(history)).containsExactly("entries of such a section are not read");
    }

    @Test
    void aVaccineOfAnUncodedProductIsListed() {
      MessageContents contents =
          contents(
              document(
                  section(
                      "11369-6",
                      given(
                          "52",
                          "moodCode=\"EVN\"",
                          "completed",
                          WHEN,
                          "<code nullFlavor=\"UNK\"/>"))));
      assertThat(whys(contents)).containsExactly("it has no code with a code system");
    }

    @ParameterizedTest
    @ValueSource(strings = {"60001007", "255409004", ""})
    void whatElseIsNegatedOfAPregnancySaysNothing(String value) {
      String entry =
          "<observation moodCode=\"EVN\" negationInd=\"true\"><templateId root=\"2.16.840.1.113883.10.20.15.3.8\"/>%s<statusCode code=\"completed\"/>%s%s</observation>"
              .formatted(
                  coded("code", "ASSERTION", "2.16.840.1.113883.5.4"),
                  WHEN,
                  value.isEmpty()
                      ? "<value xsi:type=\"CD\" nullFlavor=\"UNK\"/>"
                      : coded("value xsi:type=\"CD\"", value, SNOMED));
      assertThat(contents(document(section("29762-2", entry))).facts()).isEmpty();
    }

    @Test
    void whoIsSaidNotToBePregnantIsNot() {
      String entry =
          "<observation moodCode=\"EVN\" negationInd=\"true\"><templateId root=\"2.16.840.1.113883.10.20.15.3.8\"/>%s<statusCode code=\"completed\"/>%s%s</observation>"
              .formatted(
                  coded("code", "ASSERTION", "2.16.840.1.113883.5.4"),
                  WHEN,
                  coded("value xsi:type=\"CD\"", "77386006", SNOMED));
      Measurement answered = only(Measurement.class, section("29762-2", entry));
      assertThat(answered.codes()).containsExactly(Code.of(CodeSystem.LOINC.uri(), "82810-3"));
      assertThat(answered.result())
          .isEqualTo(new Result.Coded(List.of(Code.of(CodeSystem.SNOMED.uri(), "60001007"))));
    }

    @ParameterizedTest
    @CsvSource({
      "2.16.840.1.113883.10.20.22.4.78, 72166-2, 8517006",
      "2.16.840.1.113883.10.20.15.3.8, 82810-3, 77386006"
    })
    void aBareAssertionIsNamedByItsTemplate(String root, String loinc, String answer) {
      String entry =
          "<observation moodCode=\"EVN\"><templateId root=\"%s\"/>%s<statusCode code=\"completed\"/>%s%s</observation>"
              .formatted(
                  root,
                  coded("code", "ASSERTION", "2.16.840.1.113883.5.4"),
                  WHEN,
                  coded("value xsi:type=\"CD\"", answer, SNOMED));
      Measurement answered = only(Measurement.class, section("29762-2", entry));
      assertThat(answered.codes()).containsExactly(Code.of(CodeSystem.LOINC.uri(), loinc));
      assertThat(answered.result())
          .isEqualTo(new Result.Coded(List.of(Code.of(CodeSystem.SNOMED.uri(), answer))));
    }

    @Test
    void aSectionInsideASectionIsRead() {
      String inner = section("11450-4", concern("active", problem("", diabetes())));
      String outer =
          section("29545-1")
              .replace("</section>", "<component>" + inner + "</component></section>");
      assertThat(only(Diagnosis.class, outer).codes()).hasSize(1);
    }

    @Test
    void aSectionIsAlsoKnownByItsTemplate() {
      String section =
          section("99999-9", concern("active", problem("", diabetes())))
              .replace("<text>", "<templateId root=\"2.16.840.1.113883.10.20.22.2.5.1\"/><text>");
      assertThat(only(Diagnosis.class, section).codes()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.3.6.1.4.1.19376.1.3.3.2.1", "1.3.6.1.4.1.19376.1.3.3.2.2"})
    void aLaboratoryReportOfIheHasResultsUnderEverySpecialty(String template) {
      String act =
          "<act classCode=\"ACT\" moodCode=\"EVN\"><statusCode code=\"completed\"/>"
              + "<entryRelationship typeCode=\"COMP\">"
              + result("r1", "<value xsi:type=\"PQ\" value=\"13.2\" unit=\"g/dL\"/>")
              + "</entryRelationship></act>";
      String section =
          section("18723-7", act)
              .replace("<text>", "<templateId root=\"%s\"/><text>".formatted(template));
      Measurement result = only(Measurement.class, section);
      assertThat(result.result()).hasToString("13.2 g/dL");
      assertThat(result.status()).isEqualTo(Measurement.Status.FINAL);
    }

    @Test
    void aNullifiedDocumentIsRefusedForOthersMaySayTheSame() {
      String document =
          document(section("11450-4", concern("active", problem("", diabetes()))))
              .replace("<setId", "<sdtc:statusCode code=\"nullified\"/><setId");
      assertThat(reading(document.getBytes(StandardCharsets.UTF_8)))
          .isInstanceOfSatisfying(
              DocumentReading.Refused.class,
              refused -> assertThat(refused.cause()).startsWith("Its sender nullified it"));
    }

    @Test
    void anEntryWithoutIdAndCodeIsListed() {
      String entry = "<observation moodCode=\"EVN\">%s</observation>".formatted(template("2"));
      assertThat(whys(contents(document(section("30954-2", entry)))))
          .containsExactly("it has neither an id nor a code");
    }

    @Test
    void aNameSpacePrefixChangesNothing() {
      String plain = document(section("30954-2", result("r1", coded("value", "1", LOINC))));
      String prefixed = plain.replaceAll("<(/?)(?=[a-zA-Z])(?!sdtc)", "<$1hl7:");
      assertThat(contents(prefixed).facts()).isEqualTo(contents(plain).facts()).hasSize(1);
    }
  }
}
