package org.trialward.workbench.cds;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.transaction.support.TransactionTemplate;
import org.trialward.fhir.cds.CardMatch;
import org.trialward.fhir.cds.CdsCard;
import org.trialward.fhir.cds.CdsHook;
import org.trialward.fhir.cds.CdsRequest;
import org.trialward.fhir.cds.CdsResponse;
import org.trialward.fhir.cds.TrialCard;
import org.trialward.rules.logic.Truth;
import org.trialward.rules.trial.Trial;
import org.trialward.rules.verdict.Outcome;
import org.trialward.workbench.audit.AuditAction;
import org.trialward.workbench.audit.AuditLog;
import org.trialward.workbench.audit.AuditLog.Note;
import org.trialward.workbench.cds.Viewers.Sighting;
import org.trialward.workbench.flag.Flags;
import org.trialward.workbench.flag.Impressions;
import org.trialward.workbench.flag.Viewer;
import org.trialward.workbench.json.VerdictDocument.CriterionDocument;
import org.trialward.workbench.queue.Candidates.Entry;
import org.trialward.workbench.trials.TrialLibrary;

/** Answers a hook: who looks, what they may be shown, one card, and a note that it was shown. */
public class CardDesk {
  private final Viewers viewers;
  private final Flags flags;
  private final TrialLibrary trials;
  private final CardLinks links;
  private final Impressions impressions;
  private final AuditLog audit;
  private final TransactionTemplate transaction;
  private final Learning learning;
  private final ObservationRegistry observed;

  public CardDesk(
      Viewers viewers,
      Flags flags,
      TrialLibrary trials,
      CardLinks links,
      Impressions impressions,
      AuditLog audit,
      TransactionTemplate transaction,
      Learning learning,
      ObservationRegistry observed) {
    this.viewers = viewers;
    this.flags = flags;
    this.trials = trials;
    this.links = links;
    this.impressions = impressions;
    this.audit = audit;
    this.transaction = transaction;
    this.learning = learning;
    this.observed = observed;
  }

  CdsResponse answer(CdsRequest call) {
    Observation answering =
        Observation.createNotStarted("trialward.cds.call", observed)
            .contextualName("answer a hook")
            .lowCardinalityKeyValue("card", "none");
    return answering.observe(() -> {
      CdsResponse response = respond(call);
      if (!response.cards().isEmpty()) {
        answering.lowCardinalityKeyValue("card", "shown");
      }
      return response;
    });
  }

  private CdsResponse respond(CdsRequest call) {
    Sighting sighting = viewers.of(call);
    Optional<CdsCard> card = card(call, sighting.viewer());
    learning.after(call, sighting);
    return new CdsResponse(card.stream().toList());
  }

  private record Shown(Entry entry, CardMatch match) {}

  private Optional<CdsCard> card(CdsRequest call, Viewer viewer) {
    List<Shown> shown =
        flags.shownTo(viewer, call.patient()).stream()
            .filter(entry -> entry.candidate().outcome() != Outcome.INELIGIBLE)
            .flatMap(entry -> match(entry).map(match -> new Shown(entry, match)).stream())
            .toList();
    if (shown.isEmpty()) {
      return Optional.empty();
    }
    CdsCard card = TrialCard.of(viewer.practitioner(), shown.stream().map(Shown::match).toList());
    note(card, call.hook(), viewer, shown.stream().map(Shown::entry).toList());
    return Optional.of(card);
  }

  /** A trial that went out of force meanwhile is not shown. */
  private Optional<CardMatch> match(Entry entry) {
    return trials
        .find(entry.key().trial())
        .map(Trial::title)
        .map(title ->
            new CardMatch(
                entry.key(),
                title,
                entry.verdict().favouring(Truth.UNKNOWN).stream()
                    .map(CriterionDocument::text)
                    .toList(),
                links.to(entry)));
  }

  /** One short transaction: the audit's chain lets one writer in at a time. */
  private void note(CdsCard card, CdsHook hook, Viewer viewer, List<Entry> shown) {
    String group = viewer.specialties().stream().min(Comparator.naturalOrder()).orElse("");
    transaction.executeWithoutResult(t -> {
      impressions.shown(UUID.fromString(card.uuid()), viewer, group, hook.code(), shown);
      audit.append(
          viewer.practitioner(),
          shown.stream()
              .map(entry -> new Note(AuditAction.CARD_SHOWN, entry.key().toString(), hook.code()))
              .toList());
    });
  }
}
