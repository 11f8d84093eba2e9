#!/bin/sh
# From a bare Debian 12 to a kiosk: packages, users, program, units, settings, enrolment, self-check.
# It may be run again at any time: what is there stays. What it does and why stands in
# docs/installing-a-kiosk.md; `--help` tells the options.
set -eu
umask 022 # the services' users read what root installs here, whatever root's own habit

here=$(cd "$(dirname "$0")" && pwd)
programs=/opt/motcua/bin
agent=http://127.0.0.1:8010
# cage shows Chromium and does not start without xwayland; udev and libpam-systemd hand it the screen;
# timesyncd keeps the clock; espeak-ng reads the screens aloud.
packages="python3-venv udev cage xwayland chromium chromium-sandbox curl dbus libpam-systemd
    systemd-timesyncd espeak-ng"
units="motcua-kiosk.service motcua-kiosk-browser.service"

verb=install yes='' dry='' root=''
wheel='' server='' code='' printer='' profile=generic-80 diagonal='' size='' turn='' top=''
flow=none baud=115200

usage() {
    cat <<'END'
Usage: install-kiosk.sh [options]         as root, on the kiosk's own PC
  --wheel FILE         the program; default: dist/motcua-*.whl beside deploy/, or here.
                       A name without a slash or ".whl" is taken from the package index.
  --server URL         address of the queue server, as http://192.168.1.10:8000
  --code CODE          from `motcua enrol "Kiosk at the door"` on the server
  --printer DEVICE     /dev/…, tcp://HOST:PORT, none; default: looked for
  --profile NAME       what printer it is: motcua-printer profiles
  --diagonal INCHES    of the screen
  --size WIDTHxHEIGHT  pixels of the screen as it is mounted, as 1080x1920
  --top MM             from the floor to the top edge of the picture; 0: no low reach
  --turn WAY           how the picture is turned: none, right, left, over
  --yes                ask nothing
  --dry-run            say what would be done, do nothing
  --root DIR           write all files below DIR, change nothing of this machine
  --check              only tell what works
  --uninstall          take everything back; the ledger, the enrolment and the settings stay
END
}

fail() {
    echo "install-kiosk: $*" >&2
    exit 2
}

# ── doing, or saying what would be done ──────────────────────────────────────────────────────────

act() { # runs a command that changes the machine
    if [ -n "$dry" ]; then
        echo "  would run: $*"
    elif [ -n "$root" ]; then
        echo "  left out: $*"
    else
        echo "  $*"
        "$@"
    fi
}

real() { [ -z "$dry$root" ]; }

booted() { [ -d /run/systemd/system ]; }

act_now() { # the same, of what only a running machine can do: start, stop, ask udev
    if real && ! booted; then echo "  left out, no systemd runs here: $*"; else act "$@"; fi
}

put() { # standard input becomes the file $1; with $2 = keep, one that is there stays as it is
    content=$(cat)
    if [ -e "$root$1" ] && printf '%s\n' "$content" | cmp -s - "$root$1"; then
        echo "  unchanged: $1"
    elif [ -e "$root$1" ] && [ "${2-}" = keep ]; then
        echo "  kept as it is: $1"
    elif [ -n "$dry" ]; then
        echo "  would write: $1"
    else
        mkdir -p "$(dirname "$root$1")"
        printf '%s\n' "$content" >"$root$1.new"
        chmod 0644 "$root$1.new"
        mv "$root$1.new" "$root$1"
        echo "  written: $1"
    fi
}

drop() {
    if [ ! -e "$root$1" ] && [ ! -L "$root$1" ]; then
        return 0
    elif [ -n "$dry" ]; then
        echo "  would remove: $1"
    else
        rm -r "$root$1"
        echo "  removed: $1"
    fi
}

ask() { # variable, question, usual answer: asked only when nothing is known and somebody is there
    eval "known=\$$1"
    [ -z "$known" ] || return 0
    if [ -z "$yes$dry" ]; then
        printf '%s [%s]: ' "$2" "$3"
        read -r known || fail "no answer to: $2 (give the options, with --yes)"
    fi
    eval "$1=\${known:-\$3}"
}

sure() {
    [ -z "$yes$dry" ] || return 0
    printf '%s [y/N] ' "$1"
    read -r answer || fail "nobody answers: run it with --yes"
    case "$answer" in y | Y | yes) ;; *) fail "nothing was changed" ;; esac
}

matches() { # whether $1 is wholly of the pattern $2
    [ "$(printf '%s' "$1" | wc -l)" -eq 0 ] && printf '%s\n' "$1" | grep -Eqx "$2"
}

as_agent() { runuser -u motcua-kiosk -- "$@"; }

# ── what is wanted ───────────────────────────────────────────────────────────────────────────────

read_options() {
    while [ $# -gt 0 ]; do
        case "$1" in
            --yes) yes=1 ;;
            --dry-run) dry=1 ;;
            --check | --uninstall) verb=${1#--} ;;
            --help | -h)
                usage
                exit 0
                ;;
            --root | --wheel | --server | --code | --printer | --profile | --diagonal | --size | --turn | --top)
                [ $# -gt 1 ] || fail "$1 needs a value"
                eval "${1#--}=\$2"
                shift
                ;;
            *) fail "unknown: $1 (see --help)" ;;
        esac
        shift
    done
    [ "$root" != / ] || fail "--root is for a folder; to install on this machine, leave it out"
    root=${root%/}
}

find_wheel() {
    for folder in "$here"/../dist "$here" .; do
        [ -z "$wheel" ] || break
        set -- "$folder"/motcua-*.whl
        [ $# -eq 1 ] || fail "there are several: $*; say which one with --wheel"
        [ ! -e "$1" ] || wheel=$1
    done
    [ -n "$wheel" ] || fail "no motcua-*.whl found: make one (make wheel), or give --wheel"
    case "$wheel" in
        */* | *.whl) [ -e "$wheel" ] || fail "there is no $wheel" ;;
    esac
}

ask_all() {
    if [ -e "$root/etc/motcua/kiosk.toml" ]; then
        echo "The settings in /etc/motcua/kiosk.toml stay as they are."
        [ -z "$server$printer$diagonal$size$top$turn" ] ||
            echo "What the options say of them is not used: edit the file, restart motcua-kiosk."
        return 0
    fi
    ask server "Address of the queue server, as http://192.168.1.10:8000" ""
    ask diagonal "Diagonal of the screen in inches" 21.5
    ask size "Width x height in pixels, as mounted" 1080x1920
    ask top "From the floor to the top edge of the picture in mm (0: no low reach)" 0
    ask turn "Turn the picture: none, right, left, over" none
    matches "$server" 'https?://[][A-Za-z0-9.:/_-]+' || fail "no server address: $server"
    matches "$diagonal" '[0-9]{1,2}(\.[0-9]+)?' || fail "no diagonal in inches: $diagonal"
    matches "$size" '[0-9]{3,4}x[0-9]{3,4}' || fail "no size such as 1080x1920: $size"
    matches "$top" '[0-9]{1,3}|[12][0-9]{3}|3000' || fail "no height in millimetres: $top"
    matches "$turn" 'none|right|left|over' || fail "no way to turn: $turn"
    matches "$profile" '[A-Za-z0-9/_.-]+' || fail "no profile: $profile"
    matches "$printer" '(none|/dev/[A-Za-z0-9/_.:+-]+|tcp://[][A-Za-z0-9.:-]+)?' ||
        fail "no printer: $printer"
}

check_machine() {
    real || return 0
    [ "$(id -u)" -eq 0 ] || fail "this needs root: sudo $0"
    # shellcheck source=/dev/null
    . /etc/os-release
    [ "${ID-} ${VERSION_ID-}" = "debian 12" ] ||
        sure "This is ${PRETTY_NAME-no Debian}; it was tried on Debian 12 only. Go on?"
}

# ── the steps ────────────────────────────────────────────────────────────────────────────────────

install_packages() {
    missing=
    for name in $packages; do
        dpkg-query -W -f '${Status}' "$name" 2>/dev/null | grep -q "ok installed" ||
            missing="$missing $name"
    done
    [ -n "$missing" ] || return 0
    act apt-get update -qq
    # shellcheck disable=SC2086 # a list
    act env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq -o Dpkg::Use-Pty=0 --no-install-recommends $missing
}

keep_others_off() { # who takes a printer away; see docs/printers.md
    if dpkg-query -W -f '${Status}' brltty 2>/dev/null | grep -q "ok installed"; then
        act apt-get purge -y -qq brltty
    fi
    act systemctl mask --quiet ModemManager.service
    act systemctl mask --quiet sleep.target suspend.target hibernate.target
    act_now systemctl stop --quiet ModemManager.service || true
}

make_users() {
    for name in motcua-kiosk motcua-screen; do
        if ! getent passwd "$name" >/dev/null; then
            act adduser --quiet --system --group --home "/var/lib/$name" "$name"
        fi
        act install -d -o "$name" -g "$name" -m 0700 "/var/lib/$name"
    done
    act usermod --append --groups video,render motcua-screen
}

install_program() {
    [ -x "$programs/python3" ] || act /usr/bin/python3 -m venv /opt/motcua
    act "$programs/python3" -m pip install --quiet --upgrade "$wheel"
    # A wheel made anew may have the old version: pip alone would leave the old program.
    act "$programs/python3" -m pip install --quiet --force-reinstall --no-deps "$wheel"
}

put_files() {
    for unit in $units; do put "/etc/systemd/system/$unit" <"$here/systemd/$unit"; done
    put /etc/systemd/logind.conf.d/50-motcua-kiosk.conf <"$here/logind/50-motcua-kiosk.conf"
    put /etc/chromium/policies/managed/motcua-kiosk.json <"$here/chromium/motcua-kiosk.json"
    # Only USB printers need a name of ours: serial adapters have one in /dev/serial/by-id.
    {
        echo "# Made by install-kiosk.sh; rules for other printers: deploy/udev of the program."
        grep '^SUBSYSTEM=="usbmisc"' "$here/udev/70-motcua-printer.rules"
    } | put /etc/udev/rules.d/70-motcua-printer.rules keep
    act_now udevadm control --reload
    act_now udevadm trigger --settle --subsystem-match=usbmisc
    act_now systemctl kill --signal=HUP systemd-logind.service
}

answers() { # whether a printer answers at $1 with the speed $2 and the flow control $3
    "$programs/motcua-printer" status "$1" --baud "$2" --flow "$3" 2>/dev/null |
        grep -Eq "^link up, online (yes|no)" # an open port alone may be anything
}

try_printer() { # sets flow and baud when a printer answers at $1
    case "$1" in
        tcp://* | */usb/lp* | /dev/motcua-printer) speeds=115200 flows=none ;;
        *) speeds="115200 38400 19200 9600" flows="rtscts none" ;;
    esac
    for speed in $speeds; do
        for way in $flows; do
            echo "  asking $1 ($speed, $way)"
            if answers "$1" "$speed" "$way"; then
                printer=$1 baud=$speed flow=$way
                return 0
            fi
        done
    done
    return 1
}

find_printer() {
    if [ "$printer" = none ]; then
        printer=
    elif [ -n "$printer" ]; then
        ! real || try_printer "$printer" || echo "  no answer from $printer: see to it later"
    elif real; then
        for device in /dev/motcua-printer /dev/usb/lp* /dev/serial/by-id/* /dev/ttyS[0-3]; do
            if [ -e "$device" ] && try_printer "$device"; then
                echo "  found: $printer"
                return 0
            fi
        done
        echo "  no printer found: numbers are shown on the screen until one is set"
    fi
}

set_key() { # table, key, value: in the settings on standard input; comments stay
    awk -v table="[$1]" -v key="$2" -v value="$3" '
        /^\[/ { inside = ($1 == table) }
        inside && $1 == key {
            at = index($0, " # ")
            $0 = key " = " value (at ? substr($0, at) : "")
        }
        { print }'
}

write_settings() {
    [ ! -e "$root/etc/motcua/kiosk.toml" ] || return 0
    find_printer
    set_key server url "\"$server\"" <"$here/kiosk.toml" |
        set_key printer device "\"$printer\"" |
        set_key printer baud "$baud" |
        set_key printer flow "\"$flow\"" |
        set_key printer profile "\"$profile\"" |
        set_key screen diagonal_in "$diagonal" |
        set_key screen width_px "${size%x*}" |
        set_key screen height_px "${size#*x}" |
        set_key screen mount_top_mm "$top" |
        put /etc/motcua/kiosk.toml keep
    case "$turn" in
        none) turns= ;;
        right) turns="-r" ;;
        over) turns="-r -r" ;;
        left) turns="-r -r -r" ;;
    esac
    put /etc/motcua/screen.env keep <<END
# How the picture is turned: each -r is a quarter to the right.
CAGE="$turns"
END
}

enrol() {
    if [ -z "$code" ]; then
        [ ! -e "$root/var/lib/motcua-kiosk/device.json" ] || return 0
        [ -n "$yes$dry" ] || ask code "Enrolment code (empty: later)" ""
    fi
    if [ -z "$code" ]; then
        echo "  not enrolled: make a code on the server, then run this again with --code"
        return 0
    fi
    act_now systemctl stop --quiet motcua-kiosk.service || true
    act runuser -u motcua-kiosk -- "$programs/motcua-kiosk" enrol \
        --config /etc/motcua/kiosk.toml --code "$code" ||
        echo "  not enrolled: make a fresh code, then run this again with --code"
}

start() {
    # shellcheck disable=SC2086 # a list
    act systemctl enable --quiet $units
    if real && [ ! -e /var/lib/motcua-kiosk/device.json ]; then
        echo "  not started: a kiosk that is not enrolled gives no numbers"
        return 0
    fi
    act_now systemctl daemon-reload
    # The check says what does not start. The browser waits for the agent as long as it takes.
    # shellcheck disable=SC2086
    act_now systemctl restart --no-block $units || true
}

# ── what works ───────────────────────────────────────────────────────────────────────────────────

judge() { # a sentence, and the command that must be true
    said=$1
    shift
    if "$@" >/dev/null 2>&1; then
        echo "  works  $said"
    else
        echo "  FAILS  $said"
        failures=$((failures + 1))
    fi
}

told() { # whether the agent's page $1 says $2
    curl --silent --max-time 5 "$agent$1" | grep -q "$2"
}

agent_lives() { # it may just have been started
    curl --silent --fail --retry 15 --retry-delay 1 --retry-all-errors "$agent/healthz"
}

kept_apart() { ! runuser -u motcua-screen -- test -r /var/lib/motcua-kiosk/device.json; }

nobody_else() { ! systemctl is-active --quiet ModemManager brltty cups; }

clock_kept() { [ "$(timedatectl show -p NTPSynchronized --value)" = yes ]; }

sandboxed() {
    [ -u /usr/lib/chromium/chrome-sandbox ] ||
        [ "$(cat /proc/sys/kernel/unprivileged_userns_clone)" = 1 ]
}

check() {
    echo "What works:"
    failures=0
    judge "the settings are right and the kiosk is enrolled" \
        as_agent "$programs/motcua-kiosk" status --config /etc/motcua/kiosk.toml
    judge "the agent answers, its threads and its ledger work" agent_lives
    judge "the server is heard" told /readyz '"link":true'
    judge "the centre's services are known" told /readyz '"ready":true'
    judge "the printer is ready" told /api/state '"printer":null'
    judge "the touch screen runs" systemctl is-active --quiet motcua-kiosk-browser
    for unit in $units; do
        judge "$unit starts with the machine" systemctl is-enabled --quiet "$unit"
    done
    judge "the browser may only show the kiosk" \
        test -s /etc/chromium/policies/managed/motcua-kiosk.json
    judge "the browser cannot read the kiosk's token" kept_apart
    judge "the browser has its sandbox" sandboxed
    judge "nobody else takes the printer" nobody_else
    judge "the clock is set over the network" clock_kept
    [ "$failures" -eq 0 ] || echo "What to do: docs/installing-a-kiosk.md, \"What to do when\"."
    [ "$failures" -eq 0 ]
}

# ── all of it, or back ───────────────────────────────────────────────────────────────────────────

install_all() {
    check_machine
    find_wheel
    ask_all
    echo "This will install $packages,"
    echo "the program from $wheel, two users, two services that start with the machine,"
    echo "and keep ModemManager, brltty and sleep off."
    [ -n "$root" ] || sure "Go on?"
    trap 'echo "install-kiosk: stopped at $step; what is done stays, run it again" >&2' EXIT
    for step in install_packages keep_others_off make_users install_program put_files \
        write_settings enrol start; do
        echo "$step"
        "$step"
    done
    trap - EXIT
    ! real || check
}

uninstall() {
    [ -n "$dry$root" ] || [ "$(id -u)" -eq 0 ] || fail "this needs root: sudo $0"
    sure "Take the kiosk off this machine? Ledger, enrolment and settings stay."
    # shellcheck disable=SC2086 # a list
    act systemctl disable --quiet $units 2>/dev/null || true
    # shellcheck disable=SC2086
    act_now systemctl stop --quiet $units || true
    for unit in $units; do drop "/etc/systemd/system/$unit"; done
    drop /etc/systemd/logind.conf.d/50-motcua-kiosk.conf
    drop /etc/chromium/policies/managed/motcua-kiosk.json
    if ! real || head -n 1 /etc/udev/rules.d/70-motcua-printer.rules 2>/dev/null | grep -q "install-kiosk"; then
        drop /etc/udev/rules.d/70-motcua-printer.rules
    fi
    act systemctl unmask --quiet ModemManager.service sleep.target suspend.target hibernate.target
    act_now systemctl daemon-reload
    if [ -e "$root/etc/systemd/system/motcua.service" ] ||
        [ -e "$root/etc/systemd/system/motcua-board.service" ]; then
        echo "  kept: /opt/motcua, which the server or the counter displays use"
    else
        drop /opt/motcua
    fi
    if getent passwd motcua-screen >/dev/null; then act deluser --quiet --system motcua-screen; fi
    drop /var/lib/motcua-screen
    echo "Kept: /var/lib/motcua-kiosk (ledger, enrolment), its user, /etc/motcua. The packages stay;"
    echo "brltty, if it was there: apt install brltty."
}

read_options "$@"
case "$verb" in
    install) install_all ;;
    check) check ;;
    uninstall) uninstall ;;
esac
