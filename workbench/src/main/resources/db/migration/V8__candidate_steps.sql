-- Every step of a candidate: who took it, when and why. Written by the database, so that no way of
-- changing a candidate is forgotten.
create table candidate_step (
  candidate    bigint      not null references candidate (number),
  revision     bigint      not null,
  state_before text,
  state        text        not null,
  outcome      text        not null,
  who          text        not null,
  at           timestamptz not null,
  reason       text,
  primary key (candidate, revision)
);
insert into candidate_step (candidate, revision, state, outcome, who, at, reason)
  select number, revision, state, outcome, changed_by, changed_at, reason from candidate;

create function candidate_took_a_step() returns trigger language plpgsql as $$
begin
  insert into candidate_step (candidate, revision, state_before, state, outcome, who, at, reason)
  values (new.number, new.revision, case when tg_op = 'UPDATE' then old.state end,
          new.state, new.outcome, new.changed_by, new.changed_at, new.reason);
  return null;
end $$;
create trigger candidate_step_first after insert on candidate
  for each row execute function candidate_took_a_step();
create trigger candidate_step_next after update on candidate
  for each row when (old.revision is distinct from new.revision)
  execute function candidate_took_a_step();

-- Patients who do not want to be asked about research, and who says so.
create table opt_out (
  patient     text        primary key,
  source      text        not null,       -- a Consent resource, or a person of ours
  said_on     date,                       -- as the source says
  recorded_at timestamptz not null
);

-- What was put before a physician's eyes; a card that is ignored is never answered.
create table impression (
  id         bigint generated always as identity primary key,
  card       uuid        not null,
  candidate  bigint      not null references candidate (number),
  trial      text        not null,
  practitioner text      not null,        -- a reference, e.g. Practitioner/7
  specialty  text        not null,        -- the group that it counts under; empty: not known
  hook       text        not null,        -- e.g. patient-view; details-page
  shown_at   timestamptz not null
);
create index impression_by_card on impression (card);
create index impression_by_practitioner on impression (practitioner, shown_at);
create index impression_by_trial on impression (trial, shown_at);

-- What physicians answered.
create table answer (
  id           bigint generated always as identity primary key,
  candidate    bigint      not null references candidate (number),
  trial        text        not null,
  practitioner text        not null,
  kind         text        not null
    check (kind in ('REFERRED', 'NOT_SUITABLE', 'SNOOZED', 'NEVER_THIS_TRIAL', 'WAVED_AWAY', 'SEEN')),
  code         text,                      -- e.g. patient-ineligible
  silent_until timestamptz,               -- null: for good, where the kind silences
  via          text        not null,      -- card or details-page
  given_at     timestamptz not null
);
create index answer_by_candidate on answer (candidate);
create index answer_by_trial on answer (trial, given_at);

-- What a person has to settle: nobody is overruled, and nothing that is not understood is dropped.
create table queue_task (
  id        bigint generated always as identity primary key,
  kind      text        not null,
  candidate bigint      references candidate (number),
  source    text        not null,         -- the connector, e.g. redcap
  words     text        not null,         -- what happened and the remedy; no patient data
  dedup_key text        not null,
  opened_at timestamptz not null,
  closed_at timestamptz,
  closed_by text
);
create unique index queue_task_open on queue_task (dedup_key) where closed_at is null;
