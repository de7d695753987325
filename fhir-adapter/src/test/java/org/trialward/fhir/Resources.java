package org.trialward.fhir;

import org.hl7.fhir.r4.model.Resource;
import org.trialward.fhir.emr.FhirR4;

/** FHIR resources for tests, written as JSON with single quotes. */
public final class Resources {
  private Resources() {}

  public static String json(String singleQuoted) {
    return singleQuoted.replace('\'', '"');
  }

  public static <R extends Resource> R resource(Class<R> type, String singleQuoted) {
    return FhirR4.get().newJsonParser().parseResource(type, json(singleQuoted));
  }
}
