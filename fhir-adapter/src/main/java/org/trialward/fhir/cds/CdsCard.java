package org.trialward.fhir.cds;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * One card. It suggests nothing that the EMR could carry out, so it has neither suggestions nor a
 * selection behaviour.
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
   * @param type {@code absolute}: an address that opens by itself; {@code smart}: one that the EMR
   *     launches
   * @param appContext what a launched app is told
   */
  public record Link(
      String label,
      URI url,
      String type,
      @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> appContext) {

    /** To a page of its own. */
    public static Link absolute(String label, URI page) {
      return new Link(label, page, "absolute", Optional.empty());
    }

    /** To a SMART app, launched by the EMR. */
    public static Link smart(String label, URI launch, String appContext) {
      return new Link(label, launch, "smart", Optional.of(appContext));
    }
  }
}
