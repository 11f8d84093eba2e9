"""Prints, deaths and absences in any order: a ticket that was released is never marked void.

The kiosk's own spool and ledger with the real driver, in virtual time. One doubt is left, and it is
told apart: an agent that dies while it sends does not know whether its print had begun.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, event, example, given, settings
from hypothesis import strategies as st

from kiosk.clock import Clock
from kiosk.jobs import Jobs
from kiosk.ledger import Ledger
from kiosk.numbers import Ticket
from kiosk.printing import JOB_LIFE_S, Spool
from printer_drivers.receipt import to_json
from printer_drivers.virtual import Fault, Habits, Piece, VirtualPrinter
from printer_drivers.virtual_line import Speeds, VirtualLine
from tests.devices.kiosk_builders import TODAY, a_lease, a_tap
from tests.devices.printer_schedules import START, WIDTH, Crashed, Owner, a_receipt, picture

AWAY_S = 15.0
Deed = tuple[str, int]  # what happens, and how far on


class Hall:
    """A kiosk and its printer; every deed leaves an agent that runs."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "ledger.db"
        self.printer = VirtualPrinter(WIDTH, self._take, Habits(paced=True))
        self.line = VirtualLine(self.printer, START, Speeds())
        self.wrong: list[str] = []
        self.pieces: list[str] = []
        self.doubt = False
        self._lives = 0
        self._number = 0
        self._looks = 0
        self._armed: dict[int, Callable[[], None]] = {}
        self.ledger = Ledger(self.path)
        self._begin()

    def _begin(self) -> None:
        self.ledger.close()
        self.ledger = Ledger(self.path)
        self.jobs = Jobs(self.ledger)
        self.owner = Owner(self.line)
        self.spool = Spool(self.jobs, self.owner, Clock(self._wall, self.line.monotonic))
        self.spool.recover()
        self._lives += 1

    def does(self, deed: Deed) -> None:
        """Let one thing happen, and the agent go on as long as it lives."""
        what, n = deed
        try:
            getattr(self, what)(n)
            self._work()
        except Crashed:
            self._lives += 1
            self.doubt = self.doubt or "sending" in self._states().values()
            self.line.let_go(keep_sending=bool(n % 2))
            self._armed.clear()
            self.line.sleep(AWAY_S)
            self._begin()
        if self.jobs.hanging() is None:
            self.doubt = False

    def printed(self, n: int) -> None:
        del n
        self._number += 1
        tap = a_tap()
        found = self.ledger.issue(tap, a_lease(tap, self._number), TODAY, self.line.now(), _paper)
        assert isinstance(found, Ticket)

    def waited(self, n: int) -> None:
        self.owner.rest(JOB_LIFE_S + AWAY_S if n > 5 else AWAY_S)

    def killed(self, n: int) -> None:
        del n
        raise Crashed

    def _kill(self) -> Callable[[], None]:
        life = self._lives

        def kill() -> None:
            if self._lives == life:
                raise Crashed

        return kill

    def killed_at_a_commit(self, n: int) -> None:
        self._armed[self._looks + n] = self._kill()
        self.printed(n)

    def killed_after_a_commit(self, n: int) -> None:
        self._armed[self._looks + n] = lambda: self.line.at(self.line.monotonic(), self._kill())
        self.printed(n)

    def killed_in_the_body(self, n: int) -> None:
        self.line.at(self.line.monotonic() + n / 100, self._kill())
        self.printed(n)

    def off_at_a_commit(self, n: int) -> None:
        self._armed[self._looks + n] = self._off
        self.printed(n)

    def off_in_the_body(self, n: int) -> None:
        self.line.at(self.line.monotonic() + n / 100, self._off)
        self.printed(n)

    def off_before(self, n: int) -> None:
        self._off()
        self.printed(n)

    def _off(self) -> None:
        self.line.tell(Fault.SILENT)
        self.line.at(self.line.monotonic() + AWAY_S, lambda: self.line.tell(Fault.SPEAK))

    def _work(self) -> None:
        for _ in range(3):
            if not self.spool.step():
                self.owner.rest(1.0)

    def _wall(self) -> dt.datetime:
        self._looks += 1
        self._armed.pop(self._looks, _nothing)()
        return self.line.now()

    def _states(self) -> dict[int, str]:
        with closing(sqlite3.connect(self.path)) as db:
            found = db.execute("SELECT number, state FROM jobs JOIN tickets ON uuid = ticket")
            return dict(found.fetchall())

    def _take(self, piece: Piece) -> None:
        ink = piece.image.tobytes()
        numbers = [n for n in range(1, self._number + 1) if ink.startswith(picture(n))]
        self.pieces.append(f"{'void' if piece.void else 'paper'} {numbers}")
        released = [n for n in numbers if self._states()[n] in {"releasing", "unknown"}]
        if piece.void and released and not self.doubt:
            self.wrong.append(f"{released} was released and is marked void")
        if (
            not piece.void
            and ink != b"".join(picture(n) for n in numbers)
            and piece.image.getbbox()
        ):
            self.wrong.append(f"unmarked scrap of {numbers}")


def _paper(ticket: Ticket) -> bytes:
    return to_json(a_receipt(ticket.number))


def _nothing() -> None:
    """Nothing was to happen at this look at the clock."""


def wrongs_of(deeds: list[Deed]) -> list[str]:
    with TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as folder:  # noqa: S108
        hall = Hall(Path(folder))
        for deed in (*deeds, ("waited", 1), ("killed", 0), ("waited", 1)):
            hall.does(deed)
        hall.ledger.close()
        event("with a doubt" if hall.doubt else "without a doubt")
        if any("void" in piece for piece in hall.pieces):
            event("with void strips")
        return hall.wrong


def test_a_restart_makes_no_strip_of_what_the_driver_marked_void_by_itself() -> None:
    with TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as folder:  # noqa: S108
        hall = Hall(Path(folder))
        hall.does(("off_in_the_body", 30))
        hall.does(("waited", 9))
        voids = [piece for piece in hall.pieces if piece.startswith("void")]
        assert (len(voids), hall.owner.tidy, hall.jobs.hanging()) == (1, True, None)
        hall.does(("killed", 0))
        hall.does(("waited", 1))
        hall.ledger.close()
        assert [piece for piece in hall.pieces if piece.startswith("void")] == voids
        assert hall.wrong == []


DEEDS = [
    "printed",
    "waited",
    "killed",
    "killed_at_a_commit",
    "killed_after_a_commit",
    "killed_in_the_body",
    "off_at_a_commit",
    "off_in_the_body",
    "off_before",
]


@given(st.lists(st.tuples(st.sampled_from(DEEDS), st.integers(1, 9)), max_size=7))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@example([("off_in_the_body", 4), ("waited", 9), ("off_at_a_commit", 4), ("killed", 0)])
@example([("off_at_a_commit", 4), ("off_before", 1), ("killed", 0)])
def test_no_order_of_events_marks_a_released_ticket_void(deeds: list[Deed]) -> None:
    assert wrongs_of(deeds) == []
