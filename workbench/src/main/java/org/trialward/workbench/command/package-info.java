/** The commands of the launcher. */
@NullMarked
package org.trialward.workbench.command;

import org.jspecify.annotations.NullMarked;
