"""Slips that the server ordered: each is composed and committed once, and told when it has ended.

An order comes with the answer to a heartbeat, and comes again until the server knows the end. What
cannot be printed is told as failed, and stops neither the other slips nor the heartbeat.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable

from kiosk.clock import Clock
from kiosk.papers import Look
from kiosk.slip import Unprintable, compose_slip
from kiosk.slips import Paper, Slips
from printer_drivers.receipt import to_json
from queue_server.messages import CentreAbout, HallNow, Slip, SlipPrinted

log = logging.getLogger(__name__)

AT_ONCE = 20  # a server that wants more sends them again with its next answers


class Orders:
    """For the thread of the heartbeat. ``woken`` is called after a slip was queued."""

    def __init__(self, slips: Slips, look: Look, clock: Clock) -> None:
        self._slips, self._look, self._clock = slips, look, clock
        self.woken: Callable[[], None] = lambda: None

    def ended(self) -> list[SlipPrinted]:
        """What the next heartbeat tells. Raises ``LedgerFailed``."""
        return self._slips.ended()

    def hear(self, hall: HallNow, told: list[SlipPrinted], centre: CentreAbout | None) -> None:
        """Take in the answer to the heartbeat that ``told``. Raises ``LedgerFailed``.

        Without a centre nothing can be composed: the orders are repeated anyway.
        """
        self._slips.told(told)
        if centre is None:
            return
        for slip in hall.slips[:AT_ONCE]:
            if self._slips.job(slip.slip):
                self._slips.tell_again(slip.slip)
            else:
                self._take(slip, centre, hall.as_of)

    def _take(self, slip: Slip, centre: CentreAbout, as_of: dt.datetime) -> None:
        """How old it is the server says: the clocks of two machines may differ."""
        receipt, code = self._composed(slip, centre)
        age = max(as_of - slip.ordered_at, dt.timedelta())
        queued_at = self._clock.now() - age
        self._slips.take(Paper(slip.slip, slip.kind, receipt, queued_at, ordered=True, code=code))
        log.info("slip ordered", extra={"slip": slip.slip, "kind": slip.kind, "code": code})
        self.woken()

    def _composed(self, slip: Slip, centre: CentreAbout) -> tuple[bytes | None, str | None]:
        try:
            return to_json(compose_slip(slip, centre, self._look)), None
        except Unprintable as error:
            return None, error.code
        except Exception:  # a slip of which nobody thought must not silence the heartbeat
            log.exception("slip cannot be composed", extra={"slip": slip.slip, "kind": slip.kind})
            return None, "slip_unprintable"
