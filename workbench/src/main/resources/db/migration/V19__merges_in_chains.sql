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
