"""Which number a tap gets, and which reserve a kiosk asks for: the rules, without any I/O.

Numbers come from the server, one by one at the tap while it answers, otherwise from blocks it
leased ahead. A kiosk never makes a number up, so no two machines can print the same one.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal
from uuid import UUID

from msgspec import Struct

from queue_server.messages import Block, Leased, Wait

RESERVE_KEEP = 30  # about half an hour of the busiest group of a large centre
RESERVE_LOW = 15  # asking at half keeps requests rare and never starts from empty
BLOCK_MAX = 100  # what one request may ask for

Source = Literal["lease", "reserve", "practice"]
"""``practice``: of no block, and never in the ledger."""


class Tap(Struct, frozen=True):
    """What a visitor asked for; ``ticket`` is the same for both presses of a double tap.

    ``answers`` say which papers this visitor needs. They are for paper alone: no ticket has them.
    ``another``: the visitor was told of the number just given, and wants one more.
    """

    ticket: UUID
    service: str
    procedure: str | None
    priority: str
    language: str
    answers: dict[str, bool] = {}
    another: bool = False


class Ticket(Struct, frozen=True):
    """One ticket of the book; ``refused_code`` is set when the server would not take it."""

    uuid: UUID
    service: str
    day: dt.date
    series: str
    number: int
    label: str
    procedure: str | None
    priority: str
    language: str
    issued_at: dt.datetime
    people_ahead: int | None
    wait: Wait | None
    source: Source
    sent_at: dt.datetime | None = None
    refused_code: str | None = None


class ReserveNumber(Struct, frozen=True):
    """One number of a leased block; ``position`` is its place in the order of the block."""

    block: str
    position: int
    service: str
    day: dt.date
    series: str
    number: int
    label: str


class Given(Struct, frozen=True):
    """The number a tap gets; ``people_ahead`` is None when nobody could count them.

    ``reserve`` names the number of a block that is used up by it.
    """

    day: dt.date
    series: str
    number: int
    label: str
    source: Source
    people_ahead: int | None = None
    wait: Wait | None = None
    reserve: ReserveNumber | None = None


class NoNumber(Struct, frozen=True):
    """No number can be given; ``code`` says why: the server's own, or ``no_reserve``."""

    code: str


class ReserveWish(Struct, frozen=True):
    service: str
    day: dt.date
    count: int


def choose(
    answer: Leased | NoNumber | None, reserve: Sequence[ReserveNumber], service: str, today: dt.date
) -> Given | NoNumber:
    """The number for a tap of ``service``.

    ``answer`` is what the server said in time: a number, a refusal, or None for silence. Silence
    takes the first of ``reserve`` (unused numbers in the order in which they must be given) that
    is meant for this service and day. A refusal stands: a full queue is not emptied by a reserve.
    """
    if isinstance(answer, NoNumber):
        return answer
    if isinstance(answer, Leased):
        return Given(
            day=answer.day,
            series=answer.series,
            number=answer.number,
            label=answer.label,
            source="lease",
            people_ahead=answer.people_ahead,
            wait=answer.wait,
        )
    for item in reserve:
        if (item.service, item.day) == (service, today):
            return Given(
                day=item.day,
                series=item.series,
                number=item.number,
                label=item.label,
                source="reserve",
                reserve=item,
            )
    return NoNumber("no_reserve")


def of_block(block: Block) -> list[ReserveNumber]:
    """The numbers of a block in the order of giving. Raises ValueError when it is malformed."""
    if len(block.numbers) != len(block.labels) or len(set(block.numbers)) != len(block.numbers):
        raise ValueError("block_malformed")
    return [
        ReserveNumber(
            block=str(block.block),
            position=position,
            service=block.service,
            day=block.day,
            series=block.series,
            number=number,
            label=label,
        )
        for position, (number, label) in enumerate(zip(block.numbers, block.labels, strict=True))
    ]


def left(reserve: Iterable[ReserveNumber]) -> Mapping[tuple[str, dt.date], int]:
    """How many unused numbers there are for each service and day."""
    return Counter((item.service, item.day) for item in reserve)


def wishes(
    have: Mapping[tuple[str, dt.date], int], services: Iterable[str], days: Iterable[dt.date]
) -> list[ReserveWish]:
    """What to ask for: up to ``RESERVE_KEEP`` where fewer than ``RESERVE_LOW`` are left.

    Today comes first when ``days`` says so: it is the day that can run dry.
    """
    wanted = services if isinstance(services, Sequence) else list(services)
    return [
        ReserveWish(service=service, day=day, count=min(RESERVE_KEEP - here, BLOCK_MAX))
        for day in dict.fromkeys(days)
        for service in wanted
        if (here := have.get((service, day), 0)) < RESERVE_LOW
    ]
