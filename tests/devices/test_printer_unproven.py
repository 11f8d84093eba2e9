"""A printer whose acknowledgements prove nothing: never "printed", and yet a clean roll."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk import app
from kiosk.settings import KioskSettings
from printer_drivers import opening, profile
from printer_drivers.__main__ import main
from printer_drivers.api import Level, Printer, PrintState
from printer_drivers.connection import Connection
from printer_drivers.receipt import Big, Receipt
from printer_drivers.virtual_pty import PtyPrinter, tell
from queue_server.runtime.device import Device
from queue_server.runtime.settings import load
from tests.devices.spool_builders import Hall, wait_until

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
EARLY = """
name = "An early one"
cutter = { value = true, provenance = "probed", source = "looked" }
acknowledgement = { value = "gs_r", provenance = "probed", source = "asked it" }
answers_early = { value = true, provenance = "probed", source = "motcua-printer probe" }
baud = { value = 9600, provenance = "documented", source = "its manual" }
[[paper]]
mm = 80
dots = { value = 576, provenance = "probed", source = "counted" }
"""


def a_printer(device: Path) -> Printer:
    return opening.open_printer(
        Connection(str(device)), lambda: NOW, known=profile.parse(EARLY, "early")
    )


def test_a_ticket_of_such_a_printer_ends_in_doubt_with_nothing_on_the_roll(tmp_path: Path) -> None:
    device = tmp_path / "printer"
    with PtyPrinter(device, tmp_path / "tray"), closing(a_printer(device)) as printer:
        hall = Hall(tmp_path, printer)
        with closing(hall.ledger):
            hall.until_ready()
            ticket = hall.take(42)
            assert hall.spool.step()
            assert (hall.job(ticket).state, hall.job(ticket).code) == ("unknown", "unproven")
            assert hall.jobs.hanging() is None


def test_a_cut_without_an_answer_proves_no_more_than_that_the_bytes_were_taken(
    tmp_path: Path,
) -> None:
    device = tmp_path / "printer"
    with PtyPrinter(device, tmp_path / "tray"), closing(a_printer(device)) as printer:
        wait_until(lambda: printer.status().ready)
        result = printer.print(
            Receipt((Big("A042"),)), releasing=lambda: pulled(device), deadline_s=1.0
        )
        assert (result.state, result.level) == (PrintState.UNKNOWN, Level.ACCEPTED)
        assert (result.code, result.roll_clean) == ("link_down", False)
        tell(device, "plug")
        wait_until(lambda: printer.status().ready)
        settled = printer.settle(released=True)
        assert (settled.state, settled.level) == (PrintState.UNKNOWN, Level.ACCEPTED)
        assert settled.roll_clean


def pulled(device: Path) -> None:
    tell(device, "unplug")


def test_the_profile_says_so_to_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "early.toml").write_text(EARLY)
    device = tmp_path / "printer"
    with PtyPrinter(device, tmp_path / "tray"):
        assert main(["test", str(device), "--profile", str(tmp_path / "early.toml")]) == 1
    assert capsys.readouterr().out == "unknown (accepted): unproven\n"


@pytest.mark.parametrize("early", ["true", "false"])
def test_the_profile_says_so_to_the_kiosk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, early: str
) -> None:
    (tmp_path / "one.toml").write_text(
        EARLY.replace("early = { value = true", f"early = {{ value = {early}")
    )
    path = tmp_path / "kiosk.toml"
    path.write_text(
        f'[kiosk]\ndata = "{tmp_path}"\n'
        f'[printer]\ndevice = "/dev/none"\nprofile = "{tmp_path / "one.toml"}"\n'
    )
    told: dict[str, object] = {}

    def open_printer(*args: object, **more: object) -> None:
        told.update(more)

    monkeypatch.setattr(opening, "open_printer", open_printer)
    device = Device("http://127.0.0.1:9", "Kiosk", "mau", "token")
    kiosk = app.Kiosk(load(KioskSettings, path, {}), device, app.words())
    kiosk.ledger.close()
    known = told["known"]
    assert isinstance(known, profile.Profile)
    assert known.trusted_acks is (early == "false")
