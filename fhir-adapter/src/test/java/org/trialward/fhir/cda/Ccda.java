package org.trialward.fhir.cda;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Small documents of people who do not exist. */
final class Ccda {
  static final String ROOT = "1.2.840.99999.1";
  static final String SNOMED = "2.16.840.1.113883.6.96";
  static final String LOINC = "2.16.840.1.113883.6.1";
  static final String RXNORM = "2.16.840.1.113883.6.88";
  static final String CVX = "2.16.840.1.113883.12.292";

  private static final String TEMPLATE = "2.16.840.1.113883.10.20.22.4.";

  private Ccda() {}

  static byte[] bytes(String document) {
    return document.getBytes(StandardCharsets.UTF_8);
  }

  /** A document of the record {@code 4711}, written on 10 March 2024. */
  static String document(String... sections) {
    return documentOf(target("<patient/>"), sections);
  }

  static String documentOf(String header, String... sections) {
    return """
    <?xml version="1.0" encoding="UTF-8"?>
    <ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:sdtc="urn:hl7-org:sdtc"
        xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
      <id root="1.2.840.99999.2" extension="D1"/>
      <effectiveTime value="20240310120000-0500"/>
      <setId root="1.2.840.99999.3" extension="S1"/>
      <versionNumber value="2"/>
      %s
      <component><structuredBody>%s</structuredBody></component>
    </ClinicalDocument>
    """
        .formatted(
            header,
            Arrays.stream(sections)
                .map(section -> "<component>" + section + "</component>")
                .collect(Collectors.joining()));
  }

  static String target(String patient) {
    return targetWith("<id root=\"%s\" extension=\"4711\"/>".formatted(ROOT), patient);
  }

  static String targetWith(String ids, String rest) {
    return "<recordTarget><patientRole>%s%s</patientRole></recordTarget>".formatted(ids, rest);
  }

  static String section(String loinc, String... entries) {
    return "<section><code code=\"%s\" codeSystem=\"%s\"/><text>narrative</text>%s</section>"
        .formatted(
            loinc,
            LOINC,
            Arrays.stream(entries)
                .map(entry -> "<entry>" + entry + "</entry>")
                .collect(Collectors.joining()));
  }

  /** A section that names a template besides its code. */
  static String templated(String root, String section) {
    return section.replace("<text>", "<templateId root=\"%s\"/><text>".formatted(root));
  }

  static String template(String number) {
    return "<templateId root=\"%s%s\"/>".formatted(TEMPLATE, number);
  }

  /** A concern with one problem or allergy in it. */
  static String concern(String status, String observation) {
    return """
    <act classCode="ACT" moodCode="EVN"><id root="1.9" extension="concern"/>
      <code code="CONC" codeSystem="2.16.840.1.113883.5.6"/><statusCode code="%s"/>
      <effectiveTime><low value="20200101"/></effectiveTime>
      <author><time value="20200102"/></author>
      <entryRelationship typeCode="SUBJ">%s</entryRelationship></act>
    """
        .formatted(status, observation);
  }

  static String problem(String attributes, String inner) {
    return """
    <observation classCode="OBS" moodCode="EVN" %s>%s<id root="1.8" extension="p1"/>
      <code code="55607006" codeSystem="%s"/><statusCode code="completed"/>%s</observation>
    """
        .formatted(attributes, template("4"), SNOMED, inner);
  }

  static String diabetes() {
    return coded("value xsi:type=\"CD\"", "44054006", SNOMED);
  }

  static String coded(String element, String code, String system) {
    return "<%s code=\"%s\" codeSystem=\"%s\"/>".formatted(element, code, system);
  }

  static String status(String snomed) {
    return """
    <entryRelationship typeCode="REFR"><observation classCode="OBS" moodCode="EVN">%s
      <code code="33999-4" codeSystem="%s"/>%s</observation></entryRelationship>
    """
        .formatted(template("6"), LOINC, coded("value xsi:type=\"CD\"", snomed, SNOMED));
  }

  /** How sure one is of it, as IPS documents say it. */
  static String certainty(String code) {
    return """
    <entryRelationship typeCode="SUBJ" inversionInd="true">
      <observation classCode="OBS" moodCode="EVN"><code code="66455-7" codeSystem="%s"/>%s
      </observation></entryRelationship>
    """
        .formatted(LOINC, coded("value xsi:type=\"CD\"", code, "2.16.840.1.113883.4.642.4.1075"));
  }

  static String allergy(String attributes, String substance) {
    return """
    <observation classCode="OBS" moodCode="EVN" %s>%s<id root="1.7" extension="a1"/>
      <code code="ASSERTION" codeSystem="2.16.840.1.113883.5.4"/><statusCode code="completed"/>
      <effectiveTime><low value="2019"/></effectiveTime>%s
      <participant typeCode="CSM"><participantRole><playingEntity>%s</playingEntity>
      </participantRole></participant></observation>
    """
        .formatted(
            attributes,
            template("7"),
            coded("value xsi:type=\"CD\"", "416098002", SNOMED),
            substance);
  }

  static String medicine(String attributes, String status, String times) {
    return given(
        "16", attributes, status, times, coded("code", "860975", RXNORM)); // metformin 500 mg
  }

  static String vaccine(String attributes, String status, String times) {
    return given("52", attributes, status, times, coded("code", "88", CVX)); // influenza
  }

  static String given(
      String template, String attributes, String status, String times, String product) {
    return """
    <substanceAdministration classCode="SBADM" %s>%s<id root="1.6" extension="m1"/>
      <statusCode code="%s"/>%s
      <consumable><manufacturedProduct><manufacturedMaterial>%s</manufacturedMaterial>
      </manufacturedProduct></consumable></substanceAdministration>
    """
        .formatted(attributes, template(template), status, times, product);
  }

  static String battery(String status, String... observations) {
    return """
    <organizer classCode="BATTERY" moodCode="EVN"><id root="1.5" extension="b1"/>
      <statusCode code="%s"/>
      <effectiveTime><low value="20240301"/><high value="20240302"/></effectiveTime>%s</organizer>
    """
        .formatted(
            status,
            Arrays.stream(observations)
                .map(one -> "<component>" + one + "</component>")
                .collect(Collectors.joining()));
  }

  /** Haemoglobin. */
  static String result(String id, String inner) {
    return """
    <observation classCode="OBS" moodCode="EVN"><id root="1.4" extension="%s"/>%s%s</observation>
    """
        .formatted(id, coded("code", "718-7", LOINC), inner);
  }
}
