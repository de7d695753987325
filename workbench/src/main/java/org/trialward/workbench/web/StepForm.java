package org.trialward.workbench.web;

import java.io.Serializable;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;
import org.trialward.rules.match.CandidateState;
import org.trialward.workbench.ctms.StudyConsents.Signed;
import org.trialward.workbench.queue.Decisions;

/**
 * What a coordinator typed into one of the forms of a decision; given back where it was refused, so
 * that nobody types it twice.
 *
 * @param on a day, e.g. of the contact
 * @param version of the consent
 */
record StepForm(CandidateState decision, String code, String reason, String on, String version)
    implements Serializable {

  /** The reason to store: a code, and words behind it. */
  String stored() {
    return switch (decision) {
      case CONTACTED -> contact();
      case CONSENTED ->
          signed()
              .map(it -> "consent-signed: version %s, on %s".formatted(it.version(), it.on()))
              .orElse("");
      default -> coded();
    };
  }

  private String contact() {
    ContactWay way =
        ContactWay.of(code)
            .orElseThrow(() -> new Decisions.Refused("Say how the patient was spoken to."));
    LocalDate day =
        day().orElseThrow(() -> new Decisions.Refused("Say when the patient was spoken to."));
    return "%s: on %s".formatted(way.code(), day);
  }

  private String coded() {
    String stored = RejectionReason.stored(decision, code, reason);
    if (stored.isEmpty() && RejectionReason.OTHER.code().equals(code)) {
      throw new Decisions.Refused("Say under Details what the other reason is.");
    }
    return stored;
  }

  /** The signature; empty where the form says nothing of one. */
  Optional<Signed> signed() {
    return decision == CandidateState.CONSENTED
        ? day().filter(_ -> !version.isBlank()).map(day -> new Signed(version.strip(), day))
        : Optional.empty();
  }

  private Optional<LocalDate> day() {
    try {
      return on.isBlank() ? Optional.empty() : Optional.of(LocalDate.parse(on.strip()));
    } catch (DateTimeException e) {
      throw new Decisions.Refused("Write the day as year-month-day, e.g. 2026-11-20.");
    }
  }
}
