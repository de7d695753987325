package org.trialward.matcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import org.trialward.matcher.Worlds.Event;
import org.trialward.rules.patient.PatientSnapshot;

/** The law of time: until the day that the index names, the same chart gives the same answer. */
@PropertyDefaults(edgeCases = EdgeCasesMode.NONE)
class NothingChangesUnseenTest {
  private static final int LOOKED_AHEAD = 400;

  @Property(seed = "20261123", tries = 300)
  void noOutcomeChangesBeforeTheNextChange(
      @ForAll("histories") List<Event> history,
      @ForAll("patients") List<PatientSnapshot> patients) {
    try (Matcher matcher = new Matcher(List.of())) {
      for (Event event : history) {
        if (event instanceof Event.Put(var trial)) {
          matcher.put(trial);
        }
      }
      for (PatientSnapshot patient : patients) {
        LocalDate next = matcher.nextChange(patient).orElse(patient.asOf().plusDays(LOOKED_AHEAD));
        List<Fits.Fit> now = matcher.fits(patient).sorted();
        for (LocalDate day = patient.asOf().plusDays(1);
            day.isBefore(next) && day.isBefore(patient.asOf().plusDays(LOOKED_AHEAD));
            day = day.plusDays(1)) {
          assertThat(matcher.fits(patient.chart().asOf(day)).sorted())
              .as("on %s, as of %s, next on %s", day, patient.asOf(), next)
              .isEqualTo(now);
        }
      }
    }
  }

  @Provide
  Arbitrary<List<Event>> histories() {
    return Worlds.histories();
  }

  @Provide
  Arbitrary<List<PatientSnapshot>> patients() {
    return Worlds.patients();
  }
}
