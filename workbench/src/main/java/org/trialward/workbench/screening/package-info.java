/**
 * The screening log as it is taken away: who of the candidates stands where at this moment, in a
 * form that names nobody, and beside it the list of who they are, for coordinators alone.
 */
@NullMarked
package org.trialward.workbench.screening;

import org.jspecify.annotations.NullMarked;
