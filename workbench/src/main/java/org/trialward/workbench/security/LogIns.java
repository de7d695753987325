package org.trialward.workbench.security;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.authentication.SavedRequestAwareAuthenticationSuccessHandler;
import org.springframework.security.web.authentication.SimpleUrlAuthenticationFailureHandler;
import org.trialward.workbench.audit.AuditAction;
import org.trialward.workbench.audit.AuditLog;

/**
 * Notes who logs in: in the audit. Who does not get in, in the log: they must not make the audit
 * long.
 */
final class LogIns extends SavedRequestAwareAuthenticationSuccessHandler
    implements AuthenticationFailureHandler {
  private static final Logger LOG = LoggerFactory.getLogger(LogIns.class);

  private final AuditLog audit;
  private final Users users;
  private final AuthenticationFailureHandler door =
      new SimpleUrlAuthenticationFailureHandler("/login?error");

  LogIns(AuditLog audit, Users users) {
    this.audit = audit;
    this.users = users;
  }

  @Override
  public void onAuthenticationSuccess(
      HttpServletRequest request, HttpServletResponse response, Authentication who)
      throws ServletException, IOException {
    audit.append(who.getName(), AuditAction.SIGNED_IN, who.getName(), "by password");
    super.onAuthenticationSuccess(request, response, who);
  }

  /** What was typed as a name may be a password: only a user's is told. */
  @Override
  public void onAuthenticationFailure(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
      throws IOException, ServletException {
    String typed = request.getParameter("username");
    if (typed != null && users.isThere(typed)) {
      LOG.warn(
          "The password of {} was wrong: a log-in from {} failed", typed, request.getRemoteAddr());
    } else {
      LOG.warn("A log-in from {} failed: no user has the name", request.getRemoteAddr());
    }
    door.onAuthenticationFailure(request, response, failure);
  }
}
