package org.trialward.matcher;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.trialward.rules.criterion.Characteristic;
import org.trialward.rules.criterion.Characteristic.AllOf;
import org.trialward.rules.criterion.Characteristic.AllergicTo;
import org.trialward.rules.criterion.Characteristic.AnyOf;
import org.trialward.rules.criterion.Characteristic.AtLeast;
import org.trialward.rules.criterion.Characteristic.Diagnosed;
import org.trialward.rules.criterion.Characteristic.Event;
import org.trialward.rules.criterion.Characteristic.Followed;
import org.trialward.rules.criterion.Characteristic.Immunized;
import org.trialward.rules.criterion.Characteristic.Measure;
import org.trialward.rules.criterion.Characteristic.Measured;
import org.trialward.rules.criterion.Characteristic.Medicated;
import org.trialward.rules.criterion.Characteristic.Occurred;
import org.trialward.rules.criterion.Characteristic.Presence;
import org.trialward.rules.criterion.Characteristic.Taken;
import org.trialward.rules.criterion.Characteristic.TakesPart;
import org.trialward.rules.criterion.Characteristic.Underwent;
import org.trialward.rules.criterion.Characteristic.VariantFound;
import org.trialward.rules.criterion.Silence;
import org.trialward.rules.criterion.ValueSet;
import org.trialward.rules.patient.Allergy;
import org.trialward.rules.patient.Diagnosis;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.patient.GeneVariant;
import org.trialward.rules.patient.Immunization;
import org.trialward.rules.patient.Measurement;
import org.trialward.rules.patient.MedicationUse;
import org.trialward.rules.patient.PerformedProcedure;
import org.trialward.rules.patient.StudyParticipation;

/**
 * Terms of which a patient must meet one for a characteristic to be other than FALSE.
 *
 * @param exact whether the characteristic is TRUE as soon as one is surely met
 */
record Demand(Set<Term> terms, boolean exact) {

  /** Empty where the silence of the record settles nothing. */
  static Optional<Demand> of(Characteristic characteristic) {
    return switch (characteristic) {
      case Event event ->
          event.silence() == Silence.MEANS_NO ? mention(event) : Optional.<Demand>empty();
      case Occurred(_, var event) -> of(event).map(Demand::necessaryOnly);
      case Followed followed -> {
        // Where the silence on either leaves the question open, so does its absence.
        Optional<Demand> first = of(followed.first());
        Optional<Demand> then = of(followed.then());
        yield first.isPresent() && then.isPresent()
            ? Optional.of(smaller(first.get(), then.get()).necessaryOnly())
            : Optional.empty();
      }
      case AllOf(var parts) ->
          parts.stream()
              .flatMap(part -> of(part).stream())
              .reduce(Demand::smaller)
              .map(Demand::necessaryOnly);
      case AnyOf(var parts) -> union(parts, 0);
      case AtLeast(var count, var parts) -> union(parts, count - 1);
      default -> Optional.empty();
    };
  }

  /**
   * The entries that this is about, whatever the silence of the record means: a patient who meets
   * none of the terms is silent on it. Exact where meeting one surely settles it.
   */
  static Optional<Demand> mention(Event event) {
    return switch (event) {
      case Diagnosed d ->
          demand(
              Diagnosis.class,
              d.of(),
              d.presence() == Presence.CURRENT ? Ask.NOW : Ask.EVER,
              d.onset().isEmpty()
                  && d.recorded().isEmpty()
                  && d.severity().isEmpty()
                  && d.stage().isEmpty());
      case Medicated m ->
          lasting(
              MedicationUse.class,
              m.of(),
              m.taken(),
              m.started().isEmpty() && m.atLeastFor().isEmpty());
      case Underwent u -> demand(PerformedProcedure.class, u.of(), Ask.EVER, u.within().isEmpty());
      case Immunized i -> demand(Immunization.class, i.of(), Ask.EVER, i.within().isEmpty());
      case AllergicTo a -> demand(Allergy.class, a.of(), Ask.EVER, true);
      case TakesPart t ->
          t.in()
              .flatMap(in -> lasting(StudyParticipation.class, in, t.when(), t.except().isEmpty()));
      case VariantFound v -> demand(GeneVariant.class, v.gene(), Ask.MENTION, false);
      case Measured(Measure.Coded(var set), _, _, _, _) ->
          demand(Measurement.class, set, Ask.MENTION, false);
      case Measured _ -> Optional.empty();
    };
  }

  private static Optional<Demand> lasting(
      Class<? extends Fact> kind, ValueSet of, Taken taken, boolean plain) {
    return switch (taken) {
      case Taken.Now _ -> demand(kind, of, Ask.NOW, plain);
      case Taken.Ever _ -> demand(kind, of, Ask.EVER, plain);
      case Taken.During _ -> demand(kind, of, Ask.MENTION, false);
    };
  }

  private static Optional<Demand> demand(
      Class<? extends Fact> kind, ValueSet of, Ask ask, boolean plain) {
    Set<Term> terms =
        of.codes().stream()
            .map(code -> new Term(kind, code, plain ? ask : Ask.MENTION))
            .collect(Collectors.toUnmodifiableSet());
    return terms.stream().allMatch(Term::isIndexable)
        ? Optional.of(new Demand(terms, plain))
        : Optional.empty();
  }

  private static Demand smaller(Demand a, Demand b) {
    return a.terms.size() <= b.terms.size() ? a : b;
  }

  private Demand necessaryOnly() {
    return new Demand(terms, false);
  }

  /**
   * Every part must be settled by absence, but for {@code spared} parts that alone could not reach
   * the count.
   */
  private static Optional<Demand> union(List<Characteristic> parts, int spared) {
    List<Demand> settled = parts.stream().flatMap(part -> of(part).stream()).toList();
    if (parts.size() - settled.size() > spared) {
      return Optional.empty();
    }
    Set<Term> union = new HashSet<>();
    settled.forEach(demand -> union.addAll(demand.terms));
    boolean eachSuffices = spared == 0 && settled.stream().allMatch(Demand::exact);
    return union.isEmpty() ? Optional.empty() : Optional.of(new Demand(union, eachSuffices));
  }

  static final Comparator<Demand> SMALLEST_FIRST = Comparator.comparingInt(d -> d.terms.size());
}
