package org.trialward.workbench.security;

/** What a user may do. */
public enum Role {
  /** Looks at candidates and their evidence. */
  PHYSICIAN,
  /** Looks at candidates and decides. */
  COORDINATOR,
  /** Runs the installation; sees no patient. */
  ADMINISTRATOR
}
