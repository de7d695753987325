/**
 * Many resources at once: a site's first load, and the nightly comparison with the EMR.
 *
 * <p>Lines become facts while they are read; as JSON these wait in a local file, sorted into
 * compartments by patient. When all are there, one compartment at a time is made charts in memory
 * and stored by COPY and one statement. So neither side ever holds more than some ten megabytes. A
 * crash costs what came after the last checkpoint: the file up to there is on the disk, and how far
 * it reached stands in the database.
 */
@NullMarked
package org.trialward.workbench.bulk;

import org.jspecify.annotations.NullMarked;
