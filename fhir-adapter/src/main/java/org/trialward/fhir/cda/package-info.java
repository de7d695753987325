/**
 * C-CDA documents (HL7 CDA R2 with the templates of C-CDA R1.1 and R2.1) as {@code record}
 * statements.
 *
 * <p>A document is a tree of elements. Its header says whose it is and when it was written, its
 * sections hold entries, and an entry is one clinical statement, perhaps inside others: a problem
 * inside a concern, a result inside a battery. Only coded entries are read, never the narrative.
 *
 * <p>A document does not say what it leaves out: an entry that an earlier document stated stands
 * until a later one states it again under the same id, or nullifies it. So a document that replaces
 * another (relatedDocument RPLC) needs no rule of its own: it was written later.
 *
 * <p>{@link org.trialward.fhir.cda.DocumentReader} is the way in.
 */
@NullMarked
package org.trialward.fhir.cda;

import org.jspecify.annotations.NullMarked;
