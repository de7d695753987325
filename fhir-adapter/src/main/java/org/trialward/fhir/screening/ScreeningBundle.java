package org.trialward.fhir.screening;

import ca.uhn.fhir.parser.IParser;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Resource;
import org.trialward.fhir.emr.FhirR4;

/**
 * Writes a collection Bundle one candidate at a time; the List comes last. What was not finished is
 * not whole, and no JSON.
 */
public final class ScreeningBundle {
  private final Writer out;
  private final IParser parser = FhirR4.get().newJsonParser();
  private final ScreeningResources resources;
  private boolean isFirst = true;

  /**
   * @param trial the registry's number, or the site's own
   * @param takenAt the moment that the export shows
   */
  public ScreeningBundle(String trial, String title, Instant takenAt, OutputStream out)
      throws IOException {
    this.out = new OutputStreamWriter(out, StandardCharsets.UTF_8);
    this.resources = new ScreeningResources(trial, title, takenAt);
    this.out.write(
        "{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"timestamp\":\"%s\",\"entry\":["
            .formatted(takenAt));
    entry(resources.study());
  }

  public void write(ScreenedCandidate candidate) throws IOException {
    entry(resources.subject(candidate));
    for (Provenance provenance : resources.history(candidate)) {
      entry(provenance);
    }
  }

  /** The stream stays open. */
  public void finish() throws IOException {
    entry(resources.list());
    out.write("]}");
    out.flush();
  }

  private void entry(Resource resource) throws IOException {
    out.write(
        "%s{\"fullUrl\":\"urn:uuid:%s\",\"resource\":"
            .formatted(isFirst ? "" : ",", resource.getIdElement().getIdPart()));
    parser.encodeResourceToWriter(resource, out);
    out.write("}");
    isFirst = false;
  }
}
