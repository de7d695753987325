package org.trialward.fhir.intake;

import java.util.ArrayList;
import java.util.List;
import org.trialward.rules.patient.Source;

/**
 * Where one resource or segment stands, how its site names code systems, and what it turned out not
 * to give.
 */
public final class Notes {
  private final Source source;
  private final OwnSystems systems;
  private final List<Unusable> unusable = new ArrayList<>();

  public Notes(Source source) {
    this(source, OwnSystems.NONE);
  }

  public Notes(Source source, OwnSystems systems) {
    this.source = source;
    this.systems = systems;
  }

  public Source source() {
    return source;
  }

  OwnSystems systems() {
    return systems;
  }

  public void drop(String what, String why) {
    unusable.add(new Unusable(source, what, why));
  }

  public void drop(String what, String why, String found) {
    unusable.add(new Unusable(source, what, why, found));
  }

  public List<Unusable> unusable() {
    return List.copyOf(unusable);
  }
}
