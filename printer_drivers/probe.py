"""Does a printer acknowledge when it has printed, or as soon as it has understood?

Everything this driver says about paper rests on acknowledgements that come after printing. Some
cheap printers send them on arrival, and nothing in the answer shows it; only time does: a stretch
of paper cannot have been fed before the fastest mechanism could have fed it.
"""

from dataclasses import dataclass

from printer_drivers.clock import Clock
from printer_drivers.line import Wire
from printer_drivers.raster import Band
from printer_drivers.session import Commands, Session, demand_printable

FEED_MM = 60.0
FASTEST_MM_PER_S = 500.0  # of receipt printers on the market; slower ones take longer, never less
EARLY_SHARE = 0.6  # of the time the feed must take: below it no measuring error explains it
_FEED_DOTS = int(FEED_MM * 8)
_DEADLINE_S = 30.0


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds from a question to its acknowledgement: with nothing to do, and with 60 mm to feed.

    ``early``: the acknowledgement came before the paper can have moved, so it proves nothing.
    ``mm_per_s``: how fast the paper was fed, if it was waited for.
    """

    idle_s: float
    feed_s: float

    @property
    def early(self) -> bool:
        return self.feed_s - self.idle_s < EARLY_SHARE * FEED_MM / FASTEST_MM_PER_S

    @property
    def mm_per_s(self) -> float | None:
        return None if self.early else FEED_MM / (self.feed_s - self.idle_s)


def time_acknowledgements(wire: Wire, commands: Commands, clock: Clock) -> Timing:
    """Feed 60 mm, cut them off, and time the answers; nobody else may be using the wire.

    Raises LinkDown, Silent (a printer that answers nothing), Offline, PaperOut, CoverOpen, Garbled.
    """
    until = clock.monotonic() + _DEADLINE_S
    session = Session(wire, commands, lambda condition: None, clock)
    session.sync(until)
    demand_printable(session.demand_status())

    def took(dots: int) -> float:
        began = clock.monotonic()
        session.print_body([Band(dots)], until)
        return clock.monotonic() - began

    timing = Timing(took(0), took(_FEED_DOTS))
    session.cut(until)
    return timing
