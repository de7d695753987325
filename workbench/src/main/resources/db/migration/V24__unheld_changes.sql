-- Deletions that named nobody, of what no stored chart held then, and patients whom the EMR no
-- longer had: a load or a reading that was under way may bring them all the same.
create table unheld_change (
  dedup_key   text        primary key,
  feed        text        not null,
  patient     text,                 -- null: whoever's chart holds the resource
  resource    text        not null, -- e.g. Observation/12
  occurred_at timestamptz not null,
  noted_at    timestamptz not null
);
