package org.trialward.fhir.subject;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** In which form the EMR tells its people that a trial may be worth a look. */
public enum Strategy {
  /** A flag on the chart. */
  FLAG("Flag"),
  /** A task in a work list. */
  TASK("Task"),
  /** An order that nobody has placed: draft, proposal. */
  SERVICE_REQUEST("ServiceRequest"),
  /** A message. */
  COMMUNICATION("Communication"),
  /** A note in the chart, once a coordinator has confirmed the candidate. */
  DOCUMENT_NOTE("DocumentReference"),
  /** An observation that marks the chart. */
  OBSERVATION("Observation"),
  /** The CDS Hooks card alone: nothing is written. */
  CDS_CARD(null),
  /** The queue alone: nothing is written. */
  NONE(null);

  private final @Nullable String type;

  Strategy(@Nullable String type) {
    this.type = type;
  }

  /** The resource type that is written; empty where none is. */
  public Optional<String> type() {
    return Optional.ofNullable(type);
  }

  public boolean writes() {
    return type != null;
  }

  /** As in the settings, e.g. {@code service-request}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
