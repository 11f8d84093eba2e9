"""The thread that keeps the server informed: tickets in the order of issue, and the heartbeat.

Whatever else is kept for the server goes behind the tickets.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from kiosk.clock import Clock
from kiosk.hall import Hall
from kiosk.ledger import Ledger, LedgerFailed
from kiosk.numbers import Ticket
from kiosk.pulse import Pulse
from kiosk.rounds import Rounds
from queue_server.messages import TicketQueued, TicketTaken
from queue_server.runtime.uplink import LinkDown, Refusal, Uplink

log = logging.getLogger(__name__)


class Uploader:
    """Runs until stopped. A new ticket wakes it; a silent server is asked once in a beat."""

    def __init__(
        self, ledger: Ledger, hall: Hall, uplink: Uplink, clock: Clock, pulse: Pulse
    ) -> None:
        self._ledger, self._hall, self._uplink, self._clock = ledger, hall, uplink, clock
        self._pulse = pulse
        self._woken = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="uploader", daemon=True)
        self.rounds = Rounds(self._thread, clock.monotonic)
        self._trouble: str | None = None
        self.beat_s = 3.0
        self.others: Callable[[], int] = lambda: 0  # what else is sent when the tickets are

    def start(self) -> None:
        self._thread.start()

    def wake(self) -> None:
        """There is a new ticket."""
        self._woken.set()

    def stop(self) -> None:
        """Stop after the exchange under way; what is unsent stays in the ledger."""
        self._stopping.set()
        self._woken.set()
        if self._thread.is_alive():
            self._thread.join(timeout=10.0)

    def upload_all(self) -> int:
        """Send what is unsent, oldest first; how many the server took.

        Raises ``LinkDown``, or a passing ``Refusal``: the ticket stays first in line.
        """
        taken = 0
        while not self._stopping.is_set() and (ticket := self._ledger.next_unsent()):
            self.rounds.turn()  # a morning's tickets may take longer than a round
            try:
                self._send(ticket)
                taken += 1
            except Refusal as refusal:
                if refusal.passing:
                    raise
                self._ledger.mark_refused(ticket.uuid, refusal.code)
                log.error(  # noqa: TRY400 - a decision of the server, not a fault with a trace
                    "ticket refused by the server",
                    extra={"label": ticket.label, "code": refusal.code, "ticket": ticket.uuid},
                )
                self._hall.touch()
        return taken

    def _send(self, ticket: Ticket) -> None:
        message = TicketTaken(
            service=ticket.service,
            day=ticket.day,
            series=ticket.series,
            number=ticket.number,
            issued_at=ticket.issued_at,
            procedure=ticket.procedure,
            priority=ticket.priority,
            language=ticket.language,
        )
        self._uplink.put(f"/api/v1/tickets/{ticket.uuid}", message, TicketQueued)
        self._ledger.mark_sent(ticket.uuid, self._clock.now())

    def _run(self) -> None:
        next_beat = self._clock.monotonic()
        while not self._stopping.is_set():
            self.rounds.turn()
            due = self._clock.monotonic() >= next_beat
            self._work(beat=due)
            if due:
                next_beat = self._clock.monotonic() + self.beat_s
            rest = max(next_beat - self._clock.monotonic(), 0.0)
            # while the server is silent a new ticket does not shorten the pause
            (self._stopping if self._trouble else self._woken).wait(rest)
            self._woken.clear()

    def _work(self, beat: bool) -> None:
        """A refused heartbeat does not hold up the tickets; a dead link spares them the attempt."""
        steps = [*([self._beat] if beat else []), self.upload_all, self.others]
        heard, refused = 0, ""
        for step in steps:
            try:
                heard += step()
            except Refusal as error:
                refused = refused or str(error)
                if error.unenrolled:
                    return self._unenrolled(refused)
            except (LinkDown, LedgerFailed) as error:
                return self._fail(str(error))
            except Exception as error:  # the kiosk must go on reporting after a fault of its own
                log.exception("uploader fault")
                return self._fail(repr(error))
        if refused:
            return self._fail(refused)
        if heard:
            self._say_trouble(None)
        return None

    def _beat(self) -> int:
        self._pulse.beat()
        return 1

    def _unenrolled(self, reason: str) -> None:
        """No number may be given any more; what is unsent waits for the next enrolment."""
        try:
            self._hall.lose_enrolment()
        except LedgerFailed as error:
            reason = f"{reason}, {error}"
        self._fail(reason)

    def _fail(self, reason: str) -> None:
        self._hall.lose_link()
        self._say_trouble(reason)

    def _say_trouble(self, trouble: str | None) -> None:
        """Log once when it breaks, once when it heals."""
        if trouble and not self._trouble:
            log.warning("link lost", extra={"reason": trouble})
        elif self._trouble and not trouble:
            log.info("link back", extra={"unsent": self._ledger.unsent()[0]})
        self._trouble = trouble
