package org.trialward.fhir.emr;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.OptionalInt;
import org.trialward.fhir.emr.EmrException.Category;
import org.trialward.fhir.emr.EmrException.Reason;

/** HTTP statuses in words, with the remedy. */
final class Refusals {
  private Refusals() {}

  static EmrException of(int status, Optional<String> retryAfter, Instant now) {
    return new EmrException(
        category(status),
        message(status),
        OptionalInt.of(status),
        retryAfter.flatMap(header -> RetryAfter.read(header, now)),
        Optional.empty());
  }

  /**
   * 401.
   *
   * @param remedy what to check, by how we prove who we are
   */
  static EmrException credentials(String remedy) {
    return new EmrException(
        Category.REJECTED,
        "The EMR refused our credentials (401): %s".formatted(remedy),
        OptionalInt.of(401),
        Optional.empty(),
        Optional.empty());
  }

  /**
   * For a reason of the EMR's own.
   *
   * @param zone in whose midnight a day ends
   */
  static EmrException of(Reason reason, int status, Instant now, ZoneId zone) {
    return new EmrException(
        reason == Reason.DAY_SPENT ? Category.BUSY : Category.REJECTED,
        message(reason),
        OptionalInt.of(status),
        reason == Reason.DAY_SPENT ? Optional.of(untilTomorrow(now, zone)) : Optional.empty(),
        Optional.of(reason));
  }

  private static Duration untilTomorrow(Instant now, ZoneId zone) {
    LocalDate today = LocalDate.ofInstant(now, zone);
    return Duration.between(now, today.plusDays(1).atStartOfDay(zone).toInstant());
  }

  private static String message(Reason reason) {
    return switch (reason) {
      case PAGES_EXPIRED ->
          "The EMR has forgotten the pages of this search (e.g. Epic 4113): begin it again, with a"
              + " smaller trialward.emr.page-size if it comes often.";
      case MERGED ->
          "The record was merged into another (Epic 4107): read the surviving record instead.";
      case RESTRICTED ->
          "Only a person may open this record (Epic, break-the-glass): look at it in the EMR."
              + " Trialward never breaks the glass.";
      case DAY_SPENT ->
          "The EMR answers no more today (Epic 4135): we go on tomorrow. Lower"
              + " trialward.emr.limit.per-second if it comes often.";
      case CUT_SHORT ->
          "The EMR has more than it sends (Epic 4127): have the patients sent by messages or a bulk"
              + " export instead of a search.";
    };
  }

  private static Category category(int status) {
    if (status == 429 || status == 503) {
      return Category.BUSY;
    }
    if (status >= 500 || status == 408) {
      return Category.UNAVAILABLE;
    }
    return status >= 400 ? Category.REJECTED : Category.FAULT;
  }

  private static String message(int status) {
    return switch (status) {
      case 400 ->
          "The EMR refused the request (400): ask its administrator for the reason in its log; if it"
              + " allows smaller pages only, lower trialward.emr.page-size.";
      case 401 -> "The EMR refused our credentials (401): ask its administrator to renew them.";
      case 403 ->
          "The EMR does not allow us to do this (403): ask its administrator to grant our account"
              + " the access, or mark the record as restricted.";
      case 404, 410 -> "The EMR has no such record (%d).".formatted(status);
      case 405 ->
          "The EMR does not offer this operation (405): see its /metadata for what it does offer.";
      case 409, 412 ->
          "The record was changed by somebody else meanwhile (%d): read it again."
              .formatted(status);
      case 422 ->
          "The EMR refused the content (422): ask its administrator which rules or profiles apply.";
      case 429 -> "The EMR asked us to slow down (429): we wait as long as it says and try again.";
      case 503 -> "The EMR is busy or under maintenance (503): we wait and try again.";
      default -> {
        if (status >= 300 && status < 400) {
          yield "The EMR answered with a redirect (%d): set trialward.emr.url to its final address."
              .formatted(status);
        }
        yield status >= 500
            ? "The EMR failed (%d): if it stays so, tell its administrator.".formatted(status)
            : "The EMR refused the request (%d): ask its administrator for the reason in its log."
                .formatted(status);
      }
    };
  }
}
