package org.trialward.matcher;

import java.util.List;
import org.trialward.rules.verdict.Standing;

/**
 * What a term of a trial is there for: a clause or an exclusion, and what is asked of the entry.
 */
@SuppressWarnings("EnumOrdinal") // the index lives in memory only
record Section(Role role, Ask ask) {
  enum Role {
    CLAUSE_0,
    CLAUSE_1,
    CLAUSE_2,
    EXCLUSION,
    TOUCH;

    static final List<Role> CLAUSES = List.of(CLAUSE_0, CLAUSE_1, CLAUSE_2);
  }

  private static final Section[] ALL = all();
  private static final byte[][] GOES_TO = goesTo();

  /** As the last character of a term spells it. */
  char spelled() {
    return (char) ('a' + role.ordinal() * Ask.values().length + ask.ordinal());
  }

  /**
   * The sets that the documents of a section go to when the patient's entry stands so: a bit a
   * role.
   */
  static int goesTo(char spelled, Standing standing) {
    return GOES_TO[standing.ordinal()][spelled - 'a'];
  }

  private int goesTo(Standing standing) {
    if (!ask.mayBeMet(standing)) {
      return 0;
    }
    boolean surely = ask.isMet(standing);
    return switch (role) {
      case CLAUSE_0, CLAUSE_1, CLAUSE_2 ->
          surely || ask == Ask.MENTION ? bit(role) : bit(role) | bit(Role.TOUCH);
      case EXCLUSION -> bit(surely ? role : Role.TOUCH);
      case TOUCH -> bit(role);
    };
  }

  private static int bit(Role role) {
    return 1 << role.ordinal();
  }

  private static byte[][] goesTo() {
    byte[][] all = new byte[Standing.values().length][ALL.length];
    for (Standing standing : Standing.values()) {
      for (int i = 0; i < ALL.length; i++) {
        all[standing.ordinal()][i] = (byte) ALL[i].goesTo(standing);
      }
    }
    return all;
  }

  private static Section[] all() {
    Section[] all = new Section[Role.values().length * Ask.values().length];
    for (Role role : Role.values()) {
      for (Ask ask : Ask.values()) {
        Section section = new Section(role, ask);
        all[section.spelled() - 'a'] = section;
      }
    }
    return all;
  }
}
