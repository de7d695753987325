package org.trialward.fhir.cda;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.trialward.fhir.cda.DocumentReading.Read;
import org.trialward.fhir.cda.DocumentReading.Refused;
import org.trialward.fhir.record.Digest;
import org.trialward.fhir.record.FeedProfile;
import org.trialward.fhir.record.RecordKey;

/**
 * Reads C-CDA documents of one sender. Total: whatever the bytes are, they are read or refused with
 * a cause, in time and memory bounded by their number.
 */
public final class DocumentReader {
  private final FeedProfile profile;
  private final Times times;

  public DocumentReader(FeedProfile profile) {
    this.profile = profile;
    this.times = new Times(profile.zone());
  }

  /** Reads one document; its encoding is what its byte order mark or XML declaration says. */
  public DocumentReading read(byte[] document) {
    return read(document, root -> RecordTarget.of(root, profile));
  }

  /**
   * Reads a document of which somebody else says whose it is.
   *
   * @param otherwise the record, where the document does not name one
   */
  DocumentReading read(byte[] document, RecordKey otherwise) {
    return read(document, root -> RecordTarget.of(root, profile, otherwise));
  }

  private DocumentReading read(byte[] document, Function<Element, RecordTarget> whose) {
    return switch (DocumentTree.of(document)) {
      case DocumentTree.Parsed.Not(var cause) -> new Refused(cause);
      case DocumentTree.Parsed.Tree(var root) when !root.name().equals("ClinicalDocument") ->
          new Refused("Its root element is no ClinicalDocument: have the sender send C-CDA.");
      case DocumentTree.Parsed.Tree(var root) -> read(root, document, whose);
    };
  }

  private DocumentReading read(
      Element root, byte[] document, Function<Element, RecordTarget> whose) {
    if (root.code("statusCode").filter("nullified"::equals).isPresent()) { // HL7's sdtc:statusCode
      return new Refused(
          "Its sender nullified it as a whole, and other documents may say the same as it did: have"
              + " the sender send a document in which the entries that are wrong are nullified.");
    }
    Optional<Instant> written = written(root);
    if (written.isEmpty()) {
      return new Refused(
          "It has no effectiveTime that is a time, so nobody can tell whether it is news: have the"
              + " sender say when it was written.");
    }
    return switch (whose.apply(root)) {
      case RecordTarget.Unclear(var cause) -> new Refused(cause);
      case RecordTarget.Known target ->
          new Read(
              new Document(root, target, written.get(), profile).contents(), key(root, document));
    };
  }

  /** When the document was written; else when its author wrote it. */
  private Optional<Instant> written(Element root) {
    return Stream.concat(
            root.value("effectiveTime").stream(),
            root.children("author").flatMap(author -> author.value("time").stream()))
        .flatMap(time -> times.instant(time).stream())
        .findFirst();
  }

  private static String key(Element root, byte[] document) {
    return Digest.of(
        Stream.of(
                Document.id(root.child("id")),
                Document.id(root.child("setId")),
                root.value("versionNumber").stream().toList(),
                List.of(Digest.of(document)))
            .flatMap(List::stream)
            .toList());
  }
}
