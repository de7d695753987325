package org.trialward.workbench.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trialward.fhir.bulk.Lines;
import org.trialward.fhir.bulk.NdjsonFiles;
import org.trialward.fhir.bulk.Place;
import org.trialward.fhir.intake.OwnSystems;
import org.trialward.fhir.intake.PatientFiles;
import org.trialward.fhir.intake.UnmappedCodes;
import org.trialward.fhir.intake.Unusable;
import org.trialward.rules.patient.PatientChart;
import org.trialward.rules.patient.PatientId;
import org.trialward.workbench.TestCharts;
import org.trialward.workbench.TestDatabase;
import org.trialward.workbench.bulk.Origin.Missing;
import org.trialward.workbench.bulk.Origin.Ready;
import org.trialward.workbench.chart.ChartStore;
import org.trialward.workbench.consent.OptOuts;
import org.trialward.workbench.database.Rows;
import org.trialward.workbench.database.Turn;
import org.trialward.workbench.inbox.Inbox;
import org.trialward.workbench.json.Json;
import org.trialward.workbench.settings.SiteClock;
import org.trialward.workbench.settings.TrialwardSettings;
import tools.jackson.databind.json.JsonMapper;

class BulkLoadTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final int SMALL_CHUNK = 20_000;
  private static final TestDatabase DATABASE = TestDatabase.fresh();

  private final JsonMapper json = Json.mapper();
  private final SiteClock clock =
      new SiteClock(
          Clock.fixed(NOW, ZoneOffset.UTC),
          new TrialwardSettings.Site("site", ZoneId.of("UTC"), Optional.<LocalDate>empty()));
  private final ChartStore charts = new ChartStore(DATABASE.jdbc(), json, clock);
  private final Inbox inbox = new Inbox(DATABASE.jdbc(), charts, clock);

  @TempDir Path folder;
  @TempDir Path spools;

  @AfterAll
  static void closeDatabase() {
    DATABASE.close();
  }

  @BeforeEach
  void empty() {
    DATABASE.clear();
    DATABASE.jdbc().sql("truncate bulk_load, bulk_resource").update();
  }

  private static Sizes sizes(int workers) {
    return new Sizes(workers, SMALL_CHUNK, 1, 2, Long.MAX_VALUE);
  }

  private BulkReport load(Origin origin, int workers) {
    return new BulkLoad(
            DATABASE.dataSource(),
            DATABASE.jdbc(),
            DATABASE.transaction(),
            json,
            charts,
            inbox,
            clock,
            OwnSystems.NONE,
            spools,
            sizes(workers))
        .run(origin, progress -> {});
  }

  /** Lines of files as an export of the EMR would bring them. */
  private record Export(
      Lines lines, Optional<Instant> since, Missing missing, Instant asOf, List<String> deleted)
      implements Origin {

    static Export of(Path folder) throws IOException {
      return new Export(
          NdjsonFiles.of(List.of(folder)), Optional.empty(), Missing.REMOVED, NOW, List.of());
    }

    Export changedSince(Instant since, String... deleted) {
      return new Export(lines, Optional.of(since), Missing.KEPT, asOf, List.of(deleted));
    }

    Export missing(Missing missing) {
      return new Export(lines, since, missing, asOf, deleted);
    }

    Export asOf(Instant moment) {
      return new Export(lines, since, missing, moment, deleted);
    }

    @Override
    public String name() {
      return "export";
    }

    @Override
    public Ready ready(String state, Consumer<String> remember) {
      return new Ready(lines, asOf, deleted, true);
    }
  }

  private static String consent(String type) {
    return "{\"resourceType\":\"Consent\",\"id\":\"12\",\"status\":\"active\",\"scope\":{\"coding\":[{\"code\":\"research\"}]},\"patient\":{\"reference\":\"Patient/anna\"},\"provision\":{\"type\":\"%s\"}}\n"
        .formatted(type);
  }

  /** What patients allow may stand before or behind them, in a file of its own. */
  @Test
  void aConsentInTheFilesSilencesThePatientAndAnotherOneLiftsIt() throws IOException {
    OptOuts optOuts = new OptOuts(DATABASE.jdbc(), clock);
    PatientId anna = new PatientId("anna");
    Path consents = folder.resolve("Consent.ndjson");
    Files.writeString(
        folder.resolve("Patient.ndjson"),
        "{\"resourceType\":\"Patient\",\"id\":\"anna\",\"birthDate\":\"1970-05-01\"}\n");
    Files.writeString(consents, consent("deny"));
    load(Export.of(folder), 1);
    assertThat(optOuts.find(anna))
        .hasValueSatisfying(no -> assertThat(no.source()).isEqualTo("Consent/12"));

    Files.writeString(consents, consent("permit"));
    load(Export.of(folder), 1);
    assertThat(optOuts.find(anna)).isEmpty();

    Files.writeString(consents, consent("deny"));
    load(Export.of(folder).changedSince(NOW), 1);
    assertThat(optOuts.find(anna)).isEmpty();
    assertThat(inbox.open(anna))
        .as("asked of the EMR")
        .anyMatch(e -> e.feed().equals(Inbox.BULK_ASKS));
  }

  @Test
  void anExportOfNobodyRemovesNobodyAndIsTold() throws IOException {
    charts.save(TestCharts.chart("anna"), NOW.minusSeconds(60));
    Files.writeString(folder.resolve("Patient.ndjson"), "\uFEFF\n");

    BulkReport report = load(Export.of(folder), 1);

    assertThat(report.removed()).isZero();
    assertThat(report.asked()).isEqualTo(1);
    assertThat(charts.patients()).containsExactly(new PatientId("anna"));
    assertThat(report.problems())
        .singleElement()
        .asString()
        .contains("names no patient")
        .contains("check which records");
  }

  @Test
  void anExportWithAnErrorAmongItsRecordsRemovesNobody() throws IOException {
    charts.save(TestCharts.chart("anna"), NOW.minusSeconds(60));
    write(
        "Patient.ndjson",
        "{'resourceType':'Patient','id':'bert','birthDate':'1970-05-01'}",
        "{'resourceType':'OperationOutcome','issue':[{'severity':'fatal','code':'exception','diagnostics':'Jane Doe'}]}");

    BulkReport report = load(Export.of(folder), 1);

    assertThat(report.removed()).isZero();
    assertThat(report.asked()).isEqualTo(1);
    assertThat(report.problems())
        .singleElement()
        .asString()
        .contains("line 2")
        .doesNotContain("Jane Doe");
  }

  @Test
  void aLoadWithoutConsentsLiftsNothing() throws IOException {
    OptOuts optOuts = new OptOuts(DATABASE.jdbc(), clock);
    PatientId anna = new PatientId("anna");
    Files.writeString(
        folder.resolve("Patient.ndjson"),
        "{\"resourceType\":\"Patient\",\"id\":\"anna\",\"birthDate\":\"1970-05-01\"}\n");
    Path consents = Files.writeString(folder.resolve("Consent.ndjson"), consent("deny"));
    load(Export.of(folder), 1);
    Files.delete(consents);
    load(Export.of(folder), 1);
    assertThat(optOuts.find(anna)).isPresent();
  }

  /** As {@code ChartStore} would hold what charts from files say. */
  private Map<PatientId, String> expected(Path from) {
    PatientFiles.Contents contents = new PatientFiles(ZoneId.of("UTC")).read(from);
    assertThat(contents.problems()).isEmpty();
    return contents.charts().stream()
        .collect(
            Collectors.toMap(PatientChart::id, chart -> text(chart, unusable(contents, chart))));
  }

  private static List<Unusable> unusable(PatientFiles.Contents contents, PatientChart chart) {
    // Of a patient of their own: the facts of other charts have other sources.
    return contents.unusable().stream()
        .filter(entry -> entry.source().reference().equals("Patient/" + chart.id()))
        .toList();
  }

  private String text(PatientChart chart, List<Unusable> unusable) {
    return json.writeValueAsString(chart)
        + json.writeValueAsString(UnmappedCodes.in(chart.facts()).tallies())
        + unusable;
  }

  private Map<PatientId, String> stored() {
    return charts.patients().stream()
        .collect(
            Collectors.toMap(
                patient -> patient,
                patient ->
                    text(
                        charts.find(patient).orElseThrow().chart(),
                        charts.unusable(patient).stream()
                            .filter(e -> e.source().reference().equals("Patient/" + patient))
                            .toList())));
  }

  private Path write(String file, String... lines) throws IOException {
    return Files.write(
        folder.resolve(file), Stream.of(lines).map(line -> line.replace('\'', '"')).toList());
  }

  private long events(String feed) {
    return DATABASE
        .jdbc()
        .sql("select count(*) from inbox where feed = :feed and state = 'OPEN'")
        .param("feed", feed)
        .query(Long.class)
        .single();
  }

  @Test
  void theDemoPatientsHaveTheChartsThatFilesGiveThem() throws IOException {
    DemoNdjson.in(folder, 6);

    BulkReport report = load(new FilesOrigin(List.of(folder), clock), 2);

    assertThat(report.problems()).isEmpty();
    assertThat(report.byHapi()).isZero();
    assertThat(report.patients()).isEqualTo(6);
    assertThat(report.changed()).isEqualTo(6);
    assertThat(report.astray()).isZero();
    assertThat(stored()).isEqualTo(expected(folder));
    assertThat(events(Inbox.BULK)).isEqualTo(6);
  }

  @Test
  void aChartSaysWhatTheStoreWouldHaveSaved() throws IOException {
    DemoNdjson.in(folder, 2);
    load(new FilesOrigin(List.of(folder), clock), 1);
    assertThat(spools.resolve("bulk")).isEmptyDirectory();
    List<String> columns = columns();

    for (PatientId patient : charts.patients()) {
      List<Unusable> unusable = charts.unusable(patient);
      charts.save(charts.find(patient).orElseThrow());
      charts.noteUnusable(patient, unusable);
    }

    assertThat(columns()).isEqualTo(columns).hasSize(2);
  }

  private List<String> columns() {
    return DATABASE
        .jdbc()
        .sql("select chart::text from chart order by patient")
        .query(Rows.text())
        .list();
  }

  @Test
  void anInterruptedLoadGoesOnAndGivesTheSameCharts() throws IOException {
    DemoNdjson.in(folder, 4);
    Lines all = NdjsonFiles.of(List.of(folder));
    Export whole = Export.of(folder);
    for (int after : List.of(100, 200, 300)) {
      Lines broken = new Interrupted(all, after);
      assertThatThrownBy(
              () -> load(new Export(broken, Optional.empty(), Missing.KEPT, NOW, List.of()), 2))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("killed");
    }

    BulkReport report = load(whole.missing(Missing.KEPT), 2);

    assertThat(report.lines()).isEqualTo(count(all));
    assertThat(stored()).isEqualTo(expected(folder));
  }

  private static long count(Lines lines) {
    var count = new AtomicLong();
    lines.read(Place.START, (line, after, where) -> count.incrementAndGet(), (w, p) -> {});
    return count.get();
  }

  /** Lines that end with the process after some of them. */
  private record Interrupted(Lines lines, int after) implements Lines {
    @Override
    public void read(Place from, Sink sink, Problems problems) {
      AtomicInteger taken = new AtomicInteger();
      lines.read(
          from,
          (line, reached, where) -> {
            if (taken.incrementAndGet() > after) {
              throw new IllegalStateException("killed");
            }
            sink.take(line, reached, where);
          },
          problems);
    }

    @Override
    public long size() {
      return lines.size();
    }

    @Override
    public long done() {
      return lines.done();
    }
  }

  @Test
  void aLoadThatDiedBetweenChartsGoesOn() throws IOException {
    DemoNdjson.in(folder, 5);
    Export whole = Export.of(folder);
    BulkLoad dies =
        new BulkLoad(
            DATABASE.dataSource(),
            DATABASE.jdbc(),
            DATABASE.transaction(),
            json,
            charts,
            inbox,
            clock,
            OwnSystems.NONE,
            spools,
            sizes(1));
    assertThatThrownBy(() ->
            dies.run(
                whole,
                progress -> {
                  if (progress.step().equals("charts")) {
                    throw new IllegalStateException("killed");
                  }
                }))
        .hasMessage("killed");
    assertThat(charts.count()).isEqualTo(2);

    BulkReport report = load(whole, 1);

    assertThat(report.changed()).isEqualTo(3);
    assertThat(stored()).isEqualTo(expected(folder));
  }

  @Test
  void theSameLoadAgainChangesNothing() throws IOException {
    DemoNdjson.in(folder, 3);
    load(new FilesOrigin(List.of(folder), clock), 1);
    DATABASE.jdbc().sql("update inbox set state = 'DONE'").update();
    List<String> before = columns();

    BulkReport report = load(new FilesOrigin(List.of(folder), clock), 1);

    assertThat(report.changed()).isZero();
    assertThat(events(Inbox.BULK)).isZero();
    assertThat(columns()).isEqualTo(before);
  }

  @Test
  void ofTheSameResourceTwiceTheNewestCounts() throws IOException {
    write(
        "a.ndjson",
        "{'resourceType':'Patient','id':'p','birthDate':'1980'}",
        "{'resourceType':'Condition','id':'c','meta':{'versionId':'10'},'subject':{'reference':'Patient/p'},'code':{'coding':[{'system':'http://snomed.info/sct','code':'2'}]}}",
        "{'resourceType':'Condition','id':'c','meta':{'versionId':'9'},'subject':{'reference':'Patient/p'},'code':{'coding':[{'system':'http://snomed.info/sct','code':'1'}]}}");

    load(new FilesOrigin(List.of(folder), clock), 1);

    assertThat(stored()).isEqualTo(expected(folder));
    assertThat(charts.find(new PatientId("p")).orElseThrow().chart().facts())
        .singleElement()
        .satisfies(fact -> assertThat(fact.source().version()).isEqualTo("10"));
  }

  @Test
  void aResourceThatChangedItsPatientCountsOnlyForTheNewOne() throws IOException {
    write(
        "a.ndjson",
        "{'resourceType':'Patient','id':'p'}",
        "{'resourceType':'Patient','id':'q'}",
        "{'resourceType':'Condition','id':'c','meta':{'versionId':'2'},'subject':{'reference':'Patient/q'},'code':{'coding':[{'system':'http://snomed.info/sct','code':'1'}]}}",
        "{'resourceType':'Condition','id':'c','meta':{'versionId':'1'},'subject':{'reference':'Patient/p'},'code':{'coding':[{'system':'http://snomed.info/sct','code':'1'}]}}");

    BulkReport report = load(new FilesOrigin(List.of(folder), clock), 1);

    assertThat(report.resources()).isEqualTo(3);
    assertThat(stored()).isEqualTo(expected(folder));
    assertThat(charts.find(new PatientId("p")).orElseThrow().chart().facts()).isEmpty();
  }

  @Test
  void twoLoadsNeverRunAtOnce() throws IOException {
    DemoNdjson.in(folder, 1);
    Export whole = Export.of(folder);

    try (Turn _ = Turn.take(DATABASE.dataSource(), Turn.Matter.BULK_LOAD).orElseThrow()) {
      assertThatThrownBy(() -> load(whole, 1))
          .isInstanceOf(LoadUnderWay.class)
          .hasMessageContaining("start this one again");
    }

    assertThat(load(whole, 1).patients()).isEqualTo(1);
  }

  @Test
  void aLoadWhoseWaitingResourcesWereRemovedBeginsAgain() throws IOException {
    DemoNdjson.in(folder, 2);
    Lines broken = new Interrupted(NdjsonFiles.of(List.of(folder)), 300);
    assertThatThrownBy(
            () -> load(new Export(broken, Optional.empty(), Missing.KEPT, NOW, List.of()), 1))
        .hasMessage("killed");
    try (Stream<Path> left = Files.list(spools.resolve("bulk"))) {
      Files.delete(left.findFirst().orElseThrow());
    }

    load(Export.of(folder).missing(Missing.KEPT), 1);

    assertThat(stored()).isEqualTo(expected(folder));
    assertThat(spools.resolve("bulk")).isEmptyDirectory();
  }

  @Test
  void medicinesStagesAndStudiesAreReadTogetherAndLocalCodesCounted() throws IOException {
    write(
        "all.ndjson",
        "{'resourceType':'ResearchSubject','id':'s','status':'on-study','individual':{'reference':'Patient/p'},'study':{'reference':'ResearchStudy/t'}}",
        "{'resourceType':'ResearchStudy','id':'t','identifier':[{'system':'urn:x','value':'NCT01234567'}]}",
        "{'resourceType':'MedicationRequest','id':'m','status':'active','intent':'order','subject':{'reference':'Patient/p'},'medicationReference':{'reference':'Medication/mix'}}",
        "{'resourceType':'Medication','id':'mix','ingredient':[{'itemReference':{'reference':'Medication/one'}}]}",
        "{'resourceType':'Medication','id':'one','code':{'coding':[{'system':'http://www.nlm.nih.gov/research/umls/rxnorm','code':'6809'}]}}",
        "{'resourceType':'Condition','id':'c','meta':{'profile':['http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-primary-cancer-condition']},'subject':{'reference':'Patient/p'},'code':{'coding':[{'system':'http://snomed.info/sct','code':'254637007'}]}}",
        "{'resourceType':'Observation','id':'o','status':'final','subject':{'reference':'Patient/p'},'focus':[{'reference':'Condition/c'}],'code':{'coding':[{'system':'http://loinc.org','code':'21908-9'}]},'valueCodeableConcept':{'coding':[{'system':'http://snomed.info/sct','code':'258219007'}]}}",
        "{'resourceType':'Observation','id':'l1','status':'final','subject':{'reference':'Patient/p'},'code':{'coding':[{'system':'urn:lab','code':'X','display':'a\\u0000b'}]},'valueQuantity':{'value':1.50,'code':'%','system':'http://unitsofmeasure.org'}}",
        "{'resourceType':'Observation','id':'l2','status':'final','subject':{'reference':'Patient/p'},'code':{'coding':[{'system':'urn:lab','code':'X'}]},'valueString':'text'}",
        "{'resourceType':'Patient','id':'p','_birthDate':{'extension':[{'url':'u','valueCode':'unknown'}]}}",
        "{'resourceType':'Claim','id':'no'}",
        "no JSON");

    BulkReport report = load(new FilesOrigin(List.of(folder), clock), 2);

    PatientFiles.Contents contents = new PatientFiles(ZoneId.of("UTC")).read(folder);
    PatientChart chart = charts.find(new PatientId("p")).orElseThrow().chart();
    // PostgreSQL's JSON has no NUL.
    assertThat(chart.toString())
        .isEqualTo(contents.charts().getFirst().toString().replace('\u0000', '\ufffd'));
    assertThat(charts.unusable(new PatientId("p")))
        .containsExactlyInAnyOrderElementsOf(contents.unusable());
    assertThat(charts.unmapped())
        .singleElement()
        .satisfies(t -> assertThat(t.times()).isEqualTo(2));
    assertThat(report.unreadable()).isEqualTo(1);
    assertThat(report.byHapi()).isEqualTo(2);
    assertThat(report.problems()).singleElement().asString().contains("all.ndjson, line 12");
  }

  @Test
  void aChartReadLaterThanTheExportIsLeftAlone() throws IOException {
    DemoNdjson.in(folder, 1);
    load(Export.of(folder), 1);
    PatientId patient = charts.patients().getFirst();
    charts.save(TestCharts.chart(patient.value()), NOW.plusSeconds(1));

    BulkReport report = load(Export.of(folder), 1);

    assertThat(report.changed()).isZero();
    assertThat(charts.find(patient).orElseThrow().chart().facts()).isEmpty();
  }

  @Test
  void anExportOfEverybodyRemovesThoseWhoAreGone() throws IOException {
    charts.save(TestCharts.diabetic("gone"), NOW.minusSeconds(60));
    charts.save(TestCharts.diabetic("just-admitted"), NOW.plusSeconds(60));
    DemoNdjson.in(folder, 1);

    BulkReport report = load(Export.of(folder), 1);

    assertThat(report.removed()).isEqualTo(1);
    assertThat(charts.patients()).contains(new PatientId("just-admitted")).hasSize(2);
    assertThat(events(Inbox.BULK)).isEqualTo(2);
  }

  @Test
  void aRecordThatIsInactiveOrWasReplacedHasNoChartAnyMore() throws IOException {
    charts.save(TestCharts.diabetic("inactive"), NOW.minusSeconds(60));
    charts.save(TestCharts.diabetic("merged"), NOW.minusSeconds(60));
    write(
        "a.ndjson",
        "{'resourceType':'Patient','id':'inactive','active':false}",
        "{'resourceType':'Patient','id':'merged','link':[{'type':'replaced-by','other':{'reference':'Patient/p'}}]}",
        "{'resourceType':'Patient','id':'p','active':true}");

    BulkReport report = load(new FilesOrigin(List.of(folder), clock), 1);

    assertThat(report.removed()).isEqualTo(2);
    assertThat(charts.patients()).containsExactly(new PatientId("p"));
  }

  @Test
  void whatBecameOfARecordThatIsNotInUseAnyMoreIsAsked() throws IOException {
    charts.save(TestCharts.diabetic("merged"), NOW.minusSeconds(60));
    write(
        "a.ndjson",
        "{'resourceType':'Patient','id':'merged','link':[{'type':'replaced-by','other':{'reference':'Patient/p'}}]}");

    BulkReport report = load(Export.of(folder).changedSince(NOW.minusSeconds(30)), 1);

    assertThat(report.asked()).isEqualTo(1);
    assertThat(events(Inbox.BULK_ASKS)).isEqualTo(1);
  }

  @Test
  void whatBecameOfARecordOutOfUseIsAskedAfterAWholeExportTooAndItIsNotTakenForMissing()
      throws IOException {
    charts.save(TestCharts.diabetic("merged"), NOW.minusSeconds(60));
    write(
        "a.ndjson",
        "{'resourceType':'Patient','id':'merged','link':[{'type':'replaced-by','other':{'reference':'Patient/p'}}]}",
        "{'resourceType':'Patient','id':'never-here','active':false}",
        "{'resourceType':'Patient','id':'p'}");

    BulkReport report = load(Export.of(folder), 1);

    assertThat(report.asked()).isEqualTo(1);
    assertThat(report.removed()).isZero();
    assertThat(report.astray()).isZero();
    assertThat(events(Inbox.BULK_ASKS)).isEqualTo(1);
    assertThat(charts.find(new PatientId("merged"))).isPresent();
  }

  @Test
  void whoIsNotInTheGroupAnyMoreIsAskedForAndFilesSayNothingOfOthers() throws IOException {
    charts.save(TestCharts.diabetic("other"), NOW.minusSeconds(60));
    DemoNdjson.in(folder, 1);

    load(new FilesOrigin(List.of(folder), clock), 1);
    assertThat(events(Inbox.BULK_ASKS)).isZero();

    BulkReport report = load(Export.of(folder).missing(Missing.ASKED), 1);
    assertThat(report.asked()).isEqualTo(1);
    assertThat(events(Inbox.BULK_ASKS)).isEqualTo(1);
    assertThat(charts.count()).isEqualTo(2);
  }

  @Test
  void anExportWithUnreadableLinesRemovesNobody() throws IOException {
    charts.save(TestCharts.diabetic("perhaps-gone"), NOW.minusSeconds(60));
    write("a.ndjson", "{'resourceType':'Patient','id':'p'}", "{'resourceType':'Pati");

    BulkReport report = load(Export.of(folder), 1);

    assertThat(report.removed()).isZero();
    assertThat(report.asked()).isEqualTo(1);
  }

  @Test
  void anExportOfChangesReplacesOnlyTheResourcesItNames() throws IOException {
    charts.save(
        TestCharts.diabetic(
            "p",
            TestCharts.hba1c("7.1", "2026-01-01", "old"),
            TestCharts.hba1c("7.2", "2026-02-01", "kept"),
            TestCharts.hba1c("7.3", "2026-03-01", "deleted")),
        NOW.minusSeconds(600));
    charts.save(TestCharts.diabetic("deleted-patient"), NOW.minusSeconds(600));
    write(
        "a.ndjson",
        "{'resourceType':'Observation','id':'old','meta':{'versionId':'2'},'status':'final','subject':{'reference':'Patient/p'},'code':{'coding':[{'system':'http://loinc.org','code':'4548-4'}]},'valueQuantity':{'value':8.4,'code':'%','system':'http://unitsofmeasure.org'}}",
        "{'resourceType':'Observation','id':'of-somebody-new','status':'final','subject':{'reference':'Patient/new'},'code':{'coding':[{'system':'http://loinc.org','code':'4548-4'}]}}");

    BulkReport report =
        load(
            Export.of(folder)
                .changedSince(
                    NOW.minusSeconds(300), "Observation/deleted", "Patient/deleted-patient"),
            1);

    assertThat(charts.find(new PatientId("p")).orElseThrow().chart().facts())
        .extracting(fact -> fact.source().toString())
        .containsExactlyInAnyOrder(
            "Condition/dm-p/_history/1",
            "Observation/kept/_history/1",
            "Observation/old/_history/2");
    assertThat(charts.patients()).containsExactly(new PatientId("p"));
    assertThat(report.asked()).isEqualTo(1);
    assertThat(report.removed()).isEqualTo(1);
    assertThat(events(Inbox.BULK)).as("a change, a deletion and a patient").isEqualTo(3);
  }

  @Test
  void anExportOfAnotherMomentReplacesAnOlderOne() throws IOException {
    Path file = write("a.ndjson", "{'resourceType':'Patient','id':'p'}");
    load(Export.of(folder), 1);
    Files.writeString(
        file,
        "{\"resourceType\":\"Procedure\",\"id\":\"x\",\"status\":\"completed\",\"subject\":{\"reference\":\"Patient/p\"},\"code\":{\"coding\":[{\"system\":\"http://snomed.info/sct\",\"code\":\"1\"}]}}\n",
        StandardOpenOption.APPEND);

    load(Export.of(folder).asOf(NOW.plusSeconds(5)), 1);

    assertThat(charts.find(new PatientId("p")).orElseThrow().chart().facts()).hasSize(1);
  }
}
