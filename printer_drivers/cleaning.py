"""How often a roll is brought into order in vain before somebody has to look at the printer."""

from printer_drivers.api import Link, Paper, PrinterStatus

TRIES = 3  # void strips, or cuts, of which the printer never said that they were made
# A printer that starts anew when it cuts, for want of power, is back long before. Whoever switches
# one off, or pulls its cable, to set it right can be told to wait so long.
AWAY_S = 10.0


class Attendance:
    """Notices that somebody has been at the printer, by what takes a hand: the cover, the paper, a
    jammed cutter, or an absence of ``AWAY_S``.

    A shorter one proves nothing: what was just printed or cut may have brought it about.
    """

    def __init__(self) -> None:
        self._away_since: float | None = None

    def seen(self, status: PrinterStatus, at: float) -> bool:
        """Whether somebody is or was there; ``at`` in seconds, monotonic."""
        away = status.link is Link.DOWN or status.online is None
        if away:
            self._away_since = at if self._away_since is None else self._away_since
            return False
        absent = self._away_since is not None and at - self._away_since >= AWAY_S
        self._away_since = None
        opened = status.cover_open or status.cutter_error or status.paper is Paper.OUT
        return absent or bool(opened)


class Cleaning:
    """Counts the tries in vain. They begin anew when somebody has been at the printer."""

    def __init__(self) -> None:
        self._in_vain = 0
        self._attendance = Attendance()

    @property
    def stuck(self) -> bool:
        """Whether another try would only waste paper."""
        return self._in_vain >= TRIES

    def failed(self) -> None:
        """One more try was not acknowledged."""
        self._in_vain += 1

    def done(self) -> None:
        """The roll is in order."""
        self._in_vain = 0

    def seen(self, status: PrinterStatus, at: float) -> None:
        """How the printer is now; ``at`` in seconds, monotonic."""
        if self._attendance.seen(status, at):
            self._in_vain = 0
