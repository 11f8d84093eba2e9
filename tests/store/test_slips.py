"""Slips on order: what is refused, what a device is told, and what becomes of each."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from queue_server.domain.errors import NotFound, Refused
from queue_server.domain.journal import Actor
from queue_server.messages import Enrol, Heartbeat, Slip, SlipNow, SlipPrinted
from queue_server.store import devices
from queue_server.store.store import Key
from queue_server.use_cases import administering, closing, printers, slips
from queue_server.use_cases.slips import Draft
from tests.builders import Office, an_id

CLERK = Actor("staff:lan")
TICKET = an_id("ticket")


@pytest.fixture
def hall(office: Office) -> Office:
    """Two kiosks and a board."""
    for kind in ("kiosk", "kiosk", "board"):
        code = office.do(administering.enrolment_code, administering.NewDevice(kind, kind.title()))
        office.do(administering.enrol, Enrol(code, kind))
    return office


def order(office: Office, device: str = "k1", kind: str = "return", nth: int = 1) -> str:
    draft = Draft(kind, device, "vi", {"label": "A001", "missing": ["Ảnh"]}, TICKET, nth)
    return office.do(slips.order, draft, CLERK)


def beat(office: Office, *said: SlipPrinted, device: str = "k1") -> list[Slip]:
    command = Heartbeat(version="1", slips=list(said))
    return office.do(administering.heartbeat, command, Actor(f"device:{device}")).slips


def ids(told: list[Slip]) -> list[str]:
    return [str(one.slip) for one in told]


def now(office: Office, slip: str) -> SlipNow:
    return office.see(slips.slip_now, slip)


def printed(slip: str, state: str = "confirmed", code: str | None = None) -> SlipPrinted:
    return SlipPrinted(UUID(slip), state, code)  # type: ignore[arg-type]


def test_a_slip_goes_to_its_device_with_each_heartbeat_until_it_has_told_of_it(
    hall: Office,
) -> None:
    slip = order(hall)
    assert beat(hall, device="k2") == []
    for _ in range(2):
        (told,) = beat(hall)
        assert (str(told.slip), told.kind, told.language) == (slip, "return", "vi")
        assert told.values == {"label": "A001", "missing": ["Ảnh"]}
        assert now(hall, slip).state == "ordered"
    assert beat(hall, printed(slip)) == []
    assert now(hall, slip).state == "confirmed"


def test_slips_come_in_the_order_they_were_ordered_and_at_most_twenty_at_once(
    hall: Office,
) -> None:
    ordered = []
    for _ in range(22):
        ordered.append(order(hall))
        hall.clock.jump(seconds=1)
    assert ids(beat(hall)) == ordered[:20]
    assert ids(beat(hall, *map(printed, ordered[:20]))) == ordered[20:]


def test_a_device_that_comes_after_two_minutes_prints_nothing(hall: Office) -> None:
    slip = order(hall)
    hall.clock.jump(minutes=2)
    assert beat(hall) == []
    assert (now(hall, slip).state, now(hall, slip).code) == ("failed", "expired")


def test_what_a_device_took_and_never_told_of_may_be_on_paper(hall: Office) -> None:
    slip = order(hall)
    beat(hall)
    hall.clock.jump(minutes=3)
    assert (now(hall, slip).state, now(hall, slip).code) == ("unknown", "device_silent")
    beat(hall, printed(slip))
    assert (now(hall, slip).state, now(hall, slip).code) == ("confirmed", None)


def test_a_confirmed_slip_stays_so_and_a_failure_keeps_its_code(hall: Office) -> None:
    first, second = order(hall), order(hall)
    for _ in range(2):
        beat(hall, printed(first), printed(second, "failed", "paper_out"))
    beat(hall, printed(first, "failed", "stale"))
    assert now(hall, first).state == "confirmed"
    assert (now(hall, second).state, now(hall, second).code) == ("failed", "paper_out")


def test_a_device_cannot_tell_of_slips_it_does_not_have(hall: Office) -> None:
    slip = order(hall)
    beat(hall, printed(slip), printed(str(uuid4())), device="k2")
    assert now(hall, slip).state == "ordered"
    assert ids(beat(hall)) == [slip]


def test_slips_are_no_news_of_the_hall_and_the_books_still_hold(hall: Office) -> None:
    before = hall.revision()
    slip = order(hall)
    beat(hall)
    beat(hall, printed(slip))
    assert hall.revision() == before
    assert hall.problems() == []


def test_the_same_order_twice_is_one_slip(hall: Office) -> None:
    draft = Draft("day", "k1", "vi", {})
    key = Key("staff:lan:1", "body")
    first, again = (hall.write(slips.order, draft, CLERK, key).result for _ in range(2))
    assert first == again
    assert ids(beat(hall)) == [first]


@pytest.mark.parametrize(
    ("device", "code"), [("k9", "device_unknown"), ("k2", "device_unknown"), ("b1", "no_printer")]
)
def test_nothing_is_ordered_where_nothing_can_be_printed(
    hall: Office, device: str, code: str
) -> None:
    hall.do(administering.revoke, "k2")
    with pytest.raises((NotFound, Refused), match=code):
        order(hall, device)


def test_the_slips_of_a_visit_are_counted_without_those_that_never_came_to_paper(
    hall: Office,
) -> None:
    def nth() -> int:
        return hall.see(slips.nth_supplement, TICKET)

    order(hall, kind="return")
    assert nth() == 1
    failed = order(hall, kind="supplement")
    assert nth() == 2
    beat(hall, printed(failed, "failed", "paper_out"))
    assert nth() == 1
    order(hall, kind="supplement")
    hall.clock.jump(minutes=2)  # expired
    assert nth() == 1
    good = order(hall, kind="supplement")
    beat(hall, printed(good))
    assert nth() == 2
    assert hall.see(slips.nth_supplement, an_id("another")) == 1


def test_two_supplement_slips_cannot_both_be_the_first(hall: Office) -> None:
    order(hall, kind="supplement", nth=1)
    with pytest.raises(Refused, match="slip_meanwhile"):
        order(hall, kind="supplement", nth=1)
    order(hall, kind="supplement", nth=2)


def test_slips_are_forgotten_after_thirty_days(hall: Office) -> None:
    slip = order(hall)
    hall.clock.jump(days=30)
    hall.do(closing.tidy, None)
    assert now(hall, slip).code == "expired"
    hall.clock.jump(seconds=1)
    hall.do(closing.tidy, None)
    with pytest.raises(NotFound, match="slip_unknown"):
        now(hall, slip)


# ── printers ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({}, None),
        ({"paper": "near_end"}, None),
        ({"link": "down"}, "link_down"),
        ({"link": "unknown"}, "printer_unknown"),
        ({"cover_open": True, "paper": "out"}, "cover_open"),
        ({"paper": "out"}, "paper_out"),
        ({"paper": "unknown"}, "printer_silent"),
        ({"cover_open": None}, "printer_silent"),
        ({"cutter_error": True, "online": False}, "cutter_error"),
        ({"online": False}, "offline"),
        ({"online": None}, "printer_silent"),
        ({"cutter_error": None}, "printer_silent"),
        ({"stopped": "roll_stuck"}, "roll_stuck"),
        ({"stopped": "line_bad", "cover_open": True}, "cover_open"),
    ],
)
def test_a_printer_says_what_is_wrong_with_it_and_silence_is_never_fine(
    hall: Office, changed: dict[str, object], problem: str | None
) -> None:
    well = {"link": "up", "paper": "ok", "cover_open": False, "online": True}
    health = devices.Health(**{**well, "cutter_error": False, **changed})  # type: ignore[arg-type]
    hall.do(lambda tx, _actor, _command: devices.seen(tx, "k1", health), None)
    one, other = hall.see(printers.printers).printers
    assert (one.problem, one.near_end) == (problem, health.paper == "near_end")
    assert (other.device, other.problem) == ("k2", "device_silent")
    hall.clock.jump(seconds=21)
    one = hall.see(printers.printers).printers[0]
    assert (one.problem, one.near_end) == ("device_silent", False)


def test_a_revoked_kiosk_is_no_printer_any_more(hall: Office) -> None:
    hall.do(administering.revoke, "k1")
    assert [one.device for one in hall.see(printers.printers).printers] == ["k2"]
