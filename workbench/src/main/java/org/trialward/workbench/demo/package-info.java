/**
 * The demonstration: a simulated EMR in a process of its own, Synthea's patients loaded into it
 * over HTTP, and the product run against it as against any EMR.
 */
@NullMarked
package org.trialward.workbench.demo;

import org.jspecify.annotations.NullMarked;
