package org.trialward.workbench.bulk;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Resource;
import org.trialward.fhir.bulk.LineMapper;
import org.trialward.fhir.intake.Mapped;
import org.trialward.fhir.intake.ResearchContact;
import org.trialward.fhir.intake.Surroundings;
import org.trialward.fhir.intake.Together;
import org.trialward.fhir.intake.UnmappedCodes;
import org.trialward.rules.patient.PatientId;
import org.trialward.workbench.bulk.BulkStore.Kind;
import org.trialward.workbench.bulk.BulkStore.Load;
import org.trialward.workbench.chart.SourceKey;
import tools.jackson.databind.json.JsonMapper;

/** Puts whole charts together from the texts of their facts. */
final class Assembly {

  /** A medicine may name its ingredients by other medicines. */
  private static final int REFERENCES_OF_REFERENCES = 2;

  private static final int COLUMNS = 6;
  private static final byte[] NO_FACTS = "\"facts\":[]}".getBytes(UTF_8);
  private static final int CLOSING = "]}".length();

  private final BulkStore store;
  private final JsonMapper json;
  private final LineMapper mapper;

  Assembly(BulkStore store, JsonMapper json, LineMapper mapper) {
    this.store = store;
    this.json = json;
    this.mapper = mapper;
  }

  /** The charts of those who are there, as COPY takes them. */
  CopyBuffer charts(Load load, List<Sheet> sheets) {
    var desk = new Staged.Desk(load.id(), mapper, json);
    Map<String, Resource> shared =
        referred(load, sheets.stream().flatMap(sheet -> sheet.slips().stream()).toList());
    var rows = new CopyBuffer(1 << 20);
    for (Sheet sheet : sheets) {
      sheet
          .person()
          .ifPresent(person -> {
            List<Slip> said = sheet.has(Kind.LATER) ? together(sheet, shared, desk) : sheet.slips();
            chart(sheet.place().patient(), person, said, rows);
          });
    }
    return rows;
  }

  /** What the Consents of those who have any say of being asked about research. */
  Map<PatientId, ResearchContact> consents(List<Sheet> sheets) {
    Map<PatientId, ResearchContact> said = new LinkedHashMap<>();
    for (Sheet sheet : sheets) {
      List<Slip> consents =
          sheet.slips().stream().filter(slip -> slip.reference.startsWith("Consent/")).toList();
      if (!consents.isEmpty() && sheet.has(Kind.PERSON)) {
        sheet
            .patient()
            .ifPresent(patient ->
                said.put(patient, ResearchContact.of(List.copyOf(read(consents).values()))));
      }
    }
    return said;
  }

  private void chart(String patient, Slip person, List<Slip> all, CopyBuffer rows) {
    List<Slip> others = all.stream().filter(slip -> slip.kind != Kind.PERSON).toList();
    List<Slip> withFacts = others.stream().filter(slip -> slip.facts.length > 0).toList();
    rows.row(COLUMNS);
    rows.text(patient);
    rows.text(person.identity);
    facts(person.facts, withFacts, rows);
    rows.integers(withFacts.stream().mapToInt(slip -> SourceKey.indexed(slip.key)).toArray());
    int unmapped = rows.beginJsonb();
    array(List.of(unmapped(others)), rows);
    rows.end(unmapped);
    int unusable = rows.beginJsonb();
    List<byte[]> notes = new ArrayList<>(List.of(person.unusable));
    others.forEach(slip -> notes.add(slip.unusable));
    array(notes, rows);
    rows.end(unusable);
  }

  private static void facts(byte[] person, List<Slip> slips, CopyBuffer rows) {
    int end = person.length - NO_FACTS.length;
    if (end < 0
        || !new String(person, end, NO_FACTS.length, UTF_8).equals(new String(NO_FACTS, UTF_8))) {
      throw new IllegalStateException("A chart's JSON no longer ends with its facts.");
    }
    int text = rows.begin();
    rows.part(person, 0, person.length - CLOSING);
    boolean first = true;
    for (Slip slip : slips) {
      if (!first) {
        rows.part(',');
      }
      rows.part(slip.facts, 0, slip.facts.length);
      first = false;
    }
    rows.part(person, person.length - CLOSING, person.length);
    rows.end(text);
  }

  private static void array(List<byte[]> parts, CopyBuffer rows) {
    rows.part('[');
    boolean first = true;
    for (byte[] part : parts) {
      if (part.length > 0) {
        if (!first) {
          rows.part(',');
        }
        rows.part(part, 0, part.length);
        first = false;
      }
    }
    rows.part(']');
  }

  /** Codes of the site's own are few. */
  private byte[] unmapped(List<Slip> slips) {
    UnmappedCodes codes = UnmappedCodes.NONE;
    for (Slip slip : slips) {
      if (slip.unmapped.length > 0) {
        codes = codes.plus(new UnmappedCodes(List.of(tallies(slip.unmapped))));
      }
    }
    return new Staged.Desk(0, mapper, json).joined(codes.tallies());
  }

  private UnmappedCodes.Tally[] tallies(byte[] text) {
    return json.readValue("[" + new String(text, UTF_8) + "]", UnmappedCodes.Tally[].class);
  }

  /** With what the resources say that needed others. */
  private List<Slip> together(Sheet sheet, Map<String, Resource> shared, Staged.Desk desk) {
    Map<String, Resource> own = read(sheet.slips());
    List<Resource> all = new ArrayList<>(own.values());
    all.addAll(shared.values());
    Surroundings around = Together.of(all);
    return sheet.slips().stream()
        .map(slip -> slip.kind == Kind.LATER ? said(slip, own, around, desk) : slip)
        .toList();
  }

  private Slip said(Slip later, Map<String, Resource> own, Surroundings around, Staged.Desk desk) {
    Mapped mapped =
        Optional.ofNullable(own.get(later.reference))
            .map(resource -> mapper.map(resource, around))
            .orElseGet(() -> new Mapped(List.of(), List.of()));
    return later.saying(
        desk.factsText(mapped), desk.joined(mapped.unusable()), desk.unmapped(mapped));
  }

  private Map<String, Resource> read(List<Slip> slips) {
    Map<String, Resource> read = new LinkedHashMap<>();
    for (Slip slip : slips) {
      if (slip.raw.length > 0) {
        mapper.resource(slip.raw).ifPresent(resource -> read.put(slip.reference, resource));
      }
    }
    return read;
  }

  private Map<String, Resource> referred(Load load, List<Slip> slips) {
    Map<String, Resource> found = new LinkedHashMap<>();
    Set<String> asked = new HashSet<>();
    Map<String, Resource> from =
        read(slips.stream().filter(slip -> slip.kind == Kind.LATER).toList());
    for (int step = 0; step < REFERENCES_OF_REFERENCES && !from.isEmpty(); step++) {
      List<String> next =
          from.values().stream()
              .flatMap(resource -> Together.allReferred(resource).stream())
              .filter(asked::add)
              .toList();
      from = new LinkedHashMap<>();
      if (!next.isEmpty()) {
        for (BulkStore.Raw raw : store.referred(load.id(), next)) {
          Optional<Resource> resource = mapper.resource(raw.text().getBytes(UTF_8));
          if (resource.isPresent()) {
            from.put(raw.reference(), resource.get());
          }
        }
      }
      found.putAll(from);
    }
    return found;
  }
}
