"""The kiosk's machine has a wrong clock: while it runs, and when it comes up without a server."""

from __future__ import annotations

import datetime as dt
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.issuing import NotIssued
from kiosk.numbers import Ticket
from tests.devices.kiosk_builders import NOW, TODAY, a_tap
from tests.devices.kiosk_process import NOBODY
from tests.devices.kiosk_town import Kiosk, Town, a_kiosk

BEHIND, AHEAD = dt.timedelta(days=-9000), dt.timedelta(days=400)


def give(kiosk: Kiosk) -> Ticket:
    kiosk.ticks += 5
    return kiosk.issuing.take(a_tap())


@pytest.mark.parametrize("jump", [BEHIND, AHEAD], ids=["behind", "ahead"])
def test_a_clock_that_jumps_while_the_kiosk_runs_changes_no_number_and_no_time(
    tmp_path: Path, jump: dt.timedelta
) -> None:
    with a_kiosk(tmp_path, Town()) as kiosk:
        before = [give(kiosk)]
        kiosk.hall.lose_link()
        before.append(give(kiosk))
        kiosk.ahead = jump
        after = [give(kiosk), give(kiosk)]
    assert [ticket.source for ticket in before + after] == ["lease", *["reserve"] * 3]
    assert [ticket.number for ticket in after] == [before[1].number + 1, before[1].number + 2]
    assert {ticket.day for ticket in before + after} == {TODAY}
    times = [ticket.issued_at for ticket in before + after]
    assert times == [NOW + dt.timedelta(seconds=5 * n) for n in (1, 2, 3, 4)]


def test_a_kiosk_that_comes_up_years_behind_without_a_server_goes_on_with_its_day(
    tmp_path: Path,
) -> None:
    with a_kiosk(tmp_path, Town()) as kiosk:
        kiosk.hall.lose_link()
        first = give(kiosk)
    with closing(Kiosk(tmp_path, NOBODY, ahead=BEHIND)) as kiosk:
        second = give(kiosk)
    assert (second.day, second.number) == (first.day, first.number + 1)
    assert second.issued_at > first.issued_at


def test_a_kiosk_that_comes_up_ahead_gives_no_number_of_a_wrong_day_and_loses_none(
    tmp_path: Path,
) -> None:
    with a_kiosk(tmp_path, Town()) as kiosk:
        reserve = kiosk.ledger.reserve_left()
    with a_kiosk(tmp_path, Town(), beaten=False) as kiosk:
        kiosk.ahead = AHEAD
        with pytest.raises(NotIssued, match="no_reserve"):
            give(kiosk)
        assert kiosk.ledger.reserve_left() == reserve
        kiosk.pulse.beat()
        assert give(kiosk).day == TODAY
