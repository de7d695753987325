package org.trialward.workbench.smart;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.core.oidc.user.DefaultOidcUser;

/** Who launched, as Spring Security carries it to the end of the log-in. */
final class LaunchedUser extends DefaultOidcUser {
  private static final long serialVersionUID = 1L;

  private final transient Launched launched;

  LaunchedUser(OidcIdToken token, Launched launched) {
    super(List.of(new SimpleGrantedAuthority(Launched.AUTHORITY)), token);
    this.launched = launched;
  }

  Launched launched() {
    return launched;
  }

  /** As everything that they do stands in the audit; {@code sub} says it in the EMR's own way. */
  @Override
  public String getName() {
    return launched.practitioner();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof LaunchedUser user
        && super.equals(other)
        && user.launched.equals(launched);
  }

  @Override
  public int hashCode() {
    return 31 * super.hashCode() + launched.hashCode();
  }
}
