"""What a scanned code says, reduced at once to what a queue needs. No I/O.

The QR code of a Vietnamese identity card (thẻ căn cước công dân, 2021) is UTF-8 text in fields
parted by ``|``: number of twelve digits, former number of nine (may be empty), name, date of birth
as ddMMyyyy, sex (Nam, Nữ), place of residence, date of issue. Cards after Thông tư 16/2024/TT-BCA
may carry other and more fields, so only the number must be where it was; everything unknown is
passed over. The structure of the number is that of Thông tư 59/2021/TT-BCA, article 4: three digits
for the place, one for century and sex, two for the year of birth, six at random; no check digit.

Of all this nothing leaves this module but the age in whole years, and where cards have a limit a
mark of the number under a key (see ``cards.py``): Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15 wants no
more processed than the purpose needs. The code is unsigned: a convenience,
never a proof of who stands there.
"""

from __future__ import annotations

import datetime as dt
import hmac
import re
import unicodedata
from typing import Literal
from uuid import UUID

from msgspec import Struct

OWN_SCHEME = "motcua:"
SEPARATOR = "|"
Reason = Literal["not_a_card", "card_unreadable"]

_SYMBOLOGY = re.compile(r"^\][A-Za-z][0-9A-Za-z]")  # ISO/IEC 15424 prefix, if the scanner adds one
_NUMBER = re.compile(r"[0-9]{12}")
_DATE = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{4})")
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_SEXES = {"nam": 0, "nữ": 1}  # the parity of the fourth digit
_BORN, _SEX, _FIELDS = 3, 4, 7  # places and number of the fields on a card of 2021
_FIRST_CENTURY = 1900
_FIELDS_MAX = 40


class Identity(Struct, frozen=True):
    """A card, of which only the age is left: ``age`` in whole years, at least so many.

    ``mark``: HMAC-SHA-256 of the number, empty without a key. Text forms show nothing, so that no
    log can.
    """

    age: int
    mark: bytes = b""

    def __repr__(self) -> str:
        return "Identity()"

    __str__ = __repr__


class OwnTicket(Struct, frozen=True):
    """The code on one of our tickets; whether there is such a ticket, the ledger knows."""

    ticket: UUID

    def __repr__(self) -> str:
        return "OwnTicket()"

    __str__ = __repr__


class Unknown(Struct, frozen=True):
    """Nothing for a queue. ``not_a_card``: some other code. ``card_unreadable``: it begins like a
    card and contradicts itself; scanning again may help.
    """

    reason: Reason


Meaning = Identity | OwnTicket | Unknown


class _Contradiction(Exception):
    """The fields of a card do not belong together. Carries no values."""


def understand(
    text: str, today: dt.date, public_url: str = "", key: bytes | None = None
) -> Meaning:
    """What the text of a code means on ``today``, the centre's local date. Never raises.

    ``public_url`` is the centre's address on tickets, see ``ticket.qr_data``; empty: it has none.
    ``key`` makes the mark of a card; None: none is made.
    """
    plain = _SYMBOLOGY.sub("", text.strip().lstrip("\ufeff"))
    if ticket := _own_ticket(plain, public_url):
        return OwnTicket(ticket)
    number, parted, rest = plain.partition(SEPARATOR)
    if not parted or not _NUMBER.fullmatch(number.strip()):
        return Unknown("not_a_card")
    try:
        fields = [number.strip(), *(field.strip() for field in rest.split(SEPARATOR, _FIELDS_MAX))]
        return Identity(_age(fields, today), _mark(fields[0], key))
    except _Contradiction:
        return Unknown("card_unreadable")


def _mark(number: str, key: bytes | None) -> bytes:
    return hmac.digest(key, number.encode(), "sha256") if key else b""


def _own_ticket(text: str, public_url: str) -> UUID | None:
    starts = [OWN_SCHEME, f"{public_url.rstrip('/')}/t/"] if public_url else [OWN_SCHEME]
    for start in starts:
        rest = text.removeprefix(start)
        if rest != text and _UUID.fullmatch(rest):
            return UUID(rest)
    return None


def _age(fields: list[str], today: dt.date) -> int:
    """Whole years on ``today``; without a full date, the years that are certain from the number.

    The place is not judged: codes of former provinces stay valid, those of countries are many.
    """
    number = fields[0]
    year = _FIRST_CENTURY + int(number[3]) // 2 * 100 + int(number[4:6])
    sex = _SEXES.get(unicodedata.normalize("NFC", _at(fields, _SEX)).casefold())
    if sex is not None and sex != int(number[3]) % 2:
        raise _Contradiction
    born = _born(fields, year)
    if year > today.year or (born is not None and born > today):
        raise _Contradiction
    if born is None and len(fields) < _FIELDS:
        raise _Contradiction  # twelve digits alone make no card
    if born is None:
        return max(0, today.year - year - 1)  # the birthday may still come this year
    return today.year - year - ((today.month, today.day) < (born.month, born.day))


def _born(fields: list[str], year: int) -> dt.date | None:
    """The date of birth: where it was in 2021, else the first date of the number's year.

    None when there is none, or one without day and month (``00``), as old papers have it.
    """
    if _DATE.fullmatch(_at(fields, _BORN)):
        return _date(fields[_BORN], year)
    for field in fields[1:]:
        found = _DATE.fullmatch(field)
        if found and int(found[3]) == year:
            return _date(field, year)
    return None


def _date(field: str, year: int) -> dt.date | None:
    found = _DATE.fullmatch(field)
    if found is None or int(found[3]) != year:
        raise _Contradiction
    day, month = int(found[1]), int(found[2])
    if day == 0 or month == 0:
        return None
    try:
        return dt.date(year, month, day)
    except ValueError:
        raise _Contradiction from None  # its message would tell the date


def _at(fields: list[str], place: int) -> str:
    return fields[place] if place < len(fields) else ""
