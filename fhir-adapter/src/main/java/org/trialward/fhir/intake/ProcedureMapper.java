package org.trialward.fhir.intake;

import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.Procedure;
import org.hl7.fhir.r4.model.Procedure.ProcedureStatus;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.patient.PerformedProcedure;
import org.trialward.rules.patient.PerformedProcedure.Status;
import org.trialward.rules.quantity.Code;

final class ProcedureMapper {
  private final Moments moments;

  ProcedureMapper(Moments moments) {
    this.moments = moments;
  }

  List<Fact> facts(Procedure procedure, Notes notes) {
    if (procedure.getStatus() == ProcedureStatus.ENTEREDINERROR) {
      notes.drop("the resource", "it was entered in error");
      return List.of();
    }
    List<Code> codes = Codes.of(procedure.getCode(), "code", notes);
    if (codes.isEmpty()) {
      return List.of();
    }
    return List.of(
        new PerformedProcedure(
            codes,
            Optional.ofNullable(procedure.getStatus())
                .map(ProcedureMapper::status)
                .orElseGet(() -> {
                  notes.drop(
                      "status", "it is missing or not one of FHIR's codes, taken as unclear");
                  return Status.UNCLEAR;
                }),
            moments.choice(procedure.hasPerformed(), procedure.getPerformed(), "performed", notes),
            notes.source()));
  }

  private static Status status(ProcedureStatus status) {
    return switch (status) {
      case COMPLETED, INPROGRESS, STOPPED -> Status.DONE;
      case PREPARATION, NOTDONE, ENTEREDINERROR -> Status.NOT_DONE;
      case ONHOLD, UNKNOWN, NULL -> Status.UNCLEAR;
    };
  }
}
