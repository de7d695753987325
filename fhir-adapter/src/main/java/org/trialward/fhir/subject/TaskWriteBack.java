package org.trialward.fhir.subject;

import java.util.Set;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskIntent;
import org.hl7.fhir.r4.model.Task.TaskPriority;
import org.hl7.fhir.r4.model.Task.TaskStatus;
import org.trialward.fhir.emr.Emr;
import org.trialward.rules.match.Candidate;
import org.trialward.rules.match.CandidateKey;
import org.trialward.rules.match.Delivery;

/**
 * A task to look at the patient. Who took it up goes on with it; it is cancelled when the candidate
 * is no longer open, unless it is finished.
 */
final class TaskWriteBack extends StandingRecord<Task> {
  private static final Set<TaskStatus> FINISHED =
      Set.of(
          TaskStatus.COMPLETED, TaskStatus.REJECTED, TaskStatus.FAILED, TaskStatus.ENTEREDINERROR);

  TaskWriteBack(Emr emr) {
    super(emr, Task.class, "");
  }

  @Override
  Task blank(Delivery delivery) {
    CandidateKey key = delivery.candidate().key();
    var task = new Task();
    task.addIdentifier(Marks.candidate(key));
    task.setIntent(TaskIntent.PROPOSAL);
    task.setPriority(TaskPriority.ROUTINE);
    task.setCode(new CodeableConcept().setText(Wording.SUBJECT));
    task.setFor(Marks.patient(key.patient()));
    task.setRequester(Marks.author());
    return task;
  }

  @Override
  boolean isOurs(Task task) {
    return !FINISHED.contains(task.getStatus());
  }

  @Override
  void say(Candidate candidate, Task task) {
    if (!candidate.state().isOpen()) {
      task.setStatus(TaskStatus.CANCELLED);
    } else if (!task.hasStatus() || task.getStatus() == TaskStatus.CANCELLED) {
      task.setStatus(TaskStatus.REQUESTED);
    }
    task.setDescription(Wording.of(candidate));
  }
}
