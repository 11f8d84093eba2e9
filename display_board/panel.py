"""What the display of a counter shows, out of the server's last news. Pure."""

import datetime as dt

from msgspec import Struct

from queue_server.messages import PanelCounter, PanelState


class Look(Struct, frozen=True):
    """What one display shows; ``label`` "": it is dark."""

    label: str = ""
    blink: bool = False


DARK = Look()


class Heard(Struct, frozen=True):
    """A state of the hall, and when it was heard (monotonic seconds)."""

    state: PanelState
    at: float


class Rules(Struct, frozen=True):
    """Seconds: how long a call blinks, and after how long without news every display is dark."""

    blink_s: float
    dark_after_s: float


def looks(heard: Heard | None, now: float, rules: Rules) -> dict[int, Look]:
    """Each counter's display at ``now`` (monotonic); a counter that is not there is dark.

    Without news for long, all are: an old number would send people to a counter that may have
    called three others since, and a dark display sends nobody anywhere.
    """
    moment = server_time(heard, now, rules)
    if heard is None or moment is None:
        return {}
    return {one.counter: _look(one, moment, rules) for one in heard.state.counters}


def server_time(heard: Heard | None, now: float, rules: Rules) -> dt.datetime | None:
    """The server's clock, as far as we know it; ``None`` when its last news is too old."""
    if heard is None or now - heard.at > rules.dark_after_s:
        return None
    return heard.state.as_of + dt.timedelta(seconds=now - heard.at)


def _look(counter: PanelCounter, moment: dt.datetime, rules: Rules) -> Look:
    if counter.label is None or counter.status not in ("calling", "serving"):
        return DARK
    called = counter.called_at if counter.status == "calling" else None
    age = moment - called if called else None
    return Look(counter.label, age is not None and age < dt.timedelta(seconds=rules.blink_s))
