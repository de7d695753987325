package org.trialward.fhir.record;

import java.util.List;
import java.util.Optional;
import org.trialward.rules.patient.Demographics;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.patient.Residence;
import org.trialward.rules.patient.Sex;
import org.trialward.rules.quantity.Interval;

/**
 * What a statement says. The parts of a person are told apart, because a message that leaves one
 * out says nothing of it, while one that sends HL7's {@code ""} takes it back.
 */
public sealed interface Said {

  /** What the chart holds under this reference; none where it was retracted. */
  record Facts(List<Fact> facts) implements Said {
    public Facts {
      facts = List.copyOf(facts);
    }
  }

  /** "Family, Given", for staff; empty where taken back. */
  record Name(String text) implements Said {
    @Override
    public String toString() {
      return "Name[hidden]";
    }
  }

  /**
   * The birth date.
   *
   * @param text ISO 8601, as precise as it was said, for staff
   */
  record Born(String text, Optional<Interval> when) implements Said {
    @Override
    public String toString() {
      return "Born[hidden]";
    }
  }

  /** Administrative sex. */
  record OfSex(Optional<Sex> sex) implements Said {}

  /** Whether the patient died. */
  record Death(Demographics.Death death) implements Said {}

  /** Where the patient lives. */
  record Home(Residence residence) implements Said {}

  /** BCP 47 tags. */
  record Speaks(List<String> languages) implements Said {
    public Speaks {
      languages = List.copyOf(languages);
    }
  }
}
