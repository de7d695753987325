-- Loads of many resources at once. One that is not ended goes on where it was interrupted.
create table bulk_load (
  id         bigint generated always as identity primary key,
  origin     text        not null,        -- what was asked; the same again continues it
  since      timestamptz,                 -- only what changed since then; null: everything
  as_of      timestamptz,                 -- the moment that the data show; null: not known yet
  phase      text        not null default 'LOADING' check (phase in ('LOADING', 'ASSEMBLING', 'DONE')),
  state      text        not null default '', -- of the export, at the EMR
  file       int         not null default 0,  -- up to here lines were taken
  at_byte    bigint      not null default 0,
  lines      bigint      not null default 0,
  resources  bigint      not null default 0,
  unreadable bigint      not null default 0,
  spooled    bigint      not null default 0,  -- bytes of the local file that belong to what was taken
  staged     bigint      not null default 0,  -- rows of bulk_resource, without what was deleted
  astray     bigint      not null default 0,  -- resources of nobody in the load
  complete   boolean     not null default true, -- whether the EMR gave all that was asked
  assembled  text        not null default '', -- patients up to this one have their charts
  started_at timestamptz not null,
  ended_at   timestamptz
);

-- The resources of a load wait in a local file; here stand whose Patient resource came, what others
-- refer to, and what was deleted. Not logged: should the database crash, the load begins again.
create unlogged table bulk_resource (
  load      bigint not null,
  patient   text   collate "C",           -- null: of no patient
  reference text   collate "C" not null,  -- e.g. Medication/12
  number    bigint not null,              -- the version where it is a number, else -1
  updated   bigint not null,              -- milliseconds, else -1
  kind      text   not null check (kind in ('PERSON', 'REFERRED', 'DELETED')),
  raw       text                          -- the resource, where others refer to it
);
