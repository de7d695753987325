package org.trialward.fhir.cda;

import static java.util.Map.entry;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.trialward.fhir.intake.Notes;
import org.trialward.rules.patient.ClinicalStatus;
import org.trialward.rules.patient.Diagnosis;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.patient.Verification;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.Interval;

/** Problem observations to diagnoses. */
final class Problems {

  /**
   * SNOMED CT codes of C-CDA's problem status value set, those of CCD 1.0 that R1.1 senders still
   * write, LOINC's answers in Italy, and FHIR's, which IPS documents have.
   */
  private static final Map<String, ClinicalStatus> STATUS =
      Map.ofEntries(
          entry("55561003", ClinicalStatus.ACTIVE),
          entry("246455001", ClinicalStatus.ACTIVE), // recurrence
          entry("263855007", ClinicalStatus.ACTIVE), // relapse
          entry("255227004", ClinicalStatus.ACTIVE), // recurrent
          entry("90734009", ClinicalStatus.ACTIVE), // chronic
          entry("7087005", ClinicalStatus.ACTIVE), // intermittent
          entry("394774009", ClinicalStatus.ACTIVE), // active problem
          entry("15240007", ClinicalStatus.ACTIVE), // current
          entry("LA16666-2", ClinicalStatus.ACTIVE),
          entry("active", ClinicalStatus.ACTIVE),
          entry("recurrence", ClinicalStatus.ACTIVE),
          entry("relapse", ClinicalStatus.ACTIVE),
          entry("73425007", ClinicalStatus.INACTIVE),
          entry("277022003", ClinicalStatus.INACTIVE), // remission
          entry("413322009", ClinicalStatus.INACTIVE), // resolved
          entry("392521001", ClinicalStatus.INACTIVE), // prior history
          entry("394775005", ClinicalStatus.INACTIVE), // inactive problem
          entry("410513005", ClinicalStatus.INACTIVE), // in the past
          entry("LA18632-2", ClinicalStatus.INACTIVE),
          entry("inactive", ClinicalStatus.INACTIVE),
          entry("remission", ClinicalStatus.INACTIVE),
          entry("resolved", ClinicalStatus.INACTIVE));

  private static final String SUSPECTED = "415684004";
  private static final Set<String> RULED_OUT = Set.of("410516002", "refuted");

  /** FHIR's word, and SNOMED CT's for confirmed and known to be present. */
  private static final Set<String> SURE = Set.of("confirmed", "410605003", "410515003");

  /**
   * A diagnosis at admission, before an operation (LOINC); an admission, working, preliminary and
   * differential one (SNOMED CT).
   */
  private static final Set<String> WORKING =
      Set.of(
          "46241-6", "42347-5", "8646-2", "10219-4", "52870002", "5558000", "148006", "47965005");

  /** History of past illness (LOINC). */
  private static final Set<String> PAST = Set.of("11348-0");

  /** HL7 ActStatus of an observation that was not made to its end. */
  private static final Set<String> BROKEN_OFF = Set.of("aborted", "cancelled");

  private static final Set<Section> TODAY = Set.of(Section.PROBLEMS, Section.ALLERGIES);

  private static final Set<Section> VISITS =
      Set.of(Section.WORKING_DIAGNOSES, Section.VISIT_DIAGNOSES);

  private static final Set<String> SEVERITY = Set.of("SEV");

  private final Values values;
  private final Times times;

  Problems(Values values, Times times) {
    this.values = values;
    this.times = times;
  }

  List<Fact> facts(Entry entry, Notes notes) {
    Element act = entry.act();
    List<Code> codes = values.codes(act.child("value"), "value", notes);
    if (codes.isEmpty()) {
      return List.of();
    }
    Element time = act.child("effectiveTime");
    Optional<Interval> onset = times.begin(time);
    Optional<Interval> abatement = times.end(time);
    if (Times.isSaid(time) && onset.isEmpty() && abatement.isEmpty()) {
      notes.drop("effectiveTime", "it is not a date");
    }
    return List.of(
        new Diagnosis(
            codes,
            status(entry, notes),
            verification(entry),
            onset,
            abatement,
            entry.recorded(times),
            severity(entry, notes),
            List.of(),
            notes.source()));
  }

  /**
   * What the status observation says, else that an end stands there (C-CDA R2.1: a resolved problem
   * has one, null-flavoured UNK where the day is not known), else that the concern is active. A
   * concern that is no longer tracked says nothing: R1.1 senders complete those of active problems.
   * What a visit calls active was so then.
   */
  private static ClinicalStatus status(Entry entry, Notes notes) {
    Optional<ClinicalStatus> observed = observed(entry.statusObserved());
    Element end = entry.act().child("effectiveTime").child("high");
    boolean hasEnded = end.has("nullFlavor", "UNK") || end.attribute("value").isPresent();
    boolean isCalledActive =
        observed.map(ClinicalStatus.ACTIVE::equals).orElseGet(() -> isInActiveConcern(entry));
    if (hasEnded && isCalledActive && end.isNull()) {
      notes.drop("effectiveTime", "it has an end, but the problem is said to be active");
      return ClinicalStatus.NOT_SAID;
    }
    return observed
        .filter(it -> it != ClinicalStatus.ACTIVE || !VISITS.contains(entry.section()))
        .orElseGet(() ->
            hasEnded
                ? ClinicalStatus.INACTIVE
                : isTracked(entry) ? ClinicalStatus.ACTIVE : ClinicalStatus.NOT_SAID);
  }

  static Optional<ClinicalStatus> observed(Set<String> codes) {
    List<ClinicalStatus> said =
        codes.stream()
            .flatMap(code -> Optional.ofNullable(STATUS.get(code)).stream())
            .distinct()
            .toList();
    return said.size() == 1 ? Optional.of(said.getFirst()) : Optional.empty();
  }

  /**
   * Whether the concern around it is active, in a list of what is so today, and its own status does
   * not say otherwise. What a visit found was active then, and past illnesses stay active concerns.
   */
  static boolean isTracked(Entry entry) {
    return entry.statusObserved().isEmpty()
        && TODAY.contains(entry.section())
        && !entry.isCalled(PAST)
        && isInActiveConcern(entry);
  }

  private static boolean isInActiveConcern(Entry entry) {
    return entry.within().stream()
        .filter(around -> around.name().equals("act"))
        .anyMatch(act -> act.code("statusCode").filter("active"::equals).isPresent());
  }

  static Verification verification(Entry entry) {
    Set<String> status = entry.statusObserved();
    Set<String> certainty = entry.certaintyObserved();
    if (entry.isNegated()
        || Stream.concat(status.stream(), certainty.stream()).anyMatch(RULED_OUT::contains)) {
      return Verification.REFUTED;
    }
    boolean isUnsure =
        status.contains(SUSPECTED)
            || isBrokenOff(entry)
            || (certainty.isEmpty()
                ? isWorking(entry)
                : certainty.stream().noneMatch(SURE::contains));
    return isUnsure ? Verification.UNCONFIRMED : Verification.CONFIRMED;
  }

  /** Who aborts the entry of an allergy does not doubt that it was one. */
  private static boolean isBrokenOff(Entry entry) {
    return entry.section() != Section.ALLERGIES
        && BROKEN_OFF.contains(entry.act().code("statusCode").orElse(""));
  }

  private static boolean isWorking(Entry entry) {
    return entry.section() == Section.WORKING_DIAGNOSES || entry.isCalled(WORKING);
  }

  private List<Code> severity(Entry entry, Notes notes) {
    return entry
        .observations()
        .filter(it -> it.code("code").filter(SEVERITY::contains).isPresent())
        .flatMap(it -> values.codes(it.child("value"), "severity", notes).stream())
        .distinct()
        .toList();
  }
}
