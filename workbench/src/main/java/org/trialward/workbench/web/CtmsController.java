package org.trialward.workbench.web;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RestController;
import org.trialward.ctms.redcap.RedcapConnector;
import org.trialward.ctms.rpe.Received;
import org.trialward.ctms.rpe.RpeConnector;
import org.trialward.ctms.rpe.RpeReceiver;
import org.trialward.ctms.rpe.RpeRefusal;
import org.trialward.ctms.rpe.SoapAnswer;
import org.trialward.rules.match.DeliveryException;
import org.trialward.workbench.ctms.StatusIntake;
import org.trialward.workbench.ctms.Trigger;
import org.trialward.workbench.security.CtmsGuard;

/** Where the trial office's systems knock: stored, then acknowledged. */
@RestController
class CtmsController {
  private static final Logger LOG = LoggerFactory.getLogger(CtmsController.class);

  private final ObjectProvider<Trigger> redcap;
  private final RpeReceiver rpe;
  private final StatusIntake intake;
  private final Wake wake;

  CtmsController(ObjectProvider<Trigger> redcap, RpeReceiver rpe, StatusIntake intake, Wake wake) {
    this.redcap = redcap;
    this.rpe = rpe;
    this.intake = intake;
    this.wake = wake;
  }

  /** REDCap does not read the answer; the poll finds what a failure here left out. */
  @PostMapping({CtmsGuard.REDCAP, CtmsGuard.REDCAP + "/*"})
  ResponseEntity<String> redcap(@RequestAttribute(CtmsGuard.BODY) byte[] body) {
    Optional<Trigger> trigger = redcap.stream().findFirst();
    if (trigger.isEmpty()) {
      return told(HttpStatus.NOT_FOUND, "There is no REDCap: set trialward.ctms.redcap.api-url.");
    }
    try {
      trigger
          .get()
          .rung(new String(body, StandardCharsets.UTF_8))
          .ifPresent(change -> intake.take(RedcapConnector.DESTINATION, change));
    } catch (DeliveryException e) {
      LOG.warn("REDCap rang, but the record could not be read: {}", e.getMessage());
      return told(
          HttpStatus.SERVICE_UNAVAILABLE,
          "The record could not be read back; it is found at the next poll.");
    }
    wakeAll();
    return told(HttpStatus.OK, "Taken.");
  }

  @PostMapping(CtmsGuard.RPE)
  ResponseEntity<byte[]> rpe(
      @RequestAttribute(CtmsGuard.BODY) byte[] body, HttpServletRequest request) {
    String type = Optional.ofNullable(request.getContentType()).orElse("");
    try {
      Received received = rpe.receive(body, type);
      return answer(stored(received) ? received.accepted() : received.notStored());
    } catch (RpeRefusal refusal) {
      return answer(refusal.answer());
    }
  }

  /**
   * Whether all of it stands: its sender sends again what does not, and a repeat changes nothing.
   */
  private boolean stored(Received received) {
    try {
      received.changes().forEach(change -> intake.take(RpeConnector.DESTINATION, change));
    } catch (DataAccessException e) {
      LOG.error("A message by RPE could not be stored: {}", e.getClass().getSimpleName());
      return false;
    }
    wakeAll();
    return true;
  }

  private void wakeAll() {
    wake.inboxFilled();
    wake.outboxFilled();
  }

  private static ResponseEntity<byte[]> answer(SoapAnswer answer) {
    return ResponseEntity.status(answer.status())
        .contentType(MediaType.parseMediaType(answer.contentType()))
        .body(answer.bytes());
  }

  private static ResponseEntity<String> told(HttpStatus status, String words) {
    return ResponseEntity.status(status).contentType(MediaType.TEXT_PLAIN).body(words);
  }
}
