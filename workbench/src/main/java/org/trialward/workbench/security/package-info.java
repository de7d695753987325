/** Who may come in, and as what. */
@NullMarked
package org.trialward.workbench.security;

import org.jspecify.annotations.NullMarked;
