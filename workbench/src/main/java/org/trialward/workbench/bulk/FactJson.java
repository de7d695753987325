package org.trialward.workbench.bulk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.format.DateTimeFormatter.ISO_LOCAL_DATE_TIME;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import org.trialward.rules.patient.Allergy;
import org.trialward.rules.patient.Diagnosis;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.patient.GeneVariant;
import org.trialward.rules.patient.Immunization;
import org.trialward.rules.patient.Measurement;
import org.trialward.rules.patient.Measurement.Result;
import org.trialward.rules.patient.MedicationUse;
import org.trialward.rules.patient.PerformedProcedure;
import org.trialward.rules.patient.ReferenceRange;
import org.trialward.rules.patient.Source;
import org.trialward.rules.patient.StudyParticipation;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.Interval;
import org.trialward.rules.quantity.Quantity;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.io.SerializedString;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Facts as JSON, byte for byte what the mapper writes, in half its time: these are nearly all that
 * a load writes. Kinds that are few are left to the mapper.
 */
final class FactJson {
  private static final byte[] NUL = "\\u0000".getBytes(UTF_8);
  private static final byte[] REPLACEMENT = "\\ufffd".getBytes(UTF_8);

  private static final SerializedString KIND = new SerializedString("kind");
  private static final SerializedString CODES = new SerializedString("codes");
  private static final SerializedString SYSTEM = new SerializedString("system");
  private static final SerializedString VALUE = new SerializedString("value");
  private static final SerializedString DISPLAY = new SerializedString("display");
  private static final SerializedString SUBTREE = new SerializedString("subtree");
  private static final SerializedString STATUS = new SerializedString("status");
  private static final SerializedString VERIFICATION = new SerializedString("verification");
  private static final SerializedString ONSET = new SerializedString("onset");
  private static final SerializedString ABATEMENT = new SerializedString("abatement");
  private static final SerializedString RECORDED = new SerializedString("recorded");
  private static final SerializedString SEVERITY = new SerializedString("severity");
  private static final SerializedString STAGE = new SerializedString("stage");
  private static final SerializedString SOURCE = new SerializedString("source");
  private static final SerializedString TYPE = new SerializedString("type");
  private static final SerializedString ID = new SerializedString("id");
  private static final SerializedString VERSION = new SerializedString("version");
  private static final SerializedString EARLIEST = new SerializedString("earliest");
  private static final SerializedString LATEST = new SerializedString("latest");
  private static final SerializedString RESULT = new SerializedString("result");
  private static final SerializedString COMPARATOR = new SerializedString("comparator");
  private static final SerializedString QUANTITY = new SerializedString("quantity");
  private static final SerializedString UNIT = new SerializedString("unit");
  private static final SerializedString WHY = new SerializedString("why");
  private static final SerializedString NORMAL = new SerializedString("normal");
  private static final SerializedString LOW = new SerializedString("low");
  private static final SerializedString HIGH = new SerializedString("high");
  private static final SerializedString TAKEN = new SerializedString("taken");
  private static final SerializedString START = new SerializedString("start");
  private static final SerializedString END = new SerializedString("end");
  private static final SerializedString PERFORMED = new SerializedString("performed");
  private static final SerializedString GIVEN = new SerializedString("given");

  private final JsonMapper json;
  private final ObjectWriter separated;

  FactJson(JsonMapper json) {
    this.json = json;
    this.separated = json.writer().withRootValueSeparator(",");
  }

  /** With commas between. */
  void write(List<? extends Fact> facts, Bytes out) {
    int from = out.size();
    if (!facts.isEmpty()) {
      try (JsonGenerator to = separated.createGenerator(out)) {
        facts.forEach(fact -> write(fact, to));
      }
    }
    withoutNul(out.array(), from, out.size());
  }

  /** PostgreSQL keeps no NUL in its JSON: what counts codes would fail. */
  static void withoutNul(byte[] text, int from, int to) {
    for (int at = from; at <= to - NUL.length; at++) {
      if (text[at] == '\\' && isNul(text, at)) {
        System.arraycopy(REPLACEMENT, 0, text, at, REPLACEMENT.length);
      }
    }
  }

  private static boolean isNul(byte[] text, int from) {
    for (int at = 0; at < NUL.length; at++) {
      if (text[from + at] != NUL[at]) {
        return false;
      }
    }
    return true;
  }

  private void write(Fact fact, JsonGenerator to) {
    switch (fact) {
      case Measurement(var codes, var status, var result, var normal, var taken, var source) -> {
        begin("Measurement", to);
        codes(CODES, codes, to);
        text(STATUS, status.name(), to);
        result(result, to);
        range(normal, to);
        date(TAKEN, taken, to);
        end(source, to);
      }
      case PerformedProcedure(var codes, var status, var performed, var source) -> {
        begin("PerformedProcedure", to);
        codes(CODES, codes, to);
        text(STATUS, status.name(), to);
        date(PERFORMED, performed, to);
        end(source, to);
      }
      case MedicationUse(var codes, var status, var start, var end, var source) -> {
        begin("MedicationUse", to);
        codes(CODES, codes, to);
        text(STATUS, status.name(), to);
        date(START, start, to);
        date(END, end, to);
        end(source, to);
      }
      case Immunization(var codes, var status, var given, var source) -> {
        begin("Immunization", to);
        codes(CODES, codes, to);
        text(STATUS, status.name(), to);
        date(GIVEN, given, to);
        end(source, to);
      }
      case Allergy(var codes, var status, var verification, var recorded, var source) -> {
        begin("Allergy", to);
        codes(CODES, codes, to);
        text(STATUS, status.name(), to);
        text(VERIFICATION, verification.name(), to);
        date(RECORDED, recorded, to);
        end(source, to);
      }
      case Diagnosis diagnosis -> diagnosis(diagnosis, to);
      case GeneVariant _, StudyParticipation _ -> json.writeValue(to, fact);
    }
  }

  private static void diagnosis(Diagnosis diagnosis, JsonGenerator to) {
    begin("Diagnosis", to);
    codes(CODES, diagnosis.codes(), to);
    text(STATUS, diagnosis.status().name(), to);
    text(VERIFICATION, diagnosis.verification().name(), to);
    date(ONSET, diagnosis.onset(), to);
    date(ABATEMENT, diagnosis.abatement(), to);
    date(RECORDED, diagnosis.recorded(), to);
    codes(SEVERITY, diagnosis.severity(), to);
    codes(STAGE, diagnosis.stage(), to);
    end(diagnosis.source(), to);
  }

  private static void begin(String kind, JsonGenerator to) {
    to.writeStartObject();
    text(KIND, kind, to);
  }

  private static void text(SerializedString name, String value, JsonGenerator to) {
    to.writeName(name);
    to.writeString(value);
  }

  private static void codes(SerializedString name, List<Code> codes, JsonGenerator to) {
    to.writeName(name);
    to.writeStartArray();
    for (Code code : codes) {
      to.writeStartObject();
      text(SYSTEM, code.system(), to);
      text(VALUE, code.value(), to);
      text(DISPLAY, code.display(), to);
      to.writeName(SUBTREE);
      to.writeBoolean(code.isSubtree());
      to.writeEndObject();
    }
    to.writeEndArray();
  }

  private static void date(SerializedString name, Optional<Interval> date, JsonGenerator to) {
    to.writeName(name);
    if (date.isEmpty()) {
      to.writeNull();
      return;
    }
    to.writeStartObject();
    text(EARLIEST, iso(date.get().earliest()), to);
    text(LATEST, iso(date.get().latest()), to);
    to.writeEndObject();
  }

  /** As {@code ISO_LOCAL_DATE_TIME}; a formatter takes ten times as long. */
  private static String iso(LocalDateTime moment) {
    if (moment.getNano() == 0) {
      return moment.getSecond() == 0 ? moment + ":00" : moment.toString();
    }
    return moment.getNano() % 10 == 0 ? ISO_LOCAL_DATE_TIME.format(moment) : moment.toString();
  }

  private static void result(Result result, JsonGenerator to) {
    to.writeName(RESULT);
    to.writeStartObject();
    switch (result) {
      case Result.Numeric(var comparator, var quantity) -> {
        text(KIND, "Numeric", to);
        text(COMPARATOR, comparator.name(), to);
        to.writeName(QUANTITY);
        quantity(quantity, to);
      }
      case Result.Coded(var codes) -> {
        text(KIND, "Coded", to);
        codes(CODES, codes, to);
      }
      case Result.Unusable(var why) -> {
        text(KIND, "Unusable", to);
        text(WHY, why, to);
      }
    }
    to.writeEndObject();
  }

  private static void range(ReferenceRange normal, JsonGenerator to) {
    to.writeName(NORMAL);
    to.writeStartObject();
    limit(LOW, normal.low(), to);
    limit(HIGH, normal.high(), to);
    to.writeEndObject();
  }

  private static void limit(SerializedString name, Optional<Quantity> limit, JsonGenerator to) {
    to.writeName(name);
    if (limit.isPresent()) {
      quantity(limit.get(), to);
    } else {
      to.writeNull();
    }
  }

  private static void quantity(Quantity quantity, JsonGenerator to) {
    to.writeStartObject();
    to.writeName(VALUE);
    to.writeNumber(quantity.value());
    text(UNIT, quantity.unit().code(), to);
    to.writeEndObject();
  }

  private static void end(Source source, JsonGenerator to) {
    to.writeName(SOURCE);
    to.writeStartObject();
    text(TYPE, source.type(), to);
    text(ID, source.id(), to);
    text(VERSION, source.version(), to);
    to.writeEndObject();
    to.writeEndObject();
  }
}
