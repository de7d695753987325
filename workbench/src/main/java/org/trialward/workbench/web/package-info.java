/** The coordinator's pages and the endpoints that other systems call. */
@NullMarked
package org.trialward.workbench.web;

import org.jspecify.annotations.NullMarked;
