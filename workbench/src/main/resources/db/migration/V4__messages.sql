-- Messages and documents as they came, stored before they are acknowledged.
create table message (
  id          bigint generated always as identity primary key,
  feed        text        not null,
  format      text        not null check (format in ('HL7V2', 'CDA')),
  type        text        not null,       -- e.g. ADT^A01; empty where it could not be read
  dedup_key   text        not null unique,
  occurred_at timestamptz not null,
  received_at timestamptz not null,
  body        bytea       not null,
  state       text        not null default 'OPEN' check (state in ('OPEN', 'DONE', 'PARKED')),
  attempts    int         not null default 0,
  not_before  timestamptz not null,
  problem     text,                       -- no patient data
  done_at     timestamptz
);
create index message_open on message (id) where state = 'OPEN';
create index message_parked on message (id) where state = 'PARKED';
create index message_by_feed on message (feed, received_at);

-- A patient as a sender names them.
create table hospital_record (
  id        bigint generated always as identity primary key,
  authority text not null,
  number    text not null,
  patient   text not null unique,         -- a key of our own, or the EMR's logical id
  unique (authority, number)
);

-- That one record was merged into another, or that this was taken back; the later word stands.
create table record_link (
  retired     bigint      not null references hospital_record (id),
  survivor    bigint      not null references hospital_record (id),
  holds       boolean     not null,
  occurred_at timestamptz not null,
  message     text        not null,
  primary key (retired, survivor)
);
create index record_link_survivor on record_link (survivor);

-- What was said last under each reference.
create table statement (
  record      bigint      not null references hospital_record (id),
  reference   text        not null,
  occurred_at timestamptz not null,
  message     text        not null,
  said        jsonb       not null,
  primary key (record, reference)
);

-- How well what arrived can be understood: one row a piece of work, added up by feed and day.
create table arrival (
  id       bigint generated always as identity primary key,
  feed     text        not null,
  at       timestamptz not null,
  facts    int         not null,
  coded    int         not null,
  dated    int         not null,
  measured int         not null,
  united   int         not null,
  stale    int         not null,          -- statements that a later one had overtaken
  unmapped jsonb       not null,
  gaps     jsonb       not null
);
create index arrival_by_feed on arrival (feed, at);

-- What became of a candidate when their record was merged into another, so that it can be undone.
alter table candidate
  add column merged_into text,            -- the surviving patient; the state before stands beside it
  add column carried_from bigint references candidate (number),
  add column state_before text,
  add column reason_before text,
  add column changed_by_before text;
