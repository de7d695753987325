/**
 * The ways by which patients' data come in: what arrived, how far it is read, and whether a feed
 * that usually speaks has fallen silent.
 */
@NullMarked
package org.trialward.workbench.feed;

import org.jspecify.annotations.NullMarked;
