/**
 * The details page, launched from within the EMR (SMART App Launch 2.2, EHR launch): who launched
 * is known by the EMR's ID token, which patient by its token response. A launch opens that one
 * patient, for a short while, and nothing else; it has cookies and a session of its own, apart from
 * those of people who log in.
 *
 * <p>Protocol code is Spring Security's OAuth 2 client: the pages stand on Spring Security already,
 * and it checks state, nonce, signature and audience in one place. What SMART adds to OAuth is
 * ours: {@code iss}, {@code launch}, {@code aud}, and the launch context.
 */
@NullMarked
package org.trialward.workbench.smart;

import org.jspecify.annotations.NullMarked;
