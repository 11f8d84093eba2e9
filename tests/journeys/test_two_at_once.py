"""Two clerks, two tabs, two answers: whoever is first has it, the other is told the truth."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest

from queue_server.store import journal, tickets
from tests.journeys.people import Clerk, Refused, ask, tap
from tests.machines import CENTRE, Machine, Premises, premises


@pytest.fixture(scope="module")
def hall(shared_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Premises]:
    with premises(tmp_path_factory.mktemp("hall"), shared_database) as found:
        server = found.server()
        found.kiosk(server, "none")
        yield found


def test_two_clerks_who_press_at_once_never_get_the_same_visitor(hall: Premises) -> None:
    server, kiosk = hall.machines
    clerks = [Clerk(server.url, 1), Clerk(server.url, 2)]
    for clerk in clerks:
        clerk.do("open")
    for _ in range(10):
        label = _queued(hall, kiosk, "HT")
        states = _at_once([lambda clerk=clerk: clerk.do("call_next") for clerk in clerks])  # type: ignore[misc]
        called = [state["ticket"] and state["ticket"]["label"] for state in states]
        assert sorted(called, key=str) == sorted([label, None], key=str)
        winner = clerks[called.index(label)]
        winner.do("start")
        winner.do("finish")
    for clerk in clerks:
        clerk.do("close")


def test_one_clerk_in_two_tabs_calls_one_visitor_and_reads_why_in_the_other(hall: Premises) -> None:
    server, kiosk = hall.machines
    clerk = Clerk(server.url, 3)
    clerk.do("open")
    first, second = _queued(hall, kiosk, "CT"), _queued(hall, kiosk, "CT")

    def press() -> object:
        try:
            return clerk.do("call_next")["ticket"]["label"]
        except Refused as refused:
            return refused.code, refused.about["label"]

    assert sorted(_at_once([press, press]), key=str) == sorted(
        [first, ("counter_busy", first)], key=str
    )
    clerk.do("start")
    clerk.do("finish")
    assert clerk.do("call_next")["ticket"]["label"] == second
    clerk.do("no_show")
    clerk.do("close")


def test_a_stale_page_is_told_what_became_of_the_ticket(hall: Premises) -> None:
    server, kiosk = hall.machines
    clerk = Clerk(server.url, 6)
    clerk.do("open")
    label = _queued(hall, kiosk, "DD")
    seen = clerk.do("call_next")["ticket"]
    as_seen = {"ticket": seen["ticket"], "version": seen["version"]}
    clerk.do("start")
    with pytest.raises(Refused) as no_show:
        clerk.do("no_show", as_seen)
    assert no_show.value.code == "ticket_changed"
    assert no_show.value.about == {"label": label, "status": "serving", "counter": 6}
    clerk.do("finish")
    with pytest.raises(Refused) as finish:
        clerk.do("finish", as_seen)
    assert (finish.value.code, finish.value.about["status"]) == ("wrong_status", "finished")
    clerk.do("close")


def test_a_command_whose_answer_was_lost_happens_once(hall: Premises) -> None:
    server, kiosk = hall.machines
    clerk = Clerk(server.url, 7)
    clerk.do("open")
    labels = [_queued(hall, kiosk, "DKKD"), _queued(hall, kiosk, "DKKD")]
    key = str(uuid4())
    told = [clerk.do("call_next", key=key)["ticket"] for _ in range(3)]
    assert [ticket["label"] for ticket in told] == [labels[0]] * 3
    recall = str(uuid4())
    assert [clerk.do("recall", key=recall)["ticket"]["calls"] for _ in range(3)] == [2, 2, 2]
    with pytest.raises(Refused) as other:
        clerk.do("call_next", {"reason": "something else"}, key=key)
    assert other.value.code == "key_reused"
    with hall.books() as store, store.read(CENTRE) as view:
        kinds = [entry.kind for entry in journal.of_ticket(view, told[0]["ticket"])]
    assert kinds == ["queued", "called", "recalled"]
    hall.check()


def test_a_kiosk_that_does_not_say_in_which_zone_its_time_is_must_say_so(hall: Premises) -> None:
    server = hall.machines[0]
    _, device = ask("POST", f"{server.url}/api/v1/enrol", {"code": hall.code()})
    taken = {"service": "HT", "day": "2026-11-23", "series": "A", "number": 900}
    taken["issued_at"] = "2026-11-23T09:00:00"
    bearer = {"Authorization": f"Bearer {device['token']}"}
    status, problem = ask("PUT", f"{server.url}/api/v1/tickets/{uuid4()}", taken, bearer)
    assert (status, problem["code"]) == (400, "invalid")


def _queued(hall: Premises, kiosk: Machine, service: str) -> str:
    """A ticket taken at the kiosk that has reached the server's queue; its label."""
    ticket = tap(kiosk.url, service)
    with hall.books() as store:
        for _ in range(600):
            with store.read(CENTRE) as view:
                if tickets.find(view, ticket["ticket"]):
                    return str(ticket["label"])
            time.sleep(0.05)
    pytest.fail(f"{ticket['label']} never reached the queue")


def _at_once(work: list[Callable[[], Any]]) -> list[Any]:
    barrier = Barrier(len(work))

    def begin(one: Callable[[], Any]) -> Any:
        barrier.wait()
        return one()

    with ThreadPoolExecutor(len(work)) as pool:
        return list(pool.map(begin, work))
