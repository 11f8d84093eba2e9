"""A roll that cannot be brought into order: few void strips, and nothing printed on top."""

from __future__ import annotations

from dataclasses import replace

import pytest

from printer_drivers.api import (
    CoverOpen,
    Level,
    Link,
    Paper,
    PrinterStatus,
    PrintState,
    Silent,
    Stuck,
)
from printer_drivers.cleaning import TRIES
from printer_drivers.device import Roll
from printer_drivers.virtual import Fault, Habits, Piece, VirtualPrinter
from printer_drivers.virtual_line import Speeds, VirtualLine
from tests.devices.printer_schedules import (
    START,
    WIDTH,
    Owner,
    Tray,
    a_receipt,
)

WELL = Habits(paced=True)
WEAK = replace(WELL, weak=True)  # voids and cuts, and never says so
A_LONG_TIME_S = 600.0


class Desk:
    """A printer in virtual time with half a ticket hanging out of it, and its owner."""

    def __init__(self, habits: Habits = WEAK, *, released: bool = False) -> None:
        self.tray = Tray()
        self.away_s = 0.0  # after each cut of paper
        self.printer = VirtualPrinter(WIDTH, self.take, habits)
        self.line = VirtualLine(self.printer, START, Speeds())
        self.owner = Owner(self.line)
        self.owner.rest(5.0)
        self.owner.device.distrust(Roll.UNCUT if released else Roll.SPOILT)

    def take(self, piece: Piece) -> None:
        self.tray.take(piece)
        if self.away_s:
            now = self.line.monotonic()
            self.line.at(now, lambda: self.line.tell(Fault.SILENT))
            self.line.at(now + self.away_s, lambda: self.line.tell(Fault.SPEAK))

    def told(self, *faults: Fault, for_s: float = 5.0) -> None:
        for fault in faults:
            self.line.tell(fault)
            self.owner.rest(for_s)


def test_a_printer_that_never_acknowledges_its_void_strips_makes_few_of_them() -> None:
    desk = Desk()
    desk.owner.rest(A_LONG_TIME_S)
    assert desk.tray == Tray(void=TRIES)
    assert desk.owner.status().problem is Stuck


def test_a_printer_that_never_acknowledges_its_cuts_cuts_a_few_times() -> None:
    desk = Desk(released=True)
    desk.owner.rest(A_LONG_TIME_S)
    assert desk.printer.cuts == TRIES


def test_nothing_is_printed_on_a_roll_that_could_not_be_brought_into_order() -> None:
    desk = Desk()
    desk.owner.rest(60.0)
    before = desk.owner.device.bytes_sent
    for _ in range(3):
        result = desk.owner.print(a_receipt(1))
        assert (result.state, result.code, result.attempts) == (PrintState.FAILED, "roll_stuck", 0)
        assert not result.roll_clean
    assert desk.owner.device.bytes_sent == before
    assert desk.tray == Tray(void=TRIES)


def test_one_print_on_such_a_printer_makes_few_void_strips_too() -> None:
    desk = Desk()
    desk.owner.print(a_receipt(1), deadline_s=60.0)
    assert desk.tray == Tray(void=TRIES)


def test_a_ticket_whose_cut_is_never_acknowledged_is_asked_about() -> None:
    desk = Desk(WELL)
    desk.owner.rest(10.0)
    assert desk.owner.tidy
    cuts = desk.printer.cuts
    desk.printer.habits = WEAK
    result = desk.owner.print(a_receipt(1))
    assert (result.state, result.level) == (PrintState.UNKNOWN, Level.PRINTED)
    desk.owner.rest(A_LONG_TIME_S)
    assert desk.tray.tickets == {1: 1}
    assert desk.printer.cuts == cuts + 1 + TRIES


@pytest.mark.parametrize(
    "act",
    [
        (Fault.COVER_OPEN, Fault.COVER_CLOSE),
        (Fault.PAPER_OUT, Fault.PAPER_IN),
    ],
)
def test_somebody_who_opens_it_gives_it_a_few_more_chances(act: tuple[Fault, Fault]) -> None:
    desk = Desk()
    desk.owner.rest(60.0)
    desk.told(*act, for_s=60.0)
    assert desk.tray == Tray(void=2 * TRIES)
    desk.printer.habits = WELL
    desk.told(*act)
    assert desk.owner.print(a_receipt(1)).state is PrintState.CONFIRMED
    assert (desk.tray.void, desk.tray.tickets) == (2 * TRIES + 1, {1: 1})


def test_somebody_who_switches_it_off_for_a_while_gives_it_a_few_more_chances() -> None:
    desk = Desk()
    desk.owner.rest(60.0)
    desk.printer.habits = WELL
    desk.told(Fault.SILENT, for_s=20.0)
    desk.told(Fault.SPEAK)
    assert desk.owner.print(a_receipt(1)).state is PrintState.CONFIRMED


def test_a_printer_that_is_away_after_each_of_its_cuts_has_not_been_seen_to_by_anybody() -> None:
    desk = Desk()
    desk.away_s = 5.0
    desk.owner.rest(A_LONG_TIME_S)
    assert desk.tray.void == TRIES


def test_an_adapter_pulled_for_a_while_gives_it_a_few_more_chances() -> None:
    desk = Desk()
    desk.owner.rest(60.0)
    desk.printer.habits = WELL
    desk.line.unplug()
    desk.owner.rest(20.0)
    desk.line.plug()
    desk.owner.rest(15.0)
    assert desk.owner.tidy


def test_a_roll_put_in_order_at_the_last_try_is_no_trouble() -> None:
    desk = Desk()
    while desk.tray.void < TRIES - 1:
        desk.owner.rest(1.0)
    desk.printer.habits = WELL
    desk.owner.rest(20.0)
    assert desk.owner.tidy
    desk.owner.device.distrust(Roll.SPOILT)
    desk.printer.habits = WEAK
    desk.owner.rest(A_LONG_TIME_S)
    assert desk.tray.void == 2 * TRIES  # and the count begins anew


def test_what_explains_a_stuck_roll_is_said_first() -> None:
    status = PrinterStatus(Link.UP, True, Paper.OK, cover_open=False, stuck=True)
    assert status.problem is Stuck
    assert replace(status, cover_open=True).problem is CoverOpen
    assert replace(status, online=None).problem is Silent


def asked_to_settle(*, released: bool) -> Desk:
    """What hangs is of a process before; the printer is away when it is to be settled."""
    desk = Desk(WELL, released=released)
    desk.owner = Owner(desk.line)
    desk.line.let_go(keep_sending=False)
    desk.line.tell(Fault.SILENT)
    assert not desk.owner.settle(released=released).roll_clean
    return desk


@pytest.mark.parametrize("released", [False, True])
def test_what_the_printer_brought_into_order_by_itself_is_settled(released: bool) -> None:
    desk = asked_to_settle(released=released)
    desk.told(Fault.SPEAK, for_s=10.0)
    assert desk.owner.tidy
    assert desk.owner.settle(released=released).roll_clean
    assert (desk.printer.cuts, desk.tray.void) == (1, 1 - released)


def test_what_is_settled_is_settled_also_when_asked_again() -> None:
    desk = asked_to_settle(released=False)
    desk.told(Fault.SPEAK, for_s=0.0)
    assert [desk.owner.settle(released=False).roll_clean for _ in range(5)] == [True] * 5
    assert desk.tray == Tray(void=1)


def test_after_a_print_there_may_be_something_else_to_settle() -> None:
    desk = asked_to_settle(released=False)
    desk.told(Fault.SPEAK)
    assert desk.owner.print(a_receipt(1)).state is PrintState.CONFIRMED
    assert desk.owner.settle(released=False).roll_clean
    assert desk.tray.void == 2
