package org.trialward.workbench.smart;

import org.springframework.http.HttpStatus;

/** Why a launch or a launched page goes no further, for the person in front of it. */
enum Refusal {
  OFF(
      HttpStatus.NOT_FOUND,
      "Not set up",
      "Trialward cannot be opened from the EMR here. Hospital IT sets trialward.smart.servers."),
  UNKNOWN_EMR(
      HttpStatus.FORBIDDEN,
      "Not opened from our EMR",
      "This page opens only from an EMR that Trialward knows. If you came from yours, hospital IT adds its FHIR address (iss) to trialward.smart.servers."),
  INCOMPLETE(
      HttpStatus.BAD_REQUEST,
      "Opened the wrong way",
      "The EMR opens this page with two parameters, iss and launch; one is missing. Open it from the patient's record."),
  EMR_UNREACHABLE(
      HttpStatus.BAD_GATEWAY,
      "The EMR does not answer",
      "Its authorization server could not be asked, or what it says of itself (.well-known/smart-configuration) is not usable. Try again in a minute; if it stays, hospital IT finds the cause in Trialward's log."),
  NOT_BEGUN_HERE(
      HttpStatus.FORBIDDEN,
      "This launch is used up",
      "It was begun in another browser, was finished before, or took longer than ten minutes. Open Trialward again from the patient's record. If this comes every time, the browser blocks cookies within the EMR: hospital IT allows those of Trialward's address."),
  DENIED(
      HttpStatus.FORBIDDEN,
      "The EMR did not allow it",
      "You or the EMR refused to let Trialward know you and the patient. Open it again and allow it, or ask hospital IT whether your account may use Trialward."),
  EMR_REFUSED(
      HttpStatus.BAD_GATEWAY,
      "The EMR refused Trialward",
      "It did not accept Trialward's key, code or proof (PKCE). Open Trialward again from the patient's record; if it stays, hospital IT compares client id, key and redirect address with what is registered in the EMR."),
  NOT_PROVEN(
      HttpStatus.FORBIDDEN,
      "Who you are is not proven",
      "The EMR's ID token is not valid for this launch. Open Trialward again from the patient's record; if it stays, hospital IT finds the cause in Trialward's log."),
  NO_PATIENT(
      HttpStatus.BAD_REQUEST,
      "No patient is open",
      "The EMR did not say which patient you are looking at. Open the patient's record first, then Trialward."),
  NO_PRACTITIONER(
      HttpStatus.FORBIDDEN,
      "For those who treat",
      "The EMR did not say that you are a practitioner (fhirUser). If you are, hospital IT links your account with a Practitioner in the EMR."),
  SESSION_OVER(
      HttpStatus.FORBIDDEN,
      "This page has ended",
      "It is open for a short while only, and for one patient at a time. Nothing was stored. Open Trialward again from the patient's record."),
  NOT_THIS_PATIENT(
      HttpStatus.NOT_FOUND,
      "Not about the open patient",
      "There is no such candidate of the patient who is open in the EMR. Nothing was stored. If you opened another patient meanwhile, open Trialward again from the right record.");

  private final HttpStatus status;
  private final String title;
  private final String remedy;

  Refusal(HttpStatus status, String title, String remedy) {
    this.status = status;
    this.title = title;
    this.remedy = remedy;
  }

  HttpStatus status() {
    return status;
  }

  public String title() {
    return title;
  }

  public String remedy() {
    return remedy;
  }
}
