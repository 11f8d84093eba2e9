"""The verbs of a machine that speaks in a hall: enrol, run."""

from __future__ import annotations

import argparse
import signal
import threading
from pathlib import Path
from typing import Any

from audio.announcer_settings import AnnouncerSettings
from queue_server.runtime.commands import SERVER, Stop, carry_out, enrol_device, enrolled

PROGRAM = "motcua-announcer"


def add_to(verbs: Any) -> None:
    """Add them to the program's verbs."""
    enrol = verbs.add_parser("enrol", help="exchange a single-use code for this machine's token")
    enrol.add_argument("--server", metavar="URL", help="default: [server] url")
    enrol.add_argument("--code", required=True)
    run = verbs.add_parser("run", help="speak in a zone of the hall, as the server lends the voice")
    for verb, does in ((enrol, _enrol), (run, _run)):
        verb.add_argument("--config", type=Path, metavar="FILE", help="announcer.toml")
        verb.set_defaults(verb=_carry_out, does=does)


def _carry_out(options: argparse.Namespace) -> int:
    options.verb = options.does
    return carry_out(PROGRAM, AnnouncerSettings, options)


def _enrol(chosen: argparse.Namespace, settings: AnnouncerSettings) -> int:
    server = chosen.server or settings.server.url or SERVER
    return enrol_device("announcer", server, chosen.code, settings.announcer.data)


def _run(_chosen: argparse.Namespace, settings: AnnouncerSettings) -> int:
    from audio.announcer import Announcer
    from queue_server.runtime import logs

    logs.configure(settings.log)
    try:
        announcer = Announcer(settings, enrolled(PROGRAM, settings.announcer.data))
    except ValueError as error:
        raise Stop(str(error)) from error
    told = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: told.set())
    announcer.start()
    told.wait()
    announcer.stop()
    return 0
