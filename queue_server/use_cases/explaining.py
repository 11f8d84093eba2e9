"""Why was he before me? What the books say of a call, and of a ticket that was passed."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import msgspec
from msgspec.structs import asdict, replace

from ..domain import explaining, figures
from ..domain.centre import Centre, Words
from ..domain.discipline import explain
from ..domain.errors import NotFound
from ..domain.explaining import Call
from ..domain.journal import Entry, replay
from ..domain.ticket import APPOINTMENT, NORMAL, Status, Ticket
from ..domain.undoing import effective
from ..messages import (
    CallAccount,
    LifeStep,
    Overtaking,
    Passed,
    RuleAbout,
    TicketAccount,
    Why,
)
from ..store import View, history, journal, tickets
from ..store.history import Version, Versions
from .showing import counter_name

_LABEL = re.compile(r"([A-Z]{1,4})([0-9]{1,6})")


def account_of_call(view: View, seq: int) -> CallAccount:
    """One call and everybody it passed; ``seq`` is its row in the journal.

    Raises ``NotFound`` where there is no call, or one that was taken back.
    """
    row = history.row(view, seq)
    life = journal.of_ticket(view, row.ticket) if row and row.ticket else []
    if row is None or row not in effective(life):
        raise NotFound("call_unknown", call=seq)
    day = replay(life)[row.ticket or ""].day
    then = Versions(view, seq, seq).at(seq)
    account = explaining.account_of_call(history.of_day(view, day, seq), seq, then.centre)
    if account is None:
        raise NotFound("call_unknown", call=seq)
    call, passed, elsewhere = account
    return CallAccount(
        call=seq,
        **_about(call.winner, then.centre),
        called_at=call.at,
        **_place(call, then.centre),
        why=_why(row, call, [one.ticket for one in passed]),
        rule=_rule(then, call.at),
        passed=[_passed(one, then.centre) for one in passed],
        elsewhere=elsewhere,
    )


def account_of_ticket(view: View, day: dt.date, label: str) -> TicketAccount:
    """Who came later than a ticket and was called earlier, and why. Raises ``NotFound``."""
    ticket = by_label(view, day, label)
    rows = history.of_day(view, day, view.head.journal_seq)
    life = effective([row for row in rows if row.ticket == ticket.id])
    versions = Versions(view, rows[0].seq, rows[-1].seq)
    found, elsewhere = explaining.overtakings(rows, ticket.id, lambda seq: versions.at(seq).centre)
    decided = _decided(ticket, life) or rows[-1]
    then = versions.at(decided.seq)
    return TicketAccount(
        **_about(ticket, then.centre),
        day=ticket.day,
        status=ticket.status.value,
        first_called_at=ticket.first_called_at,
        waited_s=figures.waited_s(ticket, view.now),
        rule=_rule(then, decided.at),
        life=[_step(row) for row in life],
        overtaken_by=[_overtaking(one, versions.at(one.call.seq).centre) for one in found],
        elsewhere=elsewhere,
    )


def _decided(ticket: Ticket, life: list[Entry]) -> Entry | None:
    """The row at which the wait was over: the first call, or the end."""
    called = next((row for row in life if row.kind == "called"), None)
    return called or (life[-1] if life and ticket.ended_at else None)


def _step(row: Entry) -> LifeStep:
    missed = row.kind == "no_show" and row.before == Status.BOOKED
    kind = "appointment_missed" if missed else row.kind
    call = row.seq if row.kind == "called" else None
    return LifeStep(row.at, kind, row.counter, row.reason, call)


def by_label(view: View, day: dt.date, label: str) -> Ticket:
    """The ticket of a day with that number, as people write it. Raises ``NotFound``."""
    parts = _LABEL.fullmatch(label.strip().upper())
    found = tickets.by_number(view, day, parts[1], int(parts[2])) if parts else None
    if found is None:
        raise NotFound("ticket_unknown", label=label[:12])
    return found


def _about(ticket: Ticket, centre: Centre) -> dict[str, Any]:
    """What may be said of a ticket to anybody: never its class, only that the law gives it one."""
    return {
        "label": ticket.label,
        "service": ticket.service,
        "service_name": _service_name(ticket, centre),
        "priority": ticket.priority not in (NORMAL, APPOINTMENT),
        "appointment": ticket.priority == APPOINTMENT,
        "issued_at": ticket.issued_at,
    }


def _service_name(ticket: Ticket, centre: Centre) -> Words:
    service = centre.service_by_id.get(ticket.service)
    return service.name if service else {"vi": ticket.service}


def _place(call: Call, centre: Centre) -> dict[str, Any]:
    number = call.desk.counter
    return {"counter": number, "counter_name": counter_name(centre.counter_by_number.get(number))}


def _why(row: Entry, call: Call, waiting: list[Ticket]) -> Why:
    """The facts stored with the call."""
    if row.facts is None:
        computed = explain(call.winner, waiting, call.desk, call.rule, call.at)
        return Why(**{**asdict(computed), "reason": row.reason})
    return replace(msgspec.json.decode(row.facts, type=Why), reason=row.reason)


def _rule(then: Version, at: dt.datetime) -> RuleAbout:
    day = then.centre.calendar.day(at)
    heads = [one.head_start_min for one in then.centre.classes_on(day)]
    return RuleAbout(
        version=then.number,
        help_after_min=then.centre.help_after_on(day),
        priority_head_start_min=max(heads, default=0),
        appointment_head_start_min=then.centre.rule_on(day).head_start_min[APPOINTMENT],
        alike=len(set(heads)) < 2,
    )


def _passed(one: explaining.Passed, centre: Centre) -> Passed:
    return Passed(
        label=one.ticket.label,
        service=one.ticket.service,
        service_name=_service_name(one.ticket, centre),
        issued_at=one.ticket.issued_at,
        code=one.before.code,
        minutes=one.before.minutes,
    )


def _overtaking(one: explaining.Overtaken, centre: Centre) -> Overtaking:
    call, before = one.call, one.before
    return Overtaking(
        call=call.seq,
        **_about(call.winner, centre),
        called_at=call.at,
        **_place(call, centre),
        code=before.code,
        minutes=before.minutes,
        reason=call.reason if before.code == "chosen" else None,
    )
