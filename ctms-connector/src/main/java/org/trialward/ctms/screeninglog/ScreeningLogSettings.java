package org.trialward.ctms.screeninglog;

import java.nio.file.Path;
import java.util.Set;

/**
 * Where the screening log is written and what it may say.
 *
 * @param folder where the files are dropped; must exist
 * @param site the site's name or number in the log
 * @param allowed what the site allows beyond the de-identified columns
 * @param pseudonymKeyFile holds the secret behind {@code delivery_key}; made on first use, readable
 *     by the owner only. Keep it with the backups: without it a repeated delivery is not recognised
 */
public record ScreeningLogSettings(
    Path folder, String site, Set<OptionalColumn> allowed, Path pseudonymKeyFile) {

  /** Columns that stay blank unless the site allows them. */
  public enum OptionalColumn {
    /** The EMR's id of the patient: the log is then no longer de-identified. */
    EMR_PATIENT_ID,
    /** Reasons in free words, which people write and which may say too much. */
    REASON_TEXT
  }

  public ScreeningLogSettings {
    allowed = Set.copyOf(allowed);
    if (site.isBlank()) {
      throw new IllegalArgumentException("The site of the screening log must not be blank.");
    }
  }

  /** With the secret beside the files. */
  public ScreeningLogSettings(Path folder, String site, Set<OptionalColumn> allowed) {
    this(folder, site, allowed, folder.resolve(".screening-log-key"));
  }

  /** The de-identified log. */
  public ScreeningLogSettings(Path folder, String site) {
    this(folder, site, Set.of());
  }
}
