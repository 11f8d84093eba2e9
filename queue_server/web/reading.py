"""How texts are said to somebody: in a language, by the clock of the centre."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from msgspec import Struct

from ..messages import Words
from ..runtime.i18n import DEFAULT
from ..runtime.i18n import Words as Catalogue

REASON = "reason."


class Reader(Struct, frozen=True):
    """Somebody who reads a page or a paper, in which language and by which clock."""

    words: Catalogue
    language: str
    zone: ZoneInfo

    def say(self, key: str, **values: object) -> str:
        return self.words.text(self.language, key, **values)

    def pick(self, texts: Words) -> str:
        """A name in the reader's language, else in Vietnamese."""
        return texts.get(self.language) or texts.get(DEFAULT, "")

    def clock(self, moment: dt.datetime | None) -> str:
        return moment.astimezone(self.zone).strftime("%H:%M") if moment else "–"

    def date(self, day: dt.date) -> str:
        return day.strftime("%d/%m/%Y" if self.language == DEFAULT else "%d %b %Y")

    def day(self, moment: dt.datetime) -> dt.date:
        return moment.astimezone(self.zone).date()

    def reason(self, reason: str | None, *, aloud: bool) -> str:
        """A stored reason. Free text is for staff; a citizen reads that it is in the books."""
        known = self.words.catalogue(self.language, (REASON,))
        found = known.get(REASON + (reason or ""))
        return found or (reason if reason and aloud else self.say("account.reason_other"))
