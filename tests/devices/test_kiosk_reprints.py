"""A reprint is what the visitor had, whatever was changed between."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk import app
from kiosk.settings import AgentSettings, KioskSettings, PrinterSettings
from printer_drivers.receipt import Line, from_json
from tests.devices.kiosk_builders import a_centre
from tests.devices.test_kiosk_pages import a_device, a_kiosk, take


def ended(kiosk: app.Kiosk) -> None:
    """The first paper is said to have failed, so that a copy may be asked for."""
    with kiosk.ledger.writing() as db:
        db.execute("UPDATE jobs SET state = 'failed'")


def receipts(kiosk: app.Kiosk) -> list[bytes]:
    with kiosk.ledger.reading() as db:
        return [row[0] for row in db.execute("SELECT receipt FROM jobs ORDER BY copy")]


@pytest.mark.parametrize(("language", "mark"), [("vi", "Bản in lại"), ("en", "Reprint")])
def test_a_reprint_is_the_first_paper_though_centre_catalogue_and_layout_are_others(
    tmp_path: Path, language: str, mark: str
) -> None:
    with a_kiosk(tmp_path) as (kiosk, client):
        procedure = kiosk.hall.centre.procedures[0].id if kiosk.hall.centre else ""
        _, ticket = take(client, language=language, procedure=procedure)
        ended(kiosk)
    layouts = tmp_path / "layouts"
    layouts.mkdir()
    (layouts / "ticket.txt").write_text("big: {label}\nline: {centre}\n", encoding="utf-8")
    settings = KioskSettings(
        kiosk=AgentSettings(data=tmp_path),
        printer=PrinterSettings(layouts=str(layouts), large_print=True),
    )
    kiosk = app.Kiosk(settings, a_device(), app.words())
    try:
        kiosk.hall.hear_centre(a_centre(version=2, name={"vi": "Phường khác"}, procedures=[]))
        client = kiosk.web.test_client()
        for copy in (1, 2):
            answer = client.post("/api/reprint", json={"ticket": ticket["ticket"]}).get_json()
            assert (answer["print"], answer["copy"]) == ("queued", copy)
            ended(kiosk)
        first, *copies = map(from_json, receipts(kiosk))
    finally:
        kiosk.stop()
    assert any("khai sinh" in str(block) or "Birth" in str(block) for block in first.blocks)
    for copy_paper in copies:
        assert copy_paper.blocks == (Line(mark, bold=True, align="centre"), *first.blocks)
        assert (copy_paper.width_mm, copy_paper.large) == (first.width_mm, first.large)


def test_of_a_paper_that_cannot_be_read_there_is_no_copy(tmp_path: Path) -> None:
    with a_kiosk(tmp_path) as (kiosk, client):
        _, ticket = take(client)
        ended(kiosk)
        with kiosk.ledger.writing() as db:
            db.execute("UPDATE jobs SET receipt = x'00'")
        answer = client.post("/api/reprint", json={"ticket": ticket["ticket"]})
        assert (answer.status_code, answer.get_json()["code"]) == (409, "receipt_unreadable")
