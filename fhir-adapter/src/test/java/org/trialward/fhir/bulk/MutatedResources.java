package org.trialward.fhir.bulk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.trialward.fhir.Resources;

/** Resources with one to three odd places, the same for the same seed. */
final class MutatedResources {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final List<String> WHOLE =
      List.of(
          "{'resourceType':'Patient','id':'p1','meta':{'versionId':'3','lastUpdated':'2026-11-01T10:00:00.5Z','profile':['http://x/y'],'tag':[{'code':'t'}]},'text':{'status':'generated','div':'<div xmlns=\\'http://www.w3.org/1999/xhtml\\'>Hi</div>'},'extension':[{'url':'http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex','valueCode':'F'}],'identifier':[{'type':{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/v2-0203','code':'MR'}]},'system':'urn:x','value':'4711'}],'active':true,'birthDate':'1980-02-29','gender':'female','address':[{'use':'home','line':['Main St 1'],'country':'US','postalCode':'02139','period':{'start':'2020'}}],'communication':[{'language':{'coding':[{'code':'en'}],'text':'English'},'preferred':true}],'deceasedDateTime':'2026','link':[{'type':'replaced-by','other':{'reference':'Patient/2'}}],'name':[{'use':'official','family':'Doe','given':['Jane'],'prefix':['Dr']}],'telecom':[{'system':'phone','value':'1'}],'maritalStatus':{'coding':[{'code':'M'}]},'multipleBirthInteger':2}",
          "{'resourceType':'Condition','id':'c1','meta':{'profile':['http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-primary-cancer-condition']},'extension':[{'url':'http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-histology-morphology-behavior','valueCodeableConcept':{'coding':[{'system':'http://snomed.info/sct','code':'5'}]}},{'url':'http://hl7.org/fhir/StructureDefinition/condition-assertedDate','valueDateTime':'2019-03'}],'subject':{'reference':'Patient/p1','display':'J'},'clinicalStatus':{'coding':[{'code':'active'}]},'verificationStatus':{'coding':[{'code':'confirmed'}]},'category':[{'coding':[{'code':'x'}]}],'code':{'coding':[{'system':'http://snomed.info/sct','code':'1','display':'D','userSelected':true}],'text':'T'},'severity':{'coding':[{'system':'s','code':'2'}]},'stage':[{'summary':{'coding':[{'system':'s','code':'3'}]},'assessment':[{'reference':'Observation/t1'}]}],'onsetPeriod':{'start':'2020','end':'2021-02'},'abatementDateTime':'2022-01-01','note':[{'text':'n'}],'encounter':{'reference':'Encounter/1'}}",
          "{'resourceType':'Observation','id':'o1','meta':{'versionId':'7'},'status':'final','category':[{'coding':[{'system':'c','code':'laboratory'}]}],'subject':{'reference':'Patient/p1'},'code':{'coding':[{'system':'http://loinc.org','code':'2'}]},'effectiveDateTime':'2026-11-01T10:00:00+01:00','issued':'2026-11-01T10:00:00Z','valueQuantity':{'value':7.20,'comparator':'<','unit':'%','system':'http://unitsofmeasure.org','code':'%'},'interpretation':[{'coding':[{'system':'i','code':'H'}]}],'referenceRange':[{'low':{'value':4,'unit':'%'},'high':{'value':6.00,'unit':'%'},'type':{'coding':[{'code':'normal'}]},'text':'4-6'}],'note':[{'text':'n'}]}",
          "{'resourceType':'Observation','id':'o2','status':'final','subject':{'reference':'Patient/p1/_history/1'},'code':{'coding':[{'system':'http://loinc.org','code':'3'}]},'effectivePeriod':{'start':'2026-01','end':'2026-02-03T01:02:03Z'},'dataAbsentReason':{'coding':[{'code':'unknown'}]},'hasMember':[{'reference':'Observation/o1'}],'focus':[{'reference':'Condition/c1'}],'component':[{'code':{'coding':[{'system':'http://loinc.org','code':'3'}]},'valueInteger':3},{'code':{'coding':[{'system':'http://loinc.org','code':'4'}]},'dataAbsentReason':{'text':'not done'},'interpretation':[{'text':'i'}]}]}",
          "{'resourceType':'Observation','id':'v1','status':'final','subject':{'reference':'Patient/p1'},'code':{'coding':[{'system':'http://loinc.org','code':'69548-6'}]},'focus':[{'reference':'Condition/c1'}],'interpretation':[{'coding':[{'system':'http://loinc.org','code':'LA6668-3'}]}],'valueCodeableConcept':{'coding':[{'system':'http://loinc.org','code':'LA9633-4'}]},'component':[{'code':{'coding':[{'system':'http://loinc.org','code':'48018-6'}]},'valueCodeableConcept':{'coding':[{'system':'http://www.genenames.org/geneId','code':'HGNC:1097'}]}},{'code':{'coding':[{'system':'http://loinc.org','code':'48005-3'}]},'valueString':'p.Val600Glu'}]}",
          "{'resourceType':'MedicationRequest','id':'m1','status':'active','intent':'plan','reportedBoolean':true,'category':[{'text':'c'}],'priority':'routine','subject':{'reference':'Patient/p1'},'medicationCodeableConcept':{'coding':[{'system':'http://www.nlm.nih.gov/research/umls/rxnorm','code':'1'}]},'authoredOn':'2026-01-01','doNotPerform':false,'requester':{'reference':'Practitioner/1'},'dosageInstruction':[{'text':'daily','timing':{'repeat':{'boundsPeriod':{'end':'2026-02-01'},'frequency':1}},'doseAndRate':[{'doseQuantity':{'value':1.5}}]}],'dispenseRequest':{'validityPeriod':{'start':'2026','end':'2027'},'quantity':{'value':30}}}",
          "{'resourceType':'MedicationRequest','id':'m2','status':'stopped','intent':'order','subject':{'reference':'Patient/p1'},'contained':[{'resourceType':'Medication','id':'x','code':{'coding':[{'system':'s','code':'1'}]}}],'medicationReference':{'reference':'#x'}}",
          "{'resourceType':'MedicationStatement','id':'m3','status':'active','subject':{'reference':'Patient/p1'},'medicationReference':{'reference':'Medication/x'},'effectivePeriod':{'start':'2020'},'dosage':[{'text':'t'}]}",
          "{'resourceType':'MedicationStatement','id':'m6','status':'active','subject':{'reference':'Patient/p1'},'medicationCodeableConcept':{'coding':[{'system':'s','code':'1'}]},'dosage':[{'timing':{'repeat':{'boundsPeriod':{'start':'2026-01-01','end':'2026-02-01'}}}},{'text':'t','timing':{'repeat':{'boundsPeriod':{'start':'2026-02-01','end':'2026-03-01'}}}}]}",
          "{'resourceType':'MedicationAdministration','id':'m4','status':'completed','subject':{'reference':'Patient/p1'},'context':{'reference':'Encounter/1'},'medicationCodeableConcept':{'coding':[{'system':'s','code':'1'}]},'effectiveDateTime':'2020-01-01','dosage':{'dose':{'value':2}}}",
          "{'resourceType':'MedicationDispense','id':'m5','status':'completed','subject':{'reference':'Patient/p1'},'medicationCodeableConcept':{'coding':[{'system':'s','code':'1'}]},'authorizingPrescription':[{'reference':'MedicationRequest/m1'}],'quantity':{'value':30},'daysSupply':{'value':30,'unit':'days','system':'http://unitsofmeasure.org','code':'d'},'whenPrepared':'2026-01-01','whenHandedOver':'2026-01-02T10:00:00Z','dosageInstruction':[{'text':'t'}]}",
          "{'resourceType':'Medication','id':'x','status':'active','code':{'coding':[{'system':'s','code':'1'}]},'ingredient':[{'isActive':true,'itemCodeableConcept':{'coding':[{'system':'s','code':'2'}]},'strength':{'numerator':{'value':1}}}]}",
          "{'resourceType':'Immunization','id':'i1','status':'completed','patient':{'reference':'Patient/p1'},'vaccineCode':{'coding':[{'system':'http://hl7.org/fhir/sid/cvx','code':'140'}]},'occurrenceDateTime':'2026','primarySource':true}",
          "{'resourceType':'ResearchSubject','id':'s1','status':'on-study','individual':{'reference':'Patient/p1'},'study':{'reference':'ResearchStudy/t1','identifier':{'value':'NCT00000001'}},'period':{'start':'2026','end':'2026-02'}}",
          "{'resourceType':'ResearchStudy','id':'t1','status':'active','title':'A','identifier':[{'system':'urn:x','value':'7'}]}",
          "{'resourceType':'AllergyIntolerance','id':'a1','patient':{'reference':'Patient/p1'},'clinicalStatus':{'coding':[{'code':'active'}]},'type':'allergy','category':['food'],'criticality':'high','code':{'coding':[{'system':'s','code':'1'}]},'recordedDate':'2019','reaction':[{'substance':{'coding':[{'system':'s','code':'2'}]},'manifestation':[{'text':'m'}]},{'manifestation':[{'text':'m'}]}]}",
          "{'resourceType':'Procedure','id':'r1','status':'completed','subject':{'reference':'Patient/p1'},'code':{'coding':[{'system':'s','code':'1'}]},'performedPeriod':{'start':'2020-02-28','end':'2020-02-29'},'reasonReference':[{'reference':'Condition/c1'}]}");

  private static final List<String> ODDITIES =
      List.of(
          "null",
          "[]",
          "{}",
          "\"\"",
          "\" \"",
          "0",
          "-1",
          "1e5",
          "1e-3",
          "1e400",
          "1e999999999",
          "1.50",
          "true",
          "\"#\"",
          "\"Patient/\"",
          "[null]",
          "[[]]",
          "[{}]",
          "{\"resourceType\":\"Unicorn\"}",
          "\"9999-99-99\"",
          "\"urn:uuid:\"",
          "\"2026-11-01T25:61:61Z\"",
          "\"2026-11-01T10:00:00\"",
          "\"2026-11\"",
          "\"x \"",
          "\" x\"",
          "{\"reference\":\"Patient/p1\"}",
          "{\"display\":\"only\"}",
          "{\"id\":\"i\"}",
          "{\"text\":\"only\"}",
          "{\"extension\":[{\"url\":\"u\",\"valueString\":\"v\"}]}",
          "[{\"url\":\"u\",\"valueString\":\"v\"}]",
          "{\"coding\":[{\"code\":\"entered-in-error\"}]}",
          "\"entered-in-error\"",
          "\"\\u0000\"",
          "12345678901234567890",
          "\"12\"",
          "{\"value\":\"7\"}",
          "{\"coding\":{\"code\":\"c\"}}",
          "{\"start\":\"2020\"}");

  private static final List<String> NAMES =
      List.of(
          "extension",
          "modifierExtension",
          "id",
          "value",
          "valueString",
          "valueQuantity",
          "valueRange",
          "valueFoo",
          "comment",
          "assertedDate",
          "notGiven",
          "onsetAge",
          "onsetString",
          "abatementBoolean",
          "text",
          "contained",
          "_status",
          "_birthDate",
          "_effectiveDateTime",
          "_value",
          "_code",
          "_system",
          "_text",
          "code",
          "status",
          "effectiveInstant",
          "effectiveTiming",
          "performedString",
          "occurrenceString",
          "deceasedBoolean",
          "display",
          "reference",
          "identifier",
          "period",
          "unit",
          "language",
          "implicitRules",
          "itemCodeableConcept",
          "boundsRange");

  private MutatedResources() {}

  static String of(long seed) {
    var random = new Random(seed);
    try {
      JsonNode resource = JSON.readTree(Resources.json(pick(WHOLE, random)));
      for (int i = 0; i <= random.nextInt(3); i++) {
        mutate(resource, random);
      }
      return damaged(resource.toString(), random);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void mutate(JsonNode resource, Random random) throws JsonProcessingException {
    List<JsonNode> inner = new ArrayList<>();
    collect(resource, inner);
    JsonNode at = pick(inner, random);
    JsonNode odd = JSON.readTree(pick(ODDITIES, random));
    switch (at) {
      case ObjectNode object when random.nextInt(3) == 0 -> object.set(pick(NAMES, random), odd);
      case ObjectNode object when !object.isEmpty() -> {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        String name = pick(names, random);
        switch (random.nextInt(4)) {
          case 0 -> object.remove(name);
          case 1 -> object.set("_" + name, JSON.readTree("{\"extension\":[{\"url\":\"u\"}]}"));
          default -> object.set(name, odd);
        }
      }
      case ArrayNode array -> array.add(odd);
      default -> {
        // An empty object: nothing to change.
      }
    }
  }

  private static void collect(JsonNode node, List<JsonNode> into) {
    if (node.isContainerNode()) {
      into.add(node);
      node.forEach(child -> collect(child, into));
    }
  }

  /** Now and then a byte is wrong, or an element stands twice. */
  private static String damaged(String text, Random random) {
    return switch (random.nextInt(10)) {
      case 0 -> {
        var damaged = new StringBuilder(text);
        damaged.setCharAt(random.nextInt(text.length()), (char) (random.nextInt(95) + 32));
        yield damaged.toString();
      }
      case 1 ->
          text.substring(0, text.length() - 1) + ",\"status\":\"final\",\"code\":{\"text\":\"t\"}}";
      default -> text;
    };
  }

  private static <T> T pick(List<T> from, Random random) {
    return from.get(random.nextInt(from.size()));
  }
}
