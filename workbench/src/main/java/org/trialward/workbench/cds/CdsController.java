package org.trialward.workbench.cds;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.trialward.fhir.cds.CdsDiscovery;
import org.trialward.fhir.cds.CdsFeedback;
import org.trialward.fhir.cds.CdsProblem;
import org.trialward.fhir.cds.CdsRequest;
import org.trialward.fhir.cds.CdsResponse;
import org.trialward.fhir.cds.MalformedCall;
import org.trialward.workbench.web.Wake;

/** CDS Hooks over HTTP. {@code CdsGuard} has looked at who calls. */
@RestController
public class CdsController {

  /** A chart's worth of prefetch fits. */
  private static final int MOST_BYTES = 8 << 20;

  private final CardDesk cards;
  private final FeedbackDesk feedback;
  private final Wake wake;

  public CdsController(CardDesk cards, FeedbackDesk feedback, Wake wake) {
    this.cards = cards;
    this.feedback = feedback;
    this.wake = wake;
  }

  @GetMapping("/cds-services")
  CdsDiscovery discovery() {
    return CdsDiscovery.ours();
  }

  @PostMapping("/cds-services/{id}")
  CdsResponse hook(@PathVariable String id, HttpServletRequest request) throws IOException {
    demandOurs(id);
    return cards.answer(CdsRequest.read(body(request)));
  }

  @PostMapping("/cds-services/{id}/feedback")
  @ResponseStatus(HttpStatus.OK)
  void feedback(@PathVariable String id, HttpServletRequest request) throws IOException {
    demandOurs(id);
    feedback.take(CdsFeedback.read(body(request)));
    wake.outboxFilled();
  }

  private static void demandOurs(String id) {
    if (!id.equals(CdsDiscovery.ID)) {
      throw new Refused(
          HttpStatus.NOT_FOUND, "There is no service of this name: GET /cds-services lists ours.");
    }
  }

  private static byte[] body(HttpServletRequest request) throws IOException {
    byte[] body = request.getInputStream().readNBytes(MOST_BYTES + 1);
    if (body.length > MOST_BYTES) {
      throw new Refused(
          HttpStatus.CONTENT_TOO_LARGE, "This call has more than 8 MiB: prefetch less.");
    }
    return body;
  }

  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final HttpStatus status;

    Refused(HttpStatus status, String message) {
      super(message);
      this.status = status;
    }
  }

  @ExceptionHandler
  ResponseEntity<CdsProblem> refused(Refused e) {
    String code = e.status == HttpStatus.NOT_FOUND ? "not-found" : "too-long";
    return ResponseEntity.status(e.status)
        .body(CdsProblem.of(code, String.valueOf(e.getMessage())));
  }

  @ExceptionHandler
  ResponseEntity<CdsProblem> malformed(MalformedCall e) {
    return ResponseEntity.badRequest()
        .body(CdsProblem.of("invalid", String.valueOf(e.getMessage())));
  }
}
