package org.trialward.workbench.json;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;
import org.trialward.fhir.record.Said;
import org.trialward.rules.patient.Demographics;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.patient.Measurement;
import org.trialward.rules.quantity.UcumUnit;
import org.trialward.rules.verdict.Evidence;
import tools.jackson.core.SerializableString;
import tools.jackson.core.io.CharacterEscapes;
import tools.jackson.core.io.SerializedString;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * How the domain's records read as JSON, in the database and on the command line. Keys are sorted:
 * same data, same bytes.
 */
public final class Json {
  private Json() {}

  public static JsonMapper mapper() {
    return JsonMapper.builder(JsonFactory.builder().characterEscapes(new WithoutNul()).build())
        .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
        .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
        .addMixIn(Fact.class, Kind.class)
        .addMixIn(Measurement.Result.class, Kind.class)
        .addMixIn(Demographics.Death.class, Kind.class)
        .addMixIn(Evidence.class, Kind.class)
        .addMixIn(Said.class, Kind.class)
        .addMixIn(UcumUnit.class, Unit.class)
        .build();
  }

  /** PostgreSQL keeps no NUL in its JSON. */
  private static final class WithoutNul extends CharacterEscapes {
    private static final long serialVersionUID = 1L;
    private static final SerializedString REPLACEMENT = new SerializedString("\\ufffd");

    @Override
    public int[] getEscapeCodesForAscii() {
      int[] codes = standardAsciiEscapesForJSON();
      codes[0] = ESCAPE_CUSTOM;
      return codes;
    }

    @Override
    public @Nullable SerializableString getEscapeSequence(int character) {
      return character == 0 ? REPLACEMENT : null; // Asked for all beyond ASCII, too.
    }
  }

  /** A sealed type says which of its records it is. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "kind")
  private interface Kind {}

  /** A unit is its UCUM code. */
  private abstract static class Unit {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    Unit(@SuppressWarnings("unused") String code) {}

    @JsonValue
    abstract String code();
  }
}
