package org.trialward.rules.trial;

/** Whether this site looks for patients. Only a recruiting trial is matched. */
public enum RecruitmentStatus {
  NOT_YET_RECRUITING,
  RECRUITING,
  SUSPENDED,
  CLOSED
}
