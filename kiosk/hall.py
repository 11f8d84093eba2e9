"""What the kiosk knows of its centre and hall, kept over a restart and watched by the pages."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from kiosk.clock import Clock
from kiosk.ledger import Ledger
from queue_server.messages import CentreAbout, HallNow, ServiceNow

STALE_S = 60.0  # what a queue was then says nothing about now
LINK_S = 10.0  # three heartbeats missed: the link counts as down


class Enrolment(Struct, frozen=True):
    """Whether the server still knew this kiosk when it was last asked."""

    known: bool


ENROLMENT = "enrolment"  # its place in the ledger's memory


class Hall:
    """The last news of the server, and a number that rises with everything a page could show.

    All methods may be called from any thread.
    """

    def __init__(self, ledger: Ledger, clock: Clock) -> None:
        self._ledger, self._clock = ledger, clock
        self._news = threading.Condition()
        self._version = 1
        self.watched = 0  # how many wait for news at this moment
        self._centre = ledger.recall("centre", CentreAbout)
        self._now = ledger.recall("hall", HallNow)
        self._enrolment = ledger.recall(ENROLMENT, Enrolment) or Enrolment(known=True)
        self._heard: float | None = None
        self._up = False
        self._closed = False

    @property
    def centre(self) -> CentreAbout | None:
        return self._centre

    @property
    def now(self) -> HallNow | None:
        return self._now

    @property
    def link_up(self) -> bool:
        """Whether the last exchange worked, not too long ago."""
        return self._up and self._younger_than(LINK_S)

    @property
    def fresh(self) -> bool:
        """Whether the states of the queues are young enough to be believed."""
        return self._now is not None and self._younger_than(STALE_S)

    @property
    def enrolled(self) -> bool:
        """False after the server said that it does not know this kiosk."""
        return self._enrolment.known

    @property
    def waiting(self) -> int | None:
        """People waiting in the hall; None as soon as the link is down."""
        return self._now.waiting if self._now and self.link_up else None

    def services(self) -> Mapping[str, ServiceNow]:
        """The queues as far as they can be believed, by service.

        Without the link counts and waits are left out. What is old says only which service is
        closed until a moment that has not come yet: nobody opens earlier than announced.
        """
        heard = self._now.services if self._now else []
        if not self.fresh:
            now = self._clock.now()
            heard = [
                item
                for item in heard
                if item.state == "closed" and item.opens_at and item.opens_at > now
            ]
        if not self.link_up:
            heard = [replace(item, waiting=0, wait=None) for item in heard]
        return {item.service: item for item in heard}

    def service(self, service: str) -> ServiceNow | None:
        """One queue as last heard; None when unknown or too old to be believed."""
        return self.services().get(service)

    def lose_enrolment(self) -> None:
        """The server does not know this kiosk: no number may be given until it does again."""
        self._judge_enrolment(Enrolment(known=False))

    def _judge_enrolment(self, judged: Enrolment) -> None:
        if judged != self._enrolment:
            self._ledger.remember(ENROLMENT, judged)
            self._enrolment = judged
            self.touch()

    def hear_hall(self, hall: HallNow) -> None:
        self._judge_enrolment(Enrolment(known=True))
        before, self._now = self._now, hall
        self._heard, self._up = self._clock.monotonic(), True
        if before is None or _lasting(before) != _lasting(hall):
            # orders have tables of their own, and how a call stood says nothing later
            self._ledger.remember("hall", replace(hall, slips=[], alarms=[]))
        self.touch()

    def hear_centre(self, centre: CentreAbout) -> None:
        self._ledger.remember("centre", centre)
        self._centre = centre
        self.touch()

    def lose_link(self) -> None:
        if self._up:
            self._up = False
            self.touch()

    def touch(self) -> None:
        """Tell every waiting page that there is something new."""
        with self._news:
            self._version += 1
            self._news.notify_all()

    @property
    def version(self) -> int:
        return self._version

    def wait_beyond(self, version: int, timeout_s: float) -> int:
        """The present version, as soon as it differs from ``version`` or the time is over."""
        with self._news:
            self.watched += 1
            self._news.wait_for(lambda: self._closed or self._version != version, timeout_s)
            self.watched -= 1
            return self._version

    def close(self) -> None:
        """Answer every page that waits, now and from now on: the kiosk is stopping."""
        self._closed = True
        self.touch()

    def _younger_than(self, seconds: float) -> bool:
        return self._heard is not None and self._clock.monotonic() - self._heard < seconds


def latest(ledger: Ledger) -> dt.datetime | None:
    """The last moment the ledger knows of: a ticket was given, or the server told the time."""
    hall, given = ledger.recall("hall", HallNow), ledger.latest()
    return max((at for at in (hall.as_of if hall else None, given) if at), default=None)


def _lasting(hall: HallNow) -> object:
    """What is worth a write to the disk: days and doors, not counts."""
    return hall.day, hall.next_day, [(s.service, s.state, s.opens_at) for s in hall.services]
