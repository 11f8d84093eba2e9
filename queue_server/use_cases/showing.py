"""What boards show and announce: the latest call of each counter, once and in order."""

from __future__ import annotations

import datetime as dt

from ..domain.board import Board, belongs, shown_at_once
from ..domain.broadcast import LASTS, Broadcast
from ..domain.centre import Centre, Counter, Words
from ..domain.counter import CounterRow
from ..domain.errors import NotFound
from ..domain.ticket import Status, Ticket
from ..messages import (
    Announcement,
    BoardCounter,
    BoardState,
    Called,
    PublicBoard,
    PublicCall,
    ServiceWaiting,
)
from ..store import View, tickets
from .hall import Hall, look, state_name, waiting_for

LONGEST_NUMBER = 6
ON_BOARD = dt.timedelta(minutes=10)
MOST_MISSED = 40


def board_state(view: View, name: str, hall: Hall | None = None) -> BoardState:
    """A board: the latest call of each counter, newest first, and how many wait.

    What its kind has no use for is left empty.
    """
    board = view.centre.board(name)
    hall = hall or look(view)
    skip = _skipped(view.centre, board)
    return BoardState(
        revision=view.head.revision,
        as_of=view.now,
        board=board.id,
        name=board.name,
        timezone=view.centre.calendar.timezone,
        languages=view.centre.languages,
        calls=_calls(view, board, skip) if board.announces or skip else [],
        waiting=_waiting(hall, board) if board.announces else [],
        missed=_missed(view, board),
        kind=board.kind,
        counters=_counters(hall, board),
        skip=skip,
        resting=not hall.present and not view.centre.calendar.is_open(view.now),
        reception=view.centre.reception if board.kind == "missed" else {},
        diagonal_in=board.diagonal_in,
        seat_m=board.seat_m,
        ticker=board.ticker,
        media=board.media,
        ways=board.ways,
    )


def public_board(view: View, name: str) -> PublicBoard:
    """The same board for the world: no ids, and nothing of those who did not come.

    Raises ``NotFound`` for boards without calls of their own.
    """
    if not view.centre.board(name).announces:
        raise NotFound("board_unknown", board=name)
    state = board_state(view, name)
    return PublicBoard(
        as_of=state.as_of,
        name=state.name,
        timezone=state.timezone,
        calls=[
            PublicCall(one.label, one.counter, one.counter_name, one.nth, one.called_at)
            for one in state.calls
        ],
        waiting=state.waiting,
    )


def _skipped(centre: Centre, board: Board) -> int:
    """How many calls the board an overflow follows has room for."""
    if board.kind != "overflow":
        return 0
    return shown_at_once(centre.board(board.follows), centre.rules.board_rows)


def _waiting(hall: Hall, board: Board) -> list[ServiceWaiting]:
    served = {one for counter in hall.centre.counters_of(board) for one in counter.services}
    wanted = board.services or (served if board.counters else hall.centre.service_by_id)
    return [
        ServiceWaiting(one.id, one.prefix, one.name, waiting_for(hall.waiting, one.id))
        for one in hall.centre.services
        if one.id in wanted
    ]


def _counters(hall: Hall, board: Board) -> list[BoardCounter]:
    """The counter of a counter's display."""
    return [_counter(hall, number) for number in board.counters if board.kind == "counter"]


def _counter(hall: Hall, number: int) -> BoardCounter:
    counter, present = hall.centre.counter(number), hall.at_counters.get(number)
    row = hall.rows.get(number, CounterRow(number))
    services = [hall.centre.service(one).name for one in counter.services]
    name, status = counter_name(counter), state_name(row, present)
    if present is None:
        return BoardCounter(number, name, status, services)
    return BoardCounter(
        number, name, status, services, present.label, present.call_id, present.calls,
        present.called_at,
    )  # fmt: skip


def _missed(view: View, board: Board) -> list[str]:
    """Numbers that were called in vain and would keep their turn if they came back now."""
    if board.kind not in ("hall", "missed"):
        return []
    most = MOST_MISSED if board.kind == "missed" else view.centre.rules.board_rows
    grace = dt.timedelta(minutes=view.centre.rules.return_grace_min)

    def kept(ticket: Ticket) -> bool:
        return (
            belongs(board, ticket.service, ticket.counter)
            and ticket.first_called_at is not None
            and ticket.ended_at is not None
            and view.now - ticket.ended_at <= grace
        )

    return [ticket.label for ticket in tickets.missed(view, most, kept)]


def _calls(view: View, board: Board, skip: int) -> list[Called]:
    rows: dict[int, Called] = {}
    most = view.centre.rules.board_rows + skip

    def shown(ticket: Ticket) -> bool:
        return _still_shown(ticket, view.now) and belongs(board, ticket.service, ticket.counter)

    for ticket in tickets.last_called(view, 4 * most, shown):
        rows.setdefault(ticket.counter or 0, called(view.centre, ticket))
    return list(rows.values())[:most]


def on_board(ticket: Ticket, board: Board) -> bool:
    """Whether calls of this ticket are announced on the board."""
    return board.announces and belongs(board, ticket.service, ticket.counter)


def _still_shown(ticket: Ticket, now: dt.datetime) -> bool:
    if ticket.called_at is None or ticket.counter is None:
        return False
    return ticket.status in (Status.CALLED, Status.SERVING) or now - ticket.called_at < ON_BOARD


def called(centre: Centre, ticket: Ticket) -> Called:
    """The latest call of a called ticket, for a board's row."""
    return Called(
        call_id=ticket.call_id or "",
        label=ticket.label,
        counter=ticket.counter or 0,
        counter_name=counter_name(centre.counter_by_number.get(ticket.counter or 0)),
        nth=ticket.calls,
        called_at=ticket.called_at or ticket.issued_at,
        status=ticket.status.value,
    )


def announcement(centre: Centre, ticket: Ticket) -> Announcement:
    """The call as it is announced, once."""
    row = called(centre, ticket)
    return Announcement(
        call_id=row.call_id,
        label=row.label,
        counter=row.counter,
        counter_name=row.counter_name,
        nth=row.nth,
        called_at=row.called_at,
        expires_at=row.called_at + dt.timedelta(seconds=centre.rules.announcement_expires_s),
        sound=f"/sounds/{row.label}/{row.counter}/{row.nth}.wav",
    )


def utterance(one: Broadcast) -> Announcement:
    """A broadcast as it is said now; or, when it was taken back, that it is said no more."""
    ended = one.ended_at is not None
    return Announcement(
        call_id=f"{one.broadcast}.withdrawn" if ended else one.utterance,
        label="",
        counter=0,
        counter_name={"vi": "", "en": ""},
        nth=one.said,
        called_at=one.ended_at or one.said_at,
        expires_at=(one.ended_at or one.said_at) + LASTS,
        sound=f"/sounds/message/{one.broadcast}.wav",
        kind="withdrawn" if ended else "message",
        text=one.texts,
        urgent=one.urgent,
        withdraws=f"{one.broadcast}." if ended else None,
    )


def was_called(view: View, label: str, counter: int) -> bool:
    """Whether a ticket of that label was called to that counter today."""
    series, number = label[:1], label[1:]
    if not (number.isascii() and number.isdigit() and len(number) <= LONGEST_NUMBER):
        return False
    ticket = tickets.by_number(view, view.day, series, int(number))
    if ticket is None or ticket.label != label:
        return False
    return ticket.counter == counter and ticket.calls > 0


def counter_name(counter: Counter | None) -> Words:
    """The counter's own name, or "Quầy 5" / "Counter 5"."""
    if counter is None:
        return {"vi": "", "en": ""}
    return counter.name or {"vi": f"Quầy {counter.number}", "en": f"Counter {counter.number}"}
