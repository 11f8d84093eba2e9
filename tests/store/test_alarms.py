"""Alarms in the books: once each, seen by whom they concern, and in the chain of the journal."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest

from queue_server.domain.errors import NotFound, Refused
from queue_server.domain.journal import Actor
from queue_server.messages import AlarmNow, AlarmSeen, Enrol, Heartbeat, RaiseAlarm
from queue_server.store import alarms as kept
from queue_server.store import journal
from queue_server.use_cases import administering, alarms, closing, overseeing
from queue_server.use_cases.alarms import Pressed
from tests.builders import KIOSK, OTHER_KIOSK, TODAY, Office, at

NGA, HOA = Actor("staff:nga"), Actor("staff:hoa")
BIRTH = "1_001193"


@pytest.fixture
def hall(office: Office) -> Office:
    """Two kiosks."""
    for name in ("Cửa chính", "Cầu thang"):
        code = office.do(administering.enrolment_code, administering.NewDevice("kiosk", name))
        office.do(administering.enrol, Enrol(code, "kiosk"))
    return office


def raised(
    office: Office, kind: str = "help", actor: Actor = KIOSK, id: UUID | None = None, **more: Any
) -> AlarmSeen:
    given = {"at": office.clock.now, **more}
    command = RaiseAlarm(id or uuid4(), kind, **given)  # type: ignore[arg-type]
    return office.do(alarms.raise_alarm, command, actor)


def pressed(
    office: Office, alarm: AlarmSeen, verb: str, actor: Actor = NGA, reason: str | None = None
) -> str:
    command = Pressed(str(alarm.alarm), verb, reason)
    return office.do(alarms.press, command, actor).state


def told(office: Office, actor: Actor = KIOSK) -> list[str]:
    """What the kiosk hears of its call."""
    answer = office.do(administering.heartbeat, Heartbeat(version="1"), actor)
    return [one.state for one in answer.alarms]


def seen(office: Office, *, reports: bool = True) -> list[AlarmNow]:
    return office.see(lambda view: alarms.open_alarms(view, reports=reports))


def rows(office: Office) -> list[tuple[str, str, str | None]]:
    kept = office.see(lambda view: list(journal.after(view, 0)))
    return [(row.kind, row.actor, row.reason) for row in kept if row.kind.startswith("alarm")]


def test_a_call_for_help_is_seen_answered_and_taken_away(hall: Office) -> None:
    call = raised(hall)
    (shown,) = seen(hall)
    assert (shown.device_name, shown.state, shown.at) == ("Cửa chính", "open", hall.clock.now)
    assert (told(hall), told(hall, OTHER_KIOSK)) == (["open"], [])
    assert pressed(hall, call, "coming") == "coming"
    assert (told(hall), seen(hall)[0].answered_by) == (["coming"], "nga")
    assert pressed(hall, call, "done", HOA) == "over"
    assert (told(hall), seen(hall)) == ([], [])
    assert [kind for kind, *_ in rows(hall)] == ["alarm_raised", "alarm_answered", "alarm_ended"]
    assert hall.problems() == []


def test_a_kiosk_has_one_call_at_a_time_however_often_it_is_pressed_or_sent(hall: Office) -> None:
    first = raised(hall)
    assert raised(hall, id=first.alarm) == first
    assert raised(hall) == first
    assert len(rows(hall)) == 1
    assert raised(hall, actor=OTHER_KIOSK).alarm != first.alarm
    with pytest.raises(Refused, match="alarm_differs"):
        raised(hall, id=first.alarm, actor=OTHER_KIOSK)
    with pytest.raises(Refused, match="alarm_differs"):
        raised(hall, "extra_papers", id=first.alarm)


def test_a_kiosk_takes_back_its_own_call_and_no_other(hall: Office) -> None:
    call = raised(hall)
    with pytest.raises(NotFound, match="alarm_unknown"):
        pressed(hall, call, "done", OTHER_KIOSK)
    assert [pressed(hall, call, "done", KIOSK) for _ in range(2)] == ["over", "over"]
    assert len(rows(hall)) == 2
    with pytest.raises(Refused, match="alarm_over"):
        pressed(hall, call, "coming")
    with pytest.raises(NotFound, match="alarm_unknown"):
        pressed(hall, AlarmSeen(uuid4(), "help", "open"), "done")


def test_a_call_nobody_answers_is_over_after_ten_minutes_and_is_counted(hall: Office) -> None:
    raised(hall)
    hall.clock.jump(minutes=10)
    assert (told(hall), seen(hall)) == ([], [])
    again = raised(hall)
    pressed(hall, again, "coming")
    today = hall.see(overseeing.manager_state).today
    assert (today.help, today.help_unanswered, today.extra_papers) == (2, 1, 0)


def test_a_report_reaches_the_manager_with_its_own_time_and_stays_until_handled(
    hall: Office,
) -> None:
    report = raised(hall, "extra_papers", at=at("08:20"), procedure=BIRTH, counter=2)
    hall.clock.jump(days=2)
    (shown,) = seen(hall)
    assert (shown.at, shown.procedure, shown.counter) == (at("08:20"), BIRTH, 2)
    assert shown.procedure_name is not None
    assert shown.counter_name is not None
    assert seen(hall, reports=False) == []
    assert told(hall) == []
    with pytest.raises(Refused, match="reason_missing"):
        pressed(hall, report, "handled", HOA)
    assert pressed(hall, report, "handled", HOA, "instructed") == "over"
    assert seen(hall) == []
    assert rows(hall) == [
        ("alarm_raised", "device:k1", None),
        ("alarm_handled", "staff:hoa", "instructed"),
    ]
    facts = hall.see(lambda view: [row.facts for row in journal.after(view, 0)])
    kept = msgspec.json.decode(next(one for one in facts if one and str(report.alarm) in one))
    assert (kept["procedure"], kept["counter"]) == (BIRTH, 2)
    assert hall.problems() == []


def test_a_report_counts_on_the_day_it_was_made_and_the_unknown_is_kept_as_it_was_said(
    hall: Office,
) -> None:
    hall.clock.jump(days=1)
    raised(hall, "extra_papers", at=at("16:00"), procedure="GONE", counter=99)
    raised(hall, "extra_papers", at=at("16:00") + dt.timedelta(days=9))  # a clock that is ahead
    yesterday, today = (
        hall.see(alarms.figures, day) for day in (TODAY, TODAY + dt.timedelta(days=1))
    )
    assert (yesterday.extra_papers, today.extra_papers) == (1, 1)
    kept = seen(hall)[0]
    assert (kept.procedure, kept.procedure_name) == ("GONE", None)
    assert (kept.counter, kept.counter_name) == (99, None)


@pytest.mark.parametrize("kind", ["help", "extra_papers"])
def test_the_seventh_of_a_kind_from_one_kiosk_within_ten_minutes_is_refused(
    hall: Office, kind: str
) -> None:
    def one() -> None:
        alarm = raised(hall, kind)
        if kind == "help":
            pressed(hall, alarm, "done", KIOSK)
        hall.clock.jump(seconds=90)

    for _ in range(6):
        one()
    with pytest.raises(Refused, match="alarms_enough"):
        one()
    raised(hall, kind, OTHER_KIOSK)
    hall.clock.jump(minutes=1)
    one()


def test_reports_a_kiosk_kept_for_a_day_are_all_taken(hall: Office) -> None:
    for hour in range(8):
        raised(hall, "extra_papers", at=at(f"{hour + 1:02}:00"))
    assert len(seen(hall)) == 8


def test_reports_of_a_kiosk_with_a_wrong_clock_are_all_taken_when_it_is_back(hall: Office) -> None:
    for hour in range(8):
        raised(hall, "extra_papers", at=at("09:00") + dt.timedelta(days=400, hours=hour))
    assert [one.at for one in seen(hall)] == [hall.clock.now] * 8


def test_calls_nobody_ended_are_not_read_any_more_once_none_of_them_can_last(hall: Office) -> None:
    report = raised(hall, "extra_papers")
    call = raised(hall)
    hall.clock.jump(minutes=9, seconds=59)
    pressed(hall, call, "coming")
    hall.clock.jump(minutes=9, seconds=59)
    assert {one.state for one in seen(hall)} == {"open", "coming"}
    hall.clock.jump(seconds=2)
    assert [one.alarm for one in hall.see(kept.not_ended)] == [str(report.alarm)]


def test_what_is_over_is_forgotten_after_sixty_days_and_an_open_report_never(hall: Office) -> None:
    for kind in ("help", "extra_papers", "extra_papers"):
        last = raised(hall, kind)
    pressed(hall, last, "handled", HOA, "listed")
    hall.clock.jump(days=61)
    hall.do(closing.tidy, None)
    assert len(seen(hall)) == 1
    with pytest.raises(NotFound):
        pressed(hall, last, "handled", HOA, "listed")
