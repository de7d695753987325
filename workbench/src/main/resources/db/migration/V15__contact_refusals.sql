-- Several may say no, and a Consent may say it for a time only.
alter table opt_out drop constraint opt_out_pkey;
alter table opt_out
  add column id           bigint  generated always as identity primary key,
  add column from_emr     boolean not null default false,  -- read with the patient's chart: follows the EMR
  add column holds_from   date,                            -- null: always before
  add column holds_until  date,                            -- its last day; null: for good
  add column carried_from text;                            -- the retired record it came with
create index opt_out_by_patient on opt_out (patient);
create index opt_out_by_source on opt_out (source) where from_emr;

-- What is not sent because the patient does not want to be asked is finished, too.
alter table delivery drop constraint delivery_state_check;
alter table delivery add constraint delivery_state_check
  check (state in ('OPEN', 'DONE', 'PARKED', 'CANCELLED'));
-- An attempt may have arrived though it was not acknowledged.
alter table delivery add column maybe_told boolean not null default false;
drop index delivery_unfinished;
create index delivery_unfinished on delivery (id) where state in ('OPEN', 'PARKED');
