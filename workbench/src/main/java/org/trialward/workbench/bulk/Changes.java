package org.trialward.workbench.bulk;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.trialward.fhir.intake.ChangeHint;
import org.trialward.fhir.intake.PatientIdentity;
import org.trialward.fhir.intake.ResearchContact;
import org.trialward.fhir.intake.Unusable;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.patient.PatientChart;
import org.trialward.rules.patient.PatientId;
import org.trialward.workbench.bulk.BulkStore.Kind;
import org.trialward.workbench.bulk.BulkStore.Load;
import org.trialward.workbench.bulk.Origin.Missing;
import org.trialward.workbench.chart.ChartStore;
import org.trialward.workbench.chart.ChartStore.StoredChart;
import org.trialward.workbench.consent.OptOuts;
import org.trialward.workbench.inbox.Inbox;
import tools.jackson.databind.json.JsonMapper;

/**
 * Brings stored charts up to date with resources that changed. What needs resources that did not
 * change with it cannot be told from the load: then the EMR is asked for the patient.
 */
final class Changes {
  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final ChartStore charts;
  private final Inbox inbox;
  private final OptOuts optOuts;

  Changes(JdbcClient jdbc, JsonMapper json, ChartStore charts, Inbox inbox, OptOuts optOuts) {
    this.jdbc = jdbc;
    this.json = json;
    this.charts = charts;
    this.inbox = inbox;
    this.optOuts = optOuts;
  }

  /** What became of a chart. */
  enum Outcome {
    SAME,
    CHANGED,
    REMOVED,
    ASKED
  }

  /** Within a transaction: applies what changed of one patient. */
  Outcome apply(Load load, PatientId patient, List<Slip> slips) {
    Instant asOf = load.asOf().orElseThrow();
    if (charts.isNewerThan(patient, asOf)) {
      return Outcome.SAME;
    }
    Optional<StoredChart> stored = charts.find(patient);
    boolean askEmr =
        stored.isEmpty() || slips.stream().anyMatch(slip -> slip.kind == Kind.LATER || slip.others);
    if (askEmr) {
      event(Inbox.BULK_ASKS, load, patient);
      return Outcome.ASKED;
    }
    return save(load, stored.get(), slips, asOf);
  }

  private Outcome save(Load load, StoredChart stored, List<Slip> slips, Instant asOf) {
    PatientId patient = stored.chart().id();
    Set<String> read = slips.stream().map(slip -> slip.reference).collect(Collectors.toSet());
    List<Fact> newer = new ArrayList<>();
    List<Unusable> unusable = new ArrayList<>(charts.unusable(patient));
    unusable.removeIf(entry -> read.contains(entry.source().reference()));
    StoredChart now = stored;
    for (Slip slip : slips) {
      unusable.addAll(List.of(json.readValue(array(slip.unusable), Unusable[].class)));
      if (slip.kind == Kind.PERSON) {
        PatientChart who = json.readValue(slip.facts, PatientChart.class);
        now =
            new StoredChart(
                new PatientChart(patient, who.demographics(), stored.chart().facts()),
                json.readValue(slip.identity, PatientIdentity.class));
      } else {
        newer.addAll(List.of(json.readValue(array(slip.facts), Fact[].class)));
      }
    }
    Optional<Long> before = charts.revision(patient);
    charts.save(new StoredChart(now.chart().replacing(read, newer), now.identity()), asOf);
    charts.noteUnusable(patient, unusable);
    if (before.equals(charts.revision(patient))) {
      return Outcome.SAME;
    }
    event(Inbox.BULK, load, patient);
    return Outcome.CHANGED;
  }

  /**
   * Within a transaction, after the chart was stored: what all Consents of a patient say. A patient
   * without any keeps what was known: a load need not hold Consents.
   */
  Outcome consents(Load load, PatientId patient, ResearchContact contact) {
    if (charts.isNewerThan(patient, load.asOf().orElseThrow()) || !optOuts.read(patient, contact)) {
      return Outcome.SAME;
    }
    event(Inbox.BULK, load, patient);
    return Outcome.CHANGED;
  }

  private static String array(byte[] each) {
    return "[" + new String(each, UTF_8) + "]";
  }

  /** Within a transaction: what was deleted leaves the charts. */
  List<Outcome> deleted(Load load) {
    Instant asOf = load.asOf().orElseThrow();
    List<Outcome> outcomes = new ArrayList<>();
    for (String reference : deletedReferences(load.id())) {
      if (reference.startsWith("Patient/")) {
        var patient = new PatientId(reference.substring("Patient/".length()));
        outcomes.add(removed(load, patient, asOf, reference));
        continue;
      }
      for (PatientId holder : charts.holders(reference)) {
        if (reference.startsWith("Consent/")) {
          outcomes.add(asked(load, holder));
        } else if (!charts.isNewerThan(holder, asOf)) {
          StoredChart stored = charts.find(holder).orElseThrow();
          charts.save(
              new StoredChart(
                  stored.chart().replacing(Set.of(reference), List.of()), stored.identity()),
              asOf);
          List<Unusable> unusable = new ArrayList<>(charts.unusable(holder));
          unusable.removeIf(entry -> entry.source().reference().equals(reference));
          charts.noteUnusable(holder, unusable);
          event(Inbox.BULK, load, holder, reference);
          outcomes.add(Outcome.CHANGED);
        }
      }
    }
    return outcomes;
  }

  /**
   * Within a transaction: the patient's record is not in use. The EMR, where there is one, knows
   * whether another one took its place, to which the candidates go.
   */
  Outcome outOfUse(Load load, PatientId patient, Missing missing) {
    if (missing == Missing.KEPT) {
      return removed(load, patient, load.asOf().orElseThrow());
    }
    return charts.revision(patient).isPresent() ? asked(load, patient) : Outcome.SAME;
  }

  /** Within a transaction: the EMR no longer has this patient. */
  Outcome removed(Load load, PatientId patient, Instant asOf) {
    return removed(load, patient, asOf, "");
  }

  private Outcome removed(Load load, PatientId patient, Instant asOf, String deleted) {
    if (charts.revision(patient).isEmpty() || charts.isNewerThan(patient, asOf)) {
      return Outcome.SAME;
    }
    charts.delete(patient);
    event(Inbox.BULK, load, patient, deleted);
    return Outcome.REMOVED;
  }

  Outcome asked(Load load, PatientId patient) {
    event(Inbox.BULK_ASKS, load, patient);
    return Outcome.ASKED;
  }

  private List<String> deletedReferences(long load) {
    return jdbc.sql(
            """
            select reference from bulk_resource d
            where load = :load and kind = 'DELETED' and not exists (
              select 1 from bulk_resource r
              where r.load = :load and r.kind <> 'DELETED' and r.reference = d.reference)
            order by reference
            """)
        .param("load", load)
        .query((row, n) -> row.getString("reference"))
        .list();
  }

  private void event(String feed, Load load, PatientId patient) {
    event(feed, load, patient, "");
  }

  /**
   * Asks once a load for the patient, and once more for what was deleted at its end: the patient
   * may have been matched in between.
   */
  private void event(String feed, Load load, PatientId patient, String deleted) {
    inbox.add(
        List.of(
            new ChangeHint(
                feed,
                Optional.of(patient),
                Optional.empty(),
                load.asOf().orElseThrow(),
                "%s|%d|%s%s".formatted(feed, load.id(), patient, deleted))));
  }
}
