package org.trialward.fhir.hl7;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.trialward.fhir.hl7.Content.Portion;
import org.trialward.fhir.intake.Notes;
import org.trialward.fhir.intake.Unusable;
import org.trialward.fhir.record.FeedProfile;
import org.trialward.fhir.record.RecordChange;
import org.trialward.fhir.record.RecordKey;
import org.trialward.rules.patient.Source;

/** One way through a message, from its first segment to its last. */
final class MessageWalk {

  /** ADT events after which MRG's number means the patient of PID (HL7 v2.8, 3.3). */
  private static final Set<String> MERGES =
      Set.of("A18", "A30", "A34", "A36", "A39", "A40", "A46", "A47");

  /** ADT events that move what lies under MRG's number to the patient of PID (3.3.43 to 3.3.45). */
  private static final Set<String> MOVES = Set.of("A43", "A44", "A45");

  /** ADT events that delete what a person was, which a message cannot undo by itself. */
  private static final Set<String> DELETES = Set.of("A23", "A29");

  /** ADT events that say that a visit did not happen, or was not planned. */
  private static final Set<String> CANCELS = Set.of("A11", "A27", "A38");

  /** HL7 table 0273: a document that was cancelled, replaced or is not to be had. */
  private static final Set<String> WITHDRAWN = Set.of("CA", "OB", "UN");

  private final Message message;
  private final Content content;
  private final FeedProfile profile;
  private final Optional<LocalDate> told;
  private final RecordKeys keys;
  private final Person person;
  private final GeneticTests results;
  private final Diagnoses diagnoses;
  private final Allergies allergies;
  private final Procedures procedures;
  private final Medications medications;
  private final Vaccinations vaccinations;

  private final Map<RecordKey, Statements> records = new LinkedHashMap<>();
  private final List<RecordChange> links = new ArrayList<>();
  private final List<Unusable> unusable = new ArrayList<>();
  private final List<byte[]> documents = new ArrayList<>();
  private final Set<String> unread = new LinkedHashSet<>();
  private final Set<Segment> resultsOfOthers;
  private final boolean isCancelled;

  private Optional<RecordKey> record = Optional.empty();
  private boolean hasPatient;
  private boolean isWithdrawn;
  private boolean isLeftOut;
  private Order order = Order.NONE;
  private Prescription prescription = new Prescription(Optional.empty());

  MessageWalk(Message message, Content content, FeedProfile profile, Times times) {
    this.message = message;
    this.content = isAdt(message) && DELETES.contains(message.event()) ? Content.EVENT : content;
    this.profile = profile;
    this.told = times.latest(message).map(it -> LocalDate.ofInstant(it, profile.zone()));
    var codings = new Codings(new CodeSystems(profile));
    this.keys = new RecordKeys(profile, times);
    this.person = new Person(times);
    this.results =
        new GeneticTests(message, codings, new Observations(profile, times, codings, told));
    this.diagnoses = new Diagnoses(times, codings);
    this.allergies = new Allergies(times, codings);
    this.procedures = new Procedures(times, codings);
    this.medications = new Medications(times, codings);
    this.vaccinations = new Vaccinations(times, codings);
    this.resultsOfOthers = Specimens.resultsOfOthers(message);
    this.isCancelled =
        (isAdt(message) && CANCELS.contains(message.event())) || message.type().equals("REF^I14");
  }

  private static boolean isAdt(Message message) {
    return message.code().equals("ADT");
  }

  private boolean isEvent(String... events) {
    return isAdt(message) && Set.of(events).contains(message.event());
  }

  /** Walks it all. */
  void all() {
    if (message.code().equals("MDM") && message.event().equals("T11")) {
      withdraw();
    }
    message.segments().forEach(this::one);
    prescribed();
    if (!hasPatient) {
      drop("PID", "PID", "there is no PID, so nobody knows whose it is");
    }
    if (isEvent("A24", "A37")) {
      linkAll();
    }
    if (isAdt(message) && DELETES.contains(message.event())) {
      drop(
          "PID",
          "the message",
          "the sender deleted the record: a person has to decide what becomes of its candidates");
    }
  }

  private void one(Segment segment) {
    switch (segment.name()) {
      case "PID" -> patient(segment);
      case "MRG" -> prior(segment);
      case "ORC" -> ordered(segment);
      case "OBR" -> requested(segment);
      case "SPM" -> specimen();
      case "TXA" -> {
        if (WITHDRAWN.contains(segment.text(19))) {
          withdraw();
        }
      }
      case "RXO", "RXE", "RXD", "RXC", "TQ1" -> {
        if (content.has(segment)) {
          prescribe(segment);
        }
      }
      case "OBX" -> observed(segment);
      default -> {
        if (content.has(segment)) {
          fact(segment);
        } else if (segment.name().startsWith("Z")) {
          site(segment.name());
        }
      }
    }
  }

  private void patient(Segment pid) {
    prescribed();
    order = Order.NONE;
    hasPatient = true;
    record = keys.ofPid(pid, told);
    if (record.isEmpty()) {
      drop(
          "PID",
          "PID-3",
          "it has no valid record number: have the interface send one, typed as the feed's profile"
              + " says");
      return;
    }
    RecordKey key = record.get();
    Statements of = records.computeIfAbsent(key, _ -> new Statements());
    var notes = new Notes(new Source("PID", Names.of(key, "PID"), message.controlId()));
    if (content.person() != Portion.NONE) {
      person.identity(pid, notes).forEach(of::add);
    }
    if (content.person() == Portion.ALL) {
      person.circumstances(pid, notes).forEach(of::add);
    }
    unusable.addAll(notes.unusable());
  }

  /** A message may have several pairs, each PID before its MRG. */
  private void prior(Segment mrg) {
    if (!isAdt(message) || record.isEmpty()) {
      return;
    }
    Optional<RecordKey> other = keys.ofMrg(mrg, record.get());
    if (MERGES.contains(message.event())) {
      merged(record.get(), other);
    } else if (MOVES.contains(message.event())) {
      other.filter(from -> !from.number().equals(record.get().number())).ifPresent(_ -> moved());
    }
  }

  private void merged(RecordKey survivor, Optional<RecordKey> retired) {
    if (retired.isEmpty()) {
      drop("MRG", "MRG-1", "it does not say which record was merged: have the interface send it");
    } else if (!retired.get().equals(survivor)) {
      links.add(new RecordChange.Merges(survivor, retired.get()));
    }
  }

  /**
   * No statement names its account or visit, so what was said of it cannot follow. The other record
   * is often one that nobody here has heard of: this alone does not make it known.
   */
  private void moved() {
    drop(
        "MRG",
        "MRG-1",
        "data moved here from another record, where what was said before still stands: have a"
            + " person compare the two");
  }

  private void linkAll() {
    List<RecordKey> all = List.copyOf(records.keySet());
    if (all.size() < 2) {
      drop("PID", "PID-3", "it does not name two records, so that nothing is linked or parted");
    }
    for (RecordKey other : all.subList(Math.min(1, all.size()), all.size())) {
      links.add(
          isEvent("A24")
              ? new RecordChange.Merges(all.getFirst(), other)
              : new RecordChange.Parts(all.getFirst(), other));
    }
  }

  /** Before OBR, but behind it where messages begin with the specimen (OUL). */
  private void ordered(Segment orc) {
    prescribed();
    boolean behind = message.code().equals("OUL") && order.obr().isPresent();
    order = new Order(Optional.of(orc), behind ? order.obr() : Optional.empty());
    prescription = new Prescription(Optional.of(orc));
  }

  /** An ORC belongs to the OBR behind it, not to the next. */
  private void requested(Segment obr) {
    boolean isNew = order.obr().isEmpty();
    order = new Order(isNew ? order.orc() : Optional.empty(), Optional.of(obr));
  }

  private void specimen() {
    if (message.code().equals("OUL")) {
      order = Order.NONE;
    }
  }

  private void prescribe(Segment segment) {
    if (!prescription.takes(segment)) {
      prescribed();
    }
    prescription.add(segment);
  }

  /** The order that was gathered is complete. */
  private void prescribed() {
    record
        .flatMap(key -> medications.ordered(prescription, key, message.controlId()))
        .ifPresent(this::state);
    prescription = new Prescription(prescription.orc());
  }

  private void observed(Segment obx) {
    if (resultsOfOthers.contains(obx)) {
      drop("SPM", "SPM-11", "the specimen is a control, a pool or a donor's, not the patient's");
      return;
    }
    Optional<byte[]> document = Documents.isFile(obx) ? Documents.in(obx) : Optional.empty();
    if (document.isPresent()) {
      if (!isWithdrawn) {
        documents.add(document.get());
      }
    } else if (Documents.isInParts(obx)) {
      drop(
          "OBX",
          "OBX-5",
          "a document in several parts (MIME) is not read: have it sent as XML in base64");
    } else if (content.has(obx)) {
      fact(obx);
    }
  }

  private void withdraw() {
    if (!isWithdrawn) {
      isWithdrawn = true;
      drop(
          "TXA",
          "the document",
          "it was withdrawn: have a person look at what was read of it before, which still stands");
    }
  }

  private void fact(Segment segment) {
    if (record.isEmpty()) {
      return;
    }
    RecordKey key = record.get();
    String id = message.controlId();
    switch (segment.name()) {
      case "OBX" -> state(results.of(segment, order, key, id));
      case "DG1" -> state(diagnoses.ofVisit(segment, key, id));
      case "PRB" ->
          state(diagnoses.ofProblemList(segment, message.type().equals("PPR^PC3"), key, id));
      case "AL1" -> stand(allergies.listed(segment, key, id));
      case "IAM" -> allergies.changed(segment, key, id).forEach(this::stand);
      case "PR1" -> state(procedures.of(segment, key, id, told));
      case "RXA" ->
          state(
              message.code().equals("VXU")
                  ? vaccinations.of(segment, order, key, id, told)
                  : medications.given(segment, order, key, id, told));
      default -> {}
    }
  }

  /**
   * Of what did not happen only what it takes back: the rest was said of it before, or is wrong.
   */
  private void state(Stated stated) {
    if (!isCancelled || stated.facts().isEmpty()) {
      stand(stated);
    } else if (!isLeftOut) {
      isLeftOut = true;
      drop(
          "MSH",
          "the message",
          "it cancels an event: what it tells of it is not read, and what was told before stands");
    }
  }

  private void stand(Stated stated) {
    record.ifPresent(key -> records.computeIfAbsent(key, _ -> new Statements()).add(stated));
    unusable.addAll(stated.unusable());
  }

  /** A site's own segments mean something to the site: it hears once that they do not here. */
  private void site(String name) {
    if (!profile.ignored().contains(name) && unread.add(name)) {
      drop(
          name, name, "it is not read: name it among the feed's ignored segments if that is right");
    }
  }

  private void drop(String segment, String what, String why) {
    unusable.add(new Unusable(new Source(segment, message.controlId(), ""), what, why));
  }

  /** What it says of each record, then what it does to records. */
  List<RecordChange> changes() {
    List<RecordChange> changes = new ArrayList<>();
    records.forEach((key, said) -> changes.add(new RecordChange.Says(key, said.list())));
    changes.addAll(links);
    return changes;
  }

  List<Unusable> unusable() {
    return List.copyOf(unusable);
  }

  List<byte[]> documents() {
    return List.copyOf(documents);
  }
}
