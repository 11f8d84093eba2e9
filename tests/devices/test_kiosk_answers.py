"""What a visitor answered about the own case: on paper, in memory for a copy, and nowhere else."""

from __future__ import annotations

import json
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from kiosk import app
from kiosk.ledger import Ledger
from kiosk.settings import AgentSettings, KioskSettings
from printer_drivers.receipt import Check, from_json
from queue_server.messages import Document
from tests.devices.kiosk_builders import PROXY, a_block, a_centre, a_hall, a_procedure
from tests.devices.test_kiosk_pages import a_device, take, the_date

FORM = Document(name={"vi": "Tờ khai"}, original=1)
AUTHORITY = Document(name={"vi": "Giấy ủy quyền"}, condition="khi ủy quyền", question="proxy")
BIRTH = a_procedure(documents=[FORM, AUTHORITY])


@contextmanager
def a_kiosk(folder: Path) -> Iterator[tuple[app.Kiosk, FlaskClient]]:
    with closing(Ledger(folder / "ledger.db")) as ledger:
        ledger.remember("centre", a_centre(procedures=[BIRTH], questions=[PROXY]))
        ledger.remember("hall", a_hall())
        ledger.keep_block(a_block(day=the_date()))
    kiosk = app.Kiosk(KioskSettings(kiosk=AgentSettings(data=folder)), a_device(), app.words())
    try:
        yield kiosk, kiosk.web.test_client()
    finally:
        kiosk.stop()


def papers(folder: Path, ticket: str) -> list[list[str]]:
    """The papers to bring on each print of a ticket."""
    with closing(sqlite3.connect(folder / "ledger.db")) as db:
        found = db.execute("SELECT receipt FROM jobs WHERE ticket = ? ORDER BY copy", (ticket,))
        receipts = [from_json(row[0]) for row in found]
    return [[one.text for one in each.blocks if isinstance(one, Check)] for each in receipts]


def reprinted(client: FlaskClient, folder: Path, ticket: str) -> list[list[str]]:
    with closing(sqlite3.connect(folder / "ledger.db")) as db, db:
        db.execute("UPDATE jobs SET state = 'failed', code = 'garbled'")
    assert client.post("/api/reprint", json={"ticket": ticket}).status_code == 200
    return papers(folder, ticket)


def test_a_ticket_lists_the_papers_of_the_visitors_case_and_so_does_its_copy(
    tmp_path: Path,
) -> None:
    with a_kiosk(tmp_path) as (_, client):
        tap = str(uuid.uuid4())
        wish = {"ticket": tap, "procedure": BIRTH.id, "answers": {"proxy": False}}
        assert take(client, **wish)[0] == 200
        assert reprinted(client, tmp_path, tap) == [["Tờ khai (1 bản chính)"]] * 2


def test_no_answer_is_kept_beside_the_paper_or_sent_to_the_server(tmp_path: Path) -> None:
    with a_kiosk(tmp_path) as (_, client):
        take(client, procedure=BIRTH.id, answers={"proxy": True})
    with closing(sqlite3.connect(tmp_path / "ledger.db")) as db:
        tickets = db.execute("SELECT * FROM tickets").fetchall()
        jobs = [json.loads(row[0]) for row in db.execute("SELECT receipt FROM jobs")]
    assert "proxy" not in repr(tickets)
    assert jobs
    assert "proxy" not in repr(jobs)


@pytest.mark.parametrize(
    "answers", [{"proxy": "no"}, {"Nộp thay": True}, ["proxy"], {f"q{n}": True for n in range(17)}]
)
def test_what_is_no_answer_is_refused_and_no_number_is_used_up(
    tmp_path: Path, answers: object
) -> None:
    with a_kiosk(tmp_path) as (_, client):
        assert take(client, procedure=BIRTH.id, answers=answers)[0] == 400
        assert take(client)[1]["label"] == "A501"


def test_an_answer_to_a_question_that_is_gone_changes_nothing(tmp_path: Path) -> None:
    with a_kiosk(tmp_path) as (_, client):
        tap = str(uuid.uuid4())
        take(client, ticket=tap, procedure=BIRTH.id, answers={"gone": False})
        assert [len(one) for one in papers(tmp_path, tap)] == [2]


def test_the_pages_hear_of_the_questions_in_their_language(tmp_path: Path) -> None:
    with a_kiosk(tmp_path) as (_, client):
        shown = client.get("/api/procedures/en").get_json()[0]
    assert shown["questions"] == [{"id": "proxy", "text": "For somebody else?"}]
    assert [(one["question"], one["needed_if"]) for one in shown["papers"]] == [
        (None, True),
        ("proxy", True),
    ]
