package org.trialward.workbench.smart;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizedClientRepository;

/** Access tokens are dropped: who launched and for whom is all that we wanted. */
final class NoTokens implements OAuth2AuthorizedClientRepository {

  @Override
  @SuppressWarnings("TypeParameterUnusedInFormals") // As the interface has it.
  public <T extends OAuth2AuthorizedClient> @Nullable T loadAuthorizedClient(
      String server, @Nullable Authentication who, HttpServletRequest request) {
    return null;
  }

  @Override
  public void saveAuthorizedClient(
      OAuth2AuthorizedClient client,
      Authentication who,
      HttpServletRequest request,
      HttpServletResponse response) {
    // Dropped.
  }

  @Override
  public void removeAuthorizedClient(
      String server,
      @Nullable Authentication who,
      HttpServletRequest request,
      HttpServletResponse response) {
    // There is none.
  }
}
