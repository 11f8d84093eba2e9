"""What boards show and announce: the latest call of each counter, once and in order."""

from __future__ import annotations

import datetime as dt

from ..domain.broadcast import LASTS, Broadcast
from ..domain.centre import Board, Centre, Counter, Words
from ..domain.ticket import Status, Ticket
from ..messages import Announcement, BoardState, Called, ServiceWaiting
from ..store import View, tickets
from .hall import Hall, look, waiting_for

LONGEST_NUMBER = 6
ON_BOARD = dt.timedelta(minutes=10)


def board_state(view: View, name: str, hall: Hall | None = None) -> BoardState:
    """A board: the latest call of each counter, newest first, and how many wait."""
    board = view.centre.board(name)
    hall = hall or look(view)
    services = [
        one for one in view.centre.services if not board.services or one.id in board.services
    ]
    return BoardState(
        revision=view.head.revision,
        as_of=view.now,
        board=board.id,
        name=board.name,
        timezone=view.centre.calendar.timezone,
        languages=view.centre.languages,
        calls=_calls(view, board),
        waiting=[
            ServiceWaiting(one.id, one.prefix, one.name, waiting_for(hall.waiting, one.id))
            for one in services
        ],
        missed=_missed(view, board),
    )


def _missed(view: View, board: Board) -> list[str]:
    """Numbers that were called in vain and would keep their turn if they came back now."""
    grace = dt.timedelta(minutes=view.centre.rules.return_grace_min)
    return [
        ticket.label
        for ticket in tickets.missed(view, view.centre.rules.board_rows)
        if on_board(ticket, board)
        and ticket.first_called_at is not None
        and ticket.ended_at is not None
        and view.now - ticket.ended_at <= grace
    ]


def _calls(view: View, board: Board) -> list[Called]:
    rows: dict[int, Called] = {}
    for ticket in tickets.last_called(view, 4 * view.centre.rules.board_rows):
        if on_board(ticket, board) and _still_shown(ticket, view.now):
            rows.setdefault(ticket.counter or 0, called(view.centre, ticket))
    return list(rows.values())[: view.centre.rules.board_rows]


def on_board(ticket: Ticket, board: Board) -> bool:
    """Whether calls of this ticket belong on the board."""
    return not board.services or ticket.service in board.services


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
