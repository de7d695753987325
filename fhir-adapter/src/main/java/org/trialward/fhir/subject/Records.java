package org.trialward.fhir.subject;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.Resource;
import org.trialward.fhir.emr.Emr;
import org.trialward.fhir.emr.EmrException;
import org.trialward.rules.match.DeliveryException;
import org.trialward.rules.match.DeliveryException.Category;
import org.trialward.rules.match.DeliveryReceipt;

/** Our records in the EMR: found before created, changed only in the version that was read. */
final class Records {
  private final Emr emr;

  Records(Emr emr) {
    this.emr = emr;
  }

  /** Those with this identifier, oldest first; a lost answer or a race may have left two. */
  <R extends Resource> List<R> find(Class<R> type, String query) {
    return emr.search(type.getSimpleName() + "?" + query).stream()
        .filter(type::isInstance)
        .map(type::cast)
        .sorted(Comparator.comparing((R found) -> found.getIdElement().getIdPart()))
        .toList();
  }

  static String identifiedBy(String system, String value) {
    return "identifier="
        + URLEncoder.encode(system, StandardCharsets.UTF_8)
        + "%7C"
        + URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  void create(Resource resource, String ifNoneExist) {
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
      throw refusal(what, e);
    }
  }

  private static boolean isConflict(EmrException e) {
    return e.isStatus(409) || e.isStatus(412);
  }

  private static DeliveryException refusal(String what, EmrException e) {
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
    if (e.isStatus(405) || e.isStatus(403) || e.isStatus(404)) {
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
