"""The server dies or hangs: the kiosk goes on giving numbers, and the order of the taps stays."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.builders import every_ticket
from tests.journeys.people import Clerk, tap, until
from tests.machines import CENTRE, Kiosk, Machine, Premises, premises

TAPS = 30
COUNTER, SERVICES = 2, ("HT", "NCC", "BTXH")  # one counter that serves three queues
SERVICES_OF_THE_CENTRE = 14
KEPT_EACH = 30  # numbers a kiosk keeps of each service and day
LONGEST_S = 5.0  # what a tap would take if it waited as patiently as an upload does


@pytest.fixture
def hall(tmp_path: Path, database: str) -> Iterator[tuple[Premises, Machine, Kiosk]]:
    with premises(tmp_path, database) as found:
        server = found.server()
        kiosk = found.kiosk(server, "none")
        until(lambda: kiosk.reserve >= SERVICES_OF_THE_CENTRE * KEPT_EACH, "a full reserve")
        yield found, server, kiosk


def test_numbers_given_without_a_server_are_called_in_the_order_of_the_taps(
    hall: tuple[Premises, Machine, Kiosk],
) -> None:
    centre, server, kiosk = hall
    first = tap(kiosk.url, "HT")
    server.kill()
    taken = [_tap(kiosk, number) for number in range(TAPS // 2)]
    kiosk.kill()  # it also starts and issues without a server
    kiosk.start()
    taken += [_tap(kiosk, number) for number in range(TAPS // 2, TAPS)]
    assert [ticket["source"] for ticket in [first, *taken]] == ["lease"] + ["reserve"] * TAPS

    server.start()
    until(lambda: kiosk.unsent == 0, "the upload of everything")
    clerk = Clerk(server.url, COUNTER)
    clerk.do("open")
    called = [_serve(clerk) for _ in range(TAPS + 1)]
    assert called == [ticket["label"] for ticket in [first, *taken]]
    assert clerk.do("call_next")["ticket"] is None
    centre.check()


def test_a_tap_is_answered_from_the_reserve_while_the_server_hangs(
    hall: tuple[Premises, Machine, Kiosk],
) -> None:
    centre, server, kiosk = hall
    before = [tap(kiosk.url, "CT") for _ in range(2)]
    server.freeze()
    began = time.monotonic()
    hanging = [tap(kiosk.url, "CT") for _ in range(3)]
    took_s = time.monotonic() - began
    server.thaw()
    until(lambda: kiosk.unsent == 0, "the upload of everything")

    assert [ticket["source"] for ticket in hanging] == ["reserve"] * 3
    assert took_s < LONGEST_S * len(hanging)
    with centre.books() as store, store.read(CENTRE) as view:
        queued = sorted(ticket.label for ticket in every_ticket(view))
    assert queued == sorted(ticket["label"] for ticket in before + hanging)
    until(lambda: tap(kiosk.url, "CT")["source"] == "lease", "numbers of the server again")
    centre.check()


def _tap(kiosk: Kiosk, number: int) -> dict[str, Any]:
    return tap(kiosk.url, SERVICES[number % len(SERVICES)])


def _serve(clerk: Clerk) -> str:
    label = str(clerk.do("call_next")["ticket"]["label"])
    clerk.do("start")
    clerk.do("finish")
    return label
