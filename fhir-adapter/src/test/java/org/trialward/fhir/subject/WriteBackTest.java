package org.trialward.fhir.subject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Communication;
import org.hl7.fhir.r4.model.Communication.CommunicationStatus;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Enumerations.DocumentReferenceStatus;
import org.hl7.fhir.r4.model.Flag;
import org.hl7.fhir.r4.model.Flag.FlagStatus;
import org.hl7.fhir.r4.model.ListResource;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.ResearchStudy;
import org.hl7.fhir.r4.model.ResearchSubject;
import org.hl7.fhir.r4.model.ResearchSubject.ResearchSubjectStatus;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestIntent;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestStatus;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.trialward.fhir.Deliveries;
import org.trialward.fhir.FakeEmr;
import org.trialward.fhir.FakeEmr.Mishap;
import org.trialward.fhir.ValidFhir;
import org.trialward.fhir.emr.Emr;
import org.trialward.rules.match.CandidateState;
import org.trialward.rules.match.DeliveryException;
import org.trialward.rules.match.DeliveryException.Category;
import org.trialward.rules.match.DeliveryReceipt;
import org.trialward.rules.trial.TrialId;

class WriteBackTest {
  private final FakeEmr server =
      new FakeEmr(
          "Flag read,create,update,search-type",
          "Communication create,update,search-type",
          "ResearchStudy create,search-type",
          "ResearchSubject create,update,search-type",
          "List create,update,search-type",
          "Task create,update,search-type",
          "ServiceRequest create,update,search-type",
          "DocumentReference create,update,search-type",
          "Observation create,update,search-type");
  private final Emr emr = server.connect();

  @AfterEach
  void close() {
    server.close();
  }

  private static <R extends Resource> R only(FakeEmr in, Class<R> type) {
    List<R> all = in.all(type);
    assertThat(all).hasSize(1);
    ValidFhir.check(all.getFirst());
    return all.getFirst();
  }

  @Nested
  class AFlag {
    private final WriteBack flags = new FlagWriteBack(emr);

    private DeliveryReceipt deliver(CandidateState state, long revision) {
      return flags.deliver(Deliveries.of(state, revision));
    }

    @Test
    void isActiveForAnOpenCandidateAndSaysNothingOfThePatient() {
      assertThat(deliver(CandidateState.DETECTED, 1)).isEqualTo(DeliveryReceipt.CREATED);
      Flag flag = only(server, Flag.class);
      assertThat(flag.getStatus()).isEqualTo(FlagStatus.ACTIVE);
      assertThat(flag.getCode().getText())
          .isEqualTo("May be eligible for trial NCT01234567: may meet criteria – review");
      assertThat(flag.getIdentifierFirstRep().getSystem()).isEqualTo("urn:trialward:candidate");
      assertThat(flag.getIdentifierFirstRep().getValue())
          .isEqualTo(Deliveries.KEY.identifier().toString());
      assertThat(flag.getSubject().getReference()).isEqualTo("Patient/p1");
      assertThat(flag.getMeta().getTag("urn:trialward:origin", "trialward")).isNotNull();
    }

    @Test
    void isSearchedForBeforeItIsCreated() {
      deliver(CandidateState.DETECTED, 1);
      assertThat(server.requests()).containsExactly("GET Flag", "POST Flag");
    }

    @Test
    void isNotWrittenAgainWhereNothingChanged() {
      deliver(CandidateState.DETECTED, 1);
      assertThat(deliver(CandidateState.DETECTED, 1)).isEqualTo(DeliveryReceipt.ALREADY_THERE);
      assertThat(deliver(CandidateState.CONFIRMED, 2)).isEqualTo(DeliveryReceipt.ALREADY_THERE);
      assertThat(server.requests()).filteredOn(r -> !r.startsWith("GET")).hasSize(1);
    }

    @Test
    void isCreatedOnceThoughTheAnswerWasLost() {
      server.next(new Mishap.DoneButAnswers(504));
      assertThatThrownBy(() -> deliver(CandidateState.DETECTED, 1))
          .isInstanceOfSatisfying(
              DeliveryException.class,
              e -> assertThat(e.category()).isEqualTo(Category.UNAVAILABLE));
      assertThat(deliver(CandidateState.DETECTED, 1)).isEqualTo(DeliveryReceipt.ALREADY_THERE);
      only(server, Flag.class);
    }

    @Test
    void isWithdrawnByAChangeAndComesBack() {
      deliver(CandidateState.DETECTED, 1);
      assertThat(deliver(CandidateState.LAPSED, 2)).isEqualTo(DeliveryReceipt.UPDATED);
      assertThat(only(server, Flag.class).getStatus()).isEqualTo(FlagStatus.INACTIVE);
      assertThat(deliver(CandidateState.DETECTED, 3)).isEqualTo(DeliveryReceipt.UPDATED);
      assertThat(only(server, Flag.class).getStatus()).isEqualTo(FlagStatus.ACTIVE);
    }

    @Test
    void thatNeverWasIsNotCreatedToBeWithdrawn() {
      assertThat(deliver(CandidateState.LAPSED, 1)).isEqualTo(DeliveryReceipt.ALREADY_THERE);
      assertThat(server.all(Flag.class)).isEmpty();
    }

    @Test
    void neverGoesBackToAnEarlierState() {
      deliver(CandidateState.DETECTED, 1);
      deliver(CandidateState.REJECTED, 4);
      assertThat(deliver(CandidateState.IN_REVIEW, 3)).isEqualTo(DeliveryReceipt.ALREADY_THERE);
      assertThat(only(server, Flag.class).getStatus()).isEqualTo(FlagStatus.INACTIVE);
    }

    @Test
    void changedBySomebodyElseMeanwhileIsReadAgain() {
      deliver(CandidateState.DETECTED, 1);
      server.next(new Mishap.ChangedMeanwhile());
      assertThat(deliver(CandidateState.LAPSED, 2)).isEqualTo(DeliveryReceipt.UPDATED);
    }

    @Test
    void changedAgainAndAgainIsTriedLater() {
      deliver(CandidateState.DETECTED, 1);
      server.next(new Mishap.Refuse(412));
      server.next(new Mishap.Refuse(409));
      assertThatThrownBy(() -> deliver(CandidateState.LAPSED, 2))
          .isInstanceOfSatisfying(
              DeliveryException.class, e -> assertThat(e.isRetryable()).isTrue());
    }

    @Test
    void keepsWhatOthersWroteIntoIt() {
      deliver(CandidateState.DETECTED, 1);
      server.all(Flag.class).getFirst().setLanguage("de");
      deliver(CandidateState.LAPSED, 2);
      assertThat(only(server, Flag.class).getLanguage()).isEqualTo("de");
    }

    @Test
    void refusedSaysSoWithARemedyAndThatNothingStands() {
      for (int status : List.of(403, 404, 405, 422, 501)) {
        server.next(new Mishap.Refuse(status));
        assertThatThrownBy(() -> deliver(CandidateState.DETECTED, 1))
            .isInstanceOfSatisfying(
                WriteBackRefused.class,
                e -> {
                  assertThat(e.status()).isEqualTo(status);
                  assertThat(e.nothingStands()).isTrue();
                  assertThat(e).hasMessageContaining("administrator").hasMessageContaining("Flag");
                });
      }
    }

    @Test
    void whoseChangeIsRefusedStillStands() {
      deliver(CandidateState.DETECTED, 1);
      server.next(new Mishap.Refuse(405));
      assertThatThrownBy(() -> deliver(CandidateState.LAPSED, 2))
          .isInstanceOfSatisfying(
              WriteBackRefused.class, e -> assertThat(e.nothingStands()).isFalse());
    }

    @Test
    void isNotTakenForRefusedWhereTheEmrOnlyHasNoTime() {
      for (int status : List.of(400, 401, 429, 503)) {
        server.next(new Mishap.Refuse(status));
        server.next(new Mishap.Refuse(status));
        assertThatThrownBy(() -> flags.deliver(Deliveries.of(CandidateState.DETECTED, 1)))
            .as("status %d", status)
            .isInstanceOf(DeliveryException.class);
      }
    }

    /** A server that ignores the parameters it does not know answers with everybody's. */
    @Test
    void ofSomebodyElseIsNeverTouched() {
      var theirs = new Flag();
      theirs.setId("theirs");
      theirs.addIdentifier().setSystem("urn:hospital").setValue("9");
      theirs.setStatus(FlagStatus.ACTIVE).setSubject(new Reference("Patient/p1"));
      try (var lenient = new FakeEmr("Flag create,update,search-type patient,category")) {
        lenient.put(theirs);
        WriteBack there = new FlagWriteBack(lenient.connect());
        assertThat(there.deliver(Deliveries.of(CandidateState.DETECTED, 1)))
            .isEqualTo(DeliveryReceipt.CREATED);
        assertThat(there.deliver(Deliveries.of(CandidateState.LAPSED, 2)))
            .isEqualTo(DeliveryReceipt.UPDATED);
        assertThat(lenient.all(Flag.class))
            .extracting(Flag::getStatus)
            .containsExactlyInAnyOrder(FlagStatus.ACTIVE, FlagStatus.INACTIVE);
        assertThat(theirs.getStatus()).isEqualTo(FlagStatus.ACTIVE);
      }
    }

    @Test
    void isFoundByItsTagWhereTheServerForgetsItsIdentifier() {
      deliver(CandidateState.DETECTED, 1);
      try (var forgetful = new FakeEmr("Flag create,update,search-type patient")) {
        Flag kept = server.all(Flag.class).getFirst();
        kept.getIdentifier().clear();
        forgetful.put(kept);
        assertThat(
                new FlagWriteBack(forgetful.connect())
                    .deliver(Deliveries.of(CandidateState.LAPSED, 2)))
            .isEqualTo(DeliveryReceipt.UPDATED);
        assertThat(only(forgetful, Flag.class).getStatus()).isEqualTo(FlagStatus.INACTIVE);
      }
    }
  }

  @Nested
  class AResearchSubject {
    private final WriteBack subjects = new ResearchSubjectWriteBack(emr);

    private DeliveryReceipt deliver(CandidateState state, long revision) {
      return subjects.deliver(Deliveries.of(state, revision));
    }

    @Test
    void isACandidateOfAStudyThatIsMadeOnce() {
      assertThat(deliver(CandidateState.DETECTED, 1)).isEqualTo(DeliveryReceipt.CREATED);
      ResearchSubject subject = only(server, ResearchSubject.class);
      ResearchStudy study = only(server, ResearchStudy.class);
      assertThat(subject.getStatus()).isEqualTo(ResearchSubjectStatus.POTENTIALCANDIDATE);
      assertThat(subject.getStudy().getReference()).isEqualTo("ResearchStudy/" + study.getIdPart());
      assertThat(subject.getIndividual().getReference()).isEqualTo("Patient/p1");
      assertThat(deliver(CandidateState.CONFIRMED, 2)).isEqualTo(DeliveryReceipt.UPDATED);
      assertThat(only(server, ResearchSubject.class).getStatus())
          .isEqualTo(ResearchSubjectStatus.CANDIDATE);
      assertThat(deliver(CandidateState.REJECTED, 3)).isEqualTo(DeliveryReceipt.UPDATED);
      assertThat(only(server, ResearchSubject.class).getStatus())
          .isEqualTo(ResearchSubjectStatus.INELIGIBLE);
      only(server, ResearchStudy.class);
    }

    @Test
    void belongsToTheHospitalsOwnStudyWhereThereIsOne() {
      var own = new ResearchStudy();
      own.setId("theirs");
      own.addIdentifier().setSystem("https://clinicaltrials.gov").setValue("NCT01234567");
      server.put(own);
      deliver(CandidateState.DETECTED, 1);
      assertThat(only(server, ResearchSubject.class).getStudy().getReference())
          .isEqualTo("ResearchStudy/theirs");
    }

    @Test
    void whomPeopleMovedOnIsLeftAlone() {
      deliver(CandidateState.CONFIRMED, 1);
      server.all(ResearchSubject.class).getFirst().setStatus(ResearchSubjectStatus.ONSTUDY);
      assertThat(deliver(CandidateState.LAPSED, 2)).isEqualTo(DeliveryReceipt.ALREADY_THERE);
    }

    @Test
    void isMovedOnByOurselvesThroughTheWholeStudy() {
      deliver(CandidateState.CONFIRMED, 1);
      deliver(CandidateState.CONSENTED, 2);
      deliver(CandidateState.ENROLLED, 3);
      assertThat(deliver(CandidateState.COMPLETED, 4)).isEqualTo(DeliveryReceipt.UPDATED);
      assertThat(only(server, ResearchSubject.class).getStatus())
          .isEqualTo(ResearchSubjectStatus.OFFSTUDY);
    }
  }

  @Nested
  class AScreeningList {
    private void deliver(CandidateState state, long revision) {
      WriteBacks.subjects(emr).deliver(Deliveries.of(state, revision));
    }

    private DeliveryReceipt list(CandidateState state, long revision) {
      return WriteBacks.screeningLists(emr).deliver(Deliveries.of(state, revision));
    }

    @Test
    void holdsThoseToScreenAndTheParticipants() {
      assertThat(list(CandidateState.DETECTED, 1)).isEqualTo(DeliveryReceipt.ALREADY_THERE);
      deliver(CandidateState.DETECTED, 1);
      assertThat(list(CandidateState.DETECTED, 1)).isEqualTo(DeliveryReceipt.CREATED);
      assertThat(list(CandidateState.CONFIRMED, 2)).isEqualTo(DeliveryReceipt.ALREADY_THERE);
      String subject = "ResearchSubject/" + only(server, ResearchSubject.class).getIdPart();
      ListResource list = only(server, ListResource.class);
      assertThat(list.getEntry())
          .singleElement()
          .satisfies(entry -> assertThat(entry.getItem().getReference()).isEqualTo(subject));
      assertThat(list.getCode().getCodingFirstRep().getCode())
          .isEqualTo("screening-recommendations");
      assertThat(list(CandidateState.LAPSED, 3)).isEqualTo(DeliveryReceipt.UPDATED);
      assertThat(only(server, ListResource.class).getEntry()).isEmpty();
      assertThat(list(CandidateState.DETECTED, 4)).isEqualTo(DeliveryReceipt.UPDATED);
      assertThat(only(server, ListResource.class).getEntry()).hasSize(1);
    }
  }

  @Nested
  class ATask {
    private DeliveryReceipt deliver(CandidateState state, long revision) {
      return new TaskWriteBack(emr).deliver(Deliveries.of(state, revision));
    }

    @Test
    void isRequestedThenCancelled() {
      deliver(CandidateState.DETECTED, 1);
      assertThat(only(server, Task.class).getStatus()).isEqualTo(TaskStatus.REQUESTED);
      deliver(CandidateState.LAPSED, 2);
      assertThat(only(server, Task.class).getStatus()).isEqualTo(TaskStatus.CANCELLED);
      deliver(CandidateState.DETECTED, 3);
      assertThat(only(server, Task.class).getStatus()).isEqualTo(TaskStatus.REQUESTED);
    }

    @Test
    void thatSomebodyTookUpIsLeftToThemUntilItIsWithdrawn() {
      deliver(CandidateState.DETECTED, 1);
      server.all(Task.class).getFirst().setStatus(TaskStatus.INPROGRESS);
      assertThat(deliver(CandidateState.CONFIRMED, 2)).isEqualTo(DeliveryReceipt.ALREADY_THERE);
      deliver(CandidateState.DO_NOT_CONTACT, 3);
      assertThat(only(server, Task.class).getStatus()).isEqualTo(TaskStatus.CANCELLED);
    }

    @Test
    void thatIsFinishedStaysSo() {
      deliver(CandidateState.DETECTED, 1);
      server.all(Task.class).getFirst().setStatus(TaskStatus.COMPLETED);
      assertThat(deliver(CandidateState.LAPSED, 2)).isEqualTo(DeliveryReceipt.ALREADY_THERE);
    }
  }

  @Nested
  class AProposedOrder {
    private DeliveryReceipt deliver(CandidateState state, long revision) {
      return new ServiceRequestWriteBack(emr).deliver(Deliveries.of(state, revision));
    }

    @Test
    void isADraftThatIsRevoked() {
      deliver(CandidateState.DETECTED, 1);
      ServiceRequest proposal = only(server, ServiceRequest.class);
      assertThat(proposal.getStatus()).isEqualTo(ServiceRequestStatus.DRAFT);
      assertThat(proposal.getIntent()).isEqualTo(ServiceRequestIntent.PROPOSAL);
      deliver(CandidateState.LAPSED, 2);
      assertThat(only(server, ServiceRequest.class).getStatus())
          .isEqualTo(ServiceRequestStatus.REVOKED);
    }

    @Test
    void thatSomebodyPlacedIsTheirs() {
      deliver(CandidateState.DETECTED, 1);
      server.all(ServiceRequest.class).getFirst().setStatus(ServiceRequestStatus.ACTIVE);
      assertThat(deliver(CandidateState.LAPSED, 2)).isEqualTo(DeliveryReceipt.ALREADY_THERE);
    }
  }

  @Nested
  class ANote {
    private DeliveryReceipt deliver(CandidateState state, long revision) {
      return new DocumentNoteWriteBack(emr).deliver(Deliveries.of(state, revision));
    }

    @Test
    void isWrittenOnlyAfterACoordinatorsConfirmation() {
      assertThat(deliver(CandidateState.DETECTED, 1)).isEqualTo(DeliveryReceipt.ALREADY_THERE);
      assertThat(deliver(CandidateState.REFERRED, 2)).isEqualTo(DeliveryReceipt.ALREADY_THERE);
      assertThat(server.all(DocumentReference.class)).isEmpty();
      assertThat(deliver(CandidateState.CONFIRMED, 3)).isEqualTo(DeliveryReceipt.CREATED);
      DocumentReference note = only(server, DocumentReference.class);
      assertThat(note.getStatus()).isEqualTo(DocumentReferenceStatus.CURRENT);
      assertThat(text(note)).endsWith("may meet criteria – review");
      assertThat(deliver(CandidateState.IN_REVIEW, 4)).isEqualTo(DeliveryReceipt.ALREADY_THERE);
      assertThat(deliver(CandidateState.REJECTED, 5)).isEqualTo(DeliveryReceipt.UPDATED);
      note = only(server, DocumentReference.class);
      assertThat(note.getStatus()).isEqualTo(DocumentReferenceStatus.SUPERSEDED);
      assertThat(text(note)).startsWith("Withdrawn");
    }

    private static String text(DocumentReference note) {
      byte[] data = note.getContentFirstRep().getAttachment().getData();
      return new String(data, StandardCharsets.UTF_8);
    }
  }

  /** Each kind of record, in each state in which it can stand, is valid FHIR and says nothing. */
  @ParameterizedTest
  @EnumSource(CandidateState.class)
  void whateverIsWrittenIsValidAndSaysNothingOfThePatient(CandidateState state) {
    var everything = new WriteBacks(emr, List.of("Practitioner/7"));
    List<WriteBack> ways =
        Stream.concat(
                Stream.of(Strategy.values()).flatMap(strategy -> everything.by(strategy).stream()),
                Stream.of(WriteBacks.subjects(emr), WriteBacks.screeningLists(emr)))
            .toList();
    for (WriteBack way : ways) {
      way.deliver(Deliveries.of(CandidateState.CONFIRMED, 1));
      if (state != CandidateState.CONFIRMED) {
        way.deliver(Deliveries.of(state, 2));
      }
    }
    List<Resource> written = server.all(Resource.class);
    assertThat(written)
        .extracting(Resource::fhirType)
        .containsExactlyInAnyOrder(
            "Flag",
            "Task",
            "ServiceRequest",
            "Communication",
            "DocumentReference",
            "Observation",
            "ResearchStudy",
            "ResearchSubject",
            "List");
    assertThat(written).allSatisfy(ValidFhir::check);
    assertThat(written)
        .filteredOn(resource -> !resource.fhirType().matches("ResearchStudy|List"))
        .allSatisfy(resource ->
            assertThat(Marks.has(resource, Marks.CANDIDATE, Deliveries.KEY.identifier().toString()))
                .isTrue());
  }

  @Nested
  class ACommunication {
    private final WriteBack messages = new CommunicationWriteBack(emr, List.of("Practitioner/7"));

    private static String text(Communication message) {
      return new String(
          message.getPayloadFirstRep().getContentAttachment().getData(), StandardCharsets.UTF_8);
    }

    @Test
    void isShapedAsOracleDocuments() {
      assertThat(messages.deliver(Deliveries.of(CandidateState.DETECTED, 1)))
          .isEqualTo(DeliveryReceipt.CREATED);
      Communication message = only(server, Communication.class);
      assertThat(message.getStatus()).isEqualTo(CommunicationStatus.COMPLETED);
      assertThat(message.getCategoryFirstRep().getCodingFirstRep().getCode())
          .isEqualTo("notification");
      assertThat(message.getPriority().toCode()).isEqualTo("routine");
      assertThat(message.getPayloadFirstRep().getContentAttachment().getContentType())
          .isEqualTo("text/plain");
      assertThat(text(message)).startsWith("May be eligible for trial NCT01234567");
      assertThat(message.getRecipientFirstRep().getReference()).isEqualTo("Practitioner/7");
    }

    @Test
    void isWithdrawnByAChangeWhereTheEmrTakesOne() {
      messages.deliver(Deliveries.of(CandidateState.DETECTED, 1));
      assertThat(messages.deliver(Deliveries.of(CandidateState.IN_REVIEW, 2)))
          .isEqualTo(DeliveryReceipt.ALREADY_THERE);
      assertThat(messages.deliver(Deliveries.of(CandidateState.LAPSED, 3)))
          .isEqualTo(DeliveryReceipt.UPDATED);
      Communication message = only(server, Communication.class);
      assertThat(text(message)).startsWith("Withdrawn");
      assertThat(message.getStatus()).isEqualTo(CommunicationStatus.STOPPED);
      assertThat(messages.deliver(Deliveries.of(CandidateState.LAPSED, 3)))
          .isEqualTo(DeliveryReceipt.ALREADY_THERE);
    }

    @Test
    void isWithdrawnByASecondOneWhereTheEmrTakesNoChange() {
      try (var oracle = new FakeEmr("Communication create,search-type")) {
        WriteBack there = new CommunicationWriteBack(oracle.connect(), List.of());
        there.deliver(Deliveries.of(CandidateState.DETECTED, 1));
        assertThat(there.deliver(Deliveries.of(CandidateState.LAPSED, 2)))
            .isEqualTo(DeliveryReceipt.UPDATED);
        assertThat(there.deliver(Deliveries.of(CandidateState.LAPSED, 2)))
            .isEqualTo(DeliveryReceipt.ALREADY_THERE);
        List<Communication> sent = oracle.all(Communication.class);
        assertThat(sent).hasSize(2).allSatisfy(ValidFhir::check);
        assertThat(text(sent.getLast())).startsWith("Withdrawn");
        assertThat(sent.getLast().getStatus()).isEqualTo(CommunicationStatus.COMPLETED);
        assertThat(sent.getLast().getInResponseToFirstRep().getReference())
            .isEqualTo("Communication/1");
      }
    }
  }

  @Nested
  class TheChoice {
    private static final List<Strategy> ANY = List.of(Strategy.values());

    private static Strategy choose(List<Strategy> preferred, Set<Strategy> not, String... offers) {
      try (var server = new FakeEmr(offers)) {
        Emr emr = server.connect();
        return new WriteBacks(emr, List.of()).choose(preferred, emr.capabilities(), not);
      }
    }

    @Test
    void isTheFirstThatTheEmrAccepts() {
      String flag = "Flag create,update,search-type";
      String message = "Communication create,search-type";
      assertThat(choose(ANY, Set.of(), flag, message)).isEqualTo(Strategy.FLAG);
      assertThat(choose(ANY, Set.of(), "Flag read,search-type", message))
          .isEqualTo(Strategy.COMMUNICATION);
      assertThat(choose(List.of(Strategy.COMMUNICATION, Strategy.FLAG), Set.of(), flag, message))
          .isEqualTo(Strategy.COMMUNICATION);
      assertThat(choose(ANY, Set.of(), "Flag read,search-type")).isEqualTo(Strategy.CDS_CARD);
      assertThat(choose(List.of(Strategy.NONE), Set.of(), flag)).isEqualTo(Strategy.NONE);
      assertThat(choose(List.of(), Set.of(), flag)).isEqualTo(Strategy.CDS_CARD);
    }

    @Test
    void leavesOutWhatTheEmrRefusedBefore() {
      assertThat(
              choose(
                  ANY,
                  Set.of(Strategy.FLAG),
                  "Flag create,update,search-type",
                  "Task create,update,search-type"))
          .isEqualTo(Strategy.TASK);
    }

    /** What cannot be found again would be written twice after a lost answer. */
    @Test
    void leavesOutWhatCouldNotBeFoundAgain() {
      assertThat(choose(ANY, Set.of(), "Flag create,update,search-type category"))
          .isEqualTo(Strategy.CDS_CARD);
      assertThat(choose(ANY, Set.of(), "Flag create,update,search-type patient"))
          .isEqualTo(Strategy.FLAG);
      assertThat(choose(ANY, Set.of(), "Task update,search-type")).isEqualTo(Strategy.CDS_CARD);
    }

    @Test
    void isTheTrialsOwnWhereItHasOne() {
      var plan =
          new WriteBackPlan(
              List.of(Strategy.FLAG, Strategy.CDS_CARD),
              Map.of("nct01234567", List.of(Strategy.TASK)));
      assertThat(plan.of(new TrialId("NCT01234567"))).containsExactly(Strategy.TASK);
      assertThat(plan.of(new TrialId("NCT00000001")).getFirst()).isEqualTo(Strategy.FLAG);
      assertThat(WriteBacks.types(plan, false))
          .containsExactly("Flag", "ResearchStudy", "ResearchSubject", "Task");
    }

    @Test
    void leavesResearchSubjectsOutWhereTheyCannotBeWritten() {
      try (var server = new FakeEmr("ResearchSubject read,search-type")) {
        Emr there = server.connect();
        assertThat(WriteBacks.subjects(there).isAcceptedBy(there.capabilities())).isFalse();
      }
      assertThat(WriteBacks.subjects(emr).isAcceptedBy(emr.capabilities())).isTrue();
    }
  }
}
