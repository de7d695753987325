#!/bin/sh
# Puts together the image's whole file system: the run-time, the libraries that it links to, the
# application, one user and one writable folder. No shell, no package manager.
#   rootfs.sh JRE APP ROOT
set -eu
jre=$1; app=$2; root=$3

mkdir -p "$root/opt" "$root/etc" "$root/var/lib/trialward" "$root/trials" "$root/run/secrets/trialward"
cp -a "$jre" "$root/opt/jre"
cp -a "$app" "$root/app"

# Scanners find the C libraries of an image without a package manager by these files.
mkdir -p "$root/var/lib/dpkg/status.d"
cp -L /etc/os-release "$root/etc/os-release"
tell_of() { # tell_of LIBRARY: name its package
  package=$({ dpkg -S "$1" || dpkg -S "/usr$1"; } 2>/dev/null | sed 's/: .*//' | head -n 1)
  if [ -n "$package" ]; then
    dpkg -s "$package" > "$root/var/lib/dpkg/status.d/${package%%:*}"
  else
    echo "rootfs.sh: $1 belongs to no package; scanners will not see it." >&2
  fi
}

# The shared libraries of the run-time, with the loader, each where the loader looks for it.
find "$jre" -type f \( -name '*.so' -o -path '*/bin/*' -o -name jspawnhelper \) -exec ldd {} + 2>/dev/null \
  | sed -n 's#.*=> \(/[^ ]*\) .*#\1#p; s#^[[:space:]]*\(/[^ ]*ld-linux[^ ]*\) .*#\1#p' \
  | grep -v "^$jre/" | sort -u \
  | while read -r library; do
      mkdir -p "$root$(dirname "$library")"
      cp -L "$library" "$root$library"
      tell_of "$library"
    done
# The loader's own path is fixed in every program.
for loader in /lib64/ld-linux-x86-64.so.2 /lib/ld-linux-aarch64.so.1; do
  if [ -e "$loader" ]; then mkdir -p "$root$(dirname "$loader")"; cp -L "$loader" "$root$loader"; fi
done

echo 'trialward:x:10001:10001::/var/lib/trialward:/none' > "$root/etc/passwd"
echo 'trialward:x:10001:' > "$root/etc/group"
echo 'hosts: files dns' > "$root/etc/nsswitch.conf"
chown 10001:10001 "$root/var/lib/trialward"
