"""systemd hears that the agent works, and hears nothing when it does not."""

import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import pytest

from kiosk.app import Kiosk, words
from kiosk.clock import Clock
from kiosk.jobs import Jobs
from kiosk.ledger import Ledger
from kiosk.numbers import Ticket
from kiosk.printing import Spool
from kiosk.rounds import STUCK_S
from kiosk.settings import AgentSettings, KioskSettings
from kiosk.unprinted import NoPrinter
from queue_server.runtime.device import Device
from queue_server.runtime.watchdog import READY, WORKS, Watchdog, answers
from tests.devices.kiosk_builders import TODAY, a_lease, a_tap
from tests.devices.kiosk_process import NOBODY, an_agent, fill
from tests.devices.spool_builders import now, paper, wait_until
from tests.servers import free_port
from tests.systemd import Systemd

PATIENCE_S = 20.0


@pytest.fixture
def systemd(tmp_path: Path) -> Iterator[Systemd]:
    with closing(Systemd(str(tmp_path / "notify"))) as listening:
        yield listening


def test_an_agent_that_serves_says_so_and_goes_on_saying_that_it_works(
    tmp_path: Path, systemd: Systemd, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in systemd.environ.items():
        monkeypatch.setenv(name, value)
    with an_agent(fill(tmp_path, tmp_path / "printer")):
        assert [systemd.hears() for _ in range(3)] == [READY, WORKS, WORKS]


def test_nothing_is_said_while_the_spool_is_stuck_and_again_when_it_goes_on(
    tmp_path: Path, systemd: Systemd
) -> None:
    at_s = [0.0]
    stuck, reached, loose = threading.Event(), threading.Event(), threading.Event()
    with closing(Ledger(tmp_path / "ledger.db")) as ledger:
        spool = Spool(Jobs(ledger), NoPrinter(), Clock(now, lambda: at_s[0]))

        def changed() -> None:
            reached.set()
            stuck.wait(PATIENCE_S)
            loose.set()

        spool.changed = changed
        tap = a_tap()
        assert isinstance(ledger.issue(tap, a_lease(tap), TODAY, now(), paper), Ticket)
        watchdog = Watchdog(systemd.environ, spool.rounds.go_on)
        watchdog.round()
        assert systemd.heard() == [], "not started"
        spool.start()
        assert reached.wait(PATIENCE_S)
        watchdog.round()
        assert systemd.heard() == [WORKS], "a print may take its time"
        at_s[0] += STUCK_S + 1
        watchdog.round()
        assert systemd.heard() == []
        stuck.set()
        assert loose.wait(PATIENCE_S)
        wait_until(spool.rounds.go_on)
        watchdog.round()
        assert systemd.heard() == [WORKS]
        spool.stop()
        watchdog.round()
        assert systemd.heard() == []


def test_the_agent_names_what_of_it_does_not_work(tmp_path: Path) -> None:
    settings = KioskSettings(kiosk=AgentSettings(data=tmp_path))
    kiosk = Kiosk(settings, Device(NOBODY, "k1", "mau", "token"), words())
    kiosk.start()
    page = kiosk.web.test_client()
    assert page.get("/healthz").status_code == 200
    kiosk.stop()
    answer = page.get("/healthz")
    assert answer.status_code == 503
    assert answer.json == {"faults": ["spool", "uploader", "ledger"]}


def test_a_name_that_is_no_file_is_understood() -> None:
    with closing(Systemd(f"@motcua-{uuid4()}")) as listening:
        Watchdog(listening.environ, lambda: True).ready()
        assert listening.heard() == [READY]


def test_started_by_hand_or_as_somebody_elses_child_it_does_not_go_round(systemd: Systemd) -> None:
    Watchdog({}, lambda: True).ready()  # nobody listens, nothing is wrong
    for environ in ({}, {**systemd.environ, "WATCHDOG_PID": "1"}, {"WATCHDOG_USEC": "often"}):
        Watchdog(environ, lambda: True).run(lambda pause_s: pytest.fail("went round"))
    assert systemd.heard() == []


def test_a_third_of_the_time_systemd_waits_passes_between_two_words(systemd: Systemd) -> None:
    assert Watchdog(systemd.environ, lambda: True).pause_s == pytest.approx(0.1)


def test_systemd_that_is_gone_harms_nothing(tmp_path: Path) -> None:
    Watchdog({"NOTIFY_SOCKET": str(tmp_path / "nobody")}, lambda: True).ready()


def test_who_does_not_answer_does_not_work() -> None:
    assert not answers("0.0.0.0", free_port())()  # noqa: S104 - asked at the loopback address
