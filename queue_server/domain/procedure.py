"""The procedure catalogue (danh mục thủ tục hành chính): what a visit needs and how long it takes.

The file format is that of the shipped ``data/procedures.json``: portal codes and names, documents
with copies and conditions, fees and limits each marked verified or not. What is not verified must
be shown so, and an unpublished fee is never shown as free.
"""

from __future__ import annotations

from typing import Literal

import msgspec
from msgspec import Struct, field

from .errors import Invalid


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


class Catalogue(Struct, frozen=True):
    """Procedures in the order the file lists them."""

    procedures: list[Procedure] = []

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
        return msgspec.json.decode(text, type=Catalogue)
    except msgspec.DecodeError as error:
        raise Invalid("catalogue", what=str(error)) from None
