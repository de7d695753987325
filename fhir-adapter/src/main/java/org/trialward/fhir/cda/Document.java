package org.trialward.fhir.cda;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.trialward.fhir.intake.Notes;
import org.trialward.fhir.intake.OwnSystems;
import org.trialward.fhir.intake.Unusable;
import org.trialward.fhir.record.Digest;
import org.trialward.fhir.record.FeedProfile;
import org.trialward.fhir.record.MessageContents;
import org.trialward.fhir.record.RecordChange;
import org.trialward.fhir.record.Said;
import org.trialward.fhir.record.Statement;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.patient.Source;

/** One document while it is read. */
final class Document {
  private static final String TYPE = "ClinicalDocument";

  private final Element root;
  private final RecordTarget.Known target;
  private final Instant occurredAt;
  private final LocalDateTime writtenAt;
  private final String version;
  private final Notes notes;

  private final Times times;
  private final Problems problems;
  private final Allergies allergies;
  private final Medications medications;
  private final Immunizations immunizations;
  private final Procedures procedures;
  private final Observations observations;
  private final OwnSystems systems;

  private final Map<String, Set<Fact>> stated = new LinkedHashMap<>();
  private final List<Unusable> unusable = new ArrayList<>();

  Document(Element root, RecordTarget.Known target, Instant occurredAt, FeedProfile profile) {
    this.root = root;
    this.target = target;
    this.occurredAt = occurredAt;
    this.writtenAt = LocalDateTime.ofInstant(occurredAt, profile.zone());
    this.version = root.value("versionNumber").orElse("");
    this.systems = profile.systems();
    this.notes =
        new Notes(new Source(TYPE, Digest.shortOf(id(root.child("id"))), version), systems);
    this.times = new Times(profile.zone());
    var values = new Values(profile);
    this.problems = new Problems(values, times);
    this.allergies = new Allergies(values, times);
    this.medications = new Medications(values, times);
    this.immunizations = new Immunizations(values, times);
    this.procedures = new Procedures(values, times);
    this.observations = new Observations(values, times);
  }

  /** Root and extension; empty where it has none. */
  static List<String> id(Element id) {
    return id.isNull()
        ? List.of()
        : Stream.of("root", "extension").flatMap(it -> id.attribute(it).stream()).toList();
  }

  MessageContents contents() {
    List<Statement> statements =
        new ArrayList<>(new Person(times).statements(target.patientRole(), notes));
    Element body = root.child("component");
    if (body.child("nonXMLBody").exists()) {
      notes.drop("nonXMLBody", "it is a file or a text, not coded entries");
    }
    body.child("structuredBody").children("component").forEach(it -> read(it, false));
    stated.forEach((reference, facts) ->
        statements.add(new Statement(reference, new Said.Facts(List.copyOf(facts)))));
    return new MessageContents(
        occurredAt,
        List.of(new RecordChange.Says(target.key(), statements)),
        Stream.concat(notes.unusable().stream(), unusable.stream()).toList());
  }

  /** A section and those inside it, which are about whom it is about. */
  private void read(Element component, boolean isAboutSomebodyElse) {
    component
        .children("section")
        .forEach(section -> {
          boolean aboutOthers =
              isAboutSomebodyElse
                  || section.child("subject").exists()
                  || Section.isOfFamily(section);
          readOne(section, aboutOthers);
          section.children("component").forEach(inner -> read(inner, aboutOthers));
        });
  }

  private void readOne(Element section, boolean isAboutSomebodyElse) {
    String code = section.code("code").orElse("");
    Optional<Section> kind = Section.of(section);
    if (section.children("entry").allMatch(Document::saysThatItSaysNothing)) {
      if (kind.isPresent() && isOnlyText(section)) {
        notes.drop("section", "it is only a text, without coded entries", code);
      }
      return;
    }
    if (isAboutSomebodyElse) {
      notes.drop("section", "it is about somebody else", code);
    } else if (kind.isEmpty()) {
      notes.drop("section", "entries of such a section are not read", code);
    } else {
      read(section, kind.get(), code);
    }
  }

  private void read(Element section, Section kind, String code) {
    boolean isWhole = true;
    for (Element entry : section.children("entry").toList()) {
      List<Entry> statements = kind.statements(entry);
      statements.forEach(this::state);
      isWhole &= !statements.isEmpty() || isExpectedToSayNothing(entry);
    }
    if (!isWhole) {
      notes.drop("section", "some of its entries are of no kind that is read", code);
    }
  }

  /** An encounter without a diagnosis, or what says itself that it says nothing. */
  private static boolean isExpectedToSayNothing(Element entry) {
    return entry.child("encounter").exists() || saysThatItSaysNothing(entry);
  }

  /** What it says, be it that there is nothing, only people can read. */
  private static boolean isOnlyText(Element section) {
    return !section.isNull() && section.child("text").exists() && !section.child("entry").exists();
  }

  /** Whatever flavour it has itself: what it holds says more. */
  private static boolean saysThatItSaysNothing(Element entry) {
    List<Element> acts =
        entry.children().stream().filter(it -> !it.name().equals("templateId")).toList();
    return acts.isEmpty() ? entry.isNull() : acts.stream().allMatch(Element::isNull);
  }

  private void state(Entry entry) {
    Section kind = entry.section();
    Element coded = kind.coded(entry.act());
    List<String> identity = identity(coded, entry.act());
    var source =
        new Source(
            kind.sourceType(),
            Digest.shortOf(
                Stream.of(
                        List.of(target.key().authority(), target.key().number()),
                        identity,
                        kind.standing().stream().toList())
                    .flatMap(List::stream)
                    .toList()),
            version);
    var mine = new Notes(source, systems);
    if (entry.isAboutSomebodyElse()) {
      mine.drop("subject", "it is about somebody else");
    } else if (identity.isEmpty()) {
      mine.drop("the entry", "it has neither an id nor a code");
    } else if (isOnlyPlanned(kind, entry)) {
      mine.drop("moodCode", "it is a goal, a plan or a proposal");
    } else {
      stated
          .computeIfAbsent(source.reference(), _ -> new LinkedHashSet<>())
          .addAll(facts(kind, entry, mine));
    }
    unusable.addAll(mine.unusable());
  }

  /** A plan neither says what is so nor takes back what is said elsewhere. */
  private static boolean isOnlyPlanned(Section kind, Entry entry) {
    return kind == Section.MEDICATIONS
        ? !Medications.isTakenOrOrdered(entry)
        : !entry.mood().equals("EVN") || entry.isWithinPlan();
  }

  /** The first id; where it has none, what it says and when: the same when it is said again. */
  private static List<String> identity(Element coded, Element act) {
    Optional<List<String>> id =
        act.children("id").map(Document::id).filter(parts -> !parts.isEmpty()).findFirst();
    if (id.isPresent()) {
      return id.get();
    }
    List<String> codes =
        Values.with(coded)
            .flatMap(
                it -> Stream.of("codeSystem", "code").flatMap(part -> it.attribute(part).stream()))
            .toList();
    Element time = act.child("effectiveTime");
    return codes.isEmpty()
        ? List.of()
        : Stream.concat(
                codes.stream(), time.attribute("value").or(() -> time.value("low")).stream())
            .toList();
  }

  private List<Fact> facts(Section kind, Entry entry, Notes mine) {
    if (entry.isEnteredInError()) {
      mine.drop("the entry", "it was entered in error");
      return List.of();
    }
    return switch (kind) {
      case WORKING_DIAGNOSES, PAST_ILLNESSES, VISIT_DIAGNOSES, PROBLEMS ->
          problems.facts(entry, mine);
      case ALLERGIES -> allergies.facts(entry, writtenAt, mine);
      case MEDICATIONS -> medications.facts(entry, writtenAt, mine);
      case IMMUNIZATIONS -> immunizations.facts(entry, mine);
      case PROCEDURES -> procedures.facts(entry, mine);
      case RESULTS, VITAL_SIGNS, SOCIAL_HISTORY, FUNCTIONAL_STATUS ->
          observations.facts(entry, mine);
    };
  }
}
