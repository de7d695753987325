/** The image as hospital IT runs it, beside a real PostgreSQL and a real FHIR server. */
@NullMarked
package org.trialward.docker;

import org.jspecify.annotations.NullMarked;
