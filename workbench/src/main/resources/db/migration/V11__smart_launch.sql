-- Launches from the EMR that wait for the EMR's answer; each is taken once.
create table smart_launch (
  state        text        primary key,   -- SHA-256
  browser      text        not null,      -- SHA-256 of the cookie of who began it
  server       text        not null,
  redirect_uri text        not null,
  nonce        text        not null,
  verifier     text        not null,
  ends_at      timestamptz not null
);
create index smart_launch_by_end on smart_launch (ends_at);

-- What a launch opened: one patient, for one physician, for a short while.
create table smart_session (
  token        text        primary key,   -- SHA-256 of the cookie
  practitioner text        not null,      -- a reference, e.g. Practitioner/7
  patient      text        not null,
  candidate    bigint,                    -- that the EMR named
  banner       boolean     not null,      -- whether the page must say who the patient is
  ends_at      timestamptz not null
);
create index smart_session_by_end on smart_session (ends_at);

-- Tells open pages of every workbench what people did with a candidate, when it is committed. Not
-- what the engine did: a notification costs a lock at the commit, and the engine commits by the
-- hundred.
create function candidate_moved() returns trigger language plpgsql as $$
begin
  perform pg_notify('candidate_moved', new.trial);
  return null;
end $$;
create trigger candidate_moved after update on candidate
  for each row when (old.state is distinct from new.state and new.changed_by <> 'engine')
  execute function candidate_moved();
