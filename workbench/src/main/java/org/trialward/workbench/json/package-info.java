/** The domain as JSON: one form for the database and the command line. */
@NullMarked
package org.trialward.workbench.json;

import org.jspecify.annotations.NullMarked;
