package org.trialward.fhir.intake;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.hl7.fhir.r4.model.Resource;
import org.trialward.fhir.emr.Emr;
import org.trialward.fhir.emr.EmrException;
import org.trialward.fhir.emr.EmrException.Reason;
import org.trialward.fhir.emr.Versions;

/**
 * Searches all that one patient has of a type; piece by piece, by the parameters that US Core wants
 * beside the patient, of an EMR that refuses anything else. Epic refuses results without their
 * category, athenahealth orders without their intent.
 */
final class Piecemeal {
  private static final List<Integer> REFUSALS = List.of(400, 403, 404, 405, 422, 501);

  /** How an EMR says that it wants more parameters; Epic says 400. */
  private static final List<Integer> WANTS_MORE = List.of(400, 422);

  /**
   * The pieces of a type.
   *
   * @param parameter that tells them apart
   * @param needed without which the type is not read
   * @param known that an EMR may not know, but must not keep from us
   * @param others that it may refuse in any way
   */
  private record Pieces(
      String parameter, List<String> needed, List<String> known, List<String> others) {}

  private static final Map<String, Pieces> PIECES =
      Map.of(
          "Observation",
          new Pieces(
              "category",
              List.of("laboratory", "vital-signs"),
              List.of(),
              List.of(
                  "social-history",
                  "survey",
                  "exam",
                  "imaging",
                  "procedure",
                  "therapy",
                  "activity",
                  // US Core's own.
                  "functional-status",
                  "disability-status",
                  "cognitive-status",
                  "clinical-test",
                  "sdoh",
                  // Epic's own.
                  "core-characteristics",
                  "genomics",
                  "smartdata")),
          "Condition",
          new Pieces(
              "category",
              List.of("problem-list-item", "encounter-diagnosis"),
              List.of("medical-history"), // Epic's own
              List.of("health-concern", "infection", "genomics")),
          "MedicationRequest",
          new Pieces(
              "intent",
              List.of("order"),
              List.of(),
              List.of("plan", "original-order", "reflex-order", "filler-order", "instance-order")));

  /**
   * What was found.
   *
   * @param gap what is not known, where it was searched piece by piece
   */
  record Found(List<Resource> resources, Optional<String> gap) {
    Found {
      resources = List.copyOf(resources);
    }
  }

  private final Emr emr;

  /**
   * Types of which pieces have found something, so that nothing found means that there is nothing.
   */
  private final Set<String> proven = ConcurrentHashMap.newKeySet();

  Piecemeal(Emr emr) {
    this.emr = emr;
  }

  /** Whether the EMR keeps something from us; not that it is down, or that a person is needed. */
  static boolean isRefused(EmrException e) {
    return isRefused(e, REFUSALS);
  }

  private static boolean isRefused(EmrException e, List<Integer> statuses) {
    return !e.is(Reason.RESTRICTED)
        && !e.is(Reason.PAGES_EXPIRED)
        && statuses.stream().anyMatch(status -> e.isStatus(status));
  }

  /**
   * All of a type. Asked whole for every patient anew: a refusal may have been of one.
   *
   * @param query that names the patient
   */
  Found search(String type, String query) {
    Optional<Pieces> pieces = Optional.ofNullable(PIECES.get(type));
    try {
      return new Found(emr.search(query), Optional.empty());
    } catch (EmrException e) {
      if (pieces.isEmpty() || !isRefused(e, WANTS_MORE)) {
        throw e;
      }
      Found found = pieceByPiece(query, pieces.get());
      if (!found.resources().isEmpty()) {
        proven.add(type);
      } else if (!proven.contains(type)) {
        throw e; // Perhaps its records have no categories.
      }
      return found;
    }
  }

  private Found pieceByPiece(String query, Pieces pieces) {
    Map<String, Resource> found = new LinkedHashMap<>();
    List<String> read = new ArrayList<>(pieces.needed());
    for (String piece : pieces.needed()) {
      add(query, pieces, piece, found);
    }
    pieces.known().stream()
        .filter(piece -> isAnswered(query, pieces, piece, WANTS_MORE, found))
        .forEach(read::add);
    pieces.others().stream()
        .filter(piece -> isAnswered(query, pieces, piece, REFUSALS, found))
        .forEach(read::add);
    return new Found(
        List.copyOf(found.values()),
        Optional.of(
            "the EMR lets it be searched by %s only, so nothing is known of others than %s"
                .formatted(pieces.parameter(), String.join(", ", read))));
  }

  private boolean isAnswered(
      String query,
      Pieces pieces,
      String piece,
      List<Integer> bearable,
      Map<String, Resource> found) {
    try {
      add(query, pieces, piece, found);
      return true;
    } catch (EmrException e) {
      if (isRefused(e, bearable)) {
        return false;
      }
      throw e;
    }
  }

  /** What belongs to several pieces is there once. */
  private void add(String query, Pieces pieces, String piece, Map<String, Resource> found) {
    emr.search("%s&%s=%s".formatted(query, pieces.parameter(), piece))
        .forEach(resource -> found.merge(References.of(resource), resource, Versions::newer));
  }
}
