-- Every event, stored before it is acknowledged. An event is a hint: look at this patient.
create table inbox (
  id          bigint generated always as identity primary key,
  feed        text        not null,
  patient     text,                       -- EMR's logical id; null: only the resource is known
  resource    text,                       -- e.g. Observation/12; null: the whole chart
  occurred_at timestamptz not null,
  received_at timestamptz not null,
  dedup_key   text        not null unique,
  state       text        not null default 'OPEN' check (state in ('OPEN', 'DONE', 'PARKED')),
  attempts    int         not null default 0,
  not_before  timestamptz not null,
  problem     text,                       -- no patient data
  done_at     timestamptz
);
create index inbox_open on inbox (id) where state = 'OPEN';
create index inbox_open_by_patient on inbox (patient) where state = 'OPEN';

-- One row a patient, locked while someone works on that patient.
create table patient_turn (
  patient text primary key
);

-- How far each feed has been read.
create table feed_state (
  feed       text primary key,
  cursor     text,
  polled_at  timestamptz,
  problem    text
);

-- What is known of a patient, as last read. The identity is for the eyes of those who may see it.
create table chart (
  patient  text primary key,
  identity jsonb       not null,
  facts    jsonb       not null,
  sources  text[]      not null,
  unusable jsonb       not null default '[]', -- entries that could not become facts, and why
  read_at  timestamptz not null
);
create index chart_sources on chart using gin (sources);

-- Every version of every trial file that was ever matched: verdicts can be replayed.
create table trial_version (
  trial     text        not null,
  version   text        not null,
  content   bytea       not null,
  loaded_at timestamptz not null,
  primary key (trial, version)
);

-- The registry's own words, for those who decide.
create table registry_record (
  id          text primary key,
  title       text        not null,
  parts       jsonb       not null,
  imported_at timestamptz not null
);

create table candidate (
  number        bigint generated always as identity primary key,
  trial         text        not null,
  patient       text        not null,
  state         text        not null,
  outcome       text        not null,
  trial_version text        not null,
  as_of         date        not null,
  verdict       jsonb       not null,
  reason        text,
  revision      bigint      not null,
  changed_by    text        not null,
  detected_at   timestamptz not null,
  changed_at    timestamptz not null,
  unique (trial, patient)
);
create index candidate_by_patient on candidate (patient);

-- Every hand-over, stored in the transaction that decided it.
create table delivery (
  id          bigint generated always as identity primary key,
  candidate   bigint      not null references candidate (number),
  revision    bigint      not null,
  destination text        not null,
  snapshot    jsonb       not null,       -- the candidate as it was decided
  state       text        not null default 'OPEN' check (state in ('OPEN', 'DONE', 'PARKED')),
  receipt     text,
  attempts    int         not null default 0,
  not_before  timestamptz not null,
  problem     text,                       -- no patient data
  created_at  timestamptz not null,
  done_at     timestamptz,
  unique (candidate, revision, destination)
);
create index delivery_unfinished on delivery (id) where state <> 'DONE';

-- Who saw, decided, sent. Append-only; each entry carries the hash of the one before.
create table audit (
  seq      bigint primary key,
  at       timestamptz not null,
  who      text        not null,
  action   text        not null,
  subject  text        not null,
  detail   text        not null,
  previous text        not null,
  hash     text        not null
);
create function audit_is_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'the audit is append-only';
end $$;
create trigger audit_no_change before update or delete on audit
  for each row execute function audit_is_append_only();
create trigger audit_no_truncate before truncate on audit
  for each statement execute function audit_is_append_only();

create table app_user (
  name       text primary key,
  password   text        not null,        -- hash
  role       text        not null check (role in ('PHYSICIAN', 'COORDINATOR', 'ADMINISTRATOR')),
  created_at timestamptz not null
);
