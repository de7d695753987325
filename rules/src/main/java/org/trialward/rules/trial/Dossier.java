package org.trialward.rules.trial;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** What is on file about a trial beside its criteria; every part may be missing. */
public record Dossier(
    Optional<Phase> phase,
    Optional<Protocol> protocol,
    List<Site> sites,
    Optional<Approval> approval,
    Optional<Authorship> authorship) {
  public static final Dossier EMPTY =
      new Dossier(
          Optional.empty(), Optional.empty(), List.of(), Optional.empty(), Optional.empty());

  public Dossier {
    sites = List.copyOf(sites);
  }

  /** Why the trial must not be matched on this day; empty where nothing speaks against it. */
  public Optional<String> objection(LocalDate day) {
    if (protocol.flatMap(Protocol::effectiveFrom).filter(day::isBefore).isPresent()) {
      return Optional.of("its protocol version is not yet in force");
    }
    if (protocol.flatMap(Protocol::effectiveUntil).filter(day::isAfter).isPresent()) {
      return Optional.of("its protocol version is no longer in force");
    }
    return approval.flatMap(Approval::expires).filter(day::isAfter).isPresent()
        ? Optional.of("its approval has expired")
        : Optional.empty();
  }
}
