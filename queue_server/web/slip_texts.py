"""What slips say: facts in the words of one language, ready for a layout to place.

A text stands for itself or beside a title of the layout. No personal data and no names of staff go
on paper, and nothing is promised that the rules do not keep.
"""

from __future__ import annotations

import datetime as dt

from ..domain.centre import Centre
from ..domain.figures import Figures
from ..domain.procedure import Document
from ..domain.slip import Texts
from ..domain.ticket import Status, Ticket
from ..messages import TicketAccount
from ..use_cases.showing import counter_name
from ..use_cases.slip_facts import DayOfCentre, ReturnPass, Supplement
from . import explained
from .reading import Reader

MOST_LINES = 20
"""Of a list without an end in itself: an account of forty calls is half a metre of paper."""

COPIES = ("original", "certified_copy", "photocopy")


def supplement(reader: Reader, centre: Centre, told: Supplement, now: dt.datetime) -> Texts:
    """The slip with all that is missing, at once: papers of the published list alone."""
    ticket, procedure = told.ticket, told.procedure
    counter = ticket.counter or ticket.moved_from
    hotline = "printed.only_listed_hotline" if centre.hotline else "printed.only_listed"
    return {
        "label": ticket.label,
        "service": _service(reader, centre, ticket),
        "procedure": reader.pick({"vi": procedure.name_short_vi, "en": procedure.name_en}),
        "code": procedure.code,
        "counter": str(counter) if counter else "",
        "made": _moment(reader, now),
        "missing": [_paper(reader, paper) for paper in told.missing],
        "times": reader.say("printed.times", n=told.nth) if told.nth > 1 else "",
        "unverified": "" if procedure.verified.documents else reader.say("printed.unverified"),
        "decision": procedure.decision or "",
        "only_listed": reader.say(hotline, hotline=centre.hotline),
        **_code(reader, centre, ticket),
    }


def _paper(reader: Reader, paper: Document) -> str:
    counts = {"original": paper.original, "certified_copy": paper.certified_copy}
    counts["photocopy"] = paper.photocopy
    copies = ", ".join(
        reader.say(f"printed.copies.{kind}", n=counts[kind]) for kind in COPIES if counts[kind]
    )
    if paper.present_only:
        copies = reader.say("printed.copies.present_only")
    name = reader.pick({"vi": paper.name_vi, "en": paper.name_en})
    text = f"{name} ({copies})" if copies else name
    if paper.replaceable_by_data:
        return f"{text} – {reader.say('printed.no_data')}"
    conditional = paper.required == "conditional" and paper.condition_vi
    return f"{text} – {paper.condition_vi}" if conditional else text


def return_pass(reader: Reader, centre: Centre, told: ReturnPass, now: dt.datetime) -> Texts:
    """The pass of somebody who goes away for a while."""
    ticket = told.ticket
    return {
        "label": ticket.label,
        "service": _service(reader, centre, ticket),
        "where": _where(reader, centre, ticket),
        "until": _until(reader, told, now),
        "how": _how(reader, centre, told),
        "made": _moment(reader, now),
        **_code(reader, centre, ticket),
    }


def _until(reader: Reader, told: ReturnPass, now: dt.datetime) -> str:
    if told.ticket.status is Status.WAITING:
        return reader.say("printed.until_called")
    if told.until is None:
        return ""
    if reader.day(told.until) != reader.day(now):
        day = reader.date(reader.day(told.until))
        return reader.say("printed.until_day", time=reader.clock(told.until), day=day)
    return reader.say("printed.until", time=reader.clock(told.until))


def _how(reader: Reader, centre: Centre, told: ReturnPass) -> str:
    status, keeps = told.ticket.status, told.keeps
    if status is Status.HELD:
        return reader.say("printed.how.held")
    if status is Status.BOOKED:
        key = "printed.how.booked" if keeps else "printed.how.booked_late"
        return reader.say(key, time=reader.clock(told.ticket.booked_at))
    if status is Status.MISSED:
        return reader.say("printed.how.missed" if keeps else "printed.how.missed_anew")
    key = "printed.how.waiting" if keeps else "printed.how.waiting_anew"
    return reader.say(key, m=centre.rules.return_grace_min)


def _where(reader: Reader, centre: Centre, ticket: Ticket) -> str:
    """The counter it is kept at, else those that serve it, and their area of the hall."""
    held = ticket.counter if ticket.status is Status.HELD else None
    kept = centre.counter_by_number.get(held or ticket.reserved_for or 0)
    if kept is not None:
        return reader.pick(counter_name(kept))
    serving = [str(one.number) for one in centre.counters if ticket.service in one.services]
    service = centre.service_by_id.get(ticket.service)
    zone = reader.pick(service.zone) if service else ""
    counters = reader.say("printed.counters", list=", ".join(serving)) if serving else ""
    return " – ".join(part for part in (counters, zone) if part)


def explanation(reader: Reader, centre: Centre, account: TicketAccount, now: dt.datetime) -> Texts:
    """Why others were called first; what a clerk wrote stays in the books."""
    rows = [explained.overtaking(reader, account, one) for one in account.overtaken_by]
    called = account.first_called_at
    day = reader.date(account.day)
    standing = "account.from_books" if explained.is_over(account) else "account.so_far"
    elsewhere = reader.say("account.elsewhere", n=account.elsewhere)
    return {
        "label": account.label,
        "service": reader.pick(account.service_name),
        "taken": f"{reader.clock(account.issued_at)}, {day}",
        "called": reader.clock(called) if called else reader.say("account.not_called"),
        "made": _moment(reader, now),
        "overtaken_by": _first(reader, [_overtaken(reader, row) for row in rows]),
        "elsewhere": elsewhere if account.elsewhere else "",
        "none": "" if rows else reader.say("account.nobody"),
        "rule": explained.rule_of(reader, account),
        "life": _first(reader, [explained.step(reader, one) for one in account.life]),
        "source": reader.say(standing),
        "complain": _complain(reader, centre),
    }


def _first(reader: Reader, lines: list[str]) -> list[str]:
    more = len(lines) - MOST_LINES
    return [*lines[:MOST_LINES], reader.say("printed.more", n=more)] if more > 0 else lines


def _overtaken(reader: Reader, row: explained.Row) -> str:
    turn = reader.say("account.turn", taken=row.taken, called=row.called, counter=row.counter)
    return f"{row.label}: {turn}. {row.why}"


def _complain(reader: Reader, centre: Centre) -> str:
    return reader.say("account.complain", hotline=centre.hotline) if centre.hotline else ""


def day(reader: Reader, told: DayOfCentre, target_min: int, now: dt.datetime) -> Texts:
    """A day of the centre on a strip of paper."""
    whole = told.figures
    counts = ("issued", "finished", "missed", "cancelled", "expired", "in_hall")
    so_far = reader.say("printed.so_far", time=reader.clock(now))
    return {
        "day": reader.date(told.day),
        "made": _moment(reader, now),
        "so_far": "" if told.over else so_far,
        **{name: str(getattr(whole, name)) for name in counts},
        "median": _minutes(reader, whole.wait_median_s),
        "p90": _minutes(reader, whole.wait_p90_s),
        "longest": _minutes(reader, told.longest_s),
        "within": _within(reader, whole, target_min),
        "chosen": reader.say("printed.chosen", n=told.chosen, calls=whole.called),
        "outcomes": _outcomes(reader, told),
        "services": [
            _service_line(reader, f"{letter} {reader.pick(name)}", found)
            for letter, name, found in told.services
        ],
    }


def _outcomes(reader: Reader, told: DayOfCentre) -> list[str]:
    """How the visits ended, and how often somebody reported a demand for extra papers."""
    lines = [
        reader.say("printed.outcome", outcome=_outcome(reader, kind), n=n)
        for kind, n in told.outcomes.items()
    ]
    reports = told.extra_papers
    return [*lines, reader.say("printed.extra_papers", n=reports)] if reports else lines


def _outcome(reader: Reader, kind: str) -> str:
    return reader.say("printed.unended" if kind == "unknown" else f"clerk.outcome.{kind}")


def _service_line(reader: Reader, name: str, found: Figures) -> str:
    line = reader.say("printed.service", name=name, n=found.issued)
    if found.wait_median_s is None:
        return line
    return f"{line}, {reader.say('printed.waits', m=_rounded(found.wait_median_s))}"


def _within(reader: Reader, found: Figures, target_min: int) -> str:
    if found.within_target is None:
        return "–"
    share = round(found.within_target * 100)
    return reader.say("printed.within", share=share, m=target_min)


def _minutes(reader: Reader, seconds: int | None) -> str:
    return "–" if seconds is None else reader.say("account.minutes", m=_rounded(seconds))


def _rounded(seconds: int) -> int:
    return round(seconds / 60)


def _service(reader: Reader, centre: Centre, ticket: Ticket) -> str:
    service = centre.service_by_id.get(ticket.service)
    return reader.pick(service.name) if service else ticket.service


def _moment(reader: Reader, now: dt.datetime) -> str:
    return f"{reader.clock(now)}, {reader.date(reader.day(now))}"


def _code(reader: Reader, centre: Centre, ticket: Ticket) -> Texts:
    """The same code as on the ticket: its page where there is one, else its opaque id alone."""
    if centre.public_url:
        where = f"{centre.public_url.rstrip('/')}/t/{ticket.id}"
        return {"qr": where, "qr_use": reader.say("printed.qr_phone")}
    return {"qr": f"motcua:{ticket.id}", "qr_use": reader.say("printed.qr_staff")}
