package org.trialward.workbench.web;

import java.util.Date;
import java.util.List;
import java.util.stream.IntStream;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.Resource;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;
import org.trialward.fhir.emr.FhirR4;
import org.trialward.fhir.intake.AskedPatient;
import org.trialward.fhir.study.StudyMatches;
import org.trialward.fhir.study.StudyMatches.StudyMatch;
import org.trialward.matcher.Matcher;
import org.trialward.rules.match.Match;
import org.trialward.rules.patient.PatientChart;
import org.trialward.rules.patient.PatientSnapshot;
import org.trialward.rules.trial.Trial;
import org.trialward.workbench.chart.ChartStore.Revision;
import org.trialward.workbench.chart.PatientReadings;
import org.trialward.workbench.security.MatchGuard;
import org.trialward.workbench.settings.SiteClock;

/**
 * {@code ResearchStudy/$match}: another system sends a patient and hears which trials in force fit.
 * Nothing is stored, and nothing of the patient is logged.
 */
@RestController
class StudyMatchController {
  private static final String FHIR_JSON = "application/fhir+json;charset=UTF-8";

  private final PatientReadings readings;
  private final Matcher matcher;
  private final SiteClock clock;

  StudyMatchController(PatientReadings readings, Matcher matcher, SiteClock clock) {
    this.readings = readings;
    this.matcher = matcher;
    this.clock = clock;
  }

  @PostMapping(MatchGuard.PATH)
  ResponseEntity<String> match(@RequestAttribute(MatchGuard.BODY) byte[] body) {
    return switch (AskedPatient.read(body, clock.zone())) {
      case AskedPatient.Answerable(var chart, var problems) ->
          answer(HttpStatus.OK, StudyMatches.searchset(base(), matches(chart), problems));
      case AskedPatient.Unanswerable(var remedy) ->
          answer(HttpStatus.BAD_REQUEST, StudyMatches.refusal(IssueType.INVALID, remedy));
    };
  }

  private List<StudyMatch> matches(PatientChart chart) {
    PatientSnapshot patient = readings.of(new Revision(chart, 0)).patient();
    List<Trial> trials = matcher.fits(patient).sorted().stream().map(fit -> fit.trial()).toList();
    List<Match> matches = matcher.evaluate(trials, patient);
    return IntStream.range(0, trials.size())
        .mapToObj(i -> new StudyMatch(trials.get(i), matches.get(i).verdict()))
        .toList();
  }

  @GetMapping("/fhir/metadata")
  ResponseEntity<String> metadata() {
    return answer(HttpStatus.OK, StudyMatches.capabilities(base(), Date.from(clock.now())));
  }

  private static String base() {
    return ServletUriComponentsBuilder.fromCurrentContextPath().path("/fhir").build().toString();
  }

  private static ResponseEntity<String> answer(HttpStatus status, Resource resource) {
    return ResponseEntity.status(status)
        .header("Content-Type", FHIR_JSON)
        .body(FhirR4.get().newJsonParser().encodeResourceToString(resource));
  }
}
