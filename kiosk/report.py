"""What ``motcua-kiosk status`` says: the state of the ledger, also while the kiosk runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

from kiosk import schema
from kiosk.jobs import Jobs, Paper
from kiosk.ledger import Ledger
from kiosk.settings import KioskSettings
from queue_server.messages import CentreAbout
from queue_server.runtime.device import Device

LATEST = 10  # prints that are told


def centre(settings: KioskSettings, device: Device) -> CentreAbout:
    """The centre as this kiosk knows it.

    Raises ``LookupError`` before the kiosk has heard of it, and as ``lines``.
    """
    with closing(Ledger(settings.kiosk.data / schema.FILE)) as ledger:
        found = ledger.recall("centre", CentreAbout)
    if found is None:
        raise LookupError(f"nothing is known of {device.centre} yet: run the kiosk once")
    return found


def lines(settings: KioskSettings, device: Device) -> Iterator[str]:
    """Raises ``LedgerFailed`` or ``sqlite3.Error`` when the ledger cannot be read."""
    server = settings.server.url or device.server
    yield f"device {device.device} of {device.centre}, server {server}"
    with closing(Ledger(settings.kiosk.data / schema.FILE)) as ledger:
        centre = ledger.recall("centre", CentreAbout)
        yield f"catalogue version {centre.version}" if centre else "catalogue not fetched yet"
        unsent, refused = ledger.unsent()
        yield f"tickets the server does not have: {unsent}, of them refused: {refused}"
        for (service, day), left in sorted(ledger.reserve_left().items()):
            yield f"reserve of {service} for {day}: {left}"
        yield from (_paper(paper) for paper in Jobs(ledger).latest(LATEST))


def _paper(paper: Paper) -> str:
    """A print in a line; times in UTC, as in the logs."""
    what = f"{paper.what}, copy {paper.copy}" if paper.copy else paper.what
    why = f" ({paper.code})" if paper.code else ""
    proof = paper.proof or "not kept"
    tail = f"proof {proof}, tries {paper.attempts}"
    return f"{paper.changed_at:%Y-%m-%dT%H:%M:%SZ} {what}: {paper.state}{why}, {tail}"
