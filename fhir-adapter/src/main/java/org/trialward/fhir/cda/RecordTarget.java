package org.trialward.fhir.cda;

import java.util.List;
import java.util.Optional;
import org.trialward.fhir.record.FeedProfile;
import org.trialward.fhir.record.RecordKey;

/** Whose record a document belongs to. */
sealed interface RecordTarget {

  /** The US Social Security Number: names a person, but no record of this hospital. */
  String SOCIAL_SECURITY = "2.16.840.1.113883.4.1";

  record Known(RecordKey key, Element patientRole) implements RecordTarget {}

  /** It does not say, or not clearly. */
  record Unclear(String cause) implements RecordTarget {}

  static RecordTarget of(Element document, FeedProfile profile) {
    List<Known> patients =
        document
            .children("recordTarget")
            .map(target -> target.child("patientRole"))
            .flatMap(role -> key(role, profile).map(key -> new Known(key, role)).stream())
            .toList();
    if (patients.isEmpty()) {
      return new Unclear(
          "No recordTarget has an id with a root and an extension, other than a social security"
              + " number: have the sender put the record number there, or name the authority (the"
              + " root) in the feed's settings.");
    }
    long different = patients.stream().map(Known::key).distinct().count();
    return different == 1 && patients.size() == document.children("recordTarget").count()
        ? patients.getFirst()
        : new Unclear(
            "It has several recordTargets, and its entries do not say whose they are: have the"
                + " sender send one document for each patient.");
  }

  /** Where it is known whose the document is; of several patients it is nobody's all the same. */
  static RecordTarget of(Element document, FeedProfile profile, RecordKey otherwise) {
    RecordTarget said = of(document, profile);
    return said instanceof Unclear && document.children("recordTarget").count() <= 1
        ? new Known(otherwise, document.child("recordTarget").child("patientRole"))
        : said;
  }

  /** The id of the hospital's authority, else the first that is no social security number. */
  private static Optional<RecordKey> key(Element patientRole, FeedProfile profile) {
    List<Element> ids =
        patientRole
            .children("id")
            .filter(id -> !id.isNull())
            .filter(id -> id.attribute("root").isPresent() && id.attribute("extension").isPresent())
            .toList();
    return ids.stream()
        .filter(id -> root(id).equalsIgnoreCase(profile.authority().strip()))
        .findFirst()
        .or(() -> ids.stream().filter(id -> !root(id).equals(SOCIAL_SECURITY)).findFirst())
        .map(id -> new RecordKey(root(id), id.attribute("extension").orElse("")));
  }

  private static String root(Element id) {
    return id.attribute("root").orElse("");
  }
}
