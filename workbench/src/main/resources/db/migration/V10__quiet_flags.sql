-- Trials whose cards stopped by themselves, because too few were answered or too few fitted.
create table flag_step_down (
  id        bigint generated always as identity primary key,
  trial     text        not null,
  since     timestamptz not null,
  why       text        not null,         -- counts only
  lifted_at timestamptz,                  -- from then on the eight weeks count anew
  lifted_by text
);
create unique index flag_step_down_standing on flag_step_down (trial) where lifted_at is null;
create index flag_step_down_lifted on flag_step_down (trial, lifted_at);

-- The same answer given twice counts once, also when both arrive at the same moment.
delete from answer twice using answer once
  where twice.id > once.id and twice.candidate = once.candidate
    and twice.practitioner = once.practitioner and twice.kind = once.kind
    and twice.code is not distinct from once.code
    and twice.silent_until is not distinct from once.silent_until;
create unique index answer_once
  on answer (candidate, practitioner, kind, code, silent_until) nulls not distinct;

-- Whoever opens a patient waits for what these find.
create index answer_never on answer (practitioner, trial) where kind = 'NEVER_THIS_TRIAL';
create index candidate_merged_into on candidate (merged_into) where merged_into is not null;

-- The page of cards counts by time.
create index impression_by_time on impression (shown_at);
create index answer_by_time on answer (given_at);
