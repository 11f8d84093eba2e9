"""Command line of the kiosk: enrol, run, status."""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sqlite3
import sys
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

import msgspec

from kiosk import device as devices
from kiosk.settings import KioskSettings
from queue_server.runtime.settings import SettingsError, load

SERVER = "http://127.0.0.1:8000"
WEB_THREADS = 8  # one browser: six connections at once, and the polls of a page just reloaded


class Stop(Exception):
    """A sentence for the person at the keyboard; the exit status is 1."""


def main(arguments: Sequence[str] | None = None) -> int:
    chosen = _parser().parse_args(arguments)
    try:
        settings = load(KioskSettings, chosen.config, os.environ)
        return int(chosen.verb(chosen, settings))
    except SettingsError as error:
        print(f"motcua-kiosk: {error}", file=sys.stderr)
        return 2
    except Stop as error:
        print(f"motcua-kiosk: {error}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="motcua-kiosk", description="Kiosk agent of Mot Cua.")
    verbs = parser.add_subparsers(required=True, metavar="enrol | run | status")
    enrol = verbs.add_parser("enrol", help="exchange a single-use code for this kiosk's token")
    enrol.add_argument("--server", metavar="URL", help="default: [server] url")
    enrol.add_argument("--code", required=True)
    enrol.set_defaults(verb=_enrol)
    run = verbs.add_parser("run", help="serve the touch pages, print, and keep in touch")
    run.set_defaults(verb=_run)
    status = verbs.add_parser("status", help="what the ledger holds")
    status.set_defaults(verb=_status)
    for verb in (enrol, run, status):
        verb.add_argument("--config", type=Path, metavar="FILE", help="kiosk.toml")
    return parser


def _enrol(chosen: argparse.Namespace, settings: KioskSettings) -> int:
    from queue_server.messages import Enrol, Enrolled
    from queue_server.runtime.uplink import LinkDown, Refusal, Uplink

    server = chosen.server or settings.server.url or SERVER
    try:
        link = Uplink(server)
        told = link.post("/api/v1/enrol", Enrol(code=chosen.code, kind="kiosk"), Enrolled)
        link.close()
    except (ValueError, LinkDown) as error:
        raise Stop(f"no answer from {server}: {error}") from error
    except Refusal as error:
        raise Stop(f"{server} refused the code: {error.title}") from error
    kept = devices.Device(server, told.device, told.centre, told.token)
    try:
        path = devices.write(settings.kiosk.data, kept)
    except OSError as error:
        raise Stop(f"cannot write to {settings.kiosk.data}: {error.strerror}") from error
    print(f"enrolled as {told.device} at {told.centre}; token in {path}")
    return 0


def _device(settings: KioskSettings) -> devices.Device:
    try:
        device = devices.read(settings.kiosk.data)
    except (OSError, msgspec.MsgspecError) as error:
        raise Stop(f"{settings.kiosk.data / devices.FILE} cannot be read: {error}") from error
    if device is None:
        raise Stop("not enrolled yet: motcua-kiosk enrol --server URL --code CODE")
    return device


def _run(chosen: argparse.Namespace, settings: KioskSettings) -> int:
    import waitress

    from kiosk import app, schema
    from queue_server.runtime import logs
    from queue_server.runtime.i18n import CatalogueMissing
    from queue_server.runtime.web.pages import AssetsMissing

    logs.configure(settings.log)
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a page's many files are no news
    device = _device(settings)
    try:
        kiosk = app.Kiosk(settings, device, app.words())
    except (CatalogueMissing, AssetsMissing, schema.NewerLedger) as error:
        raise Stop(str(error)) from error
    except (sqlite3.Error, OSError) as error:
        raise Stop(f"the ledger in {settings.kiosk.data} cannot be used: {error}") from error
    except ValueError as error:
        raise Stop(str(error)) from error
    try:
        host, port = settings.kiosk.host, settings.kiosk.port
        server = waitress.create_server(kiosk.web, host=host, port=port, threads=WEB_THREADS)
    except OSError as error:
        raise Stop(f"cannot serve on {host}:{port}: {error.strerror}") from error
    kiosk.start()
    print(f"kiosk pages at http://{host}:{server.effective_port}/", flush=True)

    def leave(number: int, frame: FrameType | None) -> None:
        kiosk.hall.close()  # pages that wait for news are answered, so that their threads end
        raise SystemExit(0)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, leave)
    server.run()  # returns on SystemExit
    server.close()
    kiosk.stop()
    return 0


def _status(chosen: argparse.Namespace, settings: KioskSettings) -> int:
    from kiosk import schema
    from kiosk.ledger import LedgerFailed
    from kiosk.report import lines

    device = _device(settings)
    try:
        report = list(lines(settings, device))
    except (schema.NewerLedger, LedgerFailed, sqlite3.Error, OSError) as error:
        raise Stop(f"the ledger in {settings.kiosk.data} cannot be read: {error}") from error
    print("\n".join(report))
    return 0


if __name__ == "__main__":
    sys.exit(main())
