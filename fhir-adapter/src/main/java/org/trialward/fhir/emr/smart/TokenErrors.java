package org.trialward.fhir.emr.smart;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.trialward.fhir.emr.EmrException;
import org.trialward.fhir.emr.EmrException.Category;
import org.trialward.fhir.emr.RetryAfter;
import org.trialward.fhir.emr.smart.AuthorizationServer.Answer;

/** What a token endpoint refuses (RFC 6749, 5.2), in words, with the remedy. */
final class TokenErrors {
  private TokenErrors() {}

  static boolean isInvalidScope(Answer answer) {
    return code(answer).equals("invalid_scope");
  }

  private static String code(Answer answer) {
    return answer.json().path("error").asText();
  }

  /** Whether it may be another answer later. */
  static boolean isPassing(Answer answer) {
    return answer.status() == 429 || answer.status() >= 500;
  }

  static EmrException of(Answer answer, Instant now) {
    int status = answer.status();
    Optional<Duration> wait = answer.retryAfter().flatMap(header -> RetryAfter.read(header, now));
    if (status == 429 || status == 503) {
      return new EmrException(
          Category.BUSY,
          "The EMR's authorization server is busy (%d): we wait and try again.".formatted(status),
          wait);
    }
    if (status >= 500) {
      return new EmrException(
          Category.UNAVAILABLE,
          "The EMR's authorization server failed (%d): if it stays so, tell its administrator."
              .formatted(status));
    }
    if (status < 400) {
      return new EmrException(
          Category.FAULT,
          "The EMR's token endpoint answered with a redirect (%d): set trialward.emr.smart.token-url to its final address."
              .formatted(status));
    }
    return new EmrException(Category.REJECTED, message(answer));
  }

  /** The server's own description is not passed on: it may quote our assertion. */
  private static String message(Answer answer) {
    return switch (code(answer)) {
      case "invalid_client" ->
          "The EMR's authorization server does not accept us (invalid_client): check"
              + " trialward.emr.smart.client-id, that its administrator registered the public keys"
              + " of our /.well-known/jwks.json, and that both clocks are right.";
      case "invalid_scope" ->
          "The EMR's authorization server grants none of our scopes, in neither spelling"
              + " (invalid_scope): set trialward.emr.smart.scopes to those its administrator"
              + " registered for us.";
      case "unauthorized_client", "unsupported_grant_type" ->
          "The EMR's authorization server does not allow us Backend Services (%s): ask its"
                  .formatted(code(answer))
              + " administrator to register us as a backend service (client_credentials).";
      case "invalid_request", "invalid_grant" ->
          "The EMR's authorization server does not understand our request (%s): ask its"
                  .formatted(code(answer))
              + " administrator whether it speaks SMART Backend Services with private_key_jwt.";
      default ->
          answer.json().isObject()
              ? "The EMR's authorization server refused us a token (%d): ask its administrator for the reason in its log."
                  .formatted(answer.status())
              : "The EMR's token endpoint answered %d with something that is not JSON: check trialward.emr.smart.token-url, and whether a proxy answers in its place."
                  .formatted(answer.status());
    };
  }

  /** Status 200 without a token. */
  static EmrException notOne() {
    return new EmrException(
        Category.FAULT,
        "The EMR's token endpoint answered without a bearer token: check trialward.emr.smart.token-url, and whether a proxy or a login page answers in its place.");
  }
}
