package org.trialward.rules.criterion;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.CodeSystem;

/**
 * Codes that settle no question, so that they are neither what a set asks for nor its contrary,
 * unless it lists them: unknown, indeterminate, not done; and grades, where the test decides what
 * is positive (HER2 of one plus is not). Sources: SNOMED CT; LOINC answer lists.
 */
public final class OpenAnswers {

  /** All of them. */
  public static final Set<Code> CODES =
      Stream.concat(
              codes(
                  CodeSystem.SNOMED,
                  "82334004", // indeterminate
                  "280416009", // indeterminate result
                  "373068000", // undetermined
                  "1156316003", // cannot be determined
                  "42425007", // equivocal
                  "280414007", // equivocal result
                  "419984006", // inconclusive
                  "64957009", // uncertain
                  "261665006", // unknown
                  "455371000124106", // invalid result
                  "125154007", // specimen unsatisfactory for evaluation
                  "385432009", // not applicable
                  "385660001", // not done
                  "262008008", // not performed
                  "416237000", // procedure not done
                  "373121007", // test not done
                  "266927001", // unknown whether ever a smoker
                  "720735008", // presumptive positive
                  "260408008", // weakly positive
                  "260405006", // trace
                  "441614007", // one plus of three
                  "441517005", // two plus of three
                  "441521003", // three plus of three
                  "260347006", // one plus
                  "260348001", // two plus
                  "260349009", // three plus
                  "260350009"), // four plus
              codes(
                  CodeSystem.LOINC,
                  "LA11884-6", // indeterminate
                  "LA18198-4", // no call
                  "LA15841-2", // invalid
                  "LA4489-6", // unknown
                  "LA12688-0", // does not know
                  "LA18980-5", // unknown whether ever a smoker
                  "LA18979-7", // smoker, whether still is unknown
                  "LA11841-6", // one plus
                  "LA11842-4", // two plus
                  "LA11843-2")) // three plus
          .collect(Collectors.toUnmodifiableSet());

  private OpenAnswers() {}

  private static Stream<Code> codes(CodeSystem system, String... values) {
    return Stream.of(values).map(value -> Code.of(system.uri(), value));
  }
}
