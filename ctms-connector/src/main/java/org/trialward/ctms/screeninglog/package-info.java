/**
 * The screening log as a file drop: works with every CTMS, and with none.
 *
 * <p>One file a study, {@code screening-log-<study>.csv}, UTF-8, RFC 4180, one row for each state
 * of a candidate, only ever appended. The first row names the columns:
 *
 * <table>
 * <caption>Log version 1</caption>
 * <tr><td>log_version<td>{@code 1}
 * <tr><td>site<td>from the settings
 * <tr><td>study<td>the trial's id
 * <tr><td>candidate_no<td>our number of the candidate, from 1; who it is stays in the hospital
 * <tr><td>recorded_at<td>when the row was written, UTC, ISO 8601, to the second
 * <tr><td>state<td>a {@link org.trialward.rules.match.CandidateState}
 * <tr><td>outcome<td>ELIGIBLE, POSSIBLE, INELIGIBLE: what the engine says, not a person
 * <tr><td>rule_version<td>the version of the trial's criteria
 * <tr><td>criteria_met, criteria_open, criteria_against<td>how many
 * <tr><td>first_against<td>id of the first criterion that speaks against: the coded reason
 * <tr><td>open_criteria<td>ids of the open ones, separated by {@code |}
 * <tr><td>reason<td>why a person or the engine set the state: a code of {@link
 * org.trialward.ctms.screeninglog.ReasonCodes}, e.g. {@code in-another-trial}; {@code text
 * withheld} for anything else, where the site has not allowed {@code REASON_TEXT}
 * <tr><td>emr_patient_id<td>blank unless the site allows {@code EMR_PATIENT_ID}
 * <tr><td>delivery_key<td>{@code r<revision>-<pseudonym of the candidate>}
 * </table>
 *
 * <p>There is no name, record number, birth date, address or age. The pseudonym is keyed with a
 * secret of the site (HMAC-SHA-256): an unkeyed digest of an EMR id could be found by trying all
 * ids.
 *
 * <p>A cell that a spreadsheet would take for a formula begins with an apostrophe.
 *
 * <p>How nothing is written twice or lost: under a lock that other processes see too, the rows
 * written since the last look are read into an index (candidate to highest revision). A revision
 * that is not higher is already there. Otherwise the row is appended and forced to the disk before
 * the delivery is acknowledged. A process killed in the middle leaves at most one last row without
 * its line end: a row of ours that is not whole is cut off, since nobody was told that it was
 * there; anything else, a whole row or a note that someone typed, gets its line end. If someone
 * rewrote or took away the file, the index is built anew from what is there now.
 *
 * <p>The file tells each step as it was delivered. {@link
 * org.trialward.ctms.screeninglog.LogExport} tells where everybody stands at one moment, as a table
 * or as CDISC ODM 1.3.2: all fields of {@code LogField}, and for each criterion its result and how
 * old its evidence was. Dates but the year identify a person (45 CFR 164.514(b)(2)(i)(C)), and so
 * does any pair of them that lets one be computed; by default an export therefore tells the year of
 * the finding and everything else as the distance from that day. Who has the {@link
 * org.trialward.ctms.screeninglog.KeyList} can turn it back. No evidence is dated that comes from
 * the patient's own entry in the record: it would be the birth date.
 */
@NullMarked
package org.trialward.ctms.screeninglog;

import org.jspecify.annotations.NullMarked;
