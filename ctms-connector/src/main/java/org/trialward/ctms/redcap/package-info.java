/**
 * A REDCap project as the place where the trial office works on candidates.
 *
 * <p>The contract is REDCap's API as its public manuals (redcapAPI, REDCapR, PyCap and the API help
 * page they quote) describe it: one address, form-encoded POST, a token for each user and project.
 *
 * <p><b>The project.</b> A classic project (no events, no repeating instruments) whose first field
 * is the record id, with the fields of {@link org.trialward.ctms.redcap.RedcapField}. The status
 * field is a drop-down or radio field with these choices: 1 Detected | 2 In review | 3 Confirmed |
 * 4 Contacted | 5 Declined | 6 Consented | 7 Eligible | 8 Screen failed | 9 Enrolled | 10 Follow-up
 * | 11 Completed | 12 Withdrawn | 13 Died | 14 Rejected | 15 Lapsed. We write 1, 2, 3, 14 and 15;
 * people may set any. {@code probe} reads the project's dictionary and names everything that
 * deviates. A record is called prefix + candidate number, e.g. {@code TM-17}; who that is stays in
 * our queue.
 *
 * <p><b>Pushing.</b> The record is read first, always: a request that timed out may have been
 * carried out, and REDCap has no conditional write. A record with our revision or a later one is
 * already there. A record of another study, or without revision, was not written by us, or the
 * token may not see everything: it is refused, never overwritten. Where a person has set the status
 * (it is not the one that belongs to the state we wrote last), the status is left out of the import
 * and the rest is written; with {@code overwriteBehavior=normal} a field that is left out keeps its
 * value. For the same reason an empty list is written as {@code none}: a blank would leave the old
 * list standing.
 *
 * <p><b>Reading back.</b> By poll: records changed since a cursor. REDCap compares in its server's
 * local time, which its API does not tell; the cursor is therefore moved back by what separates UTC
 * from the last time zone, so that nothing is missed anywhere, not even in the hour a clock is set
 * back. The price is that a person's entry is reported again for up to a day, or until our queue
 * agrees and has delivered that: compare before acting. What we wrote ourselves is not reported. By
 * Data Entry Trigger: the trigger is a hint which names a record, and the record is then read;
 * triggers fire for what people enter, not for imports, so they never echo a delivery.
 *
 * <p>Error texts of REDCap may quote values. What is passed on names fields and the kind of error
 * only.
 */
@NullMarked
package org.trialward.ctms.redcap;

import org.jspecify.annotations.NullMarked;
