"""A real kiosk agent as a process of its own, enrolled, with a reserve and a virtual printer."""

from __future__ import annotations

import datetime as dt
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from kiosk.hall import ENROLMENT, Enrolment
from kiosk.ledger import Ledger
from kiosk.ticket import local_day
from printer_drivers.virtual_pty import PtyPrinter
from queue_server.messages import CentreAbout, HallNow
from queue_server.runtime import device
from tests.devices.kiosk_builders import a_block, a_busy_centre

ROOT = Path(__file__).parents[2]
NOBODY = "http://127.0.0.1:9"  # the discard port: no server answers


class Site(NamedTuple):
    """What the kiosk remembers of its server, and more of its settings; printer "" is none."""

    centre: CentreAbout = a_busy_centre()
    hall: HallNow | None = None
    enrolled: bool = True
    screen: str = "warning_s = 120\ndone_s = 60\ndone_without_paper_s = 300"  # for slow machines
    printer: bool = True


USUAL = Site()


def fill(folder: Path, printer: Path, site: Site = USUAL) -> Path:
    """Data and settings of an enrolled kiosk whose server is silent; the settings file."""
    centre = site.centre
    today = local_day(dt.datetime.now(dt.UTC), centre.timezone)
    with closing(Ledger(folder / "ledger.db")) as ledger:
        ledger.remember("centre", centre)
        ledger.remember(ENROLMENT, Enrolment(known=site.enrolled))
        if site.hall:
            ledger.remember("hall", site.hall)
        for place, service in enumerate(centre.services):
            ledger.keep_block(a_block(900 + 50 * place, 50, service.id, today))
    device.write(folder, device.Device(NOBODY, "k1", "mau", folder.name))
    config = folder / "kiosk.toml"
    config.write_text(
        f'[kiosk]\ndata = "{folder}"\nport = 0\n[screen]\n{site.screen}\n'
        f'[printer]\ndevice = "{printer if site.printer else ""}"\n',
        encoding="utf-8",
    )
    return config


@contextmanager
def an_agent(config: Path, last: signal.Signals = signal.SIGTERM) -> Iterator[str]:
    """The address of a running agent, which is ended by the signal ``last``."""
    words = [sys.executable, "-m", "kiosk", "run", "--config", str(config)]
    with subprocess.Popen(
        words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as agent:
        assert agent.stdout
        found = re.search(r"http://\S+/", agent.stdout.readline())
        assert found
        try:
            yield found[0]
        finally:
            agent.send_signal(last)


@contextmanager
def a_kiosk(folder: Path, site: Site = USUAL) -> Iterator[tuple[str, Path]]:
    """Address of a running kiosk and the device of its printer."""
    printer = folder / "printer"
    with PtyPrinter(printer, folder / "tray"), an_agent(fill(folder, printer, site)) as address:
        yield address, printer
