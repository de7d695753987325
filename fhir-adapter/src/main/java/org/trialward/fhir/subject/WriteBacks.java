package org.trialward.fhir.subject;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.trialward.fhir.emr.Emr;
import org.trialward.fhir.emr.EmrCapabilities;

/** The ways to tell the site's EMR, and which of them it takes. */
public final class WriteBacks {
  private final Map<Strategy, WriteBack> ways = new EnumMap<>(Strategy.class);

  /**
   * @param recipients of messages, references such as {@code Practitioner/7} or {@code Group/3}
   */
  public WriteBacks(Emr emr, List<String> recipients) {
    for (Strategy strategy : Strategy.values()) {
      way(strategy, emr, recipients).ifPresent(way -> ways.put(strategy, way));
    }
  }

  private static Optional<WriteBack> way(Strategy strategy, Emr emr, List<String> recipients) {
    return switch (strategy) {
      case FLAG -> Optional.of(new FlagWriteBack(emr));
      case TASK -> Optional.of(new TaskWriteBack(emr));
      case SERVICE_REQUEST -> Optional.of(new ServiceRequestWriteBack(emr));
      case COMMUNICATION -> Optional.of(new CommunicationWriteBack(emr, recipients));
      case DOCUMENT_NOTE -> Optional.of(new DocumentNoteWriteBack(emr));
      case OBSERVATION -> Optional.of(new ObservationWriteBack(emr));
      case CDS_CARD, NONE -> Optional.empty();
    };
  }

  /** Empty where the strategy writes nothing. */
  public Optional<WriteBack> by(Strategy strategy) {
    return Optional.ofNullable(ways.get(strategy));
  }

  /**
   * The first that the EMR says it takes and has not refused; the card where none is left.
   *
   * @param preferred the most wanted first
   */
  public Strategy choose(
      List<Strategy> preferred, EmrCapabilities capabilities, Set<Strategy> refused) {
    for (Strategy strategy : preferred) {
      boolean taken =
          by(strategy).map(way -> way.isAcceptedBy(capabilities)).orElse(true)
              && !refused.contains(strategy);
      if (taken) {
        return strategy;
      }
    }
    return Strategy.CDS_CARD;
  }

  /** The subject of the study, for the study office. */
  public static WriteBack subjects(Emr emr) {
    return new ResearchSubjectWriteBack(emr);
  }

  /** The study's list of subjects, for software that works from such a list. */
  public static WriteBack screeningLists(Emr emr) {
    return new ScreeningListWriteBack(emr);
  }

  /** The resource types that are created or updated, as far as the EMR takes them. */
  public static List<String> types(WriteBackPlan plan, boolean screeningLists) {
    Set<String> types = new TreeSet<>(plan.types());
    types.add("ResearchStudy");
    types.add("ResearchSubject");
    if (screeningLists) {
      types.add("List");
    }
    return List.copyOf(types);
  }
}
