package org.trialward.fhir.bulk;

import java.util.List;
import java.util.Optional;
import org.trialward.fhir.intake.Mapped;
import org.trialward.fhir.intake.MappedPatient;
import org.trialward.rules.patient.PatientId;
import org.trialward.rules.patient.Source;

/** What a line of a file gave. */
public sealed interface Line {

  /**
   * A resource that concerns charts.
   *
   * @param number its version where that is a number, else -1
   * @param updated {@code meta.lastUpdated} in milliseconds, else -1
   * @param patient whose it is
   * @param problems with parts of it, with their remedy; no patient data
   */
  record Entry(
      Source source,
      long number,
      long updated,
      Optional<PatientId> patient,
      Content content,
      List<String> problems)
      implements Line {
    public Entry {
      problems = List.copyOf(problems);
    }
  }

  /** Of a type that no chart holds. */
  record NotAsked() implements Line {}

  /** It could not be read; says the remedy, without patient data. */
  record Unreadable(String problem) implements Line {}

  /** What a resource holds. */
  sealed interface Content {}

  /**
   * Its facts.
   *
   * @param needed whether the facts of others may need the resource itself
   * @param changesOthers whether what others say changes with it
   */
  record Facts(Mapped mapped, boolean needed, boolean changesOthers) implements Content {}

  /** Who the patient is. */
  record Person(MappedPatient who) implements Content {}

  /**
   * What needs other resources, or says nothing alone, as a patient's record that is not in use: to
   * be mapped when all are there.
   */
  record Later() implements Content {}

  /** A medicine or a study, which others refer to. */
  record Referred() implements Content {}
}
