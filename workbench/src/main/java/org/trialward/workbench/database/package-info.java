/** The one database: a real PostgreSQL, embedded or the site's own. */
@NullMarked
package org.trialward.workbench.database;

import org.jspecify.annotations.NullMarked;
