"""What a manager says in the hall: once or several times, in the books, and taken back."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest

from queue_server.domain.errors import Invalid, NotFound, Refused
from queue_server.domain.journal import Actor
from queue_server.messages import Announcement, BroadcastNow
from queue_server.store import journal
from queue_server.use_cases import broadcasting, closing, voices
from queue_server.use_cases.broadcasting import Wanted
from queue_server.use_cases.showing import utterance
from tests.builders import Office, at
from tests.store.test_voices import turn

HOA, SERVER = Actor("staff:hoa"), Actor("server")
TEXT = {"vi": "Cháu bé mặc áo đỏ đang ở bàn hướng dẫn.", "en": "A child is at the desk."}


def said(office: Office, **fields: Any) -> BroadcastNow:
    given: dict[str, Any] = {"kind": "own", "texts": TEXT, "zones": [], "urgent": False}
    command = Wanted(id=str(uuid4()), **{**given, "times": 1, "gap_s": 60, **fields})
    return office.do(broadcasting.say, command, HOA)


def repeated(office: Office) -> list[Announcement]:
    return [utterance(one) for one in office.write(broadcasting.say_again, None, SERVER).said]


def rows(office: Office) -> list[tuple[str, str]]:
    kept = office.see(lambda view: list(journal.after(view, 0)))
    return [(row.kind, row.actor) for row in kept if row.kind.startswith("broadcast")]


def test_a_broadcast_is_said_again_after_its_gap_and_as_often_as_was_wanted(
    office: Office,
) -> None:
    one = said(office, times=3, gap_s=60)
    assert (one.said, one.zones, one.stands) == (1, ["hall", "b"], True)
    assert office.see(broadcasting.next_due) == one.next_at
    heard = []
    for _ in range(10):
        office.clock.jump(seconds=30)
        heard += repeated(office)
    assert [message.call_id for message in heard] == [f"{one.broadcast}.2", f"{one.broadcast}.3"]
    assert [message.text for message in heard] == [TEXT, TEXT]
    assert office.see(broadcasting.next_due) is None
    assert rows(office) == [
        ("broadcast_said", "staff:hoa"),
        ("broadcast_repeated", "server"),
        ("broadcast_repeated", "server"),
    ]
    assert office.problems() == []


def test_what_was_taken_back_is_said_no_more_and_has_no_sound(office: Office) -> None:
    one = said(office, times=5)
    id = str(one.broadcast)
    assert office.see(broadcasting.texts_of, id) == TEXT
    written = office.write(broadcasting.withdraw, id, HOA)
    (told,) = [utterance(kept) for kept in written.said]
    assert (told.kind, told.withdraws) == ("withdrawn", f"{id}.")
    assert (written.result.stands, written.result.withdrawn) == (False, True)
    office.clock.jump(seconds=60)
    assert repeated(office) == []
    assert office.see(broadcasting.texts_of, id) is None
    again = office.write(broadcasting.withdraw, id, HOA)
    assert (again.changed, again.said) == (False, [])
    with pytest.raises(NotFound, match="broadcast_unknown"):
        office.do(broadcasting.withdraw, str(uuid4()), HOA)


def test_what_is_overdue_because_the_server_was_away_is_not_said(office: Office) -> None:
    said(office, times=3)
    office.clock.jump(minutes=5)
    assert repeated(office) == []
    assert office.see(broadcasting.next_due) is None


def test_the_gap_begins_when_all_has_been_said_so_that_calls_are_heard_between(
    office: Office,
) -> None:
    long = {"vi": "a" * 200, "en": "b" * 150}  # the voice is cut off after 20 s of a language
    one = said(office, texts=long, times=2, gap_s=15)
    assert one.next_at == one.said_at + dt.timedelta(seconds=2 + 20 + 15 + 15)


def test_what_still_waits_at_a_loudspeaker_can_be_taken_back(office: Office) -> None:
    id = str(said(office).broadcast)
    office.clock.jump(seconds=150)
    assert [one.stands for one in office.see(broadcasting.recent)] == [True]
    written = office.write(broadcasting.withdraw, id, HOA)
    assert [utterance(kept).withdraws for kept in written.said] == [f"{id}."]


def test_a_closing_that_still_waits_at_a_loudspeaker_is_taken_back_when_it_has_come(
    day_office: Office,
) -> None:
    day_office.clock.now = at("16:58")
    id = str(said(day_office, kind="closing").broadcast)
    day_office.clock.now = at("17:00")
    assert day_office.see(broadcasting.next_due) == at("17:00")
    assert [told.withdraws for told in repeated(day_office)] == [f"{id}."]


def test_a_clock_that_is_set_back_holds_up_nothing_that_is_repeated(office: Office) -> None:
    one = said(office, times=2)
    office.clock.jump(hours=-1)
    due = office.see(broadcasting.next_due)
    assert due is not None
    assert due <= office.clock.now
    assert [message.call_id for message in repeated(office)] == [f"{one.broadcast}.2"]


def test_that_the_hall_closes_soon_is_not_said_when_it_has_closed(day_office: Office) -> None:
    day_office.clock.now = at("16:59:30")
    one = said(day_office, kind="closing", times=3, gap_s=20)
    other = said(day_office, kind="lost_child")
    id = str(one.broadcast)
    day_office.clock.now = at("16:59:59")
    assert [message.call_id for message in repeated(day_office)] == [f"{id}.2"]
    day_office.clock.now = at("17:00")
    assert day_office.see(broadcasting.texts_of, id) is None
    assert [owed.call_id for owed in turn(day_office).unspoken] == [f"{other.broadcast}.1"]
    assert day_office.see(broadcasting.next_due) == at("17:00")
    (told,) = repeated(day_office)
    assert (told.kind, told.withdraws) == ("withdrawn", f"{id}.")
    assert day_office.see(broadcasting.next_due) is None
    assert repeated(day_office) == []
    with pytest.raises(Refused, match="closed_already"):
        said(day_office, kind="closing")


def test_a_hall_that_is_closed_all_day_may_say_that_it_closes(closed_office: Office) -> None:
    closed_office.clock.jump(days=1)  # a holiday, and yet people are here
    assert said(closed_office, kind="closing").stands


def test_what_waits_at_a_loudspeaker_behind_others_still_has_its_sound(office: Office) -> None:
    id = str(said(office).broadcast)
    office.clock.jump(seconds=150)
    assert office.see(broadcasting.texts_of, id) == TEXT
    office.clock.jump(seconds=100)
    assert office.see(broadcasting.texts_of, id) is None


def test_a_voice_is_owed_what_is_being_said_before_the_calls(office: Office) -> None:
    turn(office)
    one = said(office, kind="fire", urgent=True)
    (owed,) = turn(office).unspoken
    assert (owed.call_id, owed.kind, owed.urgent) == (f"{one.broadcast}.1", "message", True)
    assert owed.sound == f"/sounds/message/{one.broadcast}.wav"
    office.clock.jump(seconds=61)
    turn(office)
    assert turn(office).unspoken == []


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"zones": ["attic"]}, NotFound),
        ({"texts": {"en": "Closing."}}, Invalid),
        ({"texts": {"vi": "Đóng cửa.", "fr": "On ferme."}}, Invalid),
    ],
)
def test_what_no_zone_or_no_language_of_the_hall_is_for_is_refused(
    office: Office, fields: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        said(office, **fields)
    assert (office.see(broadcasting.recent), rows(office)) == ([], [])


def test_broadcasts_are_forgotten_and_the_journal_keeps_them(office: Office) -> None:
    one = said(office)
    office.clock.jump(days=8)
    office.do(closing.tidy, None)
    assert office.see(broadcasting.texts_of, str(one.broadcast)) is None
    with pytest.raises(NotFound):
        office.do(broadcasting.withdraw, str(one.broadcast), HOA)
    assert [kind for kind, _ in rows(office)] == ["broadcast_said"]
    assert office.see(voices.voices_now)[0].zone == "hall"
