package org.trialward.workbench.web;

import java.util.Optional;
import org.trialward.rules.verdict.Evidence;
import org.trialward.rules.verdict.Evidence.Observed;

/**
 * One reason for a finding as a line of the page.
 *
 * @param seen what the record says, where it says something
 * @param note what is missing, assumed or asked, or why what was seen settles nothing; may be empty
 */
public record EvidenceLine(Kind kind, Optional<Seen> seen, String note) {

  /** What sort of reason it is. */
  public enum Kind {
    IN_THE_RECORD("In the record"),
    SETTLES_NOTHING("Settles nothing"),
    MISSING("Missing"),
    ASSUMED("Assumed from silence"),
    NEEDS_A_PERSON("Needs a person"),
    NOT_YET_SUPPORTED("Not yet supported");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }
  }

  /**
   * What the record says.
   *
   * @param date empty where the record gives none
   * @param source e.g. {@code Observation/123}
   * @param version of the resource that was read; may be empty
   */
  public record Seen(String what, String value, String date, String source, String version) {
    private static Seen of(Observed observed) {
      return new Seen(
          observed.what(),
          observed.value(),
          observed.date().map(SiteTimes::of).orElse(""),
          observed.source().reference(),
          observed.source().version());
    }
  }

  static EvidenceLine of(Evidence evidence) {
    return switch (evidence) {
      case Evidence.Supporting(var observed) -> seen(Kind.IN_THE_RECORD, observed, "");
      case Evidence.Opposing(var observed) -> seen(Kind.IN_THE_RECORD, observed, "");
      case Evidence.Inconclusive(var observed, var why) ->
          seen(Kind.SETTLES_NOTHING, observed, why);
      case Evidence.Missing(var what, var why) -> said(Kind.MISSING, what + ": " + why);
      case Evidence.AssumedAbsent(var what, var lookedFor) ->
          said(Kind.ASSUMED, what + ": " + notFound(lookedFor));
      case Evidence.PersonNeeded(var why) -> said(Kind.NEEDS_A_PERSON, why);
      case Evidence.Unsupported(var what) -> said(Kind.NOT_YET_SUPPORTED, what);
    };
  }

  /** Whether the record could settle it: a person or a later version must, where it could not. */
  boolean isUpToTheRecord() {
    return kind != Kind.NEEDS_A_PERSON && kind != Kind.NOT_YET_SUPPORTED;
  }

  private static String notFound(String lookedFor) {
    return lookedFor.startsWith("no ") ? lookedFor : "no " + lookedFor + " in the record";
  }

  private static EvidenceLine seen(Kind kind, Observed observed, String note) {
    return new EvidenceLine(kind, Optional.of(Seen.of(observed)), note);
  }

  private static EvidenceLine said(Kind kind, String note) {
    return new EvidenceLine(kind, Optional.empty(), note);
  }
}
