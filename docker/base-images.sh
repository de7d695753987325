#!/usr/bin/env bash
# Makes stand-ins for the two images that Dockerfile and compose file begin with, from Debian
# packages and the JDK of this machine, under the names of the real ones. Only where no registry can
# be reached: elsewhere the real ones are pulled.
#   docker/base-images.sh [jdk] [postgres]
set -euo pipefail
cd "$(dirname "$0")"
engine=${CONTAINER_ENGINE:-$(command -v podman || command -v docker)}
[ "$#" -gt 0 ] || set -- jdk postgres

need() {
  command -v "$1" >/dev/null || { echo "$1 is needed: apt-get install $1" >&2; exit 1; }
}

debian() { # debian TARBALL PACKAGES: as small as the published slim image
  mmdebstrap --quiet --variant=minbase --include="$2" \
    --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
    --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/info/*' \
    bookworm "$1"
}

need mmdebstrap
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for image in "$@"; do
  case "$image" in
    jdk)
      jdk=
      for candidate in "${JAVA_HOME_25:-}" "${JAVA_HOME:-}" /usr/lib/jvm/*25*; do
        if [ -n "$candidate" ] && [ -x "$candidate/bin/jlink" ] && "$candidate/bin/javac" -version 2>&1 | grep -q '^javac 25'; then
          jdk=$candidate
          break
        fi
      done
      [ -n "$jdk" ] || { echo "No JDK 25 found under /usr/lib/jvm." >&2; exit 1; }
      debian "$work/debian.tar" ca-certificates,libc-bin
      "$engine" import "$work/debian.tar" localhost/trialward-debian:12 >/dev/null
      mkdir "$work/jdk"
      cp -aL "$jdk/." "$work/jdk/java"
      printf 'FROM localhost/trialward-debian:12\nCOPY java /opt/java/openjdk\nENV JAVA_HOME=/opt/java/openjdk PATH=/opt/java/openjdk/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8\n' \
        > "$work/jdk/Dockerfile"
      "$engine" build -q -t docker.io/library/eclipse-temurin:25-jdk "$work/jdk" >/dev/null
      ;;
    postgres)
      debian "$work/postgres.tar" postgresql
      "$engine" import "$work/postgres.tar" localhost/trialward-postgres-packages:12 >/dev/null
      mkdir "$work/postgres"
      cp postgres-entrypoint.sh "$work/postgres/"
      printf 'FROM localhost/trialward-postgres-packages:12\nCOPY --chmod=755 postgres-entrypoint.sh /usr/local/bin/docker-entrypoint.sh\nENV PGDATA=/var/lib/postgresql/data\nRUN rm -rf /var/lib/postgresql && mkdir -p /var/lib/postgresql/data /run/postgresql && chown -R postgres:postgres /var/lib/postgresql /run/postgresql\nUSER postgres\nVOLUME /var/lib/postgresql/data\nEXPOSE 5432\nSTOPSIGNAL SIGINT\nENTRYPOINT ["docker-entrypoint.sh"]\n' \
        > "$work/postgres/Dockerfile"
      "$engine" build -q -t docker.io/library/postgres:17 "$work/postgres" >/dev/null
      ;;
    *)
      echo "What is $image? There are jdk and postgres." >&2
      exit 1
      ;;
  esac
  echo "$image: done"
done
