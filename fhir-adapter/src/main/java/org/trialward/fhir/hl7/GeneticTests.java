package org.trialward.fhir.hl7;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;
import org.trialward.fhir.intake.Notes;
import org.trialward.fhir.intake.VariantReport;
import org.trialward.fhir.intake.VariantReport.Part;
import org.trialward.fhir.record.RecordKey;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.patient.Source;

/** Variants that were found or looked for, each told by several observations of a message. */
final class GeneticTests {
  private final Codings codings;
  private final Observations observations;
  private final IdentityHashMap<Segment, VariantParts> parts;

  /** What has become part of a variant, and is no measurement of its own. */
  private final Set<Segment> read = Collections.newSetFromMap(new IdentityHashMap<>());

  GeneticTests(Message message, Codings codings, Observations observations) {
    this.codings = codings;
    this.observations = observations;
    this.parts = VariantParts.in(message);
  }

  /** What the observation says: a variant with others, nothing more where that was said, itself. */
  Stated of(Segment obx, Order order, RecordKey record, String message) {
    Optional<VariantParts> group = Optional.ofNullable(parts.get(obx));
    group.ifPresent(together -> together.all().forEach(parts::remove));
    return group
        .filter(VariantParts::areOfOne)
        .flatMap(together -> variant(together, order, record, message))
        .orElseGet(() -> {
          var notes = new Notes(new Source("OBX", "", message));
          if (read.contains(obx)) {
            return Stated.nothing(notes);
          }
          if (group.filter(VariantParts::areOfSeveral).isPresent()) {
            notes.drop(
                "OBX-4", "no variant is read: have the sender give each a sub-id of its own");
          }
          return observations.of(obx, order, record, message).noting(notes);
        });
  }

  /**
   * Empty where the observations do not make one, or its assessment was taken back. It is named by
   * the assessment, so that whatever a later message says of that takes its place.
   */
  private Optional<Stated> variant(
      VariantParts together, Order order, RecordKey record, String message) {
    Optional<Segment> assessment = together.of(Part.ASSESSMENT).stream().findFirst();
    Segment first = assessment.orElseGet(together::first);
    String code =
        assessment.map(obx -> Observations.code(obx.first(3))).orElse(VariantReport.ASSESSMENT);
    String id = Observations.id(first, code, order, record);
    var notes = new Notes(new Source("OBX", id, message));
    var values = new VariantValues(together, order, codings, notes);
    if (!values.makeOne()) {
      return Optional.empty();
    }
    VariantReport report = values.report();
    Optional<Fact> fact =
        report.fact(values.status(), observations.taken(first, order, notes), "OBX-5", notes);
    if (fact.isEmpty() && !report.isOfFetus()) {
      return Optional.empty();
    }
    read.addAll(values.read());
    return Optional.of(
        new Stated("OBX/" + id, fact.stream().toList(), values.areCorrected(), notes.unusable()));
  }
}
