package org.trialward.fhir.cda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.DocumentReference.DocumentReferenceContentComponent;
import org.hl7.fhir.r4.model.DocumentReference.DocumentRelationshipType;
import org.hl7.fhir.r4.model.DocumentReference.ReferredDocumentStatus;
import org.hl7.fhir.r4.model.Enumerations.DocumentReferenceStatus;
import org.trialward.fhir.emr.Answer;
import org.trialward.fhir.emr.Emr;
import org.trialward.fhir.emr.EmrCapabilities.Interaction;
import org.trialward.fhir.emr.EmrException;
import org.trialward.fhir.emr.EmrException.Reason;
import org.trialward.fhir.intake.Beside;
import org.trialward.fhir.intake.Mapped;
import org.trialward.fhir.intake.Notes;
import org.trialward.fhir.intake.OwnSystems;
import org.trialward.fhir.intake.Unusable;
import org.trialward.fhir.record.FeedProfile;
import org.trialward.fhir.record.MessageContents;
import org.trialward.fhir.record.RecordKey;
import org.trialward.fhir.record.Said;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.patient.PatientId;
import org.trialward.rules.patient.Source;

/**
 * The C-CDA documents that the EMR keeps of a patient. A document that cannot be read is listed and
 * leaves the others; an EMR that does not answer leaves no half chart.
 */
public final class ChartDocuments implements Beside {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TYPE = "DocumentReference";
  private static final String CCDA = "urn:hl7-org:sdwg:ccda";
  private static final Set<String> XML =
      Set.of("application/xml", "text/xml", "application/hl7-sda+xml");
  private static final Set<ReferredDocumentStatus> NOT_YET_OR_NEVER =
      Set.of(ReferredDocumentStatus.PRELIMINARY, ReferredDocumentStatus.ENTEREDINERROR);

  /** The newest; a continuity-of-care document repeats what older ones say. */
  private static final int MOST_DOCUMENTS = 20;

  /** Ten times the largest of the public sample documents. */
  private static final int MOST_BYTES = 20 << 20;

  private final Emr emr;
  private final DocumentReader reader;

  public ChartDocuments(Emr emr, OwnSystems systems) {
    this.emr = emr;
    this.reader = new DocumentReader(FeedProfile.of("emr", emr.settings().zone(), systems));
  }

  @Override
  public Mapped read(PatientId patient) {
    var all = new Notes(new Source(TYPE, "", ""));
    List<MessageContents> contents = new ArrayList<>();
    List<Unusable> unusable = new ArrayList<>();
    List<DocumentReference> documents = newest(search(patient, all));
    if (documents.size() > MOST_DOCUMENTS) {
      all.drop("the documents", "only the newest %d of them are read".formatted(MOST_DOCUMENTS));
    }
    for (DocumentReference document : documents.stream().limit(MOST_DOCUMENTS).toList()) {
      var notes = new Notes(new Source(TYPE, id(document), ""));
      Optional<MessageContents> read = read(document, patient, notes);
      read.ifPresent(contents::add);
      unusable.addAll(read.map(MessageContents::unusable).orElseGet(notes::unusable));
    }
    return new Mapped(
        latest(contents), Stream.concat(all.unusable().stream(), unusable.stream()).toList());
  }

  /** Of each thing said the latest stands, as of documents that are sent to us. */
  private static List<Fact> latest(List<MessageContents> contents) {
    Map<String, List<Fact>> standing = new LinkedHashMap<>();
    contents.stream()
        .sorted(Comparator.comparing(MessageContents::occurredAt).reversed())
        .flatMap(document -> document.statements().stream())
        .forEach(statement -> {
          if (statement.said() instanceof Said.Facts(var facts)) {
            standing.putIfAbsent(statement.reference(), facts);
          }
        });
    return standing.values().stream().flatMap(List::stream).distinct().toList();
  }

  private List<DocumentReference> search(PatientId patient, Notes notes) {
    if (!emr.capabilities().accepts(TYPE, Interaction.SEARCH)) {
      notes.drop("the resource type", "the EMR does not offer it, so no document is read");
      return List.of();
    }
    String id = URLEncoder.encode(patient.value(), StandardCharsets.UTF_8);
    return emr
        .search("%s?patient=%s&_count=%d".formatted(TYPE, id, emr.settings().pageSize()))
        .stream()
        .filter(DocumentReference.class::isInstance)
        .map(DocumentReference.class::cast)
        .toList();
  }

  /** Those in force that are C-CDA, without what another one replaces, the newest first. */
  private static List<DocumentReference> newest(List<DocumentReference> found) {
    List<DocumentReference> inForce =
        found.stream()
            .filter(document -> document.getStatus() == DocumentReferenceStatus.CURRENT)
            .filter(document ->
                document.getDocStatus() == null
                    || !NOT_YET_OR_NEVER.contains(document.getDocStatus()))
            .toList();
    Set<String> replaced =
        inForce.stream()
            .flatMap(document -> document.getRelatesTo().stream())
            .filter(relation -> relation.getCode() == DocumentRelationshipType.REPLACES)
            .map(relation -> relation.getTarget().getReferenceElement().getIdPart())
            .filter(id -> id != null)
            .collect(Collectors.toSet());
    return inForce.stream()
        .filter(document -> !replaced.contains(id(document)))
        .filter(document -> ccda(document).isPresent())
        .sorted(
            Comparator.comparing(ChartDocuments::writtenAt)
                .reversed()
                .thenComparing(ChartDocuments::id))
        .toList();
  }

  private static String id(DocumentReference document) {
    return Optional.ofNullable(document.getIdElement().getIdPart()).orElse("");
  }

  private static Instant writtenAt(DocumentReference document) {
    return Optional.ofNullable(document.getDate())
        .map(date -> date.toInstant())
        .orElse(Instant.EPOCH);
  }

  private static Optional<Attachment> ccda(DocumentReference document) {
    return document.getContent().stream()
        .filter(ChartDocuments::isCcda)
        .map(content -> content.getAttachment())
        .findFirst();
  }

  private static boolean isCcda(DocumentReferenceContentComponent content) {
    String format = Optional.ofNullable(content.getFormat().getCode()).orElse("");
    String type = Optional.ofNullable(content.getAttachment().getContentType()).orElse("");
    return format.startsWith(CCDA)
        || XML.contains(type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT));
  }

  /** What it holds; else the notes say why it cannot be read. */
  private Optional<MessageContents> read(
      DocumentReference document, PatientId patient, Notes notes) {
    Optional<byte[]> bytes = bytes(ccda(document).orElseThrow(), notes);
    if (bytes.isEmpty()) {
      return Optional.empty();
    }
    return switch (reader.read(bytes.get(), new RecordKey("emr", patient.value()))) {
      case DocumentReading.Read(var contents, _) -> Optional.of(contents);
      case DocumentReading.Refused(var cause) -> {
        notes.drop("the document", cause);
        yield Optional.empty();
      }
    };
  }

  private Optional<byte[]> bytes(Attachment attachment, Notes notes) {
    if (attachment.hasData()) {
      return bounded(attachment.getData(), notes);
    }
    String url = Optional.ofNullable(attachment.getUrl()).orElse("");
    if (url.isBlank() || !isOfTheEmr(url)) {
      notes.drop("content.attachment", "it has no data and no address on the EMR's own server");
      return Optional.empty();
    }
    try {
      return fetch(url).flatMap(found -> bounded(found, notes));
    } catch (EmrException e) {
      // One that may come tomorrow is waited for: a chart without it would be another chart.
      if (e.isRetryable() || e.is(Reason.RESTRICTED)) {
        throw e;
      }
      notes.drop("content.attachment", "the EMR does not give it out");
      return Optional.empty();
    } catch (IOException brokeOff) {
      throw new EmrException(
          EmrException.Category.UNAVAILABLE, "The EMR broke off while it sent a document.");
    }
  }

  /** A document does not send us to other servers. */
  private boolean isOfTheEmr(String url) {
    String base = emr.settings().baseUrl().toString();
    return url.startsWith(base.endsWith("/") ? base : base + "/")
        || (!url.contains(":") && !url.startsWith("/") && !url.contains(".."));
  }

  /** As it is, or within a Binary resource: servers differ in which of them they send. */
  private Optional<byte[]> fetch(String url) throws IOException {
    Map<String, String> headers =
        Map.of("Accept", "application/xml, text/xml, application/fhir+json;q=0.5");
    try (Answer answer = emr.open(url, headers, true);
        InputStream body = answer.body()) {
      byte[] bytes = body.readNBytes(2 * MOST_BYTES);
      boolean isResource =
          answer.header("Content-Type").filter(type -> type.contains("json")).isPresent();
      return Optional.of(isResource ? data(bytes) : bytes);
    }
  }

  private static byte[] data(byte[] binary) throws IOException {
    JsonNode resource = JSON.readTree(binary);
    try {
      return Base64.getMimeDecoder().decode(resource.path("data").asText());
    } catch (IllegalArgumentException notBase64) {
      return new byte[0];
    }
  }

  private static Optional<byte[]> bounded(byte[] bytes, Notes notes) {
    if (bytes.length > MOST_BYTES) {
      notes.drop("content.attachment", "it is larger than %d MB".formatted(MOST_BYTES >> 20));
      return Optional.empty();
    }
    return Optional.of(bytes);
  }
}
