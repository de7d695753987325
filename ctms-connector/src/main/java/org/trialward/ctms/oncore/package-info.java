/**
 * OnCore (Advarra) as the CTMS in which a site registers the people it screens.
 *
 * <p>The contract is read from two public clients, because OnCore's own manual is for customers
 * only: {@code susom/OnCore-Integration} (Stanford, REST) for paths, fields, the word lists of
 * gender, race and ethnicity, the date form {@code 01/23/1986}, status 201 and errors as {@code
 * {"message":…}}; and {@code ctsit/redcap_oncore_client} (University of Florida) for what a
 * registration demands. A site has to try it against its own test system before it trusts it.
 *
 * <p><b>What is sent, and when.</b> OnCore registers people by name, so the site has to allow it
 * ({@code allow-phi}). Nobody is sent whom no coordinator confirmed: of a candidate that is only
 * detected, in review or referred, and of one that a person rejected, OnCore hears nothing. What is
 * written is the registration and nothing else. OnCore's API cannot set a person On Study, and we
 * set no status at all: from the consent on OnCore has the last word. A registration is not taken
 * back either; that is done by a person in OnCore.
 *
 * <p><b>How.</b> The person is looked up by record number, first in OnCore, then in Onstage (where
 * the hospital's own feed puts people who are on no protocol). Whoever is in OnCore is registered
 * by that entry; a birth date there that is not the record's stops everything, because two people
 * share a number. Otherwise an entry is made, with Onstage's words before ours. OnCore demands
 * record number, name, birth date, gender, ethnicity and race. What neither Onstage nor the record
 * holds is never invented, not even as "Unknown": the delivery is refused, with what is missing.
 *
 * <p><b>Once.</b> Everything is looked for before it is made and read back after; a request that
 * timed out is settled by that look at the next try, an answer 409 at once.
 *
 * <p><b>Reading back.</b> OnCore tells of no change by itself and lists by protocol. We ask for the
 * protocols of those whom we handed over and report OnCore's own text of them only; nothing is
 * learnt of other people on the protocol. There is no "since": every poll reports every status
 * again.
 */
@NullMarked
package org.trialward.ctms.oncore;

import org.jspecify.annotations.NullMarked;
