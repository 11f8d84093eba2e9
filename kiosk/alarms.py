"""What a visitor tells the staff: a call for help, and that extra papers were demanded.

A call needs somebody now: it reaches the server at once or is said not to. From then on the answer
to each heartbeat says how it stands, so nothing of it is kept here. A report is kept in the ledger
until the server has it.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from uuid import UUID

from kiosk.clock import Clock
from kiosk.hall import Hall
from kiosk.reports import AT_MOST, WITHIN, Report, Reports
from queue_server.messages import AlarmCommand, AlarmSeen, HallNow, RaiseAlarm
from queue_server.runtime.uplink import LinkDown, Refusal, Uplink

log = logging.getLogger(__name__)

DEADLINE_S = 2.0  # who presses must hear soon whether anybody was called
NO_SUCH_PATH = 404  # a server of before alarms
FORGOTTEN_S = 600.0  # of a call the server is silent about: it is over there, too


class NotHeard(Exception):
    """Nobody was told; ``code`` says why: ``not_called``, or ``alarms_enough``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Alarms:
    """For any thread. ``woken`` is called after a report was kept."""

    def __init__(self, reports: Reports, hall: Hall, uplink: Uplink, clock: Clock) -> None:
        self._reports, self._hall, self._uplink, self._clock = reports, hall, uplink, clock
        self._call: AlarmSeen | None = None
        self._changed = self._heard = 0.0
        self._lock = threading.Lock()
        self.woken: Callable[[], None] = lambda: None

    @property
    def call(self) -> AlarmSeen | None:
        """The call for help, as long as it is not over."""
        old = self._clock.monotonic() - self._heard >= FORGOTTEN_S
        return None if old else self._call

    def call_for_help(self, id: UUID) -> AlarmSeen | None:
        """Call for help, or join the call there is. Raises ``NotHeard``."""
        if not self._hall.link_up:
            raise NotHeard("not_called")
        command = RaiseAlarm(id, "help", self._clock.now())
        return self._ask(lambda: self._post("/api/v1/alarms", command))

    def take_back(self) -> None:
        """The visitor needs nobody any more. Raises ``NotHeard``."""
        call = self.call
        if call is not None:
            path = f"/api/v1/alarms/{call.alarm}/done"
            self._ask(lambda: self._put(path))

    def hear(self, hall: HallNow, asked: float) -> None:
        """Take in the answer to a heartbeat that was sent at ``asked``, in monotonic seconds.

        What it says of the call is older than a press that was answered after it was sent.
        """
        with self._lock:
            if asked >= self._changed:
                self._become(next((one for one in hall.alarms if one.kind == "help"), None))

    def report(self, report: Report) -> None:
        """Keep a report, once for each press. Raises ``NotHeard`` or ``LedgerFailed``."""
        if not self._reports.keep(report):
            log.warning("too many reports", extra={"most": AT_MOST, "within": str(WITHIN)})
            raise NotHeard("alarms_enough")
        self.woken()

    def upload(self) -> int:
        """Send the reports that are kept, oldest first; how many the server took.

        Whatever may pass (a server that is busy, or of before reports) is tried again later, and
        does not count as a lost link. Raises ``LinkDown``.
        """
        taken = 0
        while report := self._reports.next_unsent():
            command = RaiseAlarm(
                report.uuid, "extra_papers", report.at, report.procedure, report.counter
            )
            try:
                self._post("/api/v1/alarms", command)
                self._reports.mark_sent(report.uuid, self._clock.now())
                taken += 1
            except Refusal as refusal:
                if refusal.passing or refusal.status == NO_SUCH_PATH:
                    break
                self._reports.mark_refused(report.uuid, refusal.code)
                log.error(  # noqa: TRY400 - a decision of the server, not a fault with a trace
                    "report refused by the server", extra={"code": refusal.code}
                )
        return taken

    def _post(self, path: str, command: RaiseAlarm) -> AlarmSeen:
        return self._uplink.post(path, command, AlarmSeen, deadline_s=DEADLINE_S)

    def _put(self, path: str) -> AlarmSeen:
        return self._uplink.put(path, AlarmCommand(), AlarmSeen, deadline_s=DEADLINE_S)

    def _ask(self, ask: Callable[[], AlarmSeen]) -> AlarmSeen | None:
        try:
            answer = ask()
        except (LinkDown, Refusal) as error:
            log.warning("nobody was called", extra={"reason": str(error)})
            raise NotHeard("not_called") from error
        with self._lock:
            self._changed = self._clock.monotonic()
            self._become(None if answer.state == "over" else answer)
        return self.call

    def _become(self, call: AlarmSeen | None) -> None:
        before, self._call = self._call, call
        self._heard = self._clock.monotonic()
        if before != call:
            self._hall.touch()
