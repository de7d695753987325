/**
 * The application: joins intake, matching, queue and delivery with the database, the pages and
 * operations. {@link org.trialward.workbench.Trialward} is where it starts.
 */
@NullMarked
package org.trialward.workbench;

import org.jspecify.annotations.NullMarked;
