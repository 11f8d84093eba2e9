"""``motcua``: run the queue server and look after a centre."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from .domain.errors import MotcuaError
from .runtime.settings import SettingsError, load
from .settings import Settings

if TYPE_CHECKING:
    from .store import Store
    from .store.store import UseCase

EXIT_REFUSED = 2
PROGRAMS = {
    "kiosk": "motcua-kiosk enrol --code",
    "panel": "motcua-board enrol --code",
    "board": "",  # no program of ours enrols as these
    "announcer": "",
}

C = TypeVar("C")
R = TypeVar("R")


def main(arguments: list[str] | None = None) -> int:
    """The command line; 0 when done, 1 when a check found faults, 2 when refused."""
    asked = _parser().parse_args(arguments)
    try:
        code: int = asked.do(asked)
    except (MotcuaError, SettingsError, OSError, UnicodeDecodeError) as error:
        print(f"motcua: {error}", file=sys.stderr)
        return EXIT_REFUSED
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="motcua", description=__doc__)
    parser.add_argument("--config", type=Path, help="settings file (TOML) of this machine")
    verbs = parser.add_subparsers(required=True, metavar="VERB")

    def verb(name: str, do: Callable[..., int], about: str) -> argparse.ArgumentParser:
        added = verbs.add_parser(name, help=about, description=about)
        added.set_defaults(do=do)
        return added

    verb("run", _run, "serve until stopped")
    verb("migrate", _migrate, "bring the database to this version's schema")
    verb("check", _check, "verify the journal and the books")
    _add_demo(verb("demo", _demo, "a whole centre on this computer, printer emulated"))
    centre = verb("centre", _centre_apply, "load a centre file").add_subparsers(required=True)
    centre.add_parser("apply", help="check a centre file and load it").add_argument(
        "file", type=Path
    )
    _add_enrol(verb("enrol", _enrol, "make a single-use code for a new device"))
    verb("revoke", _revoke, "make a device's token worthless").add_argument("device")
    _add_policy(verb("policy", _policy_preview, "try another rule on past days"))
    _add_staff(verb("staff", _staff, "add somebody, or give a new password"))
    return parser


def _add_demo(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", type=Path, default=Path("var/demo"), help="where it is kept")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000, help="queue server")
    parser.add_argument("--kiosk-port", type=int, default=8010)
    parser.add_argument("--mode", choices=["eventlet", "threading"], default="eventlet")


def _add_enrol(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", help="what people call the device, e.g. 'Kiosk at the door'")
    parser.add_argument("--kind", choices=list(PROGRAMS), default="kiosk")


def _add_policy(parser: argparse.ArgumentParser) -> None:
    from .policy_preview import minutes

    about = "past days under a changed rule; nothing is changed by looking"
    preview = parser.add_subparsers(required=True).add_parser(
        "preview", help=about, description=about
    )
    preview.add_argument(
        "--change",
        action="append",
        required=True,
        type=minutes,
        metavar="KEY=MINUTES",
        help="a priority class, appointment, or help_after_min",
    )
    preview.add_argument("--days", type=int, default=30, help="how many past days, at most 90")


def _add_staff(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("sign_in", help="sign-in name")
    parser.add_argument("--name", default="", help="name on the screens")
    parser.add_argument("--role", action="append", required=True, help="clerk, manager, reception")


def _run(asked: argparse.Namespace) -> int:
    settings = load(Settings, asked.config, os.environ)
    from . import serving

    parallel = serving.prepare(settings.web.mode)  # before anything imports sockets or threads
    from .app import Server
    from .runtime import logs
    from .runtime.watchdog import Watchdog, answers

    logs.configure(settings.log)
    server = Server(settings, parallel)
    watchdog = Watchdog(os.environ, answers(settings.web.host, settings.web.port))
    where = f"http://{settings.web.host}:{settings.web.port}"

    def ready() -> None:
        print(f"serving {server.centre} at {where}", flush=True)
        watchdog.ready()
        parallel.spawn(lambda: watchdog.run(parallel.sleep))

    try:
        parallel.serve(server.app, settings.web.host, settings.web.port, ready)
    finally:
        server.close()
    return 0


def _demo(asked: argparse.Namespace) -> int:
    from . import demo

    return demo.run(
        demo.Demo(asked.data, asked.host, asked.port, asked.kiosk_port, mode=asked.mode)
    )


def _migrate(asked: argparse.Namespace) -> int:
    from .store import schema

    schema.upgrade(load(Settings, asked.config, os.environ).store.url)
    return 0


def _check(asked: argparse.Namespace) -> int:
    from .use_cases import checking

    store, faults = _open_store(asked), 0
    for centre in store.centres():
        with store.read(centre) as view:
            found = list(checking.problems(view))
            for note in view.centre.crowded_boards():
                print(f"{centre}: {note}")
            for problem in found:
                print(f"{centre}: {problem}")
            print(f"{centre}: {view.head.journal_seq} journal rows checked, {len(found)} faults")
            faults += len(found)
    store.close()
    return 1 if faults else 0


def _centre_apply(asked: argparse.Namespace) -> int:
    from .app import utc_now
    from .domain import centre_file
    from .use_cases import administering

    file = asked.file.read_text(encoding="utf-8")
    try:
        named = centre_file.parse(file).catalogue
        catalogue = (asked.file.parent / named).read_text("utf-8") if named else "{}"
        store = _open_store(asked)
        centre = administering.apply_centre(store, file, catalogue, utc_now())
        with store.read(centre) as view:
            notes = list(view.centre.crowded_boards())
        store.close()
    except centre_file.BadCentreFile as error:
        for mistake in error.mistakes:
            print(f"{asked.file}:{mistake.line}: {mistake.what}", file=sys.stderr)
        return EXIT_REFUSED
    print(f"centre {centre} is loaded", *notes, sep="\n")
    return 0


def _enrol(asked: argparse.Namespace) -> int:
    from .use_cases.administering import NewDevice, enrolment_code

    code = _write(asked, enrolment_code, NewDevice(asked.kind, asked.name))
    there = PROGRAMS[asked.kind]
    print(
        f"{code}\ngood once, for 24 hours" + (f"; on the machine: {there} {code}" if there else "")
    )
    return 0


def _revoke(asked: argparse.Namespace) -> int:
    from .use_cases.administering import revoke

    _write(asked, revoke, asked.device)
    print(f"{asked.device} is out")
    return 0


def _staff(asked: argparse.Namespace) -> int:
    from .use_cases.administering import NewStaff, add_staff, hash_password, make_password

    password = make_password()
    new = NewStaff(asked.sign_in, asked.name, frozenset(asked.role), hash_password(password))
    _write(asked, add_staff, new)
    print(f"{asked.sign_in} signs in with: {password}")
    return 0


def _policy_preview(asked: argparse.Namespace) -> int:
    from .policy_preview import BadChange, change, table
    from .use_cases.previewing import Way, preview

    def progress(day: dt.date, visits: int) -> None:
        print(f"{day}: {visits} visits", file=sys.stderr)

    store = _open_store(asked)
    try:
        centre = load(Settings, asked.config, os.environ).store.centre or store.only_centre()
        with store.read(centre) as view:
            classes = [one.id for one in view.centre.priorities]
        wanted = change(asked.change, asked.days, classes)
        for line in table(preview(lambda: store.read(centre), wanted, Way(progress=progress))):
            print(line)
    except BadChange as error:
        print(f"motcua: {error}", file=sys.stderr)
        return EXIT_REFUSED
    finally:
        store.close()
    return 0


def _open_store(asked: argparse.Namespace) -> Store:
    from . import serving
    from .app import utc_now
    from .store import Store, schema

    settings = load(Settings, asked.config, os.environ)
    schema.check(settings.store.url)
    return Store(settings.store.url, utc_now, serving.prepare("threading"))


def _write(asked: argparse.Namespace, use_case: UseCase[C, R], command: C) -> R:
    """Run one use case on the only centre there is (or the one the settings name)."""
    from .domain.journal import Actor

    store = _open_store(asked)
    centre = load(Settings, asked.config, os.environ).store.centre or store.only_centre()
    try:
        return store.write(centre, use_case, Actor("admin"), command).result
    finally:
        store.close()


if __name__ == "__main__":
    sys.exit(main())
