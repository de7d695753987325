/**
 * How Trialward proves to an EMR who it is, without a person at the keyboard: SMART Backend
 * Services (hl7.org/fhir/smart-app-launch, 2.2). The EMR knows our public keys; for each token we
 * sign that it is us.
 *
 * <p>{@link org.trialward.fhir.emr.smart.ClientKeys} holds the keys, {@link
 * org.trialward.fhir.emr.smart.BackendServices} gets and keeps the token. No message and no {@code
 * toString} carries a key, an assertion or a token, nor the text of an answer.
 */
@NullMarked
package org.trialward.fhir.emr.smart;

import org.jspecify.annotations.NullMarked;
