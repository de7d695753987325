/** The index of all patients: how many fit a trial, and whom a new day concerns. */
@NullMarked
package org.trialward.workbench.population;

import org.jspecify.annotations.NullMarked;
