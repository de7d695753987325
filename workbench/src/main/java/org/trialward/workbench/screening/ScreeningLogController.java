package org.trialward.workbench.screening;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.server.ResponseStatusException;
import org.trialward.ctms.screeninglog.LogStudy;
import org.trialward.rules.trial.TrialId;
import org.trialward.workbench.audit.AuditAction;
import org.trialward.workbench.audit.AuditLog;

/** A study's screening log for download, and the list of who its numbers are. */
@Controller
class ScreeningLogController {
  private final ScreeningExports exports;
  private final AuditLog audit;

  ScreeningLogController(ScreeningExports exports, AuditLog audit) {
    this.exports = exports;
    this.audit = audit;
  }

  /** Writes one form of it. */
  private interface Form {
    void write(LogStudy study, OutputStream out) throws IOException;
  }

  @GetMapping("/trials/{id}/log.csv")
  void csv(@PathVariable String id, Authentication who, HttpServletResponse response)
      throws IOException {
    LogStudy study = study(id);
    audit(AuditAction.LOG_EXPORTED, "CSV", study, who);
    send("text/csv;charset=UTF-8", "screening-log-%s.csv", study, exports::csv, response);
  }

  @GetMapping("/trials/{id}/log.xml")
  void odm(@PathVariable String id, Authentication who, HttpServletResponse response)
      throws IOException {
    LogStudy study = study(id);
    audit(AuditAction.LOG_EXPORTED, "ODM", study, who);
    send("application/xml", "screening-log-%s.xml", study, exports::odm, response);
  }

  @GetMapping("/trials/{id}/log.json")
  void fhir(@PathVariable String id, Authentication who, HttpServletResponse response)
      throws IOException {
    LogStudy study = study(id);
    audit(AuditAction.LOG_EXPORTED, "FHIR", study, who);
    send("application/fhir+json", "screening-log-%s.json", study, exports::fhir, response);
  }

  @GetMapping("/trials/{id}/key.csv")
  void keys(@PathVariable String id, Authentication who, HttpServletResponse response)
      throws IOException {
    LogStudy study = study(id);
    audit(AuditAction.KEY_LIST_EXPORTED, "key list", study, who);
    send("text/csv;charset=UTF-8", "CONFIDENTIAL-key-%s.csv", study, exports::keys, response);
  }

  private LogStudy study(String id) {
    try {
      return exports
          .study(new TrialId(id))
          .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    } catch (IllegalArgumentException notAnId) {
      throw new ResponseStatusException(HttpStatus.NOT_FOUND, "No such trial.", notAnId);
    }
  }

  /** Before the first byte leaves. */
  private void audit(AuditAction action, String form, LogStudy study, Authentication who) {
    audit.append(
        who.getName(),
        action,
        study.id().value(),
        "%s, %d candidates, dates %s"
            .formatted(
                form,
                exports.count(study.id()),
                action == AuditAction.KEY_LIST_EXPORTED
                    ? "exact"
                    : exports.dates().name().toLowerCase(Locale.ROOT)));
  }

  private static void send(
      String type, String name, LogStudy study, Form form, HttpServletResponse response)
      throws IOException {
    response.setContentType(type);
    response.setHeader(
        HttpHeaders.CONTENT_DISPOSITION,
        ContentDisposition.attachment().filename(name.formatted(study.id())).build().toString());
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    form.write(study, response.getOutputStream());
  }
}
