package org.trialward.ctms.redcap;

import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.trialward.ctms.http.Address;
import org.trialward.rules.match.CandidateState;

/**
 * One REDCap project.
 *
 * @param apiUrl as REDCap's API page shows it, e.g. {@code https://redcap.example.org/api/}
 * @param token of one user for this one project, with API import and export rights and "Full Data
 *     Set" export; masked wherever this record is printed
 * @param recordPrefix before the candidate's number in the record id, e.g. {@code TM-}
 * @param fields the project's variable names where they differ from the defaults
 * @param choices the raw codes of the status field where they differ from the defaults
 * @param requestTimeout for one whole answer
 */
public record RedcapSettings(
    URI apiUrl,
    String token,
    String recordPrefix,
    Map<RedcapField, String> fields,
    Map<CandidateState, String> choices,
    Duration connectTimeout,
    Duration requestTimeout) {
  private static final Pattern TOKEN = Pattern.compile("[0-9A-Za-z]{32,64}");
  private static final Pattern VARIABLE = Pattern.compile("[a-z][a-z0-9_]{0,99}");
  private static final Pattern CHOICE = Pattern.compile("[0-9A-Za-z_.-]{1,50}");
  private static final Pattern PREFIX = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,30}");

  public RedcapSettings {
    Address.check("REDCap", apiUrl);
    check(
        TOKEN.matcher(token).matches(),
        "The REDCap token must be 32 to 64 letters and digits; copy it from the project's API page.");
    check(
        PREFIX.matcher(recordPrefix).matches(),
        "The REDCap record prefix must begin with a letter, then letters, digits, `-` or `_`; got `%s`."
            .formatted(recordPrefix));
    Map<RedcapField, String> names = new EnumMap<>(RedcapField.class);
    for (RedcapField field : RedcapField.values()) {
      names.put(field, fields.getOrDefault(field, field.defaultName()));
    }
    checkEach("variable name", VARIABLE, names.values());
    fields = Map.copyOf(names);
    Map<CandidateState, String> codes = new EnumMap<>(defaultChoices());
    codes.putAll(choices);
    checkEach("choice", CHOICE, codes.values());
    choices = Map.copyOf(codes);
    check(
        connectTimeout.isPositive() && requestTimeout.isPositive(),
        "The REDCap timeouts must be longer than zero.");
  }

  /** With all defaults. */
  public RedcapSettings(URI apiUrl, String token) {
    this(apiUrl, token, "TM-", Map.of(), Map.of(), Duration.ofSeconds(5), Duration.ofSeconds(30));
  }

  /** The raw codes of a status field set up as docs say. */
  public static Map<CandidateState, String> defaultChoices() {
    return Map.ofEntries(
        Map.entry(CandidateState.DETECTED, "1"),
        Map.entry(CandidateState.IN_REVIEW, "2"),
        Map.entry(CandidateState.CONFIRMED, "3"),
        Map.entry(CandidateState.CONTACTED, "4"),
        Map.entry(CandidateState.DECLINED, "5"),
        Map.entry(CandidateState.CONSENTED, "6"),
        Map.entry(CandidateState.ELIGIBLE, "7"),
        Map.entry(CandidateState.SCREEN_FAILED, "8"),
        Map.entry(CandidateState.ENROLLED, "9"),
        Map.entry(CandidateState.FOLLOW_UP, "10"),
        Map.entry(CandidateState.COMPLETED, "11"),
        Map.entry(CandidateState.WITHDRAWN, "12"),
        Map.entry(CandidateState.DIED, "13"),
        Map.entry(CandidateState.REJECTED, "14"),
        Map.entry(CandidateState.LAPSED, "15"),
        Map.entry(CandidateState.REFERRED, "16"),
        Map.entry(CandidateState.DO_NOT_CONTACT, "17"));
  }

  /** The project's name of a field. */
  public String name(RedcapField field) {
    return fields.getOrDefault(field, field.defaultName());
  }

  /** The raw code we write for a status. */
  public String choice(CandidateState status) {
    return choices.getOrDefault(status, "");
  }

  /** The status behind a raw code; empty where the table does not know it. */
  public Optional<CandidateState> status(String choice) {
    return choices.entrySet().stream()
        .filter(entry -> entry.getValue().equals(choice))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  @Override
  public String toString() {
    return "RedcapSettings[apiUrl=%s, token=***, recordPrefix=%s, fields=%s, choices=%s, connectTimeout=%s, requestTimeout=%s]"
        .formatted(apiUrl, recordPrefix, fields, choices, connectTimeout, requestTimeout);
  }

  private static void checkEach(String what, Pattern form, Collection<String> values) {
    Set<String> seen = new HashSet<>();
    for (String value : values) {
      check(form.matcher(value).matches(), "`%s` is no REDCap %s.".formatted(value, what));
      check(seen.add(value), "The REDCap %s `%s` is used twice.".formatted(what, value));
    }
  }

  private static void check(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
