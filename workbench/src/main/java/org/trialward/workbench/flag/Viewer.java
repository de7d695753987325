package org.trialward.workbench.flag;

import java.util.Set;

/**
 * Who opens a patient, as far as the EMR says.
 *
 * @param practitioner a reference, e.g. {@code Practitioner/7}
 * @param specialties their codes, e.g. {@code http://snomed.info/sct|394593009}; empty where not
 *     known
 * @param treats whether they treat this patient; false also where it is not known
 */
public record Viewer(String practitioner, Set<String> specialties, boolean treats) {
  public Viewer {
    specialties = Set.copyOf(specialties);
  }
}
