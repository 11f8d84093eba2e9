#!/bin/sh
# Installs the named Debian packages that are missing; does nothing, and asks for nothing, when all
# are there. Uses sudo only when it is needed.
set -eu

command -v dpkg-query >/dev/null || {
    echo "This is no Debian: please make sure of $* yourself." >&2
    exit 0
}
missing=
for name in "$@"; do
    case "$(dpkg-query -W -f '${Status}' "$name" 2>/dev/null || true)" in
        "install ok installed") ;;
        *) missing="$missing $name" ;;
    esac
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" -eq 0 ]; then
    as_root=
elif command -v sudo >/dev/null; then
    as_root=sudo
else
    echo "Missing:$missing. Run as root: apt-get install$missing" >&2
    exit 1
fi
echo "Installing$missing"
export DEBIAN_FRONTEND=noninteractive
# shellcheck disable=SC2086 # the lists are meant to be split
$as_root apt-get update -qq
# shellcheck disable=SC2086
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing
