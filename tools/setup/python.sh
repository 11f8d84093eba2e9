#!/bin/sh
# Prints a Python 3.11 or newer that can make virtual environments; on Debian installs it first.
set -eu
here=$(dirname "$0")

usable() {
    for name in python3.11 python3 python3.12 python3.13 python3.14; do
        if "$name" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
        then
            command -v "$name"
            return 0
        fi
    done
    return 1
}

usable && exit 0
"$here/debian.sh" python3 python3-venv >&2
usable && exit 0
echo "Python 3.11 or newer with venv is needed (Debian 12: apt-get install python3-venv)" >&2
exit 1
