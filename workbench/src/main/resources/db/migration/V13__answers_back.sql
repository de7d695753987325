-- What a word of a trial office's system means at this site; over the connector's own defaults.
create table status_mapping (
  connector  text        not null,
  reported   text        not null,        -- lower case, single blanks
  state      text,                        -- null: it says nothing about the candidate
  changed_by text        not null,
  changed_at timestamptz not null,
  primary key (connector, reported)
);

-- What the trial office's systems reported, with everything needed to take it again.
create table status_report (
  id          bigint generated always as identity primary key,
  connector   text        not null,
  said_candidate bigint,                  -- our number, or:
  said_authority text,                    -- who gave the record number; may be empty
  said_record    text,                    -- identifies a patient: never in a log or an export
  subject     text        not null
    generated always as (coalesce('#' || said_candidate, said_authority || '|' || said_record)) stored,
  trial       text,
  study       text        not null,       -- the other side's own id, may be empty
  reported    text        not null,
  revision    bigint,
  effective   date,
  received_at timestamptz not null,
  candidate   bigint      references candidate (number),  -- whom it was found to mean
  taken       text        not null
    check (taken in ('MOVED', 'SAME', 'CONFLICT', 'IGNORED', 'OVERTAKEN', 'UNKNOWN_STATUS', 'UNKNOWN_SUBJECT')),
  task_key    text                        -- of the task that it waits under
);
create index status_report_by_subject on status_report (connector, subject);
create index status_report_waiting on status_report (connector, reported)
  where taken in ('UNKNOWN_STATUS', 'UNKNOWN_SUBJECT');

-- Which version of the consent a participant signed, and when.
create table study_consent (
  candidate   bigint      not null references candidate (number),
  version     text        not null,
  signed_on   date        not null,
  recorded_by text        not null,
  recorded_at timestamptz not null,
  primary key (candidate, version, signed_on)
);
