/**
 * What all HTTP connectors share: one request with one answer within a time limit, and what it
 * means when there is none. A redirect is never followed, because credentials go nowhere else; an
 * answer longer than 64 megabytes is none.
 */
@NullMarked
package org.trialward.ctms.http;

import org.jspecify.annotations.NullMarked;
