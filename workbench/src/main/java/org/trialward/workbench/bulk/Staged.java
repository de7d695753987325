package org.trialward.workbench.bulk;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.trialward.fhir.bulk.Line;
import org.trialward.fhir.bulk.LineMapper;
import org.trialward.fhir.bulk.Lines;
import org.trialward.fhir.bulk.Place;
import org.trialward.fhir.intake.Mapped;
import org.trialward.fhir.intake.UnmappedCodes;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.patient.PatientChart;
import org.trialward.rules.patient.PatientId;
import org.trialward.workbench.bulk.BulkStore.Kind;
import org.trialward.workbench.chart.SourceKey;
import tools.jackson.databind.json.JsonMapper;

/**
 * Some lines as slips for the spool and rows for the database. Pure: made by any thread.
 *
 * @param slips one behind the other
 * @param copy as COPY takes them: who is there, and what others refer to
 * @param after up to where these lines reach
 * @param problems with some of them, no patient data
 */
record Staged(
    Bytes slips,
    CopyBuffer copy,
    Place after,
    int lines,
    int resources,
    int unreadable,
    List<String> problems) {

  /** A line waiting for its turn. */
  static final class Read {
    private final byte[] line;
    private final Lines.Where where;

    Read(byte[] line, Lines.Where where) {
      this.line = line;
      this.where = where;
    }
  }

  /** How one load's lines become slips and rows. */
  record Desk(long load, LineMapper mapper, JsonMapper json, FactJson facts) {
    private static final int COLUMNS = 7;
    private static final int SOME = 1 << 10;
    private static final byte[] NOTHING = {};

    Desk(long load, LineMapper mapper, JsonMapper json) {
      this(load, mapper, json, new FactJson(json));
    }

    Staged stage(List<Read> lines, Place after) {
      var slips = new Bytes(lines.size() * SOME);
      var copy = new CopyBuffer(SOME);
      List<String> problems = new ArrayList<>();
      int resources = 0;
      int unreadable = 0;
      for (Read read : lines) {
        switch (mapper.map(read.line)) {
          case Line.Entry entry -> {
            resources++;
            entry(entry, read.line, slips, copy);
            entry.problems().forEach(what -> problems.add(read.where.words() + ": " + what));
          }
          case Line.NotAsked _ -> {
            // Of a type that no chart holds.
          }
          case Line.Unreadable(var what) -> {
            unreadable++;
            problems.add(read.where.words() + ": " + what);
          }
        }
      }
      return new Staged(
          slips, copy, after, lines.size(), resources, unreadable, List.copyOf(problems));
    }

    private void entry(Line.Entry entry, byte[] line, Bytes slips, CopyBuffer copy) {
      switch (entry.content()) {
        case Line.Person(var who) -> {
          row(entry, Kind.PERSON, Optional.empty(), copy);
          int slip = begin(entry, Kind.PERSON, false, slips);
          PatientId id = entry.patient().orElseThrow();
          slips.sized(bytes(new PatientChart(id, who.demographics(), List.of())));
          slips.sized(joined(who.unusable()));
          slips.sized(NOTHING);
          slips.sized(bytes(who.identity()));
          slips.sized(NOTHING);
          slips.lengthAt(slip);
        }
        case Line.Facts(var mapped, var needed, var changesOthers) -> {
          int slip = begin(entry, Kind.FACTS, changesOthers, slips);
          int text = slips.size();
          slips.int32(0);
          facts.write(ordered(mapped.facts()), slips);
          slips.lengthAt(text);
          slips.sized(joined(mapped.unusable()));
          slips.sized(unmapped(mapped));
          slips.sized(NOTHING);
          slips.sized(needed || changesOthers ? line : NOTHING);
          slips.lengthAt(slip);
        }
        case Line.Later _ -> {
          if (entry.source().reference().startsWith("Patient/")) {
            row(entry, Kind.PERSON, Optional.empty(), copy); // not in use, and not missing
          }
          int slip = begin(entry, Kind.LATER, false, slips);
          slips.sized(NOTHING);
          slips.sized(NOTHING);
          slips.sized(NOTHING);
          slips.sized(NOTHING);
          slips.sized(line);
          slips.lengthAt(slip);
        }
        case Line.Referred _ -> row(entry, Kind.REFERRED, Optional.of(raw(line)), copy);
      }
    }

    private static int begin(Line.Entry entry, Kind kind, boolean others, Bytes slips) {
      String patient = entry.patient().map(PatientId::value).orElse("");
      String reference = entry.source().reference();
      int slip = slips.size();
      slips.int32(0);
      slips.int32(Compartments.tag(patient));
      slips.int64(SourceKey.of(reference));
      slips.int64(entry.number());
      slips.int64(entry.updated());
      slips.write(kind.name().charAt(0));
      slips.write(others ? 1 : 0);
      slips.sized(patient.getBytes(UTF_8));
      slips.sized(reference.getBytes(UTF_8));
      slips.sized(entry.source().toString().getBytes(UTF_8));
      return slip;
    }

    private void row(Line.Entry entry, Kind kind, Optional<String> raw, CopyBuffer copy) {
      copy.row(COLUMNS);
      copy.number(load);
      copy.text(entry.patient().map(PatientId::value));
      copy.text(entry.source().reference());
      copy.number(entry.number());
      copy.number(entry.updated());
      copy.text(kind.name());
      copy.text(raw);
    }

    /** In the order in which charts from files have the facts of one resource. */
    private static List<Fact> ordered(List<Fact> facts) {
      return facts.size() < 2
          ? facts
          : facts.stream().sorted(Comparator.comparing(Fact::toString)).toList();
    }

    byte[] factsText(Mapped mapped) {
      var out = new Bytes(SOME);
      facts.write(ordered(mapped.facts()), out);
      return out.toBytes();
    }

    byte[] unmapped(Mapped mapped) {
      return mapped.facts().isEmpty()
          ? NOTHING
          : joined(UnmappedCodes.in(mapped.facts()).tallies());
    }

    byte[] joined(List<?> each) {
      if (each.isEmpty()) {
        return NOTHING;
      }
      byte[] text =
          each.stream()
              .map(json::writeValueAsString)
              .collect(Collectors.joining(","))
              .getBytes(UTF_8);
      FactJson.withoutNul(text, 0, text.length);
      return text;
    }

    private byte[] bytes(Object value) {
      byte[] text = json.writeValueAsBytes(value);
      FactJson.withoutNul(text, 0, text.length);
      return text;
    }

    /** What was not UTF-8 was read with replacement characters. */
    private static String raw(byte[] line) {
      return new String(line, UTF_8).replace("\u0000", "");
    }
  }
}
