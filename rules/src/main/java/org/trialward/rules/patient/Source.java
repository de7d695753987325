package org.trialward.rules.patient;

/**
 * Where a fact was read: the resource and the version of it that was seen.
 *
 * @param type resource type, e.g. {@code Observation}
 * @param id logical id within the type
 * @param version the version read, empty where the source has none
 */
public record Source(String type, String id, String version) {

  /** The resource without its version, e.g. {@code Observation/1002}. */
  public String reference() {
    return type + "/" + id;
  }

  @Override
  public String toString() {
    return version.isEmpty() ? reference() : reference() + "/_history/" + version;
  }
}
