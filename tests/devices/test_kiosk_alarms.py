"""Calls for help and reports of extra papers, from the press to the server and back."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from msgspec.structs import replace

from kiosk.alarms import FORGOTTEN_S, Alarms, NotHeard
from kiosk.ledger import Ledger
from kiosk.reports import AT_MOST, Report, Reports
from queue_server.messages import AlarmSeen
from tests.devices.kiosk_builders import NOW, TODAY, a_hall
from tests.devices.kiosk_town import Kiosk, Town, a_kiosk, a_problem, wait_until
from tests.devices.test_kiosk_pages import a_kiosk as a_program

OPEN = AlarmSeen(UUID(int=1), "help", "open")


def state(kiosk: Kiosk) -> str | None:
    return kiosk.alarms.call.state if kiosk.alarms.call else None


def says(town: Town, kiosk: Kiosk, *alarms: AlarmSeen) -> None:
    """The server answers the next heartbeat with these."""
    town.hall = replace(a_hall(), alarms=list(alarms))
    kiosk.pulse.beat()


def a_report(**changes: object) -> Report:
    return replace(Report(uuid4(), "1_001193", 2, NOW), **changes)


def kept(alarms: Alarms, *reports: Report) -> list[str]:
    """What is said to each."""
    said = []
    for report in reports:
        try:
            alarms.report(report)
            said.append("")
        except NotHeard as error:
            said.append(error.code)
    return said


def test_a_call_is_shown_as_the_server_tells_it_until_it_is_over(tmp_path: Path) -> None:
    town = Town()
    with a_kiosk(tmp_path, town) as kiosk:
        press = uuid4()
        kiosk.alarms.call_for_help(press)
        assert ([one.alarm for one in town.alarms], state(kiosk)) == ([press], "open")
        for told in ("open", "coming"):
            says(town, kiosk, AlarmSeen(press, "help", told))
            assert state(kiosk) == told
        version = kiosk.hall.version
        says(town, kiosk)
        assert state(kiosk) is None
        assert kiosk.hall.version > version


def test_an_answer_that_was_asked_for_before_the_press_does_not_end_the_call(
    tmp_path: Path,
) -> None:
    with a_kiosk(tmp_path, Town()) as kiosk:
        asked, kiosk.ticks = kiosk.ticks, 1.0
        kiosk.alarms.call_for_help(uuid4())
        kiosk.alarms.hear(a_hall(), asked)
        assert state(kiosk) == "open"


def test_a_kiosk_that_started_again_knows_of_its_call_and_takes_it_back(tmp_path: Path) -> None:
    town = Town()
    with a_kiosk(tmp_path, town) as kiosk:
        says(town, kiosk, OPEN)
        assert state(kiosk) == "open"
        kiosk.alarms.take_back()
        assert state(kiosk) is None
        kiosk.alarms.take_back()


def test_a_second_call_joins_the_one_there_is(tmp_path: Path) -> None:
    town = Town()
    town.call = replace(OPEN, state="coming")
    with a_kiosk(tmp_path, town) as kiosk:
        kiosk.alarms.call_for_help(uuid4())
        assert kiosk.alarms.call == town.call


def test_without_a_server_nobody_is_said_to_be_called(tmp_path: Path) -> None:
    town = Town()
    with (
        a_kiosk(tmp_path, town, beaten=False) as kiosk,
        pytest.raises(NotHeard, match="not_called"),
    ):
        kiosk.alarms.call_for_help(uuid4())
    assert town.alarms == []


@pytest.mark.parametrize(
    ("code", "status"), [("not_found", 404), ("busy", 503), ("alarms_enough", 409)]
)
def test_a_server_that_takes_no_call_is_told_as_such(
    tmp_path: Path, code: str, status: int
) -> None:
    town = Town()
    town.problems["/api/v1/alarms"] = a_problem(code, status)
    with a_kiosk(tmp_path, town) as kiosk:
        with pytest.raises(NotHeard, match="not_called"):
            kiosk.alarms.call_for_help(uuid4())
        assert state(kiosk) is None


def test_a_call_the_server_is_silent_about_is_forgotten_when_it_is_over_there(
    tmp_path: Path,
) -> None:
    with a_kiosk(tmp_path, Town()) as kiosk:
        kiosk.alarms.call_for_help(uuid4())
        kiosk.ticks = FORGOTTEN_S - 1
        assert state(kiosk) == "open"
        kiosk.ticks = FORGOTTEN_S
        assert state(kiosk) is None


def test_reports_are_kept_without_a_server_and_sent_once_in_order_with_their_own_time(
    tmp_path: Path,
) -> None:
    town = Town()
    town.problems["/api/v1"] = a_problem("busy", 503)
    reports = [a_report(at=NOW + dt.timedelta(minutes=n), counter=n or None) for n in range(3)]
    with a_kiosk(tmp_path, town, beaten=False) as kiosk:
        assert kept(kiosk.alarms, *reports, reports[0]) == ["", "", "", ""]
        assert kiosk.alarms.upload() == 0
    town.problems.clear()
    with a_kiosk(tmp_path, town) as kiosk:  # the kiosk was switched off and on
        assert [kiosk.alarms.upload() for _ in range(2)] == [3, 0]
    sent = [(one.alarm, one.kind, one.at, one.procedure, one.counter) for one in town.alarms]
    assert sent == [(r.uuid, "extra_papers", r.at, r.procedure, r.counter) for r in reports]


def test_a_press_wakes_the_uploader_and_an_old_server_costs_no_link(tmp_path: Path) -> None:
    town = Town()
    town.problems["/api/v1/alarms"] = a_problem("not_found", 404)
    with a_kiosk(tmp_path, town) as kiosk:
        kiosk.uploader.beat_s = 0.05
        kiosk.uploader.start()
        kept(kiosk.alarms, a_report())
        wait_until(lambda: town.refused >= 2)
        assert kiosk.hall.link_up
        town.problems.clear()
        wait_until(lambda: town.alarms)


def test_a_report_the_server_will_never_take_does_not_stop_the_next(tmp_path: Path) -> None:
    town = Town()
    with a_kiosk(tmp_path, town) as kiosk:
        kept(kiosk.alarms, a_report())
        town.problems["/api/v1/alarms"] = a_problem("invalid", 400)
        assert kiosk.alarms.upload() == 0
        town.problems.clear()
        kept(kiosk.alarms, last := a_report())
        assert kiosk.alarms.upload() == 1
        assert [one.alarm for one in town.alarms] == [last.uuid]


def test_the_seventh_report_within_ten_minutes_is_refused_and_not_thanked_for(
    tmp_path: Path,
) -> None:
    with a_kiosk(tmp_path, Town()) as kiosk:
        reports = [a_report() for _ in range(AT_MOST + 1)]
        assert kept(kiosk.alarms, *reports) == [""] * AT_MOST + ["alarms_enough"]
        later = a_report(at=NOW + dt.timedelta(minutes=10))
        assert kept(kiosk.alarms, later) == [""]


def test_reports_of_a_clock_that_was_ahead_silence_nobody_who_comes_later(tmp_path: Path) -> None:
    with a_kiosk(tmp_path, Town()) as kiosk:
        ahead = [a_report(at=NOW + dt.timedelta(days=1)) for _ in range(AT_MOST)]
        assert kept(kiosk.alarms, *ahead, a_report()) == [""] * (AT_MOST + 1)


def test_sent_reports_are_forgotten_with_the_tickets_and_unsent_ones_never(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.db")
    reports = Reports(ledger)
    sent, unsent = a_report(), a_report()
    for report in (sent, unsent):
        reports.keep(report)
    reports.mark_sent(sent.uuid, NOW)
    later = TODAY + dt.timedelta(days=60)
    ledger.forget(later, later)
    with ledger.reading() as db:
        left = [row["uuid"] for row in db.execute("SELECT uuid FROM reports")]
    ledger.close()
    assert left == [str(unsent.uuid)]


def test_the_page_is_told_of_a_call_and_what_is_no_report_is_refused(tmp_path: Path) -> None:
    with a_program(tmp_path) as (_, client):
        answer = client.post("/api/help", json={"id": str(uuid4())})
        assert (answer.status_code, answer.get_json()["code"]) == (409, "not_called")
        assert client.get("/api/state").get_json()["help"] is None
        assert client.post("/api/no-help", json={}).status_code == 204
        for wrong in ({}, {"id": "x"}, {"id": str(uuid4()), "text": "Lan"}):
            assert client.post("/api/extra-papers", json=wrong).status_code == 400
        said = [
            client.post("/api/extra-papers", json={"id": str(uuid4()), "counter": 1}).status_code
            for _ in range(AT_MOST + 1)
        ]
        assert said == [204] * AT_MOST + [429]
