"""The sentences of an explanation, alike on a page and on a slip of paper."""

from __future__ import annotations

from msgspec import Struct

from ..messages import CallAccount, LifeStep, Overtaking, Passed, RuleAbout, TicketAccount
from .reading import Reader

ENDED = ("finished", "cancelled", "expired")
LIFE = "account.life."


def rule(reader: Reader, held: RuleAbout, *, helped: bool) -> str:
    """The discipline in a plain sentence, and a second one where helping matters."""
    p, a = held.priority_head_start_min, held.appointment_head_start_min
    if not held.alike:
        sentence = reader.say("account.rule_up_to", p=p, a=a)
    elif p == a:
        sentence = reader.say("account.rule_same", p=p)
    else:
        sentence = reader.say("account.rule_apart", p=p, a=a)
    help = reader.say("account.rule_help", m=held.help_after_min) if helped else ""
    return f"{sentence} {help}".strip()


def rule_of(reader: Reader, account: TicketAccount) -> str:
    """The rule that held for a ticket."""
    helped = any(one.code == "help" for one in account.overtaken_by)
    return rule(reader, account.rule, helped=helped)


def is_over(account: TicketAccount) -> bool:
    """Whether nothing of what is told can change any more."""
    return account.status in ENDED


def life(reader: Reader, kind: str) -> str:
    """One step in the life of a ticket."""
    known = reader.words.catalogue(reader.language, (LIFE,))
    return known.get(LIFE + kind) or reader.say("account.life.other")


def step(reader: Reader, one: LifeStep) -> str:
    """The same with its time and counter, as a line."""
    line = f"{reader.clock(one.at)} {life(reader, one.kind)}"
    return f"{line} ({reader.say('account.at_counter', n=one.counter)})" if one.counter else line


class Row(Struct, frozen=True):
    """One line of a list: a number, when it came and was called, where, and why."""

    label: str
    service: str
    taken: str
    why: str
    call: int | None = None
    called: str = ""
    counter: str = ""


def overtaking(reader: Reader, account: TicketAccount, one: Overtaking) -> Row:
    """A later comer who was called before the ticket of the account; fit for a citizen's eyes."""
    told = {
        "first": one.label,
        "second": account.label,
        "reason": reader.reason(one.reason, aloud=False),
    }
    return Row(
        label=one.label,
        service=reader.pick(one.service_name),
        taken=reader.clock(one.issued_at),
        why=_why(reader, one, told, appointment=one.appointment),
        call=None if one.code == "same_visit" else one.call,
        called=reader.clock(one.called_at),
        counter=reader.pick(one.counter_name),
    )


def passed(reader: Reader, account: CallAccount, one: Passed) -> Row:
    """Somebody whom the call of the account passed; for staff."""
    told = {
        "first": account.label,
        "second": one.label,
        "reason": reader.reason(account.why.reason, aloud=True),
    }
    return Row(
        label=one.label,
        service=reader.pick(one.service_name),
        taken=reader.clock(one.issued_at),
        why=_why(reader, one, told, appointment=account.appointment),
    )


def _why(
    reader: Reader, one: Overtaking | Passed, told: dict[str, str], *, appointment: bool
) -> str:
    """Why the first of two numbers was called before the second."""
    code = one.code
    if code == "head_start" and appointment:
        code = "appointment"
    if code == "earlier_turn" and not one.minutes:
        code = "earlier_place"
    return reader.say(f"account.code.{code}", m=one.minutes, **told)
