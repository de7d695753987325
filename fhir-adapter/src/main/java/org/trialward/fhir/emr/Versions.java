package org.trialward.fhir.emr;

import java.util.Comparator;
import java.util.Date;
import java.util.Optional;
import org.hl7.fhir.r4.model.Resource;

/** Which of two readings of a resource is the newer one. */
public final class Versions {
  /** Older before newer. */
  public static final Comparator<Resource> BY_AGE =
      Comparator.comparingLong(Versions::number).thenComparingLong(Versions::updated);

  private Versions() {}

  /**
   * The one with the higher version number, else the later one; the first where they are the same.
   */
  public static <R extends Resource> R newer(R first, R second) {
    return BY_AGE.compare(second, first) > 0 ? second : first;
  }

  /** {@code meta.versionId}, or nothing. */
  public static String of(Resource resource) {
    return Optional.ofNullable(resource.getMeta().getVersionId())
        .or(() -> Optional.ofNullable(resource.getIdElement().getVersionIdPart()))
        .orElse("");
  }

  /**
   * Versions are opaque in FHIR; those that are numbers count up in every server we know. Any other
   * is -1.
   */
  public static long number(Resource resource) {
    String version = of(resource);
    if (!isOfDigits(version)) {
      return -1; // Many servers leave versions out, and an exception costs 1.2 us.
    }
    try {
      return Long.parseLong(version);
    } catch (NumberFormatException tooLarge) {
      return -1;
    }
  }

  private static boolean isOfDigits(String text) {
    for (int at = 0; at < text.length(); at++) {
      if (text.charAt(at) < '0' || text.charAt(at) > '9') {
        return false;
      }
    }
    return !text.isEmpty();
  }

  /** {@code meta.lastUpdated} in milliseconds, else -1. */
  public static long updated(Resource resource) {
    return Optional.ofNullable(resource.getMeta().getLastUpdated()).map(Date::getTime).orElse(-1L);
  }
}
