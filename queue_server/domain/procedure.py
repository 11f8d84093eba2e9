"""The procedure catalogue (danh mục thủ tục hành chính): what a visit needs and how long it takes.

The file format is that of the shipped ``data/procedures.json``: portal codes and names, documents
with copies and conditions, fees and limits each marked verified or not. What is not verified must
be shown so, and an unpublished fee is never shown as free. Questions turn the conditions of papers
into something a visitor can answer with yes or no.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

import msgspec
from msgspec import Struct, field

from .errors import Invalid

QUESTION_NAME = re.compile(r"[a-z][a-z0-9_]{0,23}\Z")


class Verified(Struct, frozen=True):
    time_limit: bool = False
    fee: bool = False
    documents: bool = False


class TimeLimit(Struct, frozen=True):
    value: int | None
    unit: Literal["same_day", "working_days", "calendar_days", "hours"]
    note_vi: str | None = None


class Fee(Struct, frozen=True):
    type: Literal["free", "fixed", "per_unit", "tiered", "provincial"]
    amount_vnd: int | None = None
    note_vi: str | None = None


class Document(Struct, frozen=True):
    """One paper of the checklist; ``condition_vi`` says when it is asked for, if not always."""

    name_vi: str
    name_en: str = ""
    original: int = 0
    certified_copy: int = 0
    photocopy: int = 0
    present_only: bool = False
    required: Literal["always", "conditional"] = "always"
    condition_vi: str | None = None
    replaceable_by_data: bool = False


class Minutes(Struct, frozen=True):
    """Time at the counter; estimates until the centre has its own."""

    typical: float
    p90: float


class Procedure(Struct, frozen=True):
    id: str
    group: str
    code: str
    name_short_vi: str
    name_en: str
    where: str
    time_limit: TimeLimit
    fee: Fee
    documents: list[Document]
    name_vi: str = ""
    decision: str | None = None
    not_required_vi: list[str] = []
    legal_basis: list[str] = []
    search_keys: list[str] = []
    aliases: list[str] = []
    verified: Verified = Verified()
    minutes: Minutes | None = field(default=None, name="counter_service_minutes_estimate")


class Question(Struct, frozen=True, forbid_unknown_fields=True):
    """Asked with yes or no about the visitor's own case.

    ``conditions`` are those under which a paper is needed when the answer is yes, ``unless`` those
    under which it is needed when the answer is no; both word by word as the papers have them.
    """

    id: str
    vi: str
    en: str = ""
    conditions: list[str] = []
    unless: list[str] = []


class Decider(Struct, frozen=True):
    """The question that decides a condition, and the answer with which its papers are needed."""

    question: str
    needed_if: bool


class Catalogue(Struct, frozen=True):
    """Procedures in the order the file lists them, and what may be asked of their visitors."""

    procedures: list[Procedure] = []
    questions: list[Question] = []

    def deciders(self) -> dict[str, Decider]:
        """By condition; a condition that no question decides is not in it."""
        return {
            condition: Decider(question.id, needed_if)
            for question in self.questions
            for needed_if, some in ((True, question.conditions), (False, question.unless))
            for condition in some
        }

    def find(self, id: str | None) -> Procedure | None:
        return next((one for one in self.procedures if one.id == id), None)

    def mean_minutes(self, service: str) -> float | None:
        """The plain mean of the typical minutes of a service's procedures."""
        minutes = [
            procedure.minutes.typical
            for procedure in self.procedures
            if procedure.group == service and procedure.minutes
        ]
        return sum(minutes) / len(minutes) if minutes else None


def parse(text: str | bytes) -> Catalogue:
    """Read a catalogue; raises ``Invalid`` with the place of the first mistake."""
    try:
        catalogue = msgspec.json.decode(text, type=Catalogue)
    except msgspec.DecodeError as error:
        raise Invalid("catalogue", what=str(error)) from None
    for what in _mistakes(catalogue):
        raise Invalid("catalogue", what=what)
    return catalogue


def _mistakes(catalogue: Catalogue) -> Iterator[str]:
    """What is wrong with the questions, each with its place as msgspec tells it."""
    known = {
        paper.condition_vi
        for procedure in catalogue.procedures
        for paper in procedure.documents
        if paper.required == "conditional"
    }
    ids: set[str] = set()
    decided: set[str] = set()
    for place, question in enumerate(catalogue.questions):
        at = f"at `$.questions[{place}]"
        if not QUESTION_NAME.match(question.id) or question.id in ids:
            yield f"`{question.id}` must be a short name of its own, a-z 0-9 _ - {at}.id`"
        if not question.vi.strip():
            yield f"a question needs its Vietnamese words - {at}.vi`"
        if not question.conditions and not question.unless:
            yield f"a question must decide about some paper - {at}`"
        ids.add(question.id)
        for where, condition in _conditions(question):
            if condition not in known:
                yield f"no paper has the condition `{condition}` - {at}{where}`"
            if condition in decided:
                yield f"`{condition}` is decided twice - {at}{where}`"
            decided.add(condition)


def _conditions(question: Question) -> Iterator[tuple[str, str]]:
    """Every condition it decides, after its place in the question."""
    for key in ("conditions", "unless"):
        for nth, condition in enumerate(getattr(question, key)):
            yield f".{key}[{nth}]", condition
