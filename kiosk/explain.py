"""A procedure in the words of one language, for the screen and for the ticket alike. No I/O.

What is not confirmed is said to be so: a fee nobody published is never shown as free.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from kiosk import editing
from kiosk.case import asked
from queue_server.messages import Document, Fee, Procedure, QuestionAbout, TimeLimit, Wait
from queue_server.messages import Words as Texts
from queue_server.runtime.i18n import Words

LONG_WAIT_MIN = 90  # a figure beyond it would claim more than anybody knows


class Paper(Struct, frozen=True):
    """One document to bring; ``copies`` says which kind and how many.

    ``question`` and ``needed_if`` as of ``Document``.
    """

    name: str
    copies: str
    condition: str | None
    by_data: bool
    question: str | None
    needed_if: bool


class Asked(Struct, frozen=True):
    """A question in the words of one language."""

    id: str
    text: str


class Explained(Struct, frozen=True):
    """``elsewhere`` is where the procedure is handled when not at this centre's own counters."""

    id: str
    service: str
    code: str
    name: str
    elsewhere: str | None
    questions: list[Asked]
    papers: list[Paper]
    not_required: list[str]
    fee: str
    fee_note: str | None
    limit: str
    limit_note: str | None
    legal_basis: list[str]
    decision: str | None
    verified: bool
    search_keys: list[str]


def explain(
    procedure: Procedure, language: str, words: Words, questions: Sequence[QuestionAbout] = ()
) -> Explained:
    """Everything a visitor should know before taking a number; ``questions`` are the centre's."""
    return Explained(
        id=procedure.id,
        service=procedure.service,
        code=procedure.code,
        name=_named(procedure.name, language),
        elsewhere=None if procedure.here else _where(procedure.where, language, words),
        questions=[Asked(one.id, pick(one.text, language)) for one in asked(procedure, questions)],
        papers=[paper_of(document, language, words) for document in procedure.documents],
        not_required=[editing.name(name) for name in procedure.not_required],
        fee=fee_text(procedure.fee, language, words),
        fee_note=editing.note(procedure.fee.note),
        limit=limit_text(procedure.time_limit, language, words),
        limit_note=editing.note(procedure.time_limit.note),
        legal_basis=procedure.legal_basis,
        decision=procedure.decision,
        verified=procedure.documents_verified,
        search_keys=procedure.search_keys,
    )


def pick(texts: Texts, language: str) -> str:
    """The text in ``language``, else in Vietnamese."""
    return texts.get(language) or texts.get("vi", "")


def _named(texts: Texts, language: str) -> str:
    return editing.name(pick(texts, language), language if texts.get(language) else "vi")


def fee_text(fee: Fee, language: str, words: Words) -> str:
    if fee.type == "free":
        return words.text(language, "kiosk.fee.free" if fee.verified else "kiosk.fee.ask")
    if fee.type in ("provincial", "tiered") or not fee.amount_vnd:
        return words.text(language, f"kiosk.fee.{'tiered' if fee.type == 'tiered' else 'ask'}")
    amount = f"{fee.amount_vnd:,}".replace(",", ".")
    text = words.text(language, f"kiosk.fee.{fee.type}", amount=amount)
    return text if fee.verified else _unverified(text, language, words)


def limit_text(limit: TimeLimit, language: str, words: Words) -> str:
    if limit.unit == "same_day":
        text = words.text(language, "kiosk.limit.same_day")
    elif limit.value is None:
        return words.text(language, "kiosk.limit.ask")
    else:
        text = words.text(language, f"kiosk.limit.{limit.unit}", n=limit.value)
    return text if limit.verified else _unverified(text, language, words)


def wait_text(wait: Wait | None, language: str, words: Words) -> str:
    """The range as a sentence; the words for "no forecast" when there is none."""
    if wait is None:
        return words.text(language, "kiosk.wait.unknown")
    if wait.high_min > LONG_WAIT_MIN:
        return words.text(language, "kiosk.wait.long", n=LONG_WAIT_MIN)
    if wait.low_min <= 0:
        return words.text(language, "kiosk.wait.short", b=max(wait.high_min, 5))
    return words.text(language, "kiosk.detail.wait", a=wait.low_min, b=wait.high_min)


def _unverified(text: str, language: str, words: Words) -> str:
    return f"{text} ({words.text(language, 'kiosk.unverified')})"


def _where(where: str, language: str, words: Words) -> str:
    return words.text(language, f"kiosk.where.{where}")


def paper_of(document: Document, language: str, words: Words) -> Paper:
    """One document in the words of ``language``."""
    kinds = {
        "original": document.original,
        "certified_copy": document.certified_copy,
        "photocopy": document.photocopy,
    }
    if document.present_only:
        copies = words.text(language, "kiosk.copies.present_only")
    else:
        copies = ", ".join(
            words.text(language, f"kiosk.copies.{kind}", n=n) for kind, n in kinds.items() if n
        )
    condition = editing.name(document.condition) if document.condition else None
    return Paper(
        name=_named(document.name, language),
        copies=copies,
        condition=condition,
        by_data=document.by_data,
        question=document.question,
        needed_if=document.needed_if,
    )
