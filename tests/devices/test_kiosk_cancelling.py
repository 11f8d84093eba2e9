"""A visitor gives the own number up: at once, without a server, and never against a call."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID, uuid4

import pytest

from kiosk import app
from kiosk.cancelling import NotCancelled
from kiosk.jobs import Jobs
from kiosk.numbers import Ticket
from kiosk.settings import AgentSettings, KioskSettings, ServerSettings
from queue_server.messages import Problem
from queue_server.runtime.device import Device
from tests.devices.kiosk_builders import TODAY, a_tap
from tests.devices.kiosk_town import Kiosk, Town, a_kiosk, a_problem, a_server, wait_until
from tests.devices.spool_builders import now
from tests.devices.test_kiosk_pages import a_kiosk as a_program
from tests.devices.test_kiosk_pages import take as take_at_the_page

PATIENT = ServerSettings(lease_deadline_ms=2000)  # however slow the machine


def taken(kiosk: Kiosk, sent: bool = True) -> Ticket:
    ticket = kiosk.issuing.take(a_tap())
    if sent:
        kiosk.uploader.upload_all()
    return ticket


def no(kiosk: Kiosk, ticket: UUID) -> NotCancelled:
    with pytest.raises(NotCancelled) as caught:
        kiosk.cancelling.cancel(ticket)
    return caught.value


def called(counter: int) -> Problem:
    about = {"label": "A001", "counter": counter}
    return Problem("about:blank", "called", 409, "called_now", about=about)


def test_a_number_given_up_is_told_to_the_server_at_once_and_once(tmp_path: Path) -> None:
    town = Town()
    with a_kiosk(tmp_path, town) as kiosk:
        ticket = taken(kiosk)
        assert kiosk.cancelling.cancel(ticket.uuid) == ticket.label
        assert town.cancelled == [ticket.uuid]
        assert kiosk.cancelling.upload() == 0


def test_pressing_again_gives_the_same_answer(tmp_path: Path) -> None:
    town = Town()
    with a_kiosk(tmp_path, town) as kiosk:
        ticket = taken(kiosk)
        assert {kiosk.cancelling.cancel(ticket.uuid) for _ in range(3)} == {ticket.label}
        assert set(town.cancelled) == {ticket.uuid}


def test_who_is_being_called_is_sent_to_the_counter_and_may_try_again_later(
    tmp_path: Path,
) -> None:
    town = Town()
    with a_kiosk(tmp_path, town) as kiosk:
        ticket = taken(kiosk)
        town.problems["/api/v1/tickets"] = called(3)
        refused = no(kiosk, ticket.uuid)
        about = {"label": "A001", "counter": 3}
        assert (refused.code, refused.about) == ("called_now", about)
        assert no(kiosk, uuid4()).about == about  # of another kiosk: nobody here knows the number
        town.problems.clear()
        assert kiosk.cancelling.upload() == 0  # nobody gives it up behind the visitor's back
        kiosk.cancelling.cancel(ticket.uuid)
        assert town.cancelled == [ticket.uuid]


def test_without_a_server_it_is_kept_over_a_restart_and_sent_behind_the_ticket(
    tmp_path: Path,
) -> None:
    with a_kiosk(tmp_path, Town()) as kiosk:
        kiosk.hall.lose_link()
        ticket = taken(kiosk, sent=False)
        kiosk.cancelling.cancel(ticket.uuid)
        assert kiosk.cancelling.upload() == 0  # the ticket goes first
    town = Town()
    with a_kiosk(tmp_path, town) as kiosk:
        kiosk.uploader.start()
        wait_until(lambda: town.cancelled)
    assert ([uuid for uuid, _ in town.tickets], town.cancelled) == ([ticket.uuid], [ticket.uuid])


def test_a_server_that_falls_silent_meanwhile_hears_of_it_later(tmp_path: Path) -> None:
    town = Town()
    with a_kiosk(tmp_path, town) as kiosk:
        ticket = taken(kiosk)
        town.problems["/api/v1/tickets"] = a_problem("busy", 503)
        assert kiosk.cancelling.cancel(ticket.uuid) == ticket.label
        assert kiosk.cancelling.upload() == 0
        town.problems.clear()
        assert kiosk.cancelling.upload() == 1


def test_one_the_server_will_never_take_does_not_stop_the_next(tmp_path: Path) -> None:
    town = Town()
    with a_kiosk(tmp_path, town) as kiosk:
        first, second = taken(kiosk), taken(kiosk)
        kiosk.hall.lose_link()
        for ticket in (first, second):
            kiosk.cancelling.cancel(ticket.uuid)
        town.problems[f"/api/v1/tickets/{first.uuid}"] = a_problem("wrong_status", 409)
        assert kiosk.cancelling.upload() == 1
        assert town.cancelled == [second.uuid]


def test_a_ticket_of_another_kiosk_is_given_up_by_the_server_or_not_at_all(
    tmp_path: Path,
) -> None:
    town = Town()
    with a_kiosk(tmp_path, town) as kiosk:
        other = uuid4()
        assert kiosk.cancelling.cancel(other) == "A007"
        assert town.cancelled == [other]
        town.problems["/api/v1/tickets"] = a_problem("busy", 503)
        assert no(kiosk, other).code == "not_reached"
        town.problems["/api/v1/tickets"] = a_problem("ticket_unknown", 404)
        assert no(kiosk, other).code == "not_cancelled"


def test_paper_that_has_not_begun_does_not_come_and_does_not_count_as_a_failed_print(
    tmp_path: Path,
) -> None:
    with a_kiosk(tmp_path, Town()) as kiosk:
        jobs = Jobs(kiosk.ledger)
        kept, given_up = taken(kiosk), taken(kiosk)
        kiosk.cancelling.cancel(given_up.uuid)
        job = jobs.of_ticket(given_up.uuid)
        assert job is not None
        assert (job.state, job.code) == ("failed", "cancelled")
        assert jobs.unprinted(TODAY) == 0
        other = jobs.of_ticket(kept.uuid)
        assert other is not None
        jobs.move(other.id, ("queued",), "failed", kept.issued_at, "expired")
        assert jobs.unprinted(TODAY) == 1


def test_paper_of_a_number_the_server_would_not_give_up_counts_as_missing(tmp_path: Path) -> None:
    town = Town()
    with a_kiosk(tmp_path, town) as kiosk:
        ticket = taken(kiosk)
        kiosk.hall.lose_link()
        kiosk.cancelling.cancel(ticket.uuid)
        town.problems["/api/v1/tickets"] = called(3)
        assert kiosk.cancelling.upload() == 0
        assert Jobs(kiosk.ledger).unprinted(TODAY) == 1


def test_the_page_gives_a_number_up_without_a_server_and_what_is_no_ticket_is_refused(
    tmp_path: Path,
) -> None:
    with a_program(tmp_path) as (_, client):
        _, ticket = take_at_the_page(client)
        for _ in range(2):
            answer = client.post("/api/cancel", json={"ticket": ticket["ticket"]})
            assert (answer.status_code, answer.get_json()) == (200, {"label": "A501"})
        stranger = client.post("/api/cancel", json={"ticket": str(uuid4())})
        assert (stranger.status_code, stranger.get_json()["code"]) == (409, "not_reached")
        for wrong in ({}, {"ticket": "x"}, {"ticket": str(uuid4()), "why": "x"}):
            assert client.post("/api/cancel", json=wrong).status_code == 400


def test_a_practice_number_is_given_up_without_telling_anybody(tmp_path: Path) -> None:
    with a_program(tmp_path) as (kiosk, client):
        kiosk.modes.practise(True)
        _, ticket = take_at_the_page(client)
        answer = client.post("/api/cancel", json={"ticket": ticket["ticket"]})
        assert answer.get_json() == {"label": "A000"}
        with kiosk.ledger.reading() as db:
            assert db.execute("SELECT count(*) FROM cancels").fetchone()[0] == 0


def test_practice_gives_up_no_real_number(tmp_path: Path) -> None:
    with a_program(tmp_path) as (kiosk, client):
        _, ticket = take_at_the_page(client)
        kiosk.modes.practise(True)
        answer = client.post("/api/cancel", json={"ticket": ticket["ticket"]})
        assert (answer.status_code, answer.get_json()["code"]) == (409, "practising")
        with kiosk.ledger.reading() as db:
            assert db.execute("SELECT count(*) FROM cancels").fetchone()[0] == 0


def test_paper_that_the_printer_has_when_it_is_given_up_cannot_be_released(tmp_path: Path) -> None:
    with a_kiosk(tmp_path, Town()) as kiosk:
        jobs = Jobs(kiosk.ledger)
        given_up = taken(kiosk)
        job = jobs.of_ticket(given_up.uuid)
        assert job is not None
        assert jobs.move(job.id, ("queued",), "sending", now())
        kiosk.cancelling.cancel(given_up.uuid)
        assert not jobs.release(job.id, now())
        assert jobs.hanging() == "spoilt"


def test_the_program_tells_its_server_of_what_was_given_up_and_of_what_is_not_on_paper(
    tmp_path: Path,
) -> None:
    town = Town()
    town.problems["/api/v1/tickets"] = a_problem("busy", 503)
    settings = KioskSettings(kiosk=AgentSettings(data=tmp_path), server=PATIENT)
    with a_server(town) as address:
        kiosk = app.Kiosk(settings, Device(address, "k1", "mau", "token"), app.words())
        try:
            kiosk.start()
            wait_until(lambda: kiosk.hall.link_up and kiosk.hall.centre)
            client = kiosk.web.test_client()
            answers = [take_at_the_page(client) for _ in range(2)]
            assert [status for status, _ in answers] == [200, 200], answers
            kept, given_up = (ticket for _, ticket in answers)
            client.post("/api/cancel", json={"ticket": given_up["ticket"]})
            client.post("/api/noted", json={"ticket": kept["ticket"]})
            town.problems.clear()
            wait_until(lambda: town.cancelled)
            wait_until(lambda: town.beats[-1].unprinted_tickets)
        finally:
            kiosk.stop()
    assert [str(uuid) for uuid in town.cancelled] == [given_up["ticket"]]
    assert {str(uuid) for uuid, _ in town.tickets} == {kept["ticket"], given_up["ticket"]}
