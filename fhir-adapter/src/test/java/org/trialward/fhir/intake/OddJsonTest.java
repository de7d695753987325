package org.trialward.fhir.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.trialward.fhir.FakeEmr;
import org.trialward.fhir.Resources;

/** Whatever comes in, reading it ends in charts and problems, never in an exception. */
class OddJsonTest {

  /** The same for every build; another one finds other damage. */
  private static final String SEED = "20261123";

  private static final String BUNDLE =
      Resources.json(
          "{'resourceType':'Bundle','type':'collection','entry':["
              + "{'fullUrl':'urn:uuid:1','resource':{'resourceType':'Patient','id':'p1','birthDate':'1980-02-29','gender':'female','address':[{'use':'home','country':'US','postalCode':'02139','period':{'start':'2020'}}],'communication':[{'language':{'coding':[{'code':'en'}],'text':'English'},'preferred':true}],'deceasedDateTime':'2026','link':[{'type':'replaced-by','other':{'reference':'Patient/2'}}],'name':[{'family':'Doe','given':['Jane']}]}},"
              + "{'resource':{'resourceType':'Condition','id':'c1','subject':{'reference':'Patient/p1'},'clinicalStatus':{'coding':[{'code':'active'}]},'code':{'coding':[{'system':'http://snomed.info/sct','code':'1'}]},'severity':{'coding':[{'system':'s','code':'2'}]},'stage':[{'summary':{'coding':[{'system':'s','code':'3'}]},'assessment':[{'reference':'Observation/t1'}]}],'onsetPeriod':{'start':'2020','end':'2021-02'},'abatementAge':{'value':3}}},"
              + "{'resource':{'resourceType':'Observation','id':'o1','status':'final','subject':{'reference':'urn:uuid:1'},'code':{'coding':[{'system':'http://loinc.org','code':'2'}]},'effectiveDateTime':'2026-11-01T10:00:00+01:00','valueQuantity':{'value':7.20,'comparator':'<','unit':'%','system':'http://unitsofmeasure.org','code':'%'},'referenceRange':[{'low':{'value':4,'unit':'%'},'high':{'value':6,'unit':'%'},'type':{'coding':[{'code':'normal'}]}}],'component':[{'code':{'coding':[{'system':'http://loinc.org','code':'3'}]},'valueInteger':3}]}},"
              + "{'resource':{'resourceType':'MedicationRequest','id':'m1','status':'active','intent':'order','subject':{'reference':'Patient/p1'},'contained':[{'resourceType':'Medication','id':'x','code':{'coding':[{'system':'s','code':'1'}]},'ingredient':[{'isActive':true,'itemCodeableConcept':{'coding':[{'system':'s','code':'2'}]}}]}],'medicationReference':{'reference':'#x'},'authoredOn':'2026-01-01','dosageInstruction':[{'timing':{'repeat':{'boundsPeriod':{'end':'2026-02-01'}}}}]}},"
              + "{'resource':{'resourceType':'Immunization','id':'i1','status':'completed','patient':{'reference':'Patient/p1'},'vaccineCode':{'coding':[{'system':'http://hl7.org/fhir/sid/cvx','code':'140'}]},'occurrenceDateTime':'2026'}},"
              + "{'resource':{'resourceType':'ResearchSubject','id':'s1','status':'on-study','individual':{'reference':'Patient/p1'},'study':{'reference':'ResearchStudy/t1','identifier':{'value':'NCT00000001'}},'period':{'start':'2026','end':'2026-02'}}},"
              + "{'resource':{'resourceType':'ResearchStudy','id':'t1','title':'A','identifier':[{'system':'urn:x','value':'7'}]}},"
              + "{'resource':{'resourceType':'Observation','id':'v1','status':'final','subject':{'reference':'Patient/p1'},'code':{'coding':[{'system':'http://loinc.org','code':'69548-6'}]},'focus':[{'reference':'Condition/c1'}],'interpretation':[{'coding':[{'system':'http://loinc.org','code':'LA6668-3'}]}],'valueCodeableConcept':{'coding':[{'system':'http://loinc.org','code':'LA9633-4'}]},'component':[{'code':{'coding':[{'system':'http://loinc.org','code':'48018-6'}]},'valueCodeableConcept':{'coding':[{'system':'http://www.genenames.org/geneId','code':'HGNC:1097'}]}},{'code':{'coding':[{'system':'http://loinc.org','code':'48005-3'}]},'valueString':'p.Val600Glu'}]}},"
              + "{'resource':{'resourceType':'Observation','id':'t1','status':'final','subject':{'reference':'Patient/p1'},'code':{'coding':[{'system':'http://loinc.org','code':'21908-9'}]},'focus':[{'reference':'Condition/c1'}],'hasMember':[{'reference':'Observation/t1'}],'valueCodeableConcept':{'coding':[{'system':'http://cancerstaging.org','code':'4'}]}}},"
              + "{'resource':{'resourceType':'AllergyIntolerance','id':'a1','patient':{'reference':'Patient/p1'},'code':{'coding':[{'system':'s','code':'1'}]},'reaction':[{'substance':{'coding':[{'system':'s','code':'2'}]}}]}},"
              + "{'resource':{'resourceType':'Procedure','id':'r1','status':'completed','subject':{'reference':'Patient/p1'},'code':{'coding':[{'system':'s','code':'1'}]},'performedDateTime':'2020-02-30'}}]}");

  private static final List<String> ODDITIES =
      List.of(
          "null",
          "[]",
          "{}",
          "\"\"",
          "\" \"",
          "0",
          "-1",
          "1e400",
          "1e999999999",
          "true",
          "\"#\"",
          "\"Patient/\"",
          "[null]",
          "[[]]",
          "{\"resourceType\":\"Unicorn\"}",
          "\"9999-99-99\"",
          "\"urn:uuid:\"",
          "\"2026-11-01T25:61:61Z\"",
          "{\"reference\":\"Patient/p1\"}",
          "\"\\u0000\"");

  private static final int MOST_DEPTH = 6;
  private static final int MOST_MEMBERS = 7;

  /** Many times what a small document takes, so that only what never ends is found. */
  private static final Duration BOUND = Duration.ofSeconds(10);

  private static final List<String> TYPES =
      Stream.concat(FactTypes.ALL.stream(), Stream.of("Patient", "Medication", "ResearchStudy"))
          .toList();

  /** Every name in the bundle, and some that choose between types. */
  private static final List<String> NAMES =
      Stream.concat(
              Pattern.compile("\"([a-zA-Z]+)\":").matcher(BUNDLE).results().map(m -> m.group(1)),
              Stream.of(
                  "valueString",
                  "valueDateTime",
                  "valueRange",
                  "valueRatio",
                  "valueBoolean",
                  "extension",
                  "modifierExtension",
                  "url",
                  "_birthDate",
                  "onsetAge",
                  "onsetDateTime",
                  "occurrenceString",
                  "deceasedBoolean",
                  "notificationEvent",
                  "parameter"))
          .distinct()
          .toList();

  /** Replaces values and damages bytes, the same for the same seed. */
  private static String mutated(long seed) {
    var random = new Random(seed);
    var text = new StringBuilder(BUNDLE);
    for (int i = 0; i <= random.nextInt(4); i++) {
      int at = text.indexOf(":", random.nextInt(text.length()));
      if (at < 0) {
        continue;
      }
      if (random.nextInt(4) == 0) {
        text.setCharAt(at, (char) (random.nextInt(95) + 32));
      } else {
        int end = endOfValue(text, at + 1);
        text.replace(at + 1, end, ODDITIES.get(random.nextInt(ODDITIES.size())));
      }
    }
    return text.toString();
  }

  private static int endOfValue(StringBuilder text, int from) {
    int depth = 0;
    boolean quoted = false;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && (c == '{' || c == '[')) {
        depth++;
      } else if (!quoted && (c == '}' || c == ']' || c == ',') && depth-- <= 0) {
        return i;
      } else if (!quoted && c == ',') {
        depth++;
      }
    }
    return text.length();
  }

  @Property(seed = SEED, shrinking = ShrinkingMode.OFF)
  void readingNeverThrows(@ForAll long seed) {
    var collector = new ChartCollector(new ChartMapper(ZoneId.of("Europe/Berlin")));
    try {
      collector.document(Json.READER.readTree(mutated(seed)), "a.json");
    } catch (JsonProcessingException notJson) {
      return;
    }
    PatientFiles.Contents contents = collector.contents();
    assertThat(contents.toString()).doesNotContain("Doe");
    assertThat(contents.unusable())
        .noneMatch(unusable -> unusable.why().contains("not shaped as FHIR"));
  }

  /** A tree of any shape under names that intake looks for. */
  private static void grow(StringBuilder text, Random random, int depth) {
    int kind = random.nextInt(depth > MOST_DEPTH ? 2 : 4);
    if (kind == 0) {
      text.append(ODDITIES.get(random.nextInt(ODDITIES.size())));
    } else if (kind == 1) {
      text.append('"').append(NAMES.get(random.nextInt(NAMES.size()))).append('"');
    } else {
      boolean object = kind == 2;
      text.append(object ? '{' : '[');
      int members = random.nextInt(MOST_MEMBERS);
      for (int i = 0; i < members; i++) {
        text.append(i == 0 ? "" : ",");
        if (object) {
          text.append('"').append(NAMES.get(random.nextInt(NAMES.size()))).append("\":");
        }
        grow(text, random, depth + 1);
      }
      text.append(object ? '}' : ']');
    }
  }

  private static String resource(Random random) {
    var text =
        new StringBuilder("{\"resourceType\":\"")
            .append(TYPES.get(random.nextInt(TYPES.size())))
            .append("\",\"id\":\"1\"");
    for (int i = random.nextInt(MOST_MEMBERS); i > 0; i--) {
      text.append(",\"").append(NAMES.get(random.nextInt(NAMES.size()))).append("\":");
      grow(text, random, 0);
    }
    return text.append('}').toString();
  }

  @Property(seed = SEED, shrinking = ShrinkingMode.OFF)
  void anyTreeIsReadInAMoment(@ForAll long seed) throws JsonProcessingException {
    var random = new Random(seed);
    String json = random.nextBoolean() ? resource(random) : bundle(random);
    var collector = new ChartCollector(new ChartMapper(ZoneId.of("Europe/Berlin")));
    long start = System.nanoTime();

    collector.document(Json.READER.readTree(json), "a.json");

    PatientFiles.Contents contents = collector.contents();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).as(json).isLessThan(BOUND);
    assertThat(contents.charts()).hasSizeLessThanOrEqualTo(MOST_MEMBERS);
    assertThat(contents.unusable())
        .as(json)
        .noneMatch(unusable -> unusable.why().contains("not shaped as FHIR"));
    new RestHook(ReadTypes.STANDARD, InstantSource.fixed(FakeEmr.NOW))
        .hints("POST", "", Optional.of(json));
  }

  private static String bundle(Random random) {
    return IntStream.range(0, 1 + random.nextInt(MOST_MEMBERS))
        .mapToObj(_ -> "{\"resource\":" + resource(random) + "}")
        .collect(Collectors.joining(",", "{\"resourceType\":\"Bundle\",\"entry\":[", "]}"));
  }

  @Property(seed = SEED, shrinking = ShrinkingMode.OFF)
  void aNotificationNeverThrows(@ForAll long seed, @ForAll @IntRange(max = 2) int method) {
    new RestHook(ReadTypes.STANDARD, InstantSource.fixed(FakeEmr.NOW))
        .hints(List.of("PUT", "POST", "DELETE").get(method), "", Optional.of(mutated(seed)));
  }

  @Test
  void aPatientWhoseDeathIsNotToldRightKeepsTheRest() throws JsonProcessingException {
    var collector = new ChartCollector(new ChartMapper(ZoneId.of("Europe/Berlin")));
    collector.document(
        Json.READER.readTree(
            Resources.json(
                "{'resourceType':'Patient','id':'1','birthDate':'1980-02-29','deceasedBoolean':'perhaps'}")),
        "a.json");

    PatientFiles.Contents contents = collector.contents();

    assertThat(contents.charts())
        .singleElement()
        .satisfies(chart -> assertThat(chart.demographics().born()).isPresent());
    assertThat(contents.unusable()).extracting(Unusable::what).containsExactly("deceased");
  }
}
