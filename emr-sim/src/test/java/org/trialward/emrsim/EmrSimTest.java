package org.trialward.emrsim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.client.api.ServerValidationModeEnum;
import ca.uhn.fhir.rest.server.exceptions.ResourceVersionConflictException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.CapabilityStatement.SystemRestfulInteraction;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Subscription;
import org.hl7.fhir.r4.model.Subscription.SubscriptionChannelType;
import org.hl7.fhir.r4.model.Subscription.SubscriptionStatus;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** One real start; each behaviour uses patients of its own, so their order does not matter. */
class EmrSimTest {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String MRN = "urn:test:mrn";

  @TempDir static Path folder;

  private static ConfigurableApplicationContext emr;
  private static String printed;
  private static String base;
  private static IGenericClient client;

  @BeforeAll
  static void start() throws Exception {
    var portFile = folder.resolve("emr.port");
    var output = new ByteArrayOutputStream();
    var console = System.out;
    System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
    try {
      emr =
          SpringApplication.run(EmrSim.class, "--server.port=0", "--emr-sim.port-file=" + portFile);
    } finally {
      System.setOut(console);
    }
    printed = output.toString(StandardCharsets.UTF_8);
    base = "http://127.0.0.1:" + Files.readString(portFile) + "/fhir";
    var fhir = FhirContext.forR4();
    fhir.getRestfulClientFactory().setServerValidationMode(ServerValidationModeEnum.NEVER);
    fhir.getRestfulClientFactory().setSocketTimeout((int) PATIENCE.toMillis());
    client = fhir.newRestfulGenericClient(base);
  }

  @AfterAll
  static void stop() {
    emr.close();
  }

  @Test
  void standardOutputCarriesTheReadyLineOnly() {
    assertThat(printed.lines()).containsExactly("emr-sim ready: " + base);
  }

  @Test
  void theCapabilityStatementNamesR4AndTheHistoryOfTheSystem() {
    var capabilities = client.capabilities().ofType(CapabilityStatement.class).execute();

    assertThat(capabilities.getFhirVersion().toCode()).isEqualTo("4.0.1");
    var rest = capabilities.getRestFirstRep();
    assertThat(rest.getInteraction())
        .extracting(interaction -> interaction.getCode())
        .contains(SystemRestfulInteraction.TRANSACTION, SystemRestfulInteraction.HISTORYSYSTEM);
    assertThat(rest.getResource())
        .extracting(resource -> resource.getType())
        .contains("Patient", "Flag", "Communication", "ResearchSubject", "Subscription");
  }

  @Test
  void aTransactionLinksItsNewResources() {
    var patient = patient(newMrn());
    var condition = new Condition();
    condition.setSubject(new Reference("urn:uuid:7f1c8f52-7d1c-4f0f-9a15-61a0c4a6f2f0"));
    var transaction = new Bundle().setType(BundleType.TRANSACTION);
    add(transaction, patient).setFullUrl("urn:uuid:7f1c8f52-7d1c-4f0f-9a15-61a0c4a6f2f0");
    add(transaction, condition);

    var answer = client.transaction().withBundle(transaction).execute();

    var patientId = new IdType(answer.getEntry().getFirst().getResponse().getLocation());
    var found =
        client
            .search()
            .forResource(Condition.class)
            .where(Condition.PATIENT.hasId(patientId.toUnqualifiedVersionless()))
            .returnBundle(Bundle.class)
            .execute();
    assertThat(found.getEntry()).hasSize(1);
  }

  @Test
  void theHospitalChoosesItsOwnIds() {
    var patient = patient(newMrn());
    patient.setId("Patient/4711");

    client.update().resource(patient).execute();

    assertThat(client.read().resource(Patient.class).withId("4711").execute().hasIdentifier())
        .isTrue();
  }

  @Test
  void createdOnConditionTwiceIsOneResource() {
    var mrn = newMrn();

    var first = createUnlessKnown(mrn);
    var second = createUnlessKnown(mrn);

    assertThat(second).isEqualTo(first);
    assertThat(countWithMrn(mrn)).isEqualTo(1);
  }

  @Test
  void aRepeatedSearchSeesWhatWasWrittenInBetween() {
    var mrn = newMrn();

    assertThat(countWithMrn(mrn)).isZero();
    createUnlessKnown(mrn);
    assertThat(countWithMrn(mrn)).isEqualTo(1);
  }

  @Test
  void theHistorySinceAnInstantShowsAnUpdate() {
    var id = client.create().resource(patient(newMrn())).execute().getId();
    var created = client.read().resource(Patient.class).withId(id.getIdPart()).execute();
    created.setActive(false);
    var updated = (Patient) client.update().resource(created).execute().getResource();

    var history =
        client
            .history()
            .onServer()
            .returnBundle(Bundle.class)
            .since(new InstantType(updated.getMeta().getLastUpdatedElement().getValueAsString()))
            .execute();

    assertThat(history.getEntry())
        .extracting(entry -> entry.getResource().getIdElement().toUnqualified().getValue())
        .contains(updated.getIdElement().toUnqualified().getValue())
        .doesNotContain(created.getIdElement().toUnqualified().getValue());
  }

  @Test
  void anUpdateOfAnOldVersionIsAConflict() {
    var id = client.create().resource(patient(newMrn())).execute().getId();
    var stale = client.read().resource(Patient.class).withId(id.getIdPart()).execute();
    client.update().resource(stale.copy().setActive(false)).execute();

    assertThatThrownBy(() ->
            client
                .update()
                .resource(stale.setActive(true))
                .withAdditionalHeader("If-Match", "W/\"1\"")
                .execute())
        .isInstanceOf(ResourceVersionConflictException.class);
  }

  @Test
  void aReferenceByOurOwnUrlFindsTheRecordHere() {
    var id = client.create().resource(patient(newMrn())).execute().getId();
    var absolute = base + "/Patient/" + id.getIdPart();
    client.create().resource(new Condition().setSubject(new Reference(absolute))).execute();

    var found =
        client
            .search()
            .forResource(Condition.class)
            .where(Condition.PATIENT.hasId(id.toUnqualifiedVersionless()))
            .returnBundle(Bundle.class)
            .execute();

    assertThat(found.getEntry()).hasSize(1);
  }

  @Test
  void everythingAboutAPatientComesInOneBundle() {
    var id = client.create().resource(patient(newMrn())).execute().getId();
    client
        .create()
        .resource(new Condition().setSubject(new Reference(id.toUnqualifiedVersionless())))
        .execute();

    var everything =
        client
            .operation()
            .onInstance(id.toUnqualifiedVersionless())
            .named("$everything")
            .withNoParameters(Parameters.class)
            .useHttpGet()
            .returnResourceType(Bundle.class)
            .execute();

    assertThat(everything.getEntry())
        .extracting(entry -> entry.getResource().fhirType())
        .containsExactlyInAnyOrder("Patient", "Condition");
  }

  @Test
  void aRestHookDeliversEachCreatedResourceByPut() throws Exception {
    try (var receiver = new NotificationReceiver()) {
      var family = "Hooked" + UUID.randomUUID().toString().substring(0, 8);
      subscribe("Patient?family=" + family, receiver.url("/hook"));
      var patient = patient(newMrn());
      patient.addName().setFamily(family);

      var id = client.create().resource(patient).execute().getId();

      await().atMost(PATIENCE).until(() -> !receiver.received().isEmpty());
      var notification = receiver.received().getFirst();
      assertThat(notification.method()).isEqualTo("PUT");
      assertThat(notification.path()).isEqualTo("/hook/Patient/" + id.getIdPart());
      assertThat(notification.authorization()).isEqualTo("Bearer hook");
      assertThat(notification.body()).contains(family);
    }
  }

  @Test
  void anExportIsDoneLongBeforeHapisOwnMinute() throws Exception {
    var mrn = newMrn();
    createUnlessKnown(mrn);
    var kickOff = get(base + "/$export?_type=Patient", "Prefer", "respond-async");
    assertThat(kickOff.statusCode()).isEqualTo(202);
    var poll = kickOff.headers().firstValue("Content-Location").orElseThrow();

    await().atMost(PATIENCE).until(() -> get(poll, "Accept", "*/*").statusCode() == 200);

    var files = get(poll, "Accept", "*/*").body();
    var file = files.replaceAll("(?s).*\"url\"\\s*:\\s*\"([^\"]+)\".*", "$1");
    assertThat(get(file, "Accept", "application/fhir+ndjson").body()).contains(mrn);
  }

  @Test
  void aRawBarInAQueryIsUnderstood() throws Exception {
    var mrn = newMrn();
    createUnlessKnown(mrn);

    // Neither the JDK's nor HAPI's client would send it unencoded.
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), URI.create(base).getPort())) {
      socket
          .getOutputStream()
          .write(
              ("GET /fhir/Patient?identifier=" + MRN + "|" + mrn + " HTTP/1.0\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).contains(" 200 ").contains(mrn);
    }
  }

  private static void subscribe(String criteria, String endpoint) {
    var subscription =
        new Subscription()
            .setStatus(SubscriptionStatus.REQUESTED)
            .setReason("test")
            .setCriteria(criteria);
    subscription
        .getChannel()
        .setType(SubscriptionChannelType.RESTHOOK)
        .setEndpoint(endpoint)
        .setPayload("application/fhir+json")
        .addHeader("Authorization: Bearer hook");
    var id = client.create().resource(subscription).execute().getId().getIdPart();
    await()
        .atMost(PATIENCE)
        .until(() ->
            client.read().resource(Subscription.class).withId(id).execute().getStatus()
                == SubscriptionStatus.ACTIVE);
  }

  private static HttpResponse<String> get(String url, String header, String value)
      throws Exception {
    try (var http = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(URI.create(url)).header(header, value).timeout(PATIENCE);
      return http.send(request.build(), BodyHandlers.ofString());
    }
  }

  private static String createUnlessKnown(String mrn) {
    return client
        .create()
        .resource(patient(mrn))
        .conditional()
        .where(Patient.IDENTIFIER.exactly().systemAndCode(MRN, mrn))
        .execute()
        .getId()
        .getIdPart();
  }

  private static int countWithMrn(String mrn) {
    return client
        .search()
        .forResource(Patient.class)
        .where(Patient.IDENTIFIER.exactly().systemAndCode(MRN, mrn))
        .returnBundle(Bundle.class)
        .execute()
        .getEntry()
        .size();
  }

  private static String newMrn() {
    return UUID.randomUUID().toString();
  }

  private static Patient patient(String mrn) {
    var patient = new Patient();
    patient.addIdentifier().setSystem(MRN).setValue(mrn);
    return patient;
  }

  private static Bundle.BundleEntryComponent add(Bundle transaction, Resource resource) {
    var entry = transaction.addEntry().setResource(resource);
    entry.getRequest().setMethod(HTTPVerb.POST).setUrl(resource.fhirType());
    return entry;
  }
}
