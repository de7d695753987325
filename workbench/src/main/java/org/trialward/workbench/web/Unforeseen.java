package org.trialward.workbench.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * What nobody foresaw while a request was answered: told by its class and place. The server would
 * write what the exception says, and that may quote a patient.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class Unforeseen extends OncePerRequestFilter {
  private static final Logger LOG = LoggerFactory.getLogger(Unforeseen.class);

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException {
    try {
      chain.doFilter(request, response);
    } catch (ServletException | RuntimeException e) {
      LOG.error("A request failed: {}. Report this", places(e));
      if (!response.isCommitted()) {
        response.sendError(HttpStatus.INTERNAL_SERVER_ERROR.value());
      }
    }
  }

  private static String places(Throwable failure) {
    StackTraceElement[] trace = failure.getStackTrace();
    String place = failure.getClass().getSimpleName() + (trace.length > 0 ? " at " + trace[0] : "");
    Throwable cause = failure.getCause();
    return cause == null ? place : place + ", because of " + places(cause);
  }
}
