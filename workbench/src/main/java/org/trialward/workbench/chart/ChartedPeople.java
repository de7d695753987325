package org.trialward.workbench.chart;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.trialward.ctms.Person;
import org.trialward.ctms.SubjectDemographics;
import org.trialward.fhir.intake.PatientIdentity;
import org.trialward.rules.match.CandidateKey;
import org.trialward.workbench.chart.ChartStore.StoredChart;

/**
 * Who a candidate is, as far as the stored chart says it. It holds neither race nor ethnicity, and
 * a name only as staff read it: one that does not tell family from given name by a comma is none.
 */
public final class ChartedPeople implements SubjectDemographics {
  private final ChartStore charts;

  public ChartedPeople(ChartStore charts) {
    this.charts = charts;
  }

  @Override
  public Person of(CandidateKey candidate) {
    return charts.find(candidate.patient()).map(ChartedPeople::person).orElse(Person.UNKNOWN);
  }

  private static Person person(StoredChart stored) {
    PatientIdentity identity = stored.identity();
    return new Person(
        said(identity.recordNumber()),
        part(identity.name(), 0),
        part(identity.name(), 1),
        day(identity.birthDate()),
        stored.chart().demographics().sex().map(sex -> sex.name().toLowerCase(Locale.ROOT)),
        Optional.empty(),
        List.of());
  }

  /** {@code family, given}; a second comma could part off anything. */
  private static Optional<String> part(String name, int place) {
    String[] parts = name.split(",", -1);
    return parts.length == 2 ? said(parts[place]) : Optional.empty();
  }

  private static Optional<LocalDate> day(String birthDate) {
    try {
      return Optional.of(LocalDate.parse(birthDate.strip()));
    } catch (DateTimeException _) {
      return Optional.empty(); // Known to the month or year only, or not at all.
    }
  }

  private static Optional<String> said(String text) {
    return Optional.of(text.strip()).filter(stripped -> !stripped.isEmpty());
  }
}
