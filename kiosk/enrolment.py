"""Becoming a device of a centre, and what happens to the book of the centre before.

Numbers are unique within one server. With another server, another centre, or one that was rebuilt
and has forgotten this kiosk, the old book is moved aside whole: its numbers, reserves and memory
mean nothing there.
"""

from __future__ import annotations

import datetime as dt
from contextlib import closing
from pathlib import Path

import msgspec

from kiosk import cards, schema
from kiosk.hall import ENROLMENT
from kiosk.ledger import Ledger
from queue_server.messages import Enrol, Enrolled
from queue_server.runtime import device as devices
from queue_server.runtime.uplink import Uplink


class Unsent(Exception):
    """``count`` tickets of the former centre have not reached its server."""

    def __init__(self, count: int) -> None:
        super().__init__(f"{count} tickets have not been sent")
        self.count = count


class Enrolment:
    """One enrolment of the kiosk whose data are in ``folder``; ``force`` gives up unsent tickets.

    All methods raise ``sqlite3.Error``, ``schema.NewerLedger``, ``LedgerFailed`` or OSError when
    the data cannot be used, also because the kiosk is running.
    """

    def __init__(self, folder: Path, server: str, *, force: bool) -> None:
        self._folder, self._server, self._force = folder, server, force
        self._before = _device(folder)
        self._unsent = 0

    def check(self) -> None:
        """Before the code is used up. Raises ``Unsent``."""
        path = self._folder / schema.FILE
        if not path.exists():
            return
        with closing(Ledger(path)) as ledger:
            missing, refused = ledger.unsent()
        schema.alone(path)
        self._unsent = missing - refused
        if self._before is None or self._before.server != self._server:
            self._refuse()

    def exchange(self, code: str) -> Enrolled:
        """Raises ``LinkDown``, ``Refusal``, or ValueError for an address that is none."""
        link = Uplink(self._server)
        try:
            return link.post("/api/v1/enrol", Enrol(code=code, kind="kiosk"), Enrolled)
        finally:
            link.close()

    def keep(self, told: Enrolled, now: dt.datetime) -> tuple[Path, Path | None]:
        """Write the token; its file, and where the old book went if it had to go.

        Raises ``Unsent``.
        """
        aside = None
        path = self._folder / schema.FILE
        if path.exists():
            if self._foreign(told):
                self._refuse()
                with closing(Ledger(path)) as ledger:
                    cards.wipe(ledger)  # nobody opens the old book again to do it at closing
                aside = schema.set_aside(path, f"{now:%Y%m%d-%H%M%S}")
            else:
                with closing(Ledger(path)) as ledger:
                    ledger.unlearn(ENROLMENT)
        kept = devices.Device(self._server, told.device, told.centre, told.token)
        return devices.write(self._folder, kept), aside

    def _foreign(self, told: Enrolled) -> bool:
        """A server never gives the name of a device twice: the same name again is a new server."""
        before = self._before
        if before is None:
            return True
        same = (before.server, before.centre) == (self._server, told.centre)
        return not same or before.device == told.device

    def _refuse(self) -> None:
        if self._unsent and not self._force:
            raise Unsent(self._unsent)


def _device(folder: Path) -> devices.Device | None:
    """Who the kiosk was; a damaged file is as good as none, for it is about to be replaced."""
    try:
        return devices.read(folder)
    except msgspec.MsgspecError:
        return None
