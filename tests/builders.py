"""What tests speak about, in one line each: tickets, counters, centres, clocks, offices."""

from __future__ import annotations

import atexit
import datetime as dt
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar
from uuid import NAMESPACE_OID, UUID, uuid4, uuid5
from zoneinfo import ZoneInfo

from queue_server.domain import centre_file
from queue_server.domain.centre import Centre, Counter
from queue_server.domain.discipline import Desk
from queue_server.domain.journal import Actor
from queue_server.domain.ticket import Ticket
from queue_server.messages import Lease, TakeTicket, TicketTaken
from queue_server.serving import prepare
from queue_server.store import Store, View, Written, counters, schema, tickets
from queue_server.store.store import Key, UseCase
from queue_server.use_cases import checking, verbs
from queue_server.use_cases.administering import NewStaff, add_staff, apply_centre
from queue_server.use_cases.desk import AtCounter

C = TypeVar("C")
R = TypeVar("R")

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
TODAY = dt.date(2026, 11, 23)  # a Monday; the Tuesday after it is a public holiday

KIOSK = Actor("device:k1")
OTHER_KIOSK = Actor("device:k2")
DESK = Actor("staff:hoa")


def at(clock_time: str, day: dt.date = TODAY) -> dt.datetime:
    """A moment of the centre's day, ``"09:00"`` or ``"09:00:30"``, as aware UTC."""
    local = dt.datetime.combine(day, dt.time.fromisoformat(clock_time), VIETNAM)
    return local.astimezone(dt.UTC)


class Clock:
    """A clock that stands still until it is told to jump."""

    def __init__(self, now: dt.datetime | None = None) -> None:
        self.now = now or at("09:00")

    def __call__(self) -> dt.datetime:
        return self.now

    def jump(self, **span: float) -> None:
        """Go on by a span: ``clock.jump(minutes=5)``."""
        self.now += dt.timedelta(**span)


@cache
def an_id(name: str) -> str:
    """The UUID that always stands for this name."""
    return str(uuid5(NAMESPACE_OID, name))


def a_ticket(label: str = "A001", issued: dt.datetime | None = None, **fields: Any) -> Ticket:
    """A waiting ticket for service ``HT``; its base is its issue unless given."""
    moment = issued or at("09:00")
    known: dict[str, Any] = {
        "id": an_id(label),
        "day": TODAY,
        "service": "HT",
        "series": label[0],
        "number": int(label[1:]),
        "label": label,
        "priority": "normal",
        "language": "vi",
        "issued_at": moment,
        "base_at": moment,
        "seq": int(label[1:]),
        "version": 1,
    }
    return Ticket(**{**known, **fields})


def a_counter(number: int = 1, services: str = "HT", helps: str = "") -> Counter:
    """A counter; several services are separated by spaces."""
    return Counter(number, services.split(), helps.split())


def a_desk(services: str = "HT", helps: str = "", number: int = 1, clerk: str = "lan") -> Desk:
    """A counter as the discipline sees it; it helps others after ten minutes."""
    return a_centre().desk(a_counter(number, services, helps), clerk, TODAY)


def shipped(name: str) -> str:
    """A data file that travels with the server."""
    return files("queue_server").joinpath(f"data/{name}").read_text(encoding="utf-8")


def centre_text(*, always_open: bool = True) -> str:
    """The shipped example centre, open around the clock unless its hours matter."""
    text = shipped("centre.toml")
    return text.replace("[hours]", "[hours]\nalways_open = true", 1) if always_open else text


@cache
def a_centre(*, always_open: bool = True) -> Centre:
    """The shipped example centre."""
    return centre_file.parse(centre_text(always_open=always_open)).centre


def a_lease(service: str = "HT", ticket: str | None = None) -> Lease:
    """A kiosk's wish for a number."""
    return Lease(UUID(ticket) if ticket else uuid4(), service)


def taken(label: str = "A001", **fields: Any) -> TicketTaken:
    """A ticket as a kiosk uploads it."""
    known = {"service": "HT", "day": TODAY, "issued_at": at("09:00")}
    return TicketTaken(series=label[0], number=int(label[1:]), **{**known, **fields})


def wanted(service: str = "HT", **fields: Any) -> TakeTicket:
    """What the reception asks for."""
    return TakeTicket(service, **fields)


def clerk_at(counter: int = 1, clerk: str = "lan", **fields: Any) -> AtCounter:
    """A clerk's command."""
    return AtCounter(counter, clerk, **fields)


class Office:
    """A store with the example centre in it, and short ways to act there."""

    def __init__(self, store: Store, clock: Clock, url: str) -> None:
        self.store = store
        self.clock = clock
        self.url = url
        self.centre = store.only_centre()

    def write(
        self, use_case: UseCase[C, R], command: C, actor: Actor = KIOSK, key: Key | None = None
    ) -> Written[R]:
        """Run a use case; all there is to know of what it did."""
        return self.store.write(self.centre, use_case, actor, command, key)

    def do(self, use_case: UseCase[C, R], command: C, actor: Actor = KIOSK) -> R:
        """Run a use case; its result."""
        return self.write(use_case, command, actor).result

    def clerk(self, verb: UseCase[AtCounter, R], counter: int = 1, **fields: Any) -> R:
        """A clerk acts; each counter has a clerk of its own unless one is named."""
        name = fields.pop("clerk", f"clerk{counter}")
        actor = Actor(f"staff:{name}", counter)
        return self.write(verb, clerk_at(counter, name, **fields), actor).result

    def act(self, verb: str, counter: int = 1, key: str = "", **fields: Any) -> str:
        """A clerk presses a key; each counter has a clerk of its own unless one is named."""
        name = fields.pop("clerk", f"clerk{counter}")
        command = (verb, clerk_at(counter, name, **fields))
        known = Key(key, verb) if key else None
        return self.write(verbs.act, command, Actor(f"staff:{name}", counter), known).result

    def pages_are_open(self, *numbers: int) -> None:
        """The clerks of these counters are seen at their pages now."""
        self.do(lambda tx, _actor, _command: counters.touch(tx, numbers), None)

    def has_clerk(self, name: str) -> None:
        """Somebody with the role of a clerk is among the staff."""
        self.do(add_staff, NewStaff(name, name.title(), frozenset({"clerk"}), "x"))

    def see(self, look: Callable[..., R], *given: Any) -> R:
        """Ask a view."""
        with self.store.read(self.centre) as view:
            return look(view, *given)

    def revision(self) -> int:
        """The number of the latest news."""
        return self.see(lambda view: int(view.head.revision))

    def problems(self) -> list[str]:
        """What ``motcua check`` would say."""
        return self.see(lambda view: list(checking.problems(view)))

    def close(self) -> None:
        """Let go of the database."""
        self.store.close()


def every_ticket(view: View) -> list[Ticket]:
    """All tickets the office ever had, in the order they reached the queue."""
    found = [ticket for page in tickets.pages(view) for ticket in page]
    return sorted(found, key=lambda ticket: ticket.seq)


def an_office(url: str, clock: Clock | None = None, text: str | None = None) -> Office:
    """A fresh office in an empty database. The caller closes it."""
    clock = clock or Clock()
    if url.startswith("sqlite:///"):
        copy_database(_migrated(), url.removeprefix("sqlite:///"))
    else:
        schema.upgrade(url)
    return Office(a_store(url, clock, text), clock, url)


def copy_database(source: Path, target: str | Path) -> None:
    """Copy an SQLite database with what still lies in its write-ahead log."""
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)


def a_store(url: str, clock: Callable[[], dt.datetime], text: str | None = None) -> Store:
    """A store on a migrated database, with the example centre (or ``text``) applied."""
    store = Store(url, clock, prepare("threading"))
    apply_centre(store, text or centre_text(), shipped("procedures.json"), clock())
    return store


@cache
def _migrated() -> Path:
    """An empty database at the present schema, made once and copied for each test."""
    folder = tempfile.mkdtemp(prefix="motcua-template-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    schema.upgrade(f"sqlite:///{folder}/empty.db")
    return Path(folder) / "empty.db"
