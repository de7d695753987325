#!/bin/sh
# Behaves as the published postgres image does, as far as we use it: the first start makes the
# cluster with POSTGRES_USER, POSTGRES_DB and the password from POSTGRES_PASSWORD or its _FILE, runs
# a server for that, stops it, and starts the one that stays. Who is inside the container needs no
# password for the socket, as there.
set -eu
if [ "${1:-}" = postgres ]; then shift; fi
bin=$(ls -d /usr/lib/postgresql/*/bin | tail -n 1)
user=${POSTGRES_USER:-postgres}
database=${POSTGRES_DB:-$user}
if [ -n "${POSTGRES_PASSWORD_FILE:-}" ]; then POSTGRES_PASSWORD=$(cat "$POSTGRES_PASSWORD_FILE"); fi
: "${POSTGRES_PASSWORD:?Set POSTGRES_PASSWORD or POSTGRES_PASSWORD_FILE: there is no default password.}"

if [ ! -s "$PGDATA/PG_VERSION" ]; then
  secret=$(mktemp)
  printf '%s' "$POSTGRES_PASSWORD" > "$secret"
  "$bin/initdb" -D "$PGDATA" -U "$user" --pwfile="$secret" --auth-local=trust --auth-host=scram-sha-256 -E UTF8 >/dev/null
  rm -f "$secret"
  echo "host all all all scram-sha-256" >> "$PGDATA/pg_hba.conf"
  "$bin/pg_ctl" -D "$PGDATA" -o "-c listen_addresses=''" -w start >/dev/null
  if [ "$database" != postgres ]; then
    PGPASSWORD=$POSTGRES_PASSWORD "$bin/psql" -v ON_ERROR_STOP=1 -U "$user" -d postgres -c "create database \"$database\"" >/dev/null
  fi
  "$bin/pg_ctl" -D "$PGDATA" -m fast -w stop >/dev/null
  echo "database system is ready to accept connections (first of two)" >&2
fi
exec "$bin/postgres" -D "$PGDATA" -c listen_addresses='*' "$@"
