package org.trialward.fhir.record;

import java.util.List;

/** What a message does to records. */
public sealed interface RecordChange {

  /** Says something of a record; with no statement it only says: look at this patient. */
  record Says(RecordKey of, List<Statement> statements) implements RecordChange {
    public Says {
      statements = List.copyOf(statements);
    }
  }

  /** From now on {@code retired} is {@code survivor} (HL7 v2 A18, A34, A40; A24 links). */
  record Merges(RecordKey survivor, RecordKey retired) implements RecordChange {}

  /** The two are different people after all (HL7 v2 A37). */
  record Parts(RecordKey one, RecordKey other) implements RecordChange {}
}
