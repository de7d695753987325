package org.trialward.workbench.web;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.trialward.rules.logic.Truth;
import org.trialward.rules.match.CandidateState;
import org.trialward.rules.match.DeliveryReceipt;
import org.trialward.rules.trial.RecruitmentStatus;
import org.trialward.rules.verdict.Outcome;
import org.trialward.workbench.audit.AuditAction;
import org.trialward.workbench.flag.Answer;
import org.trialward.workbench.flag.Withheld;
import org.trialward.workbench.inbox.Inbox;
import org.trialward.workbench.queue.QueueTasks;

/** How the pages call what the engine names in capitals: one word each, the same on every page. */
final class Wording {

  /**
   * What the audit says of a candidate in capitals; an outcome stands before the rules' version.
   */
  private static final Pattern CAPITALS =
      Pattern.compile("(?<outcome>INELIGIBLE|ELIGIBLE|POSSIBLE)(?=, rules )|[A-Z]+(_[A-Z]+)*");

  public String state(CandidateState state) {
    return switch (state) {
      case DETECTED -> "Detected";
      case IN_REVIEW -> "In review";
      case CONFIRMED -> "Confirmed";
      case REFERRED -> "Referred";
      case CONTACTED -> "Contacted";
      case DECLINED -> "Declined";
      case CONSENTED -> "Consented";
      case ELIGIBLE -> "Eligible";
      case SCREEN_FAILED -> "Screen failure";
      case ENROLLED -> "On study";
      case FOLLOW_UP -> "Follow-up";
      case COMPLETED -> "Completed";
      case WITHDRAWN -> "Withdrawn";
      case DIED -> "Died";
      case REJECTED -> "Rejected";
      case LAPSED -> "Lapsed";
      case DO_NOT_CONTACT -> "Do not contact";
    };
  }

  /** What follows from the state for the reader. */
  public String stateMeans(CandidateState state) {
    return switch (state) {
      case DETECTED -> "Found by the engine, decided by nobody yet.";
      case IN_REVIEW -> "A coordinator asked for more information.";
      case CONFIRMED -> "A coordinator confirmed the candidate.";
      case REFERRED -> "A physician sent the candidate to the coordinator.";
      case CONTACTED -> "The patient was spoken to about the trial.";
      case DECLINED -> "The patient does not want to take part in this trial.";
      case CONSENTED -> "The patient signed the consent and is screened.";
      case ELIGIBLE -> "Screening found the participant eligible.";
      case SCREEN_FAILED -> "Screening found the participant not eligible.";
      case ENROLLED -> "The participant is on study.";
      case FOLLOW_UP -> "Treatment has ended, the participant is followed up.";
      case COMPLETED -> "The participant is off study as planned.";
      case WITHDRAWN -> "The participant left the study.";
      case DIED -> "The participant died.";
      case DO_NOT_CONTACT -> "The patient does not want to be asked about research.";
      case REJECTED -> "A person rejected the candidate.";
      case LAPSED -> "The chart or the trial changed so that the candidate no longer fits.";
    };
  }

  /** Never "eligible": only a person says that. */
  public String outcome(Outcome outcome) {
    return switch (outcome) {
      case ELIGIBLE -> "Fits";
      case POSSIBLE -> "Possible";
      case INELIGIBLE -> "Does not fit";
    };
  }

  public String outcomeMeans(Outcome outcome) {
    return switch (outcome) {
      case ELIGIBLE -> "Nothing speaks against, nothing is open.";
      case POSSIBLE -> "Nothing speaks against, something is open.";
      case INELIGIBLE -> "At least one criterion speaks against.";
    };
  }

  /** Colour by what it means for the patient; the word always stands beside it. */
  public String tone(Outcome outcome) {
    return switch (outcome) {
      case ELIGIBLE -> "met";
      case POSSIBLE -> "open";
      case INELIGIBLE -> "against";
    };
  }

  public String tone(Truth favours) {
    return switch (favours) {
      case TRUE -> "met";
      case UNKNOWN -> "open";
      case FALSE -> "against";
    };
  }

  public String status(RecruitmentStatus status) {
    return sentence(status.name());
  }

  public String feed(String name) {
    return name.equals(Inbox.REMATCH) ? "Rematch of every new day" : name;
  }

  public String delivery(String state) {
    return switch (state) {
      case "OPEN" -> "Waiting";
      case "PARKED" -> "Parked";
      case "CANCELLED" -> "Not sent";
      case "DONE" -> "Done";
      default -> sentence(state);
    };
  }

  /** What became of a stored message. */
  public String message(String state) {
    return switch (state) {
      case "OPEN" -> "Waiting to be read";
      case "PARKED" -> "Parked: a person must look";
      case "DONE" -> "Read";
      default -> sentence(state);
    };
  }

  public String task(QueueTasks.Kind kind) {
    return switch (kind) {
      case STATUS_CONFLICT -> "The two systems contradict each other";
      case STATUS_UNKNOWN -> "Unknown word";
      case SUBJECT_UNKNOWN -> "Unknown subject";
      case DATA_MISSING -> "Something is missing in the record";
      case WITHDRAWAL_UNTOLD -> "To be taken out in the other system";
    };
  }

  public String receipt(String receipt) {
    if (receipt.equals(DeliveryReceipt.NOT_TAKEN.name())) {
      return "not taken: the other side has no place for it";
    }
    return receipt.toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  public String action(String action) {
    AuditAction known;
    try {
      known = AuditAction.valueOf(action);
    } catch (IllegalArgumentException ofAnotherVersion) {
      return sentence(action);
    }
    return switch (known) {
      case CANDIDATE_DETECTED -> "Detected";
      case CANDIDATE_CHANGED -> "Changed";
      case CANDIDATE_LAPSED -> "Lapsed";
      case CANDIDATE_MERGED -> "Record merged";
      case CANDIDATE_PARTED -> "Merge undone";
      case MESSAGE_SEEN -> "Message opened";
      case SEEN -> "Evidence opened";
      case DECIDED -> "Decided";
      case ANSWERED -> "A physician answered";
      case DELIVERED -> "Delivered";
      case DELIVERY_PARKED -> "Delivery parked";
      case WRITE_BACK_REFUSED -> "Write-back refused";
      case CONSENT_WITHDRAWN -> "Does not want to be asked";
      case CONSENT_RESTORED -> "May be asked again";
      case CARD_SHOWN -> "Card shown in the EMR";
      case CARDS_STOPPED -> "Cards stopped";
      case CARDS_RESUMED -> "Cards go on";
      case TRIAL_LOADED -> "Trial loaded";
      case STATUS_MAPPED -> "Status word mapped";
      case TASK_CLOSED -> "Task settled";
      case REPLAYED -> "Replayed";
      case USER_CHANGED -> "User changed";
      case LOG_EXPORTED -> "Screening log downloaded";
      case KEY_LIST_EXPORTED -> "Key list downloaded";
      default -> sentence(action);
    };
  }

  /**
   * Whether an administrator may read the details: they tell of the installation, of no patient.
   */
  public boolean isOfOperations(String action) {
    return Stream.of(
            AuditAction.DELIVERED,
            AuditAction.DELIVERY_PARKED,
            AuditAction.WRITE_BACK_REFUSED,
            AuditAction.TRIAL_LOADED,
            AuditAction.CARDS_STOPPED,
            AuditAction.CARDS_RESUMED,
            AuditAction.STATUS_MAPPED,
            AuditAction.REPLAYED,
            AuditAction.MESSAGE_SEEN,
            AuditAction.USER_CHANGED,
            AuditAction.SIGNED_IN)
        .anyMatch(known -> known.name().equals(action));
  }

  /** What a physician answered to a card. */
  public String answer(Answer.Kind kind) {
    return switch (kind) {
      case REFERRED -> "Referred";
      case NOT_SUITABLE -> "Not suitable";
      case SNOOZED -> "Not now";
      case NEVER_THIS_TRIAL -> "Never this trial";
      case WAVED_AWAY -> "Waved away";
      case SEEN -> "Details opened (no answer)";
    };
  }

  /** Why a candidate stands on no card. */
  public String withheld(Withheld reason) {
    return switch (reason) {
      case QUEUE_ONLY -> "the trial is in the queue only";
      case NOT_TREATING -> "the viewer does not treat the patient";
      case OTHER_SPECIALTY -> "for other specialties";
      case OPTED_OUT -> "the patient does not want to be asked";
      case NOT_NOW -> "waits for a coordinator";
      case DOES_NOT_FIT -> "a criterion speaks against";
      case STEPPED_DOWN -> "the trial's cards are stopped";
      case ANSWERED -> "a physician answered";
      case SNOOZED -> "a physician said not now";
      case NEVER_THIS_TRIAL -> "this physician wants no card of the trial";
      case SHOWN_TODAY -> "shown to this physician today";
      case WEEKLY_CAP -> "the week's cards were shown";
    };
  }

  /**
   * What the audit tells of a step of a candidate, in the words of the pages; else as it stands.
   */
  public String detail(String stored) {
    if (state(stored.split("[ ,:]", 2)[0]).isEmpty()) {
      return stored;
    }
    int colon = stored.indexOf(": ");
    if (colon < 0) {
      return inWords(stored);
    }
    String after = stored.substring(colon + 2);
    boolean isReceipt =
        Arrays.stream(DeliveryReceipt.values()).anyMatch(receipt -> receipt.name().equals(after));
    return inWords(stored.substring(0, colon))
        + ": "
        + (isReceipt ? receipt(after) : reason(after));
  }

  private String inWords(String capitals) {
    return CAPITALS.matcher(capitals).replaceAll(found -> Matcher.quoteReplacement(inWords(found)));
  }

  private String inWords(MatchResult found) {
    return found.group("outcome") == null
        ? state(found.group()).map(this::state).orElse(found.group())
        : outcome(Outcome.valueOf(found.group()));
  }

  private static Optional<CandidateState> state(String name) {
    return Arrays.stream(CandidateState.values())
        .filter(state -> state.name().equals(name))
        .findFirst();
  }

  /** One or many, e.g. 1 patient, 1,200 patients. */
  public String count(long number, String one, String many) {
    return String.format(Locale.ROOT, "%,d %s", number, number == 1 ? one : many);
  }

  /** The reason as stored, with the words of its code in front. */
  public String reason(String stored) {
    return RejectionReason.readable(stored);
  }

  private static String sentence(String constant) {
    String words = constant.toLowerCase(Locale.ROOT).replace('_', ' ');
    return words.isEmpty() ? words : Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }
}
