"""What an announcer has to say, in which order. Pure; the rules are those of the boards.

Messages go before calls, urgent ones before all; between two messages that are not urgent a call
has its turn. What had to wait for minutes is not said. Times are seconds of a clock that is never
set: what the server's clock says makes no difference here.
"""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from queue_server.messages import Announcement

HEARD_KEPT = 300
"""Calls older than the latest few hundred cannot come again."""

WITHDRAWN_KEPT = 20
"""Messages are taken back seldom."""

LATE_S = 180.0
"""Longer than its life in line: its visitor has been called again or has gone."""

_URGENT, _MESSAGE, _CALL = range(3)


class Waiting(Struct, frozen=True):
    """What is to be said before ``until``, or not at all."""

    one: Announcement
    until: float


class Lineup(Struct, frozen=True):
    """``waiting`` in the order in which it is said; ``heard`` are ids that are not said again.

    ``withdrawn``: how the ids of what was taken back begin, for some of it may be on its way.
    ``message_last``: what was taken out of the line before was a message.
    """

    waiting: tuple[Waiting, ...] = ()
    heard: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    message_last: bool = False


def arrive(lineup: Lineup, one: Announcement, now: float) -> Lineup:
    """An announcement comes, for the first time or once more; or takes others back.

    It is news: it came on a line that was heard all the time, or the server says that nobody has
    said it.
    """
    if one.kind == "withdrawn":
        begin = one.withdraws or one.call_id
        kept = tuple(each for each in lineup.waiting if not each.one.call_id.startswith(begin))
        gone = (*lineup.withdrawn, begin)[-WITHDRAWN_KEPT:]
        return replace(lineup, waiting=kept, withdrawn=gone)
    here = any(each.one.call_id == one.call_id for each in lineup.waiting)
    if here or one.call_id in lineup.heard or not stands(lineup, one.call_id):
        return lineup
    lives_s = (one.expires_at - one.called_at).total_seconds()
    before = [each for each in lineup.waiting if _rank(each.one) <= _rank(one)]
    behind = lineup.waiting[len(before) :]
    return replace(lineup, waiting=(*before, Waiting(one, now + lives_s + LATE_S), *behind))


def stands(lineup: Lineup, id: str) -> bool:
    """Whether it was not taken back."""
    return not any(id.startswith(begin) for begin in lineup.withdrawn)


def take(lineup: Lineup, now: float) -> tuple[Lineup, Announcement | None]:
    """What is to be said now, out of the line."""
    waiting = [each for each in lineup.waiting if each.until > now]
    if not waiting:
        return replace(lineup, waiting=()), None
    first = waiting[0]
    if lineup.message_last and _rank(first.one) == _MESSAGE:
        first = next((each for each in waiting if _rank(each.one) == _CALL), first)
    rest = tuple(each for each in waiting if each is not first)
    return replace(lineup, waiting=rest, message_last=_rank(first.one) < _CALL), first.one


def said(lineup: Lineup, id: str) -> Lineup:
    """Its sound has begun, or could not be made: it is not said again."""
    waiting = tuple(each for each in lineup.waiting if each.one.call_id != id)
    return replace(lineup, waiting=waiting, heard=(*lineup.heard, id)[-HEARD_KEPT:])


def silenced(lineup: Lineup) -> Lineup:
    """Another has the voice now, and says what waits."""
    return replace(lineup, waiting=())


def _rank(one: Announcement) -> int:
    if one.kind != "message":
        return _CALL
    return _URGENT if one.urgent else _MESSAGE
