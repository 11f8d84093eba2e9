"""The heartbeat: how the kiosk is, how the hall is, and reserves for the time without server."""

from __future__ import annotations

import datetime as dt
import logging
import uuid
from collections.abc import Callable, Sequence

from msgspec import Struct

from kiosk.clock import Clock
from kiosk.hall import Hall
from kiosk.ledger import Ledger
from kiosk.numbers import wishes
from kiosk.orders import Orders
from kiosk.scanner import State
from queue_server.messages import (
    Block,
    CentreAbout,
    HallNow,
    Heartbeat,
    PrinterHealth,
    ReserveWanted,
)
from queue_server.runtime.uplink import LinkDown, Refusal, Uplink

log = logging.getLogger(__name__)

HEARTBEAT_DEADLINE_S = 3.0
CENTRE_DEADLINE_S = 20.0  # the whole catalogue, once after it changed
RESERVES_AT_ONCE = 12  # a new kiosk fills up over a few beats, today first


class Duties(Struct, frozen=True):
    """What a beat brings with it: the version it tells, the days after which the ledger forgets
    what the server has, and the slips it orders.
    """

    version: str
    keep_days: int
    orders: Orders


class Pulse:
    """One beat after another, from one thread.

    ``health`` says how the printer is, ``scanner`` whether there is one and its port is open,
    ``unprinted`` how many tickets of a day are not on paper, ``notices`` what else the manager must
    know; ``tidy`` wipes what is due, server or not; ``heard`` is told each answer, and when it was
    asked for, in monotonic seconds.
    """

    def __init__(
        self,
        ledger: Ledger,
        hall: Hall,
        uplink: Uplink,
        clock: Clock,
        duties: Duties,
    ) -> None:
        self._ledger, self._hall, self._uplink, self._clock = ledger, hall, uplink, clock
        self._duties = duties
        self._cleared: dt.date | None = None
        self._fetched_on: dt.date | None = None
        self.health: Callable[[], PrinterHealth] = PrinterHealth
        self.scanner: Callable[[], State] = lambda: "none"
        self.heard: Callable[[HallNow, float], None] = lambda hall, asked: None
        self.unprinted: Callable[[dt.date], int] = lambda day: 0
        self.notices: Callable[[], Sequence[str]] = tuple
        self.tidy: Callable[[], None] = lambda: None

    def beat(self) -> None:
        """Say how we are and take in the answer. Raises ``LinkDown`` or ``Refusal``."""
        self.tidy()
        asked, message = self._clock.monotonic(), self._message()
        hall = self._uplink.post(
            "/api/v1/heartbeat", message, HallNow, deadline_s=HEARTBEAT_DEADLINE_S
        )
        self._clock.hear(hall.as_of, asked, self._clock.monotonic())
        self._hall.hear_hall(hall)
        self.heard(hall, asked)
        known = self._hall.centre
        if known is None or (hall.centre_version, hall.day) != (known.version, self._fetched_on):
            self._fetch_centre()
            self._fetched_on = hall.day  # a class of visitors may hold from today on
        self._duties.orders.hear(hall, message.slips, self._hall.centre)
        self._top_up(hall)
        self._clear(hall.day)

    def _message(self) -> Heartbeat:
        centre = self._hall.centre
        missing, refused = self._ledger.unsent()
        return Heartbeat(
            version=self._duties.version,
            centre_version=centre.version if centre else 0,
            printer=self.health(),
            unsent_tickets=missing - refused,
            refused_tickets=refused,
            reserve_left=sum(self._ledger.reserve_left().values()),
            clock=self._clock.now(),
            scanner=self.scanner(),
            slips=self._duties.orders.ended(),
            notices=self._noticed(),
            unprinted_tickets=self.unprinted(hall.day) if (hall := self._hall.now) else 0,
        )

    def _noticed(self) -> list[str]:
        """A disk that does not answer must not silence the kiosk."""
        try:
            return list(self.notices())
        except OSError as error:
            log.warning("disk does not answer", extra={"reason": str(error)})
            return []

    def _fetch_centre(self) -> None:
        centre = self._uplink.get("/api/v1/centre", CentreAbout, deadline_s=CENTRE_DEADLINE_S)
        self._hall.hear_centre(centre)
        log.info("centre fetched", extra={"centre": centre.id, "centre_version": centre.version})

    def _top_up(self, hall: HallNow) -> None:
        """Ask for numbers to live on; a refusal for one service does not stop the others."""
        open_now = [item.service for item in hall.services if item.state in ("open", "closed")]
        wanted = wishes(self._ledger.reserve_left(), open_now, [hall.day, hall.next_day])
        for wish in wanted[:RESERVES_AT_ONCE]:
            ask = ReserveWanted(uuid.uuid4(), wish.service, wish.day, wish.count)
            try:
                block = self._uplink.post("/api/v1/reserves", ask, Block)
                self._ledger.keep_block(block)
            except Refusal as refusal:
                log.warning(
                    "reserve refused", extra={"service": wish.service, "code": refusal.code}
                )
            except ValueError as error:
                raise LinkDown(str(error)) from error

    def _clear(self, day: dt.date) -> None:
        """Once a day: reserves of past days and old tickets go, refused ones too."""
        if self._cleared != day:
            self._ledger.forget(day, day - dt.timedelta(days=self._duties.keep_days))
            self._cleared = day
