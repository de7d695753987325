package org.trialward.matcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.trialward.rules.patient.PatientChart;

/** Reads of the charts of a view what is asked, by the patients' numbers in the view. */
final class ViewLookup {
  private final List<PopulationView.Part> parts;
  private final AskedCodes asked;
  private final @Nullable ChartLookup[] lookups;

  ViewLookup(List<PopulationView.Part> parts, AskedCodes asked) {
    this.parts = parts;
    this.asked = asked;
    this.lookups = new @Nullable ChartLookup[parts.size()];
  }

  /** The chart with the facts that what is asked can tell apart. */
  PatientChart read(int doc) {
    int left = doc;
    int part = 0;
    while (left >= parts.get(part).reader().maxDoc()) {
      left -= parts.get(part).reader().maxDoc();
      part++;
    }
    try {
      return lookup(part).read(left);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ChartLookup lookup(int part) throws IOException {
    ChartLookup known = lookups[part];
    if (known == null) {
      known = new ChartLookup(parts.get(part).reader(), asked);
      lookups[part] = known;
    }
    return known;
  }
}
