package org.trialward.fhir.bulk;

/** The EMR no longer has the files of an export: it has to be asked for again from the start. */
public final class ExportExpired extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ExportExpired() {
    super("The EMR no longer keeps the files of this export: it is asked for again.");
  }
}
