package org.trialward.fhir.subject;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.Resource;
import org.trialward.fhir.emr.Emr;
import org.trialward.fhir.emr.EmrCapabilities;
import org.trialward.fhir.emr.EmrCapabilities.Interaction;
import org.trialward.fhir.emr.EmrException;
import org.trialward.fhir.emr.EmrException.Reason;
import org.trialward.rules.match.CandidateKey;
import org.trialward.rules.match.DeliveryException;
import org.trialward.rules.match.DeliveryException.Category;
import org.trialward.rules.match.DeliveryReceipt;

/** Our records in the EMR: found before created, changed only in the version that was read. */
final class Records {
  private static final Set<Integer> REFUSALS = Set.of(403, 404, 405, 422, 501);

  private final Emr emr;

  Records(Emr emr) {
    this.emr = emr;
  }

  /** Whether ours can be found: by identifier, or among all of the patient's. */
  static boolean finds(EmrCapabilities capabilities, String type) {
    return capabilities.accepts(type, Interaction.SEARCH)
        && (capabilities.searchesBy(type, "identifier")
            || capabilities.searchesBy(type, "patient")
            || capabilities.searchesBy(type, "subject"));
  }

  /**
   * Ours about this candidate, oldest first; a lost answer or a race may have left two. Whatever
   * the search says, what does not bear our identifier is not ours: servers ignore parameters.
   *
   * @param narrower one more parameter where the search is not by identifier; may be empty
   */
  <R extends Resource> List<R> find(Class<R> type, CandidateKey key, String narrower) {
    String name = type.getSimpleName();
    return find(type, name, query(name, key, narrower)).stream()
        .filter(found -> Marks.has(found, Marks.CANDIDATE, key.identifier().toString()))
        .toList();
  }

  private String query(String type, CandidateKey key, String narrower) {
    EmrCapabilities capabilities = emr.capabilities();
    List<String> query = new ArrayList<>();
    if (capabilities.searchesBy(type, "patient")) {
      query.add("patient=" + encoded(key.patient().value()));
    } else if (capabilities.searchesBy(type, "subject")) {
      query.add("subject=" + encoded("Patient/" + key.patient()));
    }
    if (capabilities.searchesBy(type, "identifier")) {
      query.add(identifiedBy(Marks.CANDIDATE, key.identifier().toString()));
    } else if (!narrower.isEmpty()
        && capabilities.searchesBy(type, narrower.substring(0, narrower.indexOf('=')))) {
      query.add(narrower);
    }
    return String.join("&", query);
  }

  /** Those that a search finds, oldest first. */
  <R extends Resource> List<R> find(Class<R> type, String name, String query) {
    return emr.search(name + "?" + query).stream()
        .filter(type::isInstance)
        .map(type::cast)
        .sorted(Comparator.comparing((R found) -> found.getIdElement().getIdPart()))
        .toList();
  }

  static String identifiedBy(String system, String value) {
    return "identifier=" + encoded(system) + "%7C" + encoded(value);
  }

  static String token(String parameter, Coding coding) {
    return parameter + "=" + encoded(coding.getSystem()) + "%7C" + encoded(coding.getCode());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** Creates the first one about its subject, after none was found. */
  void create(Resource resource, String ifNoneExist) {
    try {
      emr.create(resource, ifNoneExist);
    } catch (EmrException e) {
      if (isRefusal(e)) {
        throw refused(resource.fhirType(), e, true);
      }
      throw e;
    }
  }

  /** Creates one more beside one that stands. */
  void createAnother(Resource resource, String ifNoneExist) {
    emr.create(resource, ifNoneExist);
  }

  /**
   * Changes it, and marks it with the revision, if the change makes a difference.
   *
   * @return whether it did
   */
  <R extends Resource> boolean change(R found, long revision, Consumer<R> change) {
    @SuppressWarnings("unchecked") // A copy is of the same class.
    R changed = (R) found.copy();
    change.accept(changed);
    if (changed.equalsDeep(found)) {
      return false;
    }
    Meta meta = changed.getMeta();
    meta.setLastUpdated(null);
    Marks.tag(changed, revision);
    emr.update(changed);
    return true;
  }

  /**
   * Delivers, and once again from the start where somebody else changed the record meanwhile.
   *
   * @param what the kind of record, for the message
   */
  DeliveryReceipt deliver(String what, Supplier<DeliveryReceipt> attempt) {
    try {
      try {
        return attempt.get();
      } catch (EmrException e) {
        if (isConflict(e)) {
          return attempt.get();
        }
        throw e;
      }
    } catch (EmrException e) {
      if (isRefusal(e)) {
        throw refused(what, e, false);
      }
      throw failure(what, e);
    }
  }

  /** Not about one record, as breaking the glass is, and not about the moment. */
  private static boolean isRefusal(EmrException e) {
    return REFUSALS.stream().anyMatch(e::isStatus) && !e.is(Reason.RESTRICTED);
  }

  private static WriteBackRefused refused(String what, EmrException e, boolean nothingStands) {
    return new WriteBackRefused(message(what, e), e.httpStatus().orElse(0), nothingStands, e);
  }

  private static boolean isConflict(EmrException e) {
    return e.isStatus(409) || e.isStatus(412);
  }

  private static DeliveryException failure(String what, EmrException e) {
    if (isConflict(e)) {
      return new DeliveryException(
          Category.BUSY, "Somebody else keeps changing the %s in the EMR.".formatted(what));
    }
    return new DeliveryException(category(e), message(what, e), e.retryAfter(), Optional.of(e));
  }

  private static Category category(EmrException e) {
    return switch (e.category()) {
      case BUSY -> Category.BUSY;
      case UNAVAILABLE -> Category.UNAVAILABLE;
      case REJECTED -> Category.REJECTED;
      case FAULT -> Category.FAULT;
    };
  }

  private static String message(String what, EmrException e) {
    if (e.isStatus(405) || e.isStatus(403) || e.isStatus(404) || e.isStatus(501)) {
      return "The EMR does not let us write a %s (%d): ask its administrator to allow it, or deliver to another destination."
          .formatted(what, e.httpStatus().orElse(0));
    }
    if (e.isStatus(422) || e.isStatus(400)) {
      return "The EMR refused the content of a %s (%d): ask its administrator which profile applies, or deliver to another destination."
          .formatted(what, e.httpStatus().orElse(0));
    }
    return Optional.ofNullable(e.getMessage()).orElse("The EMR failed.");
  }
}
