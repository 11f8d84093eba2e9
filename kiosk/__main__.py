"""Command line of the kiosk: enrol, run, pin, status, preview."""

from __future__ import annotations

import argparse
import datetime as dt
import getpass
import logging
import os
import signal
import sqlite3
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import msgspec

from kiosk.papers import TICKET, VALUES
from kiosk.pin import Weakness, weakness
from kiosk.settings import KioskSettings
from queue_server.runtime.commands import SERVER, Stop, asking, carry_out, enrolled
from queue_server.runtime.i18n import DEFAULT, LANGUAGES

if TYPE_CHECKING:
    from kiosk.app import Kiosk
    from kiosk.ledger import LedgerFailed

PROGRAM = "motcua-kiosk"
ALL = "all"
WEAK: dict[Weakness, str] = {
    "not_digits": "a PIN has digits only; nothing was changed",
    "too_short": "a PIN has at least 6 digits; nothing was changed",
    "too_long": "a PIN has at most 12 digits; nothing was changed",
    "all_the_same": "all digits are the same; nothing was changed",
    "a_run": "the digits follow each other as on the keypad; nothing was changed",
}
WEB_THREADS = 8  # one browser: six connections at once, and the polls of a page just reloaded


def main(arguments: Sequence[str] | None = None) -> int:
    return carry_out(PROGRAM, KioskSettings, _parser().parse_args(arguments))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=PROGRAM, description="Kiosk agent of Mot Cua.")
    verbs = parser.add_subparsers(required=True, metavar="enrol | run | pin | status | preview")
    enrol = verbs.add_parser("enrol", help="exchange a single-use code for this kiosk's token")
    enrol.add_argument("--server", metavar="URL", help="default: [server] url")
    enrol.add_argument("--code", required=True)
    enrol.add_argument("--force", action="store_true", help="give up tickets that were never sent")
    enrol.set_defaults(verb=_enrol)
    run = verbs.add_parser("run", help="serve the touch pages, print, and keep in touch")
    run.add_argument("--practice", action="store_true", help="tickets without value, for today")
    run.set_defaults(verb=_run)
    pin = verbs.add_parser("pin", help="set the PIN of the staff mode; asks for it twice")
    pin.set_defaults(verb=_pin)
    status = verbs.add_parser("status", help="what the ledger holds")
    status.set_defaults(verb=_status)
    preview = verbs.add_parser("preview", help="draw what this kiosk prints as PNG")
    preview.add_argument("picture", type=Path, help="the file to write; a folder for --slip all")
    preview.add_argument("--slip", choices=(*VALUES, ALL), default=TICKET, help="which paper")
    preview.add_argument("--layouts", metavar="DIR", help="default: [printer] layouts")
    preview.add_argument("--language", choices=LANGUAGES, default=DEFAULT)
    preview.add_argument("--paper-mm", type=int, choices=(58, 80))
    preview.add_argument("--large", action="store_true", help="in large print")
    preview.set_defaults(verb=_preview)
    for verb in (enrol, run, pin, status, preview):
        verb.add_argument("--config", type=Path, metavar="FILE", help="kiosk.toml")
    return parser


def _enrol(chosen: argparse.Namespace, settings: KioskSettings) -> int:
    from kiosk import enrolment, schema
    from kiosk.ledger import LedgerFailed

    server = chosen.server or settings.server.url or SERVER
    try:
        steps = enrolment.Enrolment(settings.kiosk.data, server, force=chosen.force)
        steps.check()
        with asking(server):
            told = steps.exchange(chosen.code)
        path, aside = steps.keep(told, dt.datetime.now(dt.UTC))
    except enrolment.Unsent as error:
        raise Stop(
            f"tickets of the former centre that were never sent: {error.count}; let the kiosk send"
            " them first, or give them up with --force and a fresh code"
        ) from error
    except (schema.NewerLedger, LedgerFailed, sqlite3.Error) as error:
        raise Stop(
            f"the ledger in {settings.kiosk.data} cannot be used: {error}; is the kiosk running?"
        ) from error
    except OSError as error:
        raise Stop(f"cannot use {settings.kiosk.data}: {error}") from error
    print(f"enrolled as {told.device} at {told.centre}; token in {path}")
    if aside:
        print(f"the ledger of the former centre is now {aside}")
    return 0


def _run(chosen: argparse.Namespace, settings: KioskSettings) -> int:
    import waitress

    from queue_server.runtime import logs
    from queue_server.runtime.watchdog import Watchdog, answers

    logs.configure(settings.log)
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a page's many files are no news
    kiosk = _built(settings)
    if chosen.practice:
        kiosk.modes.practise_this_run()
    try:
        host, port = settings.kiosk.host, settings.kiosk.port
        server = waitress.create_server(
            kiosk.web, host=host, port=port, threads=WEB_THREADS, ident=None
        )
    except OSError as error:
        raise Stop(f"cannot serve on {host}:{port}: {error.strerror}") from error
    _start(kiosk, settings.kiosk.data)
    print(f"kiosk pages at http://{host}:{server.effective_port}/", flush=True)
    watchdog = Watchdog(os.environ, answers(host, server.effective_port))
    watchdog.ready()
    threading.Thread(target=watchdog.run, args=(time.sleep,), name="watchdog", daemon=True).start()

    def leave(number: int, frame: FrameType | None) -> None:
        kiosk.hall.close()  # pages that wait for news are answered, so that their threads end
        raise SystemExit(0)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, leave)
    server.run()  # returns on SystemExit
    server.close()
    kiosk.stop()
    return 0


def _built(settings: KioskSettings) -> Kiosk:
    from kiosk import app, schema
    from kiosk.ledger import LedgerFailed
    from queue_server.runtime.i18n import CatalogueMissing
    from queue_server.runtime.web.pages import AssetsMissing

    device = enrolled(PROGRAM, settings.kiosk.data)
    try:
        return app.Kiosk(settings, device, app.words())
    except LedgerFailed as error:
        raise Stop(_unusable(settings.kiosk.data, error)) from error
    except (CatalogueMissing, AssetsMissing, schema.NewerLedger, ValueError) as error:
        raise Stop(str(error)) from error
    except (sqlite3.Error, OSError) as error:
        raise Stop(f"the ledger in {settings.kiosk.data} cannot be used: {error}") from error


def _start(kiosk: Kiosk, data: Path) -> None:
    from kiosk.ledger import LedgerFailed

    try:
        kiosk.start()
    except LedgerFailed as error:
        raise Stop(_unusable(data, error)) from error


def _unusable(data: Path, error: LedgerFailed) -> str:
    full = error.code == "ledger_full"
    return f"the ledger in {data} cannot be used: {'the disk is full' if full else error}"


def _pin(chosen: argparse.Namespace, settings: KioskSettings) -> int:
    from kiosk import lock

    pin, again = _asked("PIN (6 to 12 digits): "), _asked("once more: ")
    if weak := weakness(pin):
        raise Stop(WEAK[weak])
    if pin != again:
        raise Stop("the two are not the same; nothing was changed")
    try:
        path = lock.set_pin(settings.kiosk.data, pin)
    except OSError as error:
        raise Stop(f"cannot use {settings.kiosk.data}: {error}") from error
    print(f"PIN of the staff mode set; its hash is in {path}")
    return 0


def _asked(question: str) -> str:
    """Typed without being shown; a script gives it as a line."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().strip()
    try:
        return getpass.getpass(question)
    except EOFError:
        return ""


def _status(chosen: argparse.Namespace, settings: KioskSettings) -> int:
    from kiosk import schema
    from kiosk.ledger import LedgerFailed
    from kiosk.report import lines

    device = enrolled(PROGRAM, settings.kiosk.data)
    try:
        report = list(lines(settings, device))
    except (schema.NewerLedger, LedgerFailed, sqlite3.Error, OSError) as error:
        raise Stop(f"the ledger in {settings.kiosk.data} cannot be read: {error}") from error
    print("\n".join(report))
    return 0


def _preview(chosen: argparse.Namespace, settings: KioskSettings) -> int:
    from kiosk import app, previewing
    from queue_server.runtime.i18n import CatalogueMissing

    asked = {"layouts": chosen.layouts, "paper_mm": chosen.paper_mm, "large_print": chosen.large}
    given = {name: value for name, value in asked.items() if value}
    printer = msgspec.structs.replace(settings.printer, **given)
    try:
        own = previewing.own_centre(settings)
        if own is None:
            print("this kiosk knows no centre yet: drawn for a sample one", file=sys.stderr)
        wish = previewing.Wish(printer, chosen.language, dt.datetime.now(dt.UTC), own)
        if chosen.slip == ALL:
            previewing.draw_all(wish, app.words(), chosen.picture)
        else:
            previewing.draw(wish, app.words(), chosen.slip, chosen.picture)
    except (ValueError, CatalogueMissing, OSError) as error:
        raise Stop(str(error)) from error
    return 0


if __name__ == "__main__":
    sys.exit(main())
