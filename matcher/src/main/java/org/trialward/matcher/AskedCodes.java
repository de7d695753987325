package org.trialward.matcher;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.trialward.rules.criterion.Characteristic;
import org.trialward.rules.criterion.Characteristic.Age;
import org.trialward.rules.criterion.Characteristic.Alive;
import org.trialward.rules.criterion.Characteristic.AllOf;
import org.trialward.rules.criterion.Characteristic.AllergicTo;
import org.trialward.rules.criterion.Characteristic.AnyOf;
import org.trialward.rules.criterion.Characteristic.AtLeast;
import org.trialward.rules.criterion.Characteristic.Diagnosed;
import org.trialward.rules.criterion.Characteristic.Event;
import org.trialward.rules.criterion.Characteristic.Followed;
import org.trialward.rules.criterion.Characteristic.Immunized;
import org.trialward.rules.criterion.Characteristic.LivesIn;
import org.trialward.rules.criterion.Characteristic.Measure;
import org.trialward.rules.criterion.Characteristic.Measured;
import org.trialward.rules.criterion.Characteristic.Medicated;
import org.trialward.rules.criterion.Characteristic.NeedsAPerson;
import org.trialward.rules.criterion.Characteristic.Not;
import org.trialward.rules.criterion.Characteristic.NotYetSupported;
import org.trialward.rules.criterion.Characteristic.Occurred;
import org.trialward.rules.criterion.Characteristic.SexIs;
import org.trialward.rules.criterion.Characteristic.Speaks;
import org.trialward.rules.criterion.Characteristic.TakesPart;
import org.trialward.rules.criterion.Characteristic.Underwent;
import org.trialward.rules.criterion.Characteristic.VariantFound;
import org.trialward.rules.criterion.EligibilityCriterion;
import org.trialward.rules.criterion.ValueSet;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.trial.Trial;

/**
 * The codes of which a trial can tell entries of the record apart: what carries none of them, and
 * is not of a kind asked as a whole, cannot change a verdict.
 *
 * @param kinds asked whole, whatever the code
 */
record AskedCodes(Set<Code> codes, Set<FactKind> kinds) {

  static AskedCodes of(Trial trial) {
    return of(trial.criteria().stream().map(EligibilityCriterion::when).toList());
  }

  static AskedCodes of(Characteristic characteristic) {
    return of(List.of(characteristic));
  }

  /** Of several together. */
  static AskedCodes of(Collection<Characteristic> characteristics) {
    AskedCodes asked = nothing();
    characteristics.forEach(asked::add);
    return asked;
  }

  static AskedCodes nothing() {
    return new AskedCodes(new HashSet<>(), new HashSet<>());
  }

  private void add(Characteristic characteristic) {
    switch (characteristic) {
      case AllOf(var parts) -> parts.forEach(this::add);
      case AnyOf(var parts) -> parts.forEach(this::add);
      case AtLeast(_, var parts) -> parts.forEach(this::add);
      case Not(var part) -> add(part);
      case Age(_, Optional<Event> at) -> at.ifPresent(this::add);
      case Occurred(_, var event) -> add(event);
      case Followed followed -> {
        add(followed.first());
        add(followed.then());
      }
      case Event event -> addEvent(event);
      case SexIs _, Alive _, LivesIn _, Speaks _, NeedsAPerson _, NotYetSupported _ -> {}
    }
  }

  private void addEvent(Event event) {
    switch (event) {
      case Diagnosed diagnosed -> add(diagnosed.of());
      case Medicated medicated -> add(medicated.of());
      case Underwent underwent -> add(underwent.of());
      case Immunized immunized -> add(immunized.of());
      case AllergicTo allergic -> add(allergic.of());
      case Measured measured -> measures(measured.of()).forEach(this::add);
      case VariantFound variant -> {
        // What was looked for and not found may name a change without its gene.
        kinds.add(FactKind.GENE_VARIANT);
        add(variant.gene());
      }
      case TakesPart participation ->
          participation
              .in()
              .ifPresentOrElse(this::add, () -> kinds.add(FactKind.STUDY_PARTICIPATION));
    }
  }

  private static List<ValueSet> measures(Measure measure) {
    return switch (measure) {
      case Measure.Coded(var set) -> List.of(set);
      case Measure.Performance performance -> List.of(performance.ecog(), performance.karnofsky());
      case Measure.Derived(_, var inputs) -> List.copyOf(inputs.values());
    };
  }

  private void add(ValueSet set) {
    codes.addAll(set.codes());
  }
}
