package org.trialward.matcher;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.trialward.matcher.Amendment.Appears;
import org.trialward.matcher.Amendment.Changed;
import org.trialward.matcher.Amendment.Disappears;
import org.trialward.rules.patient.PatientSnapshot;
import org.trialward.rules.verdict.Outcome;

/** The cohorts of two versions of a trial side by side, in document order. */
final class CohortComparison {

  /** After every document. */
  private static final int END = Integer.MAX_VALUE;

  private final PopulationView view;
  private final Versions versions;
  private final LocalDate asOf;
  private final ViewLookup charts;
  private final List<Appears> appear = new ArrayList<>();
  private final List<Disappears> disappear = new ArrayList<>();
  private final List<Changed> changed = new ArrayList<>();

  CohortComparison(PopulationView view, Versions versions, LocalDate asOf) {
    this.view = view;
    this.versions = versions;
    this.asOf = asOf;
    this.charts = view.lookup(versions.asked());
  }

  Amendment amendment() {
    if (!versions.askTheSame(asOf)) {
      compare(view.ask(versions.before(), asOf), view.ask(versions.after(), asOf));
    }
    appear.sort(Comparator.comparing(Appears::patient));
    disappear.sort(Comparator.comparing(Disappears::patient));
    changed.sort(Comparator.comparing(Changed::patient));
    return new Amendment(versions.after().id(), appear, disappear, changed);
  }

  private void compare(Cohort before, Cohort after) {
    int b = 0;
    int a = 0;
    while (b < before.size() || a < after.size()) {
      int was = b < before.size() ? before.doc(b) : END;
      int is = a < after.size() ? after.doc(a) : END;
      if (was < is) {
        disappear.add(new Disappears(view.id(was), versions.against(patient(was))));
        b++;
      } else if (is < was) {
        appear.add(new Appears(view.id(is), after.outcome(a)));
        a++;
      } else {
        stays(is, before.outcome(b++), after.outcome(a++));
      }
    }
  }

  private void stays(int doc, Outcome was, Outcome is) {
    versions.change(patient(doc), was, is).ifPresent(changed::add);
  }

  private PatientSnapshot patient(int doc) {
    return charts.read(doc).asOf(asOf);
  }
}
