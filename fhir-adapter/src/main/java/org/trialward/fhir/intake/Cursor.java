package org.trialward.fhir.intake;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far a feed has read.
 *
 * @param since changes before this moment are known; empty: none is, read the roster
 * @param started when the sweep under way began by the EMR's clock; the next sweep's {@code since}
 * @param query which of the sweep's queries is being read
 * @param next the page to go on with; empty: the query's first
 */
record Cursor(
    Optional<Instant> since, Optional<Instant> started, int query, Optional<String> next) {

  private static final String NONE = "-";
  private static final Pattern FORM =
      Pattern.compile("(\\S+) since=(\\S+) started=(\\S+) query=(\\d{1,4}) next=(\\S+)");

  static final Cursor START = new Cursor(Optional.empty(), Optional.empty(), 0, Optional.empty());

  static Cursor after(Instant since) {
    return new Cursor(Optional.of(since), Optional.empty(), 0, Optional.empty());
  }

  /** Reads what {@link #text} wrote. Another feed's cursor keeps its moment, not its page. */
  static Cursor parse(String text, String feed) {
    Matcher m = FORM.matcher(text);
    if (!m.matches()) {
      throw new IllegalArgumentException(
          "This is not a cursor of a change feed: `%s`.".formatted(text));
    }
    Optional<Instant> since = instant(m.group(2));
    if (!m.group(1).equals(feed)) {
      return since.map(Cursor::after).orElse(START);
    }
    return new Cursor(
        since,
        instant(m.group(3)),
        Integer.parseInt(m.group(4)),
        Optional.of(m.group(5)).filter(url -> !url.equals(NONE)));
  }

  private static Optional<Instant> instant(String text) {
    try {
      return text.equals(NONE) ? Optional.empty() : Optional.of(Instant.parse(text));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("Not a moment in a cursor: `%s`.".formatted(text), e);
    }
  }

  String text(String feed) {
    return "%s since=%s started=%s query=%d next=%s"
        .formatted(
            feed,
            since.map(Instant::toString).orElse(NONE),
            started.map(Instant::toString).orElse(NONE),
            query,
            next.map(url -> url.replace(" ", "%20")).orElse(NONE));
  }
}
