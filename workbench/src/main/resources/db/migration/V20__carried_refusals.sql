-- A refusal that came with a merged record and was lifted stays, so that it is not carried again.
alter table opt_out add column lifted boolean not null default false;
create index opt_out_carried on opt_out (carried_from) where carried_from is not null;
