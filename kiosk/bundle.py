"""One file for whoever helps from afar: the agent's log, its settings and its figures.

Nothing of it is secret: no token, no PIN, addresses without user names and passwords. Of tickets it
has counts, and what the log says of them.
"""

from __future__ import annotations

import datetime as dt
import io
import os
import subprocess
import tarfile
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import msgspec

from kiosk.condition import Condition
from kiosk.ledger import Ledger
from kiosk.settings import KioskSettings

KEPT = 3  # they are on the disk of the ledger
UNIT = "motcua-kiosk.service"
LINES = 5000
JOURNAL = ("journalctl", "--no-pager", "-o", "short-iso", "-n", str(LINES), "-u", UNIT)
JOURNAL_S = 4.0  # the page waits five
UNREADABLE = "the journal cannot be read: add the agent's user to the group systemd-journal\n"


def write(settings: KioskSettings, condition: Condition, ledger: Ledger, now: dt.datetime) -> Path:
    """The new file in the data folder, for its owner alone; of older ones two stay.

    Raises ``LedgerFailed`` or OSError.
    """
    folder = settings.kiosk.data
    parts = {
        "condition.json": _pretty(_without_login(condition)),
        "settings.json": _pretty(_plain(settings)),
        "ledger.json": _pretty(_figures(ledger)),
        "journal.txt": _journal(),
    }
    path = folder / f"motcua-kiosk-{now:%Y%m%d-%H%M%S}.tar.gz"
    draft = path.with_suffix(".new")
    handle = os.open(draft, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "wb") as file, tarfile.open(fileobj=file, mode="w:gz") as archive:
        for name, data in parts.items():
            about = tarfile.TarInfo(f"{path.name.removesuffix('.tar.gz')}/{name}")
            about.size, about.mtime = len(data), int(now.timestamp())
            archive.addfile(about, io.BytesIO(data))
    draft.replace(path)
    _tidy(path)
    return path


def _tidy(path: Path) -> None:
    """Drop the oldest beside this one, which need not be the latest: clocks are put right."""
    others = sorted(one for one in path.parent.glob("motcua-kiosk-*.tar.gz") if one != path)
    for old in others[: 1 - KEPT]:
        old.unlink()


def _pretty(value: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value, enc_hook=str), indent=2)


def _without_login(condition: Condition) -> Condition:
    return msgspec.structs.replace(condition, server=_address(condition.server))


def _plain(settings: KioskSettings) -> KioskSettings:
    server = msgspec.structs.replace(settings.server, url=_address(settings.server.url))
    return msgspec.structs.replace(settings, server=server)


def _address(url: str) -> str:
    """Without user name, password and query, where somebody might keep a secret."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))


def _figures(ledger: Ledger) -> dict[str, object]:
    """Counts only: how many tickets of each day, and what became of paper."""
    with ledger.reading() as db:
        days = db.execute(
            "SELECT day, count(*) AS tickets, count(sent_at) AS sent,"
            " count(refused_code) AS refused FROM tickets GROUP BY day ORDER BY day"
        ).fetchall()
        papers = db.execute(
            "SELECT slip IS NOT NULL AS slip, state, code, count(*) AS papers FROM jobs"
            " GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"
        ).fetchall()
    return {"tickets": [dict(row) for row in days], "papers": [dict(row) for row in papers]}


def _journal() -> bytes:
    try:
        done = subprocess.run(JOURNAL, capture_output=True, timeout=JOURNAL_S, check=True)  # noqa: S603 - fixed words
    except (OSError, subprocess.SubprocessError):
        return UNREADABLE.encode()
    return done.stdout
