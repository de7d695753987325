package org.trialward.fhir.record;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.trialward.fhir.intake.Unusable;
import org.trialward.rules.patient.Fact;

/**
 * What a message or document holds.
 *
 * @param occurredAt when what it tells happened; never when it arrived
 * @param changes in the order of the message
 * @param unusable what of it no verdict will see, and why
 */
public record MessageContents(
    Instant occurredAt, List<RecordChange> changes, List<Unusable> unusable) {
  public MessageContents {
    changes = List.copyOf(changes);
    unusable = List.copyOf(unusable);
  }

  /** The records that it concerns. */
  public List<RecordKey> records() {
    return changes.stream()
        .flatMap(change ->
            switch (change) {
              case RecordChange.Says(var of, _) -> Stream.of(of);
              case RecordChange.Merges(var survivor, var retired) -> Stream.of(survivor, retired);
              case RecordChange.Parts(var one, var other) -> Stream.of(one, other);
            })
        .distinct()
        .toList();
  }

  /** All that it says, of whatever record. */
  public List<Statement> statements() {
    return changes.stream()
        .flatMap(change ->
            change instanceof RecordChange.Says(_, var statements)
                ? statements.stream()
                : Stream.empty())
        .toList();
  }

  /** The facts that it states. */
  public List<Fact> facts() {
    return statements().stream()
        .map(Statement::said)
        .flatMap(said -> said instanceof Said.Facts(var facts) ? facts.stream() : Stream.empty())
        .toList();
  }
}
