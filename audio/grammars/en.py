"""English."""

from audio.numbers_en import cardinal, digits, letter
from audio.phrases import Call, Grammar, Reading

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def _call(call: Call) -> tuple[str, ...]:
    label = letter(call.letter), f"{digits(call.number)},"
    counter = f"{cardinal(call.counter)}."
    if call.is_recall:
        return ("Repeating: ticket", *label, "counter", counter)
    return ("Ticket", *label, "please go to counter", counter)


def _time(hour: int, minute: int) -> str:
    half = "p.m." if hour % 24 >= 12 else "a.m."
    whole = cardinal(hour % 12 or 12)
    if not minute:
        return f"{whole} {half}"
    return f"{whole} {'oh ' if minute < 10 else ''}{cardinal(minute)} {half}"


def _date(day: int, month: int) -> str:
    return f"{cardinal(day)} {_MONTHS[month - 1]}"


GRAMMAR = Grammar(
    _call, Reading(letter, digits, cardinal, _time, _date, to="to", of="of", point="point")
)
