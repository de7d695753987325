package org.trialward.ctms.screeninglog;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;
import org.trialward.ctms.screeninglog.Disclosure.Dates;
import org.trialward.ctms.screeninglog.LogField.Kind;

/** What the items of the log mean: the metadata of an ODM document. */
final class OdmDefinitions {
  static final String VERSION = "MDV.SCREENING-LOG.1";
  static final String SITE = "LOC.SITE";
  static final String EVENT = "SE.SCREENING";
  static final String FORM = "F.SCREENING-LOG";
  static final String CANDIDATE = "IG.CANDIDATE";
  static final String CRITERION = "IG.CRITERION";
  static final String CRITERION_ID = "IT.CRITERION";
  static final String CRITERION_RESULT = "IT.CRITERION_RESULT";
  static final String CRITERION_EVIDENCE = "IT.CRITERION_EVIDENCE";
  private static final String CRITERIA = "CL.CRITERION";

  /** Of a text; ODM asks for one, no reason that we store is longer. */
  private static final String LONGEST_TEXT = "4000";

  private final OdmElements odm;
  private final LogStudy study;
  private final Dates dates;

  OdmDefinitions(OdmElements odm, LogStudy study, Dates dates) {
    this.odm = odm;
    this.study = study;
    this.dates = dates;
  }

  static String studyOid(LogStudy study) {
    return "S." + study.id();
  }

  void study() throws XMLStreamException {
    odm.open("Study");
    odm.attribute("OID", studyOid(study));
    odm.open("GlobalVariables");
    odm.text("StudyName", study.title());
    odm.text("StudyDescription", "Screening log of " + study.id());
    odm.text("ProtocolName", study.id().value());
    odm.close();
    odm.open("MetaDataVersion");
    odm.attribute("OID", VERSION);
    odm.attribute("Name", "Screening log, version 1");
    odm.open("Protocol");
    odm.empty("StudyEventRef", "StudyEventOID", EVENT, "OrderNumber", "1", "Mandatory", "Yes");
    odm.close();
    event();
    form();
    groups();
    items();
    codeLists();
    odm.close();
    odm.close();
  }

  /** Where the candidates are looked for. */
  void site() throws XMLStreamException {
    odm.open("AdminData");
    odm.attribute("StudyOID", studyOid(study));
    odm.open("Location");
    odm.attribute("OID", SITE);
    odm.attribute("Name", study.site());
    odm.attribute("LocationType", "Site");
    odm.empty(
        "MetaDataVersionRef",
        "StudyOID",
        studyOid(study),
        "MetaDataVersionOID",
        VERSION,
        "EffectiveDate",
        study.takenAt().toLocalDate().toString());
    odm.close();
    odm.close();
  }

  private void event() throws XMLStreamException {
    odm.open("StudyEventDef");
    define(EVENT, "Screening");
    odm.attribute("Repeating", "No");
    odm.attribute("Type", "Common");
    odm.empty("FormRef", "FormOID", FORM, "OrderNumber", "1", "Mandatory", "Yes");
    odm.close();
  }

  private void form() throws XMLStreamException {
    odm.open("FormDef");
    define(FORM, "Screening log");
    odm.attribute("Repeating", "No");
    odm.empty("ItemGroupRef", "ItemGroupOID", CANDIDATE, "OrderNumber", "1", "Mandatory", "Yes");
    odm.empty("ItemGroupRef", "ItemGroupOID", CRITERION, "OrderNumber", "2", "Mandatory", "No");
    odm.close();
  }

  private void groups() throws XMLStreamException {
    odm.open("ItemGroupDef");
    define(CANDIDATE, "Candidate");
    odm.attribute("Repeating", "No");
    int order = 0;
    for (LogField field : LogField.values()) {
      order++;
      reference(field.oid(), order, field.isAlwaysThere());
    }
    odm.close();
    odm.open("ItemGroupDef");
    define(CRITERION, "Criterion");
    odm.attribute("Repeating", "Yes");
    reference(CRITERION_ID, 1, true);
    reference(CRITERION_RESULT, 2, true);
    reference(CRITERION_EVIDENCE, 3, false);
    odm.close();
  }

  private void reference(String item, int order, boolean mandatory) throws XMLStreamException {
    odm.empty(
        "ItemRef",
        "ItemOID",
        item,
        "OrderNumber",
        Integer.toString(order),
        "Mandatory",
        mandatory ? "Yes" : "No");
  }

  private void items() throws XMLStreamException {
    for (LogField field : LogField.values()) {
      item(
          field.oid(),
          field.column(),
          field.kind(),
          field.label(),
          field.codes().map(CodeList::oid));
    }
    item(CRITERION_ID, "criterion", Kind.CODE, "Criterion", Optional.of(CRITERIA));
    item(
        CRITERION_RESULT,
        "result",
        Kind.CODE,
        "Result of the criterion",
        Optional.of(CodeList.RESULT.oid()));
    item(CRITERION_EVIDENCE, "evidence", Kind.DAY, evidenceLabel(), Optional.empty());
  }

  private String evidenceLabel() {
    return dates == Dates.EXACT
        ? "When the evidence was recorded"
        : "How old the evidence was on the day found";
  }

  private void item(String oid, String name, Kind kind, String label, Optional<String> codes)
      throws XMLStreamException {
    odm.open("ItemDef");
    define(oid, name);
    odm.attribute("DataType", dataType(kind));
    if (kind == Kind.TEXT || kind == Kind.CODE) {
      odm.attribute("Length", LONGEST_TEXT);
    }
    odm.words("Description", label + unit(kind));
    if (codes.isPresent()) {
      odm.empty("CodeListRef", "CodeListOID", codes.get());
    }
    odm.close();
  }

  private String dataType(Kind kind) {
    return switch (kind) {
      case TEXT, CODE -> "text";
      case FOUND -> "partialDate";
      case DAY -> dates == Dates.EXACT ? "partialDate" : "durationDatetime";
    };
  }

  private String unit(Kind kind) {
    boolean isDistance = kind == Kind.DAY && dates == Dates.RELATIVE;
    return isDistance ? " (distance from the day found)" : "";
  }

  private void codeLists() throws XMLStreamException {
    for (CodeList list : CodeList.values()) {
      codeList(list.oid(), list.label(), list.items());
    }
    Map<String, String> criteria = new LinkedHashMap<>();
    study.criteria().forEach(criterion -> criteria.put(criterion.id(), criterion.text()));
    codeList(CRITERIA, "Criteria", criteria);
  }

  private void codeList(String oid, String name, Map<String, String> items)
      throws XMLStreamException {
    odm.open("CodeList");
    define(oid, name);
    odm.attribute("DataType", "text");
    for (Map.Entry<String, String> item : items.entrySet()) {
      odm.open("CodeListItem");
      odm.attribute("CodedValue", item.getKey());
      odm.words("Decode", item.getValue());
      odm.close();
    }
    odm.close();
  }

  private void define(String oid, String name) throws XMLStreamException {
    odm.attribute("OID", oid);
    odm.attribute("Name", name);
  }
}
