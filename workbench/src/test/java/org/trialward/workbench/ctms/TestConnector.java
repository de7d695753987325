package org.trialward.workbench.ctms;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.trialward.ctms.Capabilities;
import org.trialward.ctms.CtmsConnector;
import org.trialward.ctms.StatusPage;
import org.trialward.rules.match.CandidateState;
import org.trialward.rules.match.Delivery;
import org.trialward.rules.match.DeliveryReceipt;

/** A system of the trial office that says what a test wants, and remembers what it was asked. */
final class TestConnector implements CtmsConnector {
  static final Map<String, CandidateState> WORDS =
      Map.of(
          "Registered", CandidateState.CONFIRMED,
          "Contacted", CandidateState.CONTACTED,
          "Consent Refused", CandidateState.DECLINED,
          "Consented", CandidateState.CONSENTED,
          "Eligible", CandidateState.ELIGIBLE,
          "On Study", CandidateState.ENROLLED,
          "Off Study", CandidateState.COMPLETED);

  private final String name;
  private final Capabilities capabilities;
  private final Deque<Supplier<StatusPage>> pages = new ArrayDeque<>();
  final List<Optional<String>> cursors = new ArrayList<>();
  final List<CandidateState> delivered = new ArrayList<>();

  private TestConnector(String name, Capabilities capabilities) {
    this.name = name;
    this.capabilities = capabilities;
  }

  /** Takes candidates and is asked for statuses. */
  static TestConnector named(String name) {
    return new TestConnector(name, new Capabilities(true, true, false, false, false));
  }

  /** Holds consented subjects only and cannot be asked. */
  static TestConnector ofConsentedSubjects(String name) {
    return new TestConnector(name, new Capabilities(true, false, false, true, false));
  }

  /** What the next question is answered with; it may throw. */
  TestConnector answers(Supplier<StatusPage> page) {
    pages.add(page);
    return this;
  }

  @Override
  public String destination() {
    return name;
  }

  @Override
  public Capabilities probe() {
    return capabilities;
  }

  @Override
  public DeliveryReceipt deliver(Delivery delivery) {
    delivered.add(delivery.candidate().state());
    return DeliveryReceipt.CREATED;
  }

  @Override
  public Map<String, CandidateState> statuses() {
    return WORDS;
  }

  @Override
  public StatusPage statusChanges(Optional<String> cursor) {
    cursors.add(cursor);
    return pages.isEmpty() ? new StatusPage(List.of(), cursor) : pages.removeFirst().get();
  }
}
