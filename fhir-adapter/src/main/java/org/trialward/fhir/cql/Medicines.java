package org.trialward.fhir.cql;

import org.trialward.rules.criterion.Characteristic.Medicated;
import org.trialward.rules.criterion.Characteristic.Taken;
import org.trialward.rules.criterion.Span;

/** Medicines ordered, given or taken. */
record Medicines(Sheet sheet) {

  String entries(Medicated asked) {
    String uses = uses(asked);
    String counts =
        asked(asked.taken(), "WasTaken(U.state)", "U", "12 months")
            + " and HasBegun(U.begun)"
            + Windows.andWithin(asked.started(), "U.begun")
            + asked.atLeastFor().map(span -> andLasted(span, uses)).orElse("");
    return sheet.define(
        asked.of().name(),
        """
        %s U
          return all Tuple {
            name: U.name, at: U.begun, ended: U.ended, over: HasEnded(U.state, U.ended),
            counts: %s
          }\
        """
            .formatted(uses, counts));
  }

  private String uses(Medicated asked) {
    String codes = sheet.codes(asked.of());
    return sheet.define(
        "uses of " + asked.of().name(),
        """
        (Flatten({
          %1$s return all Use(R),
          %2$s return all Use(S),
          %3$s return all Use(A),
          %4$s return all Use(D),
          "Medicines by reference" M where HasOne(M.codes, %5$s) return all M.use
        })) U
          where IsSeen(U.begun)\
        """
            .formatted(
                Events.retrieve("MedicationRequest", "medication", "R", asked.of(), codes),
                Events.retrieve("MedicationStatement", "medication", "S", asked.of(), codes),
                Events.retrieve("MedicationAdministration", "medication", "A", asked.of(), codes),
                Events.retrieve("MedicationDispense", "medication", "D", asked.of(), codes),
                codes));
  }

  /** Whether something that lasts was so when it is asked. */
  static String asked(Taken taken, String everSo, String alias, String longest) {
    return switch (taken) {
      case Taken.Now _ -> "IsSoNow(%2$s, %1$s.state, %1$s.ended)".formatted(alias, everSo);
      case Taken.Ever _ -> everSo;
      case Taken.During(var window) ->
          "WasSoDuring(%2$s, %1$s.state, %1$s.begun, %1$s.ended, %3$s, %4$s)"
              .formatted(alias, everSo, longest, Windows.days(window));
    };
  }

  /** One order may continue another: where it alone is too short, the question stays open. */
  private static String andLasted(Span span, String uses) {
    return """
    and case
         when Lasted(%1$s, U.state, U.begun, U.ended) is false
             and exists (%2$s O
               where O.name != U.name and not (WasTaken(O.state) is false)
                 and not (IsBefore(Coalesce(O.begun, "Any time"), Coalesce(U.begun, "Any time")) is false))
           then null
         else Lasted(%1$s, U.state, U.begun, U.ended)
       end\
    """
        .formatted(Spelling.span(span), uses);
  }
}
