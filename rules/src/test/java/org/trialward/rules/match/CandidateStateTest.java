package org.trialward.rules.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.trialward.rules.match.Actor.COORDINATOR;
import static org.trialward.rules.match.Actor.CTMS;
import static org.trialward.rules.match.Actor.ENGINE;
import static org.trialward.rules.match.Actor.PHYSICIAN;
import static org.trialward.rules.match.CandidateState.CONFIRMED;
import static org.trialward.rules.match.CandidateState.CONSENTED;
import static org.trialward.rules.match.CandidateState.CONTACTED;
import static org.trialward.rules.match.CandidateState.DECLINED;
import static org.trialward.rules.match.CandidateState.DETECTED;
import static org.trialward.rules.match.CandidateState.DO_NOT_CONTACT;
import static org.trialward.rules.match.CandidateState.IN_REVIEW;
import static org.trialward.rules.match.CandidateState.LAPSED;
import static org.trialward.rules.match.CandidateState.REFERRED;
import static org.trialward.rules.match.CandidateState.REJECTED;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CandidateStateTest {

  @ParameterizedTest
  @EnumSource
  void nothingBecomesWhatItIs(CandidateState state) {
    for (Actor actor : Actor.values()) {
      assertThat(state.mayBecome(state, actor)).as("%s by %s", state, actor).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyStateCanBeReachedFromTheFirst(CandidateState state) {
    Set<CandidateState> reached = EnumSet.of(DETECTED);
    Deque<CandidateState> ahead = new ArrayDeque<>(reached);
    while (!ahead.isEmpty()) {
      CandidateState from = ahead.remove();
      for (Actor actor : Actor.values()) {
        from.next(actor).stream().filter(reached::add).forEach(ahead::add);
      }
    }
    assertThat(reached).contains(state);
  }

  @ParameterizedTest
  @EnumSource
  void onlyACoordinatorOrTheCtmsSaysThatSomebodyConsented(CandidateState state) {
    for (CandidateState next : CandidateState.values()) {
      if (next.isAfterConsent()) {
        assertThat(state.mayBecome(next, ENGINE)).isFalse();
        assertThat(state.mayBecome(next, PHYSICIAN)).isFalse();
      }
    }
    assertThat(state.mayBecome(CONSENTED, COORDINATOR))
        .isEqualTo(state == CONTACTED || state == CandidateState.SCREEN_FAILED);
  }

  @ParameterizedTest
  @EnumSource
  void fromTheConsentOnOnlyTheTrialOfficeHasTheLastWord(CandidateState state) {
    if (state.isAfterConsent()) {
      assertThat(state.next(ENGINE)).isEmpty();
      assertThat(state.next(PHYSICIAN)).isEmpty();
      assertThat(state.next(CTMS))
          .isEqualTo(
              EnumSet.complementOf(EnumSet.of(state)).stream()
                  .filter(CandidateState::isAfterConsent)
                  .collect(java.util.stream.Collectors.toSet()));
    }
  }

  @Test
  void whatAPersonAnsweredTheEngineNeverOverrules() {
    assertThat(REJECTED.next(ENGINE)).isEmpty();
    assertThat(DECLINED.next(ENGINE)).isEmpty();
    assertThat(REJECTED.next(COORDINATOR)).containsExactlyInAnyOrder(IN_REVIEW, CONFIRMED);
    assertThat(REJECTED.next(CTMS)).isEmpty();
  }

  @Test
  void whatLapsedIsDetectedAnewByNobodyElse() {
    assertThat(LAPSED.next(ENGINE)).containsExactly(DETECTED);
    assertThat(LAPSED.next(COORDINATOR)).isEmpty();
    assertThat(LAPSED.next(PHYSICIAN)).isEmpty();
    assertThat(LAPSED.next(CTMS)).isEmpty();
  }

  @Test
  void whomSomebodySpokeToDoesNotLapse() {
    assertThat(CONTACTED.next(ENGINE)).containsExactly(DO_NOT_CONTACT);
  }

  @ParameterizedTest
  @EnumSource
  void aPatientWhoWantsSilenceIsWithdrawnFromEveryOpenState(CandidateState state) {
    assertThat(state.mayBecome(DO_NOT_CONTACT, ENGINE)).isEqualTo(state.isOpen());
    assertThat(state.mayBecome(DO_NOT_CONTACT, CTMS)).isFalse();
  }

  @Test
  void aPhysicianRefersAndRejectsWhatIsProposed() {
    assertThat(DETECTED.next(PHYSICIAN)).containsExactlyInAnyOrder(REFERRED, REJECTED);
    assertThat(REFERRED.next(PHYSICIAN)).containsExactly(REJECTED);
    assertThat(CONTACTED.next(PHYSICIAN)).isEmpty();
  }

  @Test
  void theCtmsToldOfNobodyCannotTellOfAContact() {
    assertThat(DETECTED.mayBecome(CONTACTED, CTMS)).isFalse();
    assertThat(CONFIRMED.mayBecome(CONTACTED, CTMS)).isTrue();
    assertThat(CONFIRMED.mayBecome(DETECTED, CTMS)).isFalse();
  }
}
