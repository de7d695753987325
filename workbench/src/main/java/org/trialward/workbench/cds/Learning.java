package org.trialward.workbench.cds;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trialward.fhir.cds.CdsRequest;
import org.trialward.fhir.cds.MalformedCall;
import org.trialward.fhir.cds.Prefetch;
import org.trialward.fhir.emr.Answer;
import org.trialward.fhir.emr.Emr;
import org.trialward.fhir.emr.EmrException;
import org.trialward.rules.patient.PatientId;
import org.trialward.workbench.cds.Viewers.Sighting;
import org.trialward.workbench.queue.Candidates;
import org.trialward.workbench.settings.SiteClock;

/**
 * After the answer: keeps what a call told about its user, and asks the EMR for what it left out,
 * so that the next opening is right. Asks only about patients for whom there is something to show.
 */
public class Learning implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Learning.class);
  private static final String LIVE = "planned,arrived,triaged,in-progress,onleave";
  private static final int MOST_BYTES = 4 << 20;

  private final KnownViewers known;
  private final Candidates candidates;
  private final Supplier<Optional<Emr>> emr;
  private final SiteClock clock;
  private final Set<String> underWay = ConcurrentHashMap.newKeySet();
  private final ExecutorService background =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("cds-learning-", 0).factory());

  /**
   * @param emr empty where there is no connection
   */
  public Learning(
      KnownViewers known, Candidates candidates, Supplier<Optional<Emr>> emr, SiteClock clock) {
    this.known = known;
    this.candidates = candidates;
    this.emr = emr;
    this.clock = clock;
  }

  /** Returns at once; about one user and patient only one is at work. */
  void after(CdsRequest call, Sighting sighting) {
    boolean isTold = sighting.toldSpecialties().isPresent() || sighting.toldTreating();
    if ((isTold || !sighting.isComplete()) && underWay.add(key(call))) {
      background.execute(() -> learn(call, sighting));
    }
  }

  private static String key(CdsRequest call) {
    return call.user() + " " + call.patient();
  }

  private void learn(CdsRequest call, Sighting sighting) {
    try {
      sighting.toldSpecialties().ifPresent(codes -> known.specialties(call.user(), codes));
      if (sighting.toldTreating()) {
        known.treats(call.user(), call.patient(), true);
      }
      if (!sighting.isComplete() && isWorthAsking(call.patient())) {
        emr.get().ifPresent(connection -> ask(connection, call));
      }
    } catch (RuntimeException e) {
      // Nobody waits for it, and the next opening tries again. The class only: a message may quote.
      LOG.warn(
          "Who opens patients could not be kept or asked ({}): cards wait until it can",
          e.getClass().getSimpleName());
    } finally {
      underWay.remove(key(call));
    }
  }

  private boolean isWorthAsking(PatientId patient) {
    return candidates.ofPatient(patient).stream()
        .anyMatch(entry -> entry.candidate().state().isOpen());
  }

  private void ask(Emr connection, CdsRequest call) {
    String user = call.user();
    boolean isRole = user.startsWith("PractitionerRole/");
    Asked roles =
        ask(connection, List.of(isRole ? user : "PractitionerRole?practitioner=" + id(user)));
    Asked care =
        ask(
            connection,
            List.of(
                "Patient/" + call.patient(),
                "CareTeam?patient=%s&status=active".formatted(call.patient()),
                "Encounter?patient=%s&status=%s".formatted(call.patient(), LIVE)));
    Prefetch all = Prefetch.ofAnswers(roles.and(care));
    if (roles.isWhole()) {
      known.specialties(user, all.specialties(user).orElse(Set.of()));
    }
    boolean treats = all.showsTreating(user, call.patient(), clock.today());
    if (treats || care.isWhole()) {
      known.treats(user, call.patient(), treats);
    }
  }

  private static String id(String reference) {
    return reference.substring(reference.indexOf('/') + 1);
  }

  /** Answers, and whether none is missing. */
  private record Asked(List<byte[]> answers, boolean isWhole) {
    List<byte[]> and(Asked other) {
      List<byte[]> all = new ArrayList<>(answers);
      all.addAll(other.answers);
      return all;
    }
  }

  private static Asked ask(Emr connection, List<String> queries) {
    List<byte[]> answers = new ArrayList<>();
    for (String query : queries) {
      try (Answer answer = connection.open(query, Map.of("Accept", "application/fhir+json"), true);
          InputStream body = answer.body()) {
        byte[] bytes = body.readNBytes(MOST_BYTES);
        Prefetch.ofAnswers(List.of(bytes));
        answers.add(bytes);
      } catch (EmrException e) {
        LOG.info("Who treats a patient could not be learned: {}", e.getMessage());
      } catch (IOException | MalformedCall e) {
        LOG.info(
            "Who treats a patient could not be learned: the EMR's answer broke off or is no JSON");
      }
    }
    return new Asked(answers, answers.size() == queries.size());
  }

  /** Lets what is under way end. */
  @Override
  public void close() {
    background.close();
  }
}
