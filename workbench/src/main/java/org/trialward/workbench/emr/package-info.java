/**
 * The connection to the EMR as the settings describe it, and what to do with one that lists nobody.
 */
@NullMarked
package org.trialward.workbench.emr;

import org.jspecify.annotations.NullMarked;
