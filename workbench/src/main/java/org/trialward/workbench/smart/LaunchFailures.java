package org.trialward.workbench.smart;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.web.client.ResourceAccessException;

/** Turns what went wrong on the way through the EMR into a page with the remedy. */
final class LaunchFailures implements AuthenticationFailureHandler {
  /** Where the page gets the {@link Refusal} from. */
  static final String REFUSAL = "org.trialward.smart.refusal";

  static final String PAGE = "/smart/refused";

  private static final Logger LOG = LoggerFactory.getLogger(LaunchFailures.class);
  private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

  @Override
  public void onAuthenticationFailure(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
      throws IOException, ServletException {
    Refusal why = why(failure);
    tell(why, failure);
    show(why, request, response);
  }

  static void show(Refusal why, HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    request.setAttribute(REFUSAL, why);
    request.getRequestDispatcher(PAGE).forward(request, response);
  }

  /** The code, not the text: what the other side wrote may be about anybody. */
  static void tell(Refusal why, AuthenticationException failure) {
    String said = failure instanceof Refused refused ? refused.getMessage() : code(failure);
    LOG.warn(
        "A launch from the EMR was refused ({}): {}{}",
        why,
        said,
        Optional.ofNullable(failure.getCause())
            .map(cause -> ", because of " + cause.getClass().getSimpleName())
            .orElse(""));
  }

  /** Whoever comes back from the EMR may write what they like where its code belongs. */
  private static String code(AuthenticationException failure) {
    if (!(failure instanceof OAuth2AuthenticationException oauth)) {
      return failure.getClass().getSimpleName();
    }
    String code = oauth.getError().getErrorCode();
    return CODE.matcher(code).matches() ? code : "a code that is none";
  }

  private static Refusal why(AuthenticationException failure) {
    if (failure instanceof Refused refused) {
      return refused.why();
    }
    if (isSilence(failure)) {
      return Refusal.EMR_UNREACHABLE;
    }
    return switch (code(failure)) {
      case "authorization_request_not_found", "invalid_state_parameter", "invalid_request" ->
          Refusal.NOT_BEGUN_HERE;
      case "access_denied" -> Refusal.DENIED;
      case "invalid_id_token", "invalid_nonce" -> Refusal.NOT_PROVEN;
      case "server_error", "temporarily_unavailable" -> Refusal.EMR_UNREACHABLE;
      default -> Refusal.EMR_REFUSED;
    };
  }

  private static boolean isSilence(Throwable failure) {
    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof ResourceAccessException) {
        return true;
      }
    }
    return false;
  }
}
