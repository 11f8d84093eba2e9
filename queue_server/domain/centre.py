"""A centre as data: its services, counters, hours, calendar and rules."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import replace

from .board import Board, crowded, rows_that_fit
from .discipline import Desk, Rule
from .errors import NotFound
from .ticket import APPOINTMENT

Words = dict[str, str]

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

Minutes = Annotated[int, Meta(ge=0, le=480)]
Seconds = Annotated[int, Meta(ge=0, le=3600)]
HeadStart = Annotated[int, Meta(ge=0, le=1440)]
"""A day is absolute priority: more would not change the order of one day."""


class Rules(Struct, frozen=True, forbid_unknown_fields=True):
    """Numbers the centre may change; the defaults are those of the documentation."""

    # Decision 468/QĐ-TTg (2021): at most 15 minutes a visit by 2025
    wait_target_min: Annotated[int, Meta(ge=1, le=480)] = 15
    help_after_min: Minutes = 10
    announcement_expires_s: Annotated[int, Meta(ge=5, le=600)] = 20
    no_show_calls: Annotated[int, Meta(ge=1, le=10)] = 3
    # seconds after the first call at which the server calls again, and from which "absent" lights
    reannounce_s: list[Seconds] = msgspec.field(default_factory=lambda: [30, 60])
    absent_after_s: Seconds = 90
    return_grace_min: Minutes = 15
    undo_s: Seconds = 10
    hold_min: Annotated[int, Meta(ge=1, le=480)] = 15
    hold_most_min: Annotated[int, Meta(ge=1, le=480)] = 60
    reserved_min: Annotated[int, Meta(ge=1, le=480)] = 10
    takeover_after_s: Annotated[int, Meta(ge=10, le=3600)] = 60
    auto_call: bool = True
    appointment_head_start_min: HeadStart = 60
    appointment_early_min: Minutes = 5
    appointment_grace_min: Minutes = 10
    appointment_missed_min: Minutes = 45
    expire_after_closing_min: Annotated[int, Meta(ge=0, le=720)] = 120
    board_rows: Annotated[int, Meta(ge=1, le=20)] = 8
    # tickets a service may give a day; 0: as many as come
    daily_limit: Annotated[int, Meta(ge=0, le=100_000)] = 0


class PriorityClass(Struct, frozen=True, forbid_unknown_fields=True):
    """A class of citizens with a head start; ``on_kiosk`` ones may be declared at the kiosk.

    ``from_age`` is the age from which it holds, where it is one of age. Outside of its days a class
    is not offered, and has no head start.
    """

    id: str
    name: Words
    head_start_min: int = 60
    on_kiosk: bool = True
    from_age: Annotated[int, Meta(ge=1, le=120)] | None = None
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None


class Amendment(Struct, frozen=True, forbid_unknown_fields=True):
    """What the discipline's numbers become on some days, both ends included.

    Later amendments go over earlier ones; what one does not name stays as it is.
    """

    valid_from: dt.date | None = None
    valid_until: dt.date | None = None
    help_after_min: Minutes | None = None
    appointment_head_start_min: HeadStart | None = None
    head_start_min: dict[str, HeadStart] = {}
    from_age: dict[str, Annotated[int, Meta(ge=1, le=120)]] = {}


def holds(dated: PriorityClass | Amendment, day: dt.date) -> bool:
    """Whether a day lies among the days of a dated rule."""
    begun = dated.valid_from is None or dated.valid_from <= day
    return begun and (dated.valid_until is None or day <= dated.valid_until)


class Service(Struct, frozen=True, forbid_unknown_fields=True):
    """A procedure group: one kiosk button, one letter, one queue.

    ``minutes`` is the typical time at the counter, used until real figures exist. ``role`` says
    what visitors look for by itself: collecting a result, bringing missing papers, asking for help.
    """

    id: str
    prefix: str
    name: Words
    example: Words = {}
    zone: Words = {}
    minutes: float | None = None
    suspended: bool = False
    role: Literal["results", "supplement", "reception"] | None = None


class Counter(Struct, frozen=True, forbid_unknown_fields=True):
    """A desk: the services it serves, and those it helps when they are far ahead.

    ``help_after_min`` gives single services another distance than the centre's.
    """

    number: int
    services: list[str]
    helps: list[str] = []
    name: Words = {}
    help_after_min: dict[str, Minutes] = {}


class SpecialDay(Struct, frozen=True, forbid_unknown_fields=True):
    """A day that is not like its weekday; ``status`` says whether the State has decided it."""

    date: dt.date
    name: Words
    status: str = "decided"


class Span(Struct, frozen=True):
    """Open from ``start`` until ``end``, local time."""

    start: dt.time
    end: dt.time


class Rest(Struct, frozen=True):
    """A break between two spans of a day."""

    start: dt.datetime
    end: dt.datetime


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

    def rest_after(self, now: dt.datetime) -> Rest | None:
        """The midday break that goes on at ``now`` or comes next today, as moments."""
        day = self.day(now)
        spans = self.spans(day)
        for before, after in pairwise(spans):
            start, end = (
                dt.datetime.combine(day, time, self.zone).astimezone(dt.UTC)
                for time in (before.end, after.start)
            )
            if now < end:
                return Rest(start, end)
        return None

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

    ``offices`` are those that sit here, in the catalogue's terms (``commune_police``, …);
    ``reception`` says where the reception's desk is, in words.
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
    amendments: list[Amendment] = []
    reception: Words = {}

    @cached_property
    def service_by_id(self) -> dict[str, Service]:
        return {service.id: service for service in self.services}

    @cached_property
    def counter_by_number(self) -> dict[int, Counter]:
        return {counter.number: counter for counter in self.counters}

    @cached_property
    def priority_by_id(self) -> dict[str, PriorityClass]:
        return {priority.id: priority for priority in self.priorities}

    def amended(self, amendment: Amendment) -> Centre:
        """The same centre with one more amendment, after all others."""
        return replace(self, amendments=[*self.amendments, amendment])

    def classes_on(self, day: dt.date) -> list[PriorityClass]:
        """The priority classes of a day, with that day's numbers."""
        found = {one.id: one for one in self.priorities if holds(one, day)}
        for change in self._amendments_on(day):
            for id, minutes in change.head_start_min.items():
                if id in found:
                    found[id] = replace(found[id], head_start_min=minutes)
            for id, age in change.from_age.items():
                if id in found:
                    found[id] = replace(found[id], from_age=age)
        return list(found.values())

    def rule_on(self, day: dt.date) -> Rule:
        """The head starts the discipline works with on a day."""
        appointment = self.rules.appointment_head_start_min
        for change in self._amendments_on(day):
            if change.appointment_head_start_min is not None:
                appointment = change.appointment_head_start_min
        heads = {one.id: one.head_start_min for one in self.classes_on(day)}
        return Rule({**heads, APPOINTMENT: appointment})

    def help_after_on(self, day: dt.date) -> int:
        """How far (minutes) another service must be ahead on a day to be helped."""
        help_after = self.rules.help_after_min
        for change in self._amendments_on(day):
            if change.help_after_min is not None:
                help_after = change.help_after_min
        return help_after

    def _amendments_on(self, day: dt.date) -> list[Amendment]:
        return [one for one in self.amendments if holds(one, day)]

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

    def counters_of(self, board: Board) -> list[Counter]:
        """The counters whose calls a board shows."""
        wanted = set(board.services) or set(self.service_by_id)
        return [
            one
            for one in self.counters
            if (not board.counters or one.number in board.counters)
            and wanted & {*one.services, *one.helps}
        ]

    def crowded_boards(self) -> Iterator[str]:
        """A sentence for each board that has too few rows for its counters."""
        for board in self.boards:
            counters = len(self.counters_of(board))
            if crowded(board, counters):
                yield (
                    f'board "{board.id}": {max(0, rows_that_fit(board))} rows can be read from its'
                    f" farthest seat, for {counters} counters; hang up another one, or an overflow"
                )

    def desk(self, counter: Counter, clerk: str | None, day: dt.date) -> Desk:
        """The counter as the discipline sees it on a day."""
        help_after = self.help_after_on(day)
        services = {one: counter.help_after_min.get(one, help_after) for one in counter.helps}
        services.update(dict.fromkeys(counter.services, 0))
        return Desk(counter.number, services, clerk)
