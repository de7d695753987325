package org.trialward.workbench.web;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * How an open page renews itself: what it has seen travels in its address, the server keeps
 * nothing.
 *
 * @param seen the pulse when it was rendered
 * @param rendered when that was
 * @param moved when somebody last did something, or a person opened the page
 * @param opened by a person
 */
record Renewal(long seen, Instant rendered, Instant moved, Instant opened) {
  /** Then it ends by itself: a page that asks for ever keeps an abandoned session alive. */
  private static final Duration QUIET = Duration.ofMinutes(10);

  /** Also where others work on: a shift. */
  private static final Duration LONGEST = Duration.ofHours(8);

  /** A page that a person just opened. */
  static Renewal opened(long pulse, Instant now) {
    return new Renewal(pulse, now, now, now);
  }

  /** What a page that asks says of itself; of a page that a person opens, nothing. */
  static Optional<Renewal> asked(HttpServletRequest request) {
    try {
      return Optional.ofNullable(request.getParameter("seen"))
          .map(seen ->
              new Renewal(
                  Long.parseLong(seen),
                  time(request, "rendered"),
                  time(request, "moved"),
                  time(request, "opened")));
    } catch (NumberFormatException notOurs) {
      return Optional.empty();
    }
  }

  private static Instant time(HttpServletRequest request, String name) {
    return Instant.ofEpochMilli(Long.parseLong(String.valueOf(request.getParameter(name))));
  }

  boolean isOver(Instant now) {
    return now.isAfter(moved.plus(QUIET)) || now.isAfter(opened.plus(LONGEST));
  }

  /** Whether there is nothing new to show. */
  boolean isFresh(long pulse, Instant now, Duration anyway) {
    return pulse == seen && now.isBefore(rendered.plus(anyway));
  }

  Renewal next(long pulse, Instant now) {
    return new Renewal(pulse, now, pulse == seen ? moved : now, opened);
  }

  /** Where the page asks next. */
  String address(String page, String state) {
    UriComponentsBuilder address =
        UriComponentsBuilder.fromPath(page)
            .queryParam("seen", seen)
            .queryParam("rendered", rendered.toEpochMilli())
            .queryParam("moved", moved.toEpochMilli())
            .queryParam("opened", opened.toEpochMilli());
    if (!state.isEmpty()) {
      address.queryParam("state", QueueFilter.of(state).parameter());
    }
    return address.encode().toUriString();
  }
}
