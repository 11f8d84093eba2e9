"""A centre as data: its services, counters, hours, calendar and rules."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import Annotated
from zoneinfo import ZoneInfo

from msgspec import Meta, Struct

from .discipline import Desk, Rule
from .errors import NotFound

Words = dict[str, str]

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
NORMAL = "normal"


class Rules(Struct, frozen=True, forbid_unknown_fields=True):
    """Numbers the centre may change; the defaults are those of the documentation."""

    # Decision 468/QĐ-TTg (2021): at most 15 minutes a visit by 2025
    wait_target_min: Annotated[int, Meta(ge=1, le=480)] = 15
    help_after_min: Annotated[int, Meta(ge=0, le=480)] = 10
    announcement_expires_s: Annotated[int, Meta(ge=5, le=600)] = 20
    no_show_calls: Annotated[int, Meta(ge=1, le=10)] = 3
    return_grace_min: Annotated[int, Meta(ge=0, le=480)] = 15
    expire_after_closing_min: Annotated[int, Meta(ge=0, le=720)] = 120
    board_rows: Annotated[int, Meta(ge=1, le=20)] = 8
    # tickets a service may give a day; 0: as many as come
    daily_limit: Annotated[int, Meta(ge=0, le=100_000)] = 0


class PriorityClass(Struct, frozen=True, forbid_unknown_fields=True):
    """A class of citizens with a head start; ``on_kiosk`` ones may be declared at the kiosk."""

    id: str
    name: Words
    head_start_min: int = 60
    on_kiosk: bool = True


class Service(Struct, frozen=True, forbid_unknown_fields=True):
    """A procedure group: one kiosk button, one letter, one queue.

    ``minutes`` is the typical time at the counter, used until real figures exist.
    """

    id: str
    prefix: str
    name: Words
    example: Words = {}
    zone: Words = {}
    minutes: float | None = None
    suspended: bool = False


class Counter(Struct, frozen=True, forbid_unknown_fields=True):
    """A desk: the services it serves, and those it helps when they are far ahead."""

    number: int
    services: list[str]
    helps: list[str] = []
    name: Words = {}


class Board(Struct, frozen=True, forbid_unknown_fields=True):
    """A display; no ``services`` means all."""

    id: str
    name: Words
    services: list[str] = []


class SpecialDay(Struct, frozen=True, forbid_unknown_fields=True):
    """A day that is not like its weekday; ``status`` says whether the State has decided it."""

    date: dt.date
    name: Words
    status: str = "decided"


class Span(Struct, frozen=True):
    """Open from ``start`` until ``end``, local time."""

    start: dt.time
    end: dt.time


class Calendar(Struct, frozen=True):
    """Opening hours by weekday, holidays, and make-up working days (làm bù)."""

    timezone: str
    week: dict[str, list[Span]]
    holidays: list[SpecialDay]
    make_up_days: list[SpecialDay]
    always_open: bool = False

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    def day(self, now: dt.datetime) -> dt.date:
        """The business day: the local date of the centre."""
        return now.astimezone(self.zone).date()

    def spans(self, day: dt.date) -> list[Span]:
        """When the centre is open on a day; make-up days keep the hours of a Monday."""
        if self.always_open:
            return [Span(dt.time.min, dt.time.max)]
        if any(special.date == day for special in self.holidays):
            return []
        if any(special.date == day for special in self.make_up_days):
            return self.week.get("mon", [])
        return self.week.get(WEEKDAYS[day.weekday()], [])

    def is_open(self, now: dt.datetime) -> bool:
        """Whether tickets are given now: from the first opening to the last closing of the day.

        The midday break closes counters, not the kiosk.
        """
        spans, local = self.spans(self.day(now)), now.astimezone(self.zone).time()
        return bool(spans) and spans[0].start <= local <= spans[-1].end

    def next_day(self, day: dt.date) -> dt.date:
        """The next business day after ``day``."""
        for ahead in range(1, 60):
            candidate = day + dt.timedelta(days=ahead)
            if self.spans(candidate):
                return candidate
        return day + dt.timedelta(days=1)

    def opens_at(self, now: dt.datetime) -> dt.datetime | None:
        """The next opening after ``now``; ``None`` when nothing is planned for two months."""
        today = self.day(now)
        for ahead in range(60):
            day = today + dt.timedelta(days=ahead)
            spans = self.spans(day)
            if spans:
                opening = dt.datetime.combine(day, spans[0].start, self.zone)
                if opening > now:
                    return opening.astimezone(dt.UTC)
        return None

    def closes_at(self, day: dt.date) -> dt.datetime | None:
        """The last closing of a day, or ``None`` when it is closed all day."""
        spans = self.spans(day)
        if not spans:
            return None
        return dt.datetime.combine(day, spans[-1].end, self.zone).astimezone(dt.UTC)


class Centre(Struct, frozen=True, dict=True):
    """Everything that is decided in the office, not at run time.

    ``offices`` are those that sit here, in the catalogue's terms (``commune_police``, …).
    """

    id: str
    name: Words
    address: Words
    hotline: str
    languages: list[str]
    public_url: str
    offices: list[str]
    calendar: Calendar
    rules: Rules
    priorities: list[PriorityClass]
    services: list[Service]
    counters: list[Counter]
    boards: list[Board]

    @cached_property
    def service_by_id(self) -> dict[str, Service]:
        return {service.id: service for service in self.services}

    @cached_property
    def counter_by_number(self) -> dict[int, Counter]:
        return {counter.number: counter for counter in self.counters}

    @cached_property
    def priority_by_id(self) -> dict[str, PriorityClass]:
        return {priority.id: priority for priority in self.priorities}

    @cached_property
    def rule(self) -> Rule:
        """The head starts the discipline works with."""
        return Rule({priority.id: priority.head_start_min for priority in self.priorities})

    def service(self, id: str) -> Service:
        """The service of that id; raises ``NotFound``."""
        if id not in self.service_by_id:
            raise NotFound("service_unknown", service=id)
        return self.service_by_id[id]

    def counter(self, number: int) -> Counter:
        """The counter of that number; raises ``NotFound``."""
        if number not in self.counter_by_number:
            raise NotFound("counter_unknown", counter=number)
        return self.counter_by_number[number]

    def board(self, id: str) -> Board:
        """The board of that name; raises ``NotFound``."""
        for board in self.boards:
            if board.id == id:
                return board
        raise NotFound("board_unknown", board=id)

    def desk(self, counter: Counter, clerk: str | None = None) -> Desk:
        """The counter as the discipline sees it."""
        services = dict.fromkeys(counter.helps, self.rules.help_after_min)
        services.update(dict.fromkeys(counter.services, 0))
        return Desk(counter.number, services, clerk)
