package org.trialward.fhir.cds;

import java.util.List;

/**
 * One card.
 *
 * @param summary below 140 characters, nothing of the patient
 * @param detail GitHub-flavoured Markdown without HTML
 * @param overrideReasons why the physician may wave it away
 */
public record CdsCard(
    String uuid,
    String summary,
    String detail,
    String indicator,
    Source source,
    List<Coding> overrideReasons,
    List<Link> links) {
  public CdsCard {
    overrideReasons = List.copyOf(overrideReasons);
    links = List.copyOf(links);
  }

  /** Who says so, about what. */
  public record Source(String label, Coding topic) {}

  /**
   * Where to read more.
   *
   * @param type {@code absolute}: an address that opens by itself
   */
  public record Link(String label, String url, String type) {}
}
