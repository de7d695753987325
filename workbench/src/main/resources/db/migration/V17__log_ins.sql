-- Who is logged in, so that a restart, an upgrade or the next of several workbenches does not ask
-- for the password again. Names and types as Spring Session 4 expects them.
create table spring_session (
  primary_id            char(36)    primary key,
  session_id            char(36)    not null unique,
  creation_time         bigint      not null, -- ms since 1970, as the other times
  last_access_time      bigint      not null,
  max_inactive_interval integer     not null, -- s
  expiry_time           bigint      not null,
  principal_name        varchar(100)
);
create index spring_session_expiry on spring_session (expiry_time);
create index spring_session_principal on spring_session (principal_name);

create table spring_session_attributes (
  session_primary_id char(36)     not null references spring_session on delete cascade,
  attribute_name     varchar(200) not null,
  attribute_bytes    bytea        not null,
  primary key (session_primary_id, attribute_name)
);
