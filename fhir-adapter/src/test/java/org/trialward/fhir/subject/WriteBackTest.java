package org.trialward.fhir.subject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.hl7.fhir.r4.model.Communication;
import org.hl7.fhir.r4.model.Communication.CommunicationStatus;
import org.hl7.fhir.r4.model.Flag;
import org.hl7.fhir.r4.model.Flag.FlagStatus;
import org.hl7.fhir.r4.model.ResearchStudy;
import org.hl7.fhir.r4.model.ResearchSubject;
import org.hl7.fhir.r4.model.ResearchSubject.ResearchSubjectStatus;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.trialward.fhir.Deliveries;
import org.trialward.fhir.FakeEmr;
import org.trialward.fhir.FakeEmr.Mishap;
import org.trialward.fhir.ValidFhir;
import org.trialward.fhir.emr.Emr;
import org.trialward.rules.match.CandidateState;
import org.trialward.rules.match.DeliveryException;
import org.trialward.rules.match.DeliveryException.Category;
import org.trialward.rules.match.DeliveryReceipt;

class WriteBackTest {
  private final FakeEmr server =
      new FakeEmr(
          "Flag read,create,update,search-type",
          "Communication create,update,search-type",
          "ResearchStudy create,search-type",
          "ResearchSubject create,update,search-type");
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
    void refusedIsRejectedWithARemedy() {
      for (int status : List.of(403, 405, 422)) {
        server.next(new Mishap.Refuse(status));
        assertThatThrownBy(() -> deliver(CandidateState.DETECTED, 1))
            .isInstanceOfSatisfying(
                DeliveryException.class,
                e -> {
                  assertThat(e.category()).isEqualTo(Category.REJECTED);
                  assertThat(e).hasMessageContaining("administrator").hasMessageContaining("Flag");
                });
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
    private static String flag(String... offers) {
      try (var server = new FakeEmr(offers)) {
        Emr emr = server.connect();
        return WriteBacks.flagFor(emr, emr.capabilities(), List.of())
            .map(WriteBack::destination)
            .orElse("none");
      }
    }

    @Test
    void followsWhatTheEmrAccepts() {
      assertThat(flag("Flag create,update,search-type", "Communication create,search-type"))
          .isEqualTo("emr-flag");
      assertThat(flag("Flag read,search-type", "Communication create,search-type"))
          .isEqualTo("emr-communication");
      assertThat(flag("Flag read,search-type")).isEqualTo("none");
    }

    @Test
    void leavesResearchSubjectsOutWhereTheyCannotBeWritten() {
      try (var server = new FakeEmr("ResearchSubject read,search-type")) {
        Emr there = server.connect();
        assertThat(WriteBacks.subjectFor(there, there.capabilities())).isEmpty();
      }
      assertThat(WriteBacks.subjectFor(emr, emr.capabilities())).isPresent();
    }
  }
}
