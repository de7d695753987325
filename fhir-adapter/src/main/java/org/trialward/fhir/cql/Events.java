package org.trialward.fhir.cql;

import java.util.Optional;
import org.trialward.rules.criterion.Characteristic.AllergicTo;
import org.trialward.rules.criterion.Characteristic.Certainty;
import org.trialward.rules.criterion.Characteristic.Diagnosed;
import org.trialward.rules.criterion.Characteristic.Event;
import org.trialward.rules.criterion.Characteristic.Immunized;
import org.trialward.rules.criterion.Characteristic.Measured;
import org.trialward.rules.criterion.Characteristic.Medicated;
import org.trialward.rules.criterion.Characteristic.Presence;
import org.trialward.rules.criterion.Characteristic.TakesPart;
import org.trialward.rules.criterion.Characteristic.Underwent;
import org.trialward.rules.criterion.Characteristic.VariantFound;
import org.trialward.rules.criterion.Silence;
import org.trialward.rules.criterion.ValueSet;
import org.trialward.rules.quantity.Code;

/**
 * Events as lists of entries, each with its name, when it was ({@code at}), when it {@code ended}
 * and whether it is {@code over}, and whether it {@code counts}.
 */
final class Events {
  static final String NO_ENTRIES =
      "A derived measure has no entries to count, and of eGFR in pairs by race one of two counts.";

  private final Sheet sheet;
  private final Measurements measurements;
  private final Medicines medicines;
  private final Studies studies;
  private final Variants variants;

  Events(Sheet sheet) {
    this.sheet = sheet;
    this.measurements = new Measurements(sheet, this);
    this.medicines = new Medicines(sheet);
    this.studies = new Studies(sheet);
    this.variants = new Variants(sheet);
  }

  String truth(Event event) {
    return switch (event) {
      case Measured measured -> measurements.truth(measured);
      case VariantFound variant -> variants.truth(variant);
      case Diagnosed diagnosed -> any(diagnoses(diagnosed), diagnosed.silence());
      case Medicated medicated -> any(medicines.entries(medicated), medicated.silence());
      case Underwent underwent -> any(procedures(underwent), underwent.silence());
      case Immunized immunized -> any(immunizations(immunized), immunized.silence());
      case AllergicTo allergic -> any(allergies(allergic), allergic.silence());
      case TakesPart part -> any(studies.entries(part), part.silence());
    };
  }

  /** The name of the list; empty for what no single entry says. */
  Optional<String> entries(Event event) {
    return switch (event) {
      case Measured measured -> measurements.entries(measured);
      case VariantFound variant -> Optional.of(variants.entries(variant));
      case Diagnosed diagnosed -> Optional.of(diagnoses(diagnosed));
      case Medicated medicated -> Optional.of(medicines.entries(medicated));
      case Underwent underwent -> Optional.of(procedures(underwent));
      case Immunized immunized -> Optional.of(immunizations(immunized));
      case AllergicTo allergic -> Optional.of(allergies(allergic));
      case TakesPart part -> Optional.of(studies.entries(part));
    };
  }

  /** What it means that no entry counts. */
  String noneCounts(Event event) {
    return event instanceof VariantFound variant
        ? variants.truth(variant)
        : silent(event.silence());
  }

  static String any(String entries, Silence silence) {
    String any = "Any(%s E return all E.counts)".formatted(entries);
    return silence == Silence.MEANS_NO ? any : "UnlessSilent(" + any + ")";
  }

  static String silent(Silence silence) {
    return silence == Silence.MEANS_NO ? "false" : "null as Boolean";
  }

  /**
   * The resources that carry one of the codes. A retrieve knows no subtrees, so a set that has one
   * is asked of every resource.
   */
  static String retrieve(String type, String path, String alias, ValueSet set, String codes) {
    return set.codes().stream().anyMatch(Code::isSubtree)
        ? "[%1$s] %2$s where HasOneBelow(CodesOf(%2$s.%3$s), %4$s) and IsFact(%2$s)"
            .formatted(type, alias, path, codes)
        : Sheet.retrieve(type, path, alias, codes);
  }

  private String diagnoses(Diagnosed asked) {
    String counts =
        (asked.certainty() == Certainty.SUSPECTED ? "IsSuspected(C)" : "IsSure(C)")
            + (asked.presence() == Presence.CURRENT ? " and IsCurrent(C)" : "")
            + sheet.andAmong("Severity(C)", asked.severity())
            + sheet.andAmong("Stage(C)", asked.stage())
            + " and HasBegun(At(C))"
            + Windows.andWithin(asked.onset(), "Begun(C)")
            + Windows.andWithin(asked.recorded(), "Recorded(C)");
    return entries("Condition", "code", "C", asked.of(), "Ended(C)", "HasEnded(C)", counts);
  }

  private String procedures(Underwent asked) {
    String counts = "WasDone(P) and HasBegun(At(P))" + Windows.andWithin(asked.within(), "At(P)");
    return entries("Procedure", "code", "P", asked.of(), "At(P)", "HasBegun(At(P))", counts);
  }

  private String immunizations(Immunized asked) {
    String counts = "WasGiven(I) and HasBegun(At(I))" + Windows.andWithin(asked.within(), "At(I)");
    return entries(
        "Immunization", "vaccineCode", "I", asked.of(), "At(I)", "HasBegun(At(I))", counts);
  }

  private String entries(
      String type,
      String path,
      String alias,
      ValueSet set,
      String ended,
      String over,
      String counts) {
    String retrieved = retrieve(type, path, alias, set, sheet.codes(set));
    String all =
        type.equals("Condition")
            ? "(Flatten({ %s,\n  \"Tumours with histology\" T where HasOne(Histology(T), %s) and not HasOneBelow(CodesOf(T.code), %s) })) C where true"
                .formatted(retrieved, sheet.codes(set), sheet.codes(set))
            : retrieved;
    return sheet.define(
        set.name(),
        """
        %1$s and IsSeen(At(%2$s))
          return all Tuple {
            name: Name('%3$s', %2$s.id), at: At(%2$s), ended: %4$s, over: %5$s,
            counts: %6$s
          }\
        """
            .formatted(all, alias, type, ended, over, counts));
  }

  private String allergies(AllergicTo asked) {
    return sheet.define(
        asked.of().name(),
        """
        [AllergyIntolerance] A
          where HasOne(CodesOf(A), %s) and IsFact(A) and IsSeen(At(A))
          return all Tuple {
            name: Name('AllergyIntolerance', A.id), at: At(A),
            ended: null as Interval<DateTime>, over: null as Boolean,
            counts: IsAllergic(A) and HasBegun(At(A))
          }\
        """
            .formatted(sheet.codes(asked.of())));
  }
}
