-- What a candidate was when its record was merged into another stands apart from what it was when
-- another's answer was carried over to it: in a chain of merges both happen to the same one.
alter table candidate
  add column state_merged text,
  add column reason_merged text,
  add column changed_by_merged text;
update candidate
  set state_merged = state_before, reason_merged = reason_before, changed_by_merged = changed_by_before
  where merged_into is not null;
update candidate set state_before = null, reason_before = null, changed_by_before = null
  where merged_into is not null and carried_from is null;

-- Where both happened, one column held both: the steps tell what it was when it was merged away.
update candidate c
  set state_merged = merging.state_before, reason_merged = earlier.reason, changed_by_merged = earlier.who
  from candidate_step merging
    join candidate_step earlier
      on earlier.candidate = merging.candidate and earlier.revision = merging.revision - 1
  where c.merged_into is not null and c.carried_from is not null and merging.candidate = c.number
    and merging.revision = (
      select max(revision) from candidate_step
      where candidate = c.number and reason like 'patient-merged:%' and state_before <> 'LAPSED');
-- What was held is the same where there was nothing before the carrying.
update candidate set state_before = null, reason_before = null, changed_by_before = null
  where merged_into is not null and carried_from is not null and state_before = state_merged;

-- What a person decided since is the candidate's own, and no merge that is undone changes it.
update candidate onto
  set carried_from = null, state_before = null, reason_before = null, changed_by_before = null
  from candidate origin
  where origin.number = onto.carried_from
    and coalesce(onto.state_merged, onto.state) not in (origin.state_merged, 'LAPSED');
update candidate c set state_merged = null, reason_merged = null, changed_by_merged = null
  where merged_into is not null and exists (
    select 1 from candidate_step where candidate = c.number and who <> 'engine' and revision > (
      select max(revision) from candidate_step
      where candidate = c.number and reason like 'patient-merged:%'));
