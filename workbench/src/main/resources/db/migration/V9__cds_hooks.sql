-- The tokens of EMRs that were used, until they would have expired anyway: each counts once.
create table cds_token (
  issuer     text        not null,
  jti        text        not null,
  expires_at timestamptz not null,
  primary key (issuer, jti)
);
create index cds_token_by_end on cds_token (expires_at);

-- What the EMR said about those who open patients, for when it does not say it again.
create table viewer (
  practitioner text        primary key,   -- a reference, e.g. Practitioner/7
  specialties  text[]      not null,
  learned_at   timestamptz not null
);
create table treating (
  practitioner text        not null,
  patient      text        not null,
  treats       boolean     not null,
  learned_at   timestamptz not null,
  primary key (practitioner, patient)
);
create index treating_by_day on treating (learned_at);
