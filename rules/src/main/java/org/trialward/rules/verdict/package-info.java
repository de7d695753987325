/** The one place where criteria meet a chart: {@link org.trialward.rules.verdict.Eligibility}. */
@NullMarked
package org.trialward.rules.verdict;

import org.jspecify.annotations.NullMarked;
