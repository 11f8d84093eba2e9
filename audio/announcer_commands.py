"""The verbs of a machine that speaks in a hall: enrol, run."""

from __future__ import annotations

import argparse
import signal
import threading
from pathlib import Path
from typing import Any

from audio.announcer_settings import AnnouncerSettings
from queue_server.runtime import device as devices
from queue_server.runtime.commands import SERVER, Stop, asking, carry_out, enrolled

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
    from queue_server.messages import Enrol, Enrolled
    from queue_server.runtime.uplink import Uplink

    server, data = chosen.server or settings.server.url or SERVER, settings.announcer.data
    try:
        data.mkdir(parents=True, exist_ok=True)  # before the code is used up
        with asking(server):
            told = Uplink(server).post("/api/v1/enrol", Enrol(chosen.code, "announcer"), Enrolled)
        path = devices.write(data, devices.Device(server, told.device, told.centre, told.token))
    except OSError as error:
        raise Stop(f"cannot use {data}: {error}") from error
    print(f"enrolled as {told.device} at {told.centre}; token in {path}")
    return 0


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
