"""What ``motcua-kiosk status`` says: the state of the ledger, also while the kiosk runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

from kiosk import schema
from kiosk.ledger import Ledger
from kiosk.settings import KioskSettings
from queue_server.messages import CentreAbout
from queue_server.runtime.device import Device


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
