-- By which kind of record the EMR was told: changes and the withdrawal go the same way.
alter table delivery add column strategy text;

-- What the EMR's /metadata offers and the EMR refused. Not tried again until a person says so.
create table write_back_refusal (
  strategy text        primary key,
  trial    text        not null,          -- in whose delivery it was met; it holds for all
  status   int         not null,
  why      text        not null,          -- with the remedy; no patient data
  at       timestamptz not null
);
