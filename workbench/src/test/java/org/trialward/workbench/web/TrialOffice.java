package org.trialward.workbench.web;

import java.util.Optional;
import java.util.OptionalLong;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.trialward.ctms.StatusChange;
import org.trialward.ctms.StatusChange.Subject.Numbered;
import org.trialward.workbench.ctms.Trigger;

/** Systems of the trial office in few words. REDCap rings with {@code record=7&status=6}. */
@TestConfiguration(proxyBeanMethods = false)
class TrialOffice {
  static final String TRIGGER_TOKEN = "trigger & token";
  static final String RPE_TOKEN = "rpe-token";
  static final String RPE_USER = "epic";
  static final String RPE_PASSWORD = "rpe pass";

  @Bean
  Trigger trigger() {
    return form -> {
      String[] parts = form.split("[=&]", -1);
      return parts.length < 4
          ? Optional.empty()
          : Optional.of(change(new Numbered(Long.parseLong(parts[1])), "", parts[3]));
    };
  }

  /** What a CTMS says by RPE, in SOAP 1.2, about one patient and these studies. */
  static String alert(String number, String state, String... studies) {
    StringBuilder planned = new StringBuilder();
    for (String study : studies) {
      planned.append("<plannedStudy><id extension=\"%s\"/></plannedStudy>".formatted(study));
    }
    return """
    <s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body>
      <AlertProtocolState xmlns="urn:ihe:qrph:rpe:2009"><processState>%s</processState>
        <patient><candidateID root="2.999.7" extension="%s"/></patient>
        <study xmlns="urn:hl7-org:v3"><instantiation>%s</instantiation></study>
      </AlertProtocolState></s:Body></s:Envelope>
    """
        .formatted(state, number, planned);
  }

  private static StatusChange change(StatusChange.Subject subject, String study, String reported) {
    return new StatusChange(
        subject, Optional.empty(), study, reported, OptionalLong.empty(), Optional.empty());
  }
}
