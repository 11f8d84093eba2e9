"""The kiosk's clock: its own until the server was heard, then the server's."""

from __future__ import annotations

import datetime as dt

from kiosk.clock import WAS_OFF, Clock
from tests.devices.kiosk_builders import NOW


class Machine:
    """A computer whose two clocks can be set by hand."""

    def __init__(self) -> None:
        self.wall, self.ticks = NOW, 1000.0

    def clock(self, known: dt.datetime | None = None) -> Clock:
        return Clock(lambda: self.wall, lambda: self.ticks, known)

    def live(self, seconds: float) -> None:
        self.wall += dt.timedelta(seconds=seconds)
        self.ticks += seconds


def test_before_the_server_was_heard_the_own_clock_counts() -> None:
    assert Machine().clock().now() == NOW


def test_a_wrong_battery_clock_is_put_right_and_stays_right_without_the_link() -> None:
    machine = Machine()
    clock = machine.clock()
    clock.hear(NOW + dt.timedelta(hours=3), 1000.0, 1000.0)
    machine.live(600)
    assert clock.now() == NOW + dt.timedelta(hours=3, minutes=10)
    assert clock.offset_s() == 3 * 3600


def test_a_jump_of_the_machine_s_clock_does_not_move_the_tickets() -> None:
    machine = Machine()
    clock = machine.clock()
    clock.hear(NOW, 1000.0, 1000.0)
    machine.wall -= dt.timedelta(days=1)
    machine.ticks += 5
    assert clock.now() == NOW + dt.timedelta(seconds=5)


def test_a_jump_ahead_does_not_move_them_either() -> None:
    machine = Machine()
    clock = machine.clock()
    clock.hear(NOW, 1000.0, 1000.0)
    machine.wall += dt.timedelta(days=400)
    machine.ticks += 5
    assert clock.now() == NOW + dt.timedelta(seconds=5)


def test_a_clock_that_came_up_behind_goes_on_behind_what_is_known_to_have_been() -> None:
    machine = Machine()
    machine.wall = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
    clock = machine.clock(known=NOW)
    assert clock.now() == NOW + WAS_OFF
    machine.live(600)
    assert clock.now() == NOW + WAS_OFF + dt.timedelta(minutes=10)
    machine.wall = NOW + dt.timedelta(hours=3)  # a time service was reached
    assert clock.now() == machine.wall
    clock.hear(NOW + dt.timedelta(hours=1), machine.ticks, machine.ticks)
    assert clock.now() == NOW + dt.timedelta(hours=1)


def test_a_clock_that_is_not_behind_is_taken_as_it_is() -> None:
    machine = Machine()
    clock = machine.clock(known=NOW - dt.timedelta(seconds=1))
    assert clock.now() == NOW


def test_a_small_difference_is_left_alone() -> None:
    machine = Machine()
    clock = machine.clock()
    clock.hear(NOW + dt.timedelta(seconds=1), 1000.0, 1000.0)
    assert clock.now() == NOW


def test_the_way_there_and_back_is_halved_and_a_slow_answer_teaches_nothing() -> None:
    machine = Machine()
    clock = machine.clock()
    machine.ticks = 1001.0
    clock.hear(NOW + dt.timedelta(seconds=60), 1000.0, 1001.0)
    assert clock.now() == NOW + dt.timedelta(seconds=60.5)
    clock.hear(NOW + dt.timedelta(hours=9), 900.0, 1001.0)
    assert clock.now() == NOW + dt.timedelta(seconds=60.5)
