package org.trialward.workbench.report;

import org.trialward.rules.quantity.Code;

/**
 * A code of the site's own that stood alone, without one of a published system.
 *
 * @param times in how many statements
 */
public record LocalCode(String feed, Code code, long times) {}
