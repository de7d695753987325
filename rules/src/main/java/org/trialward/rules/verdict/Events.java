package org.trialward.rules.verdict;

import java.util.List;
import java.util.Optional;
import org.trialward.rules.criterion.Characteristic.AllergicTo;
import org.trialward.rules.criterion.Characteristic.Diagnosed;
import org.trialward.rules.criterion.Characteristic.Event;
import org.trialward.rules.criterion.Characteristic.Immunized;
import org.trialward.rules.criterion.Characteristic.Measured;
import org.trialward.rules.criterion.Characteristic.Medicated;
import org.trialward.rules.criterion.Characteristic.Presence;
import org.trialward.rules.criterion.Characteristic.Taken;
import org.trialward.rules.criterion.Characteristic.TakesPart;
import org.trialward.rules.criterion.Characteristic.Underwent;
import org.trialward.rules.criterion.Characteristic.VariantFound;
import org.trialward.rules.criterion.ValueSet;
import org.trialward.rules.criterion.Window;
import org.trialward.rules.logic.Truth;
import org.trialward.rules.patient.PatientSnapshot;
import org.trialward.rules.verdict.Mentions.Mention;

/** What single entries of the record say. */
final class Events {
  private Events() {}

  static Answer answer(Event event, PatientSnapshot patient) {
    return switch (event) {
      case Measured measured -> Measurements.answer(measured, patient);
      default -> mentioned(event, mentions(event, RacePair.NONE, patient), patient);
    };
  }

  /** Whether one of the mentions counts, and what it means if none does. */
  static Answer mentioned(Event event, List<Mention> mentions, PatientSnapshot patient) {
    Answer said = Mentions.answer(mentions);
    Answer answer = said.truth() == Truth.FALSE ? silent(event, said) : said;
    return event instanceof VariantFound variant
        ? Variants.ruledOut(variant, patient, said, answer)
        : answer;
  }

  private static Answer silent(Event event, Answer said) {
    String name = name(event);
    String lookedFor = lookedFor(event);
    return switch (event.silence()) {
      case MEANS_NO -> said.with(Truth.FALSE, new Evidence.AssumedAbsent(name, lookedFor));
      case MEANS_UNKNOWN ->
          said.with(
              Truth.UNKNOWN, new Evidence.Missing(name, "no " + lookedFor + " in the record"));
    };
  }

  /** The entries that may be what was asked, ordered by source. */
  static List<Mention> mentions(Event event, RacePair member, PatientSnapshot patient) {
    return switch (event) {
      case Diagnosed diagnosed -> Diagnoses.mentions(diagnosed, patient);
      case Medicated medicated -> Medications.mentions(medicated, patient);
      case Underwent underwent -> Procedures.mentions(underwent, patient);
      case Immunized immunized -> Immunizations.mentions(immunized, patient);
      case AllergicTo allergic -> Allergies.mentions(allergic, patient);
      case Measured measured -> Measurements.mentions(measured, member, patient);
      case VariantFound variant -> Variants.mentions(variant, patient);
      case TakesPart participation -> Participations.mentions(participation, patient);
    };
  }

  /** What the trial calls it, e.g. "heart-failure". */
  static String name(Event event) {
    return switch (event) {
      case Diagnosed diagnosed -> diagnosed.of().name();
      case Medicated medicated -> medicated.of().name();
      case Underwent underwent -> underwent.of().name();
      case Immunized immunized -> immunized.of().name();
      case AllergicTo allergic -> allergic.of().name();
      case Measured measured -> measured.of().name();
      case VariantFound variant ->
          variant.gene().name() + variant.change().map(c -> " " + c.name()).orElse("");
      case TakesPart participation ->
          participation.in().map(ValueSet::name).orElse("any other study");
    };
  }

  /** The kind of entry, e.g. "current diagnosis". */
  static String lookedFor(Event event) {
    return switch (event) {
      case Diagnosed diagnosed ->
          diagnosed.presence() == Presence.CURRENT ? "current diagnosis" : "diagnosis";
      case Medicated medicated -> lasting("medication", medicated.taken());
      case Underwent underwent -> in(underwent.within(), "procedure");
      case Immunized immunized -> in(immunized.within(), "immunization");
      case AllergicTo _ -> "allergy";
      case Measured measured -> in(measured.within(), "result");
      case VariantFound variant -> in(variant.within(), "variant");
      case TakesPart participation -> lasting("participation", participation.when());
    };
  }

  private static String lasting(String what, Taken when) {
    return switch (when) {
      case Taken.Now _ -> "current " + what;
      case Taken.Ever _ -> what;
      case Taken.During(var window) -> what + " " + window;
    };
  }

  private static String in(Optional<Window> window, String what) {
    return window.isEmpty() ? what : what + " " + window.get();
  }
}
