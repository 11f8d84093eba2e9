"""Command line of a panel, the machine with counter displays and call pads: enrol, run, try."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from display_board.settings import BoardSettings
from queue_server.runtime.commands import SERVER, Stop, carry_out, enrol_device, enrolled

if TYPE_CHECKING:
    from display_board.lines import DisplayLine
    from printer_drivers.call_pads import Event

PROGRAM = "motcua-board"
ANSWER_S = 5.0  # an open line with a display on it has answered long before


def main(arguments: Sequence[str] | None = None) -> int:
    return carry_out(PROGRAM, BoardSettings, _parser().parse_args(arguments))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=PROGRAM, description="Counter displays and call pads of Mot Cua."
    )
    verbs = parser.add_subparsers(required=True, metavar="enrol | run | show | listen")
    enrol = verbs.add_parser("enrol", help="exchange a single-use code for this machine's token")
    enrol.add_argument("--server", metavar="URL", help="default: [server] url")
    enrol.add_argument("--code", required=True)
    enrol.set_defaults(verb=_enrol)
    run = verbs.add_parser("run", help="show what the server tells, send what is pressed")
    run.set_defaults(verb=_run)
    show = verbs.add_parser("show", help="show something on a counter's display, without a server")
    show.add_argument("counter", type=int)
    show.add_argument("label", help='a number such as A042; "": dark')
    show.add_argument("--blink", action="store_true")
    show.set_defaults(verb=_show)
    listen = verbs.add_parser("listen", help="print what is pressed, without a server")
    listen.set_defaults(verb=_listen)
    for verb in (enrol, run, show, listen):
        verb.add_argument("--config", type=Path, metavar="FILE", help="board.toml")
    return parser


def _enrol(chosen: argparse.Namespace, settings: BoardSettings) -> int:
    server = chosen.server or settings.server.url or SERVER
    return enrol_device("panel", server, chosen.code, settings.panel.data)


def _run(_chosen: argparse.Namespace, settings: BoardSettings) -> int:
    from display_board.app import Panel
    from queue_server.runtime import logs

    logs.configure(settings.log)
    if not settings.line:
        raise Stop("no [[line]] in the settings: nothing to show or to hear")
    try:
        panel = Panel(settings, enrolled(PROGRAM, settings.panel.data))
    except ValueError as error:
        raise Stop(str(error)) from error
    told = _told_to_end()
    panel.start()
    told.wait()
    panel.stop()
    return 0


def _told_to_end() -> threading.Event:
    """Set by SIGTERM and SIGINT from now on."""
    told = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: told.set())
    return told


def _show(chosen: argparse.Namespace, settings: BoardSettings) -> int:
    from display_board.lines import DisplayLine

    found = [
        DisplayLine(line, codec)
        for line in settings.line
        if chosen.counter in line.counters and (codec := line.codec())
    ]
    if not found:
        raise Stop(f"no [[line]] has a display for counter {chosen.counter}")
    return max([_shown(line, chosen) for line in found])


def _shown(line: DisplayLine, chosen: argparse.Namespace) -> int:
    """Show it, say how the display took it, and leave it on."""
    line.start()
    try:
        line.display(chosen.counter, chosen.label, blink=chosen.blink)
        until = time.monotonic() + ANSWER_S
        while not line.settled and time.monotonic() < until:
            time.sleep(0.02)
        if not line.settled:
            raise Stop(f"{line.name}: the port cannot be opened, or is in use by motcua-board run")
        status = line.status(chosen.counter)
    except ValueError as error:
        raise Stop(f"counter {chosen.counter} cannot show {chosen.label!r}: {error}") from error
    finally:
        line.let_go()
    print(f"{line.name}: counter {chosen.counter}: {_STATUS[status]}")
    return 0 if status in ("answered", "unknown") else 1


_STATUS = {
    "answered": "the display has answered",
    "refused": "the display answered that it cannot show this",
    "silent": "no answer",
    "unknown": "sent; displays of this kind never answer",
}


def _listen(_chosen: argparse.Namespace, settings: BoardSettings) -> int:
    from display_board.lines import PadLine

    def heard(counter: int, event: Event) -> None:
        print(f"counter {counter}: {event}", flush=True)

    lines = [PadLine(line, pad, heard) for line in settings.line if (pad := line.pad())]
    if not lines:
        raise Stop("no [[line]] has pads")
    told = _told_to_end()
    for line in lines:
        line.start()
        print(f"listening at {line.health().name}; Ctrl-C ends", flush=True)
    told.wait()
    for line in lines:
        line.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
