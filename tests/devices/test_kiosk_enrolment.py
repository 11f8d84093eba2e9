"""Becoming a device of a centre once more: the same server, another one, and one rebuilt."""

from __future__ import annotations

import datetime as dt
from base64 import b64encode
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import msgspec
import pytest

from kiosk import __main__ as program
from kiosk.cards import KEY, DayKey
from kiosk.hall import ENROLMENT, Enrolment
from kiosk.ledger import Ledger
from kiosk.numbers import Ticket
from queue_server.messages import CentreAbout, Enrolled
from queue_server.runtime import device
from tests.devices.kiosk_builders import NOW, TODAY, a_block, a_centre, a_tap
from tests.devices.kiosk_town import Town, a_server


class Office(Town):
    """A server that enrols everybody under the same name."""

    def __init__(self, centre: str = "mau", name: str = "k2") -> None:
        super().__init__()
        self.enrolled = Enrolled(device=name, kind="kiosk", centre=centre, token=f"of {name}")
        self.asked = 0

    def answer(self, method: str, path: str, body: bytes) -> msgspec.Struct:
        self.asked += 1
        return self.enrolled


@contextmanager
def a_used_kiosk(folder: Path, server: str, unsent: bool = True) -> Iterator[Path]:
    """The data of kiosk k1 of the centre mau, with one ticket."""
    device.write(folder, device.Device(server, "k1", "mau", "of k1"))
    with closing(Ledger(folder / "ledger.db")) as ledger:
        ledger.remember("centre", a_centre())
        ledger.remember(ENROLMENT, Enrolment(known=False))
        ledger.keep_block(a_block(count=3))
        ticket = ledger.issue(a_tap(), None, TODAY, NOW, lambda one: one.label.encode())
        assert isinstance(ticket, Ticket)
        if not unsent:
            ledger.mark_sent(ticket.uuid, NOW + dt.timedelta(seconds=1))
    yield folder


def enrol(folder: Path, server: str, *more: str) -> int:
    config = folder / "kiosk.toml"
    config.write_text(f'[kiosk]\ndata = "{folder}"\n', encoding="utf-8")
    return program.main(
        ["enrol", "--config", str(config), "--server", server, "--code", "ABCD-EFGH", *more]
    )


def aside(folder: Path) -> list[Path]:
    return list(folder.glob("ledger-*.db"))


def test_at_the_same_server_the_book_with_its_unsent_tickets_is_kept(tmp_path: Path) -> None:
    with a_server(Office()) as server, a_used_kiosk(tmp_path, server):
        assert enrol(tmp_path, server) == 0
    with closing(Ledger(tmp_path / "ledger.db")) as ledger:
        assert ledger.unsent() == (1, 0)
        assert ledger.recall("centre", CentreAbout) == a_centre()
        assert ledger.recall(ENROLMENT, Enrolment) is None
    known = device.read(tmp_path)
    assert known
    assert known.device == "k2"
    assert aside(tmp_path) == []


@pytest.mark.parametrize(
    "office", [Office(centre="sen"), Office(name="k1")], ids=["another centre", "a rebuilt server"]
)
def test_another_centre_or_a_server_that_forgot_everything_begins_with_an_empty_book(
    tmp_path: Path, office: Office
) -> None:
    key = DayKey(TODAY, b"k" * 32)
    with a_server(office) as server, a_used_kiosk(tmp_path, server, unsent=False):
        with closing(Ledger(tmp_path / "ledger.db")) as ledger:
            ledger.remember(KEY, key)
        assert enrol(tmp_path, server) == 0
    (old,) = aside(tmp_path)
    assert b64encode(key.key) not in old.read_bytes()  # what cards were known by goes at once
    with closing(Ledger(old)) as former, closing(Ledger(tmp_path / "ledger.db")) as ledger:
        assert former.recall("centre", CentreAbout) == a_centre()
        assert ledger.recall("centre", CentreAbout) is None
        assert (sum(former.reserve_left().values()), ledger.reserve_left()) == (2, {})


def test_another_server_is_not_asked_while_tickets_are_unsent(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    office = Office()
    with a_server(office) as server, a_used_kiosk(tmp_path, "http://127.0.0.1:9"):
        assert enrol(tmp_path, server) == 1
        assert "never sent: 1" in capsys.readouterr().err
        assert (office.asked, aside(tmp_path)) == (0, [])
        assert enrol(tmp_path, server, "--force") == 0
    (old,) = aside(tmp_path)
    with closing(Ledger(old)) as former:
        assert former.unsent() == (1, 0)


def test_a_kiosk_that_is_running_is_not_enrolled_behind_its_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    office = Office()
    with (
        a_server(office) as server,
        a_used_kiosk(tmp_path, server),
        closing(Ledger(tmp_path / "ledger.db")),
    ):
        assert enrol(tmp_path, server) == 1
    assert "is the kiosk running?" in capsys.readouterr().err
    assert office.asked == 0
