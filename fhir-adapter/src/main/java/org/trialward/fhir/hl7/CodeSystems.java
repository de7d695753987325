package org.trialward.fhir.hl7;

import java.util.List;
import java.util.Locale;
import org.trialward.fhir.intake.OwnSystems;
import org.trialward.fhir.intake.SystemNames;
import org.trialward.fhir.record.FeedProfile;
import org.trialward.rules.quantity.Code;

/**
 * Code systems as messages name them, by their URIs. A sender's own codes, whose system is {@code
 * L}, {@code 99} and something, or nothing, get a URI of the feed, so that the hospital's concept
 * maps can name them.
 */
final class CodeSystems {
  private static final String LOCAL = "urn:trialward:local:";
  private static final int LONGEST_LOCAL = 40;

  private final String feed;
  private final OwnSystems own;

  CodeSystems(FeedProfile profile) {
    this.feed = profile.name();
    this.own = profile.systems();
  }

  /** A code by the name of its system in the message, which may be empty. */
  List<Code> codes(String name, String value, String display) {
    return own.codes(
        name, SystemNames.uri(name, value).orElseGet(() -> local(name)), value, display);
  }

  /** As {@link #codes}, of a procedure, of which classifications have codes of their own. */
  List<Code> codesOfProcedures(String name, String value, String display) {
    return own.codes(
        name,
        SystemNames.ofProcedures(name, value)
            .or(() -> SystemNames.uri(name, value))
            .orElseGet(() -> local(name)),
        value,
        display);
  }

  /** Whether it is of no system that anybody but the sender knows. */
  static boolean isLocal(Code code) {
    return code.system().startsWith(LOCAL);
  }

  private String local(String name) {
    String part = plain(name);
    return LOCAL + plain(feed) + (part.isEmpty() || part.equals("l") ? "" : ":" + part);
  }

  private static String plain(String name) {
    String cut = name.length() > LONGEST_LOCAL ? name.substring(0, LONGEST_LOCAL) : name;
    return cut.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._]+", "-").replaceAll("^-|-$", "");
  }
}
