"""Who speaks in a zone, kept where several servers see it; what was spoken when; what was not."""

from __future__ import annotations

import datetime as dt
from uuid import UUID, uuid4

import pytest

from queue_server.domain.errors import NotFound, Refused
from queue_server.domain.voice import ANNOUNCER, BOARD, Beat
from queue_server.messages import Spoken, VoiceNow, VoiceTurn
from queue_server.use_cases import closing, issuing, overseeing, voices
from queue_server.use_cases.voices import Turn
from tests.builders import Office, wanted

MS = dt.timedelta(milliseconds=1)


def turn(
    office: Office,
    who: str = "tv",
    kind: str = BOARD,
    spoken: tuple[Spoken, ...] = (),
    problem: str | None = None,
    zone: str = "hall",
) -> VoiceTurn:
    said = Beat(who=who, kind=kind, name=who, ready=problem is None, problem=problem)
    written = office.write(voices.take_turn, Turn(zone, said, spoken))
    assert not written.changed  # a beat is no news of the hall
    return written.result


def zone_now(office: Office) -> VoiceNow:
    return next(one for one in office.see(voices.voices_now) if one.zone == "hall")


def call(office: Office) -> str:
    """Somebody is called; the number."""
    label = office.do(issuing.take, wanted()).label
    if office.see(lambda view: overseeing.counter_summaries(view)[0].state) == "closed":
        office.act("open")
    else:
        office.act("start")
        office.act("finish")
    office.act("call_next")
    return label


def test_one_speaks_and_the_other_follows_when_it_falls_silent(office: Office) -> None:
    assert turn(office, "tv").for_s == 6
    assert turn(office, "other").for_s == 0
    waited = 0
    while turn(office, "other").for_s == 0:
        office.clock.jump(seconds=2)
        waited += 2
        assert waited <= 10
    assert turn(office, "tv").for_s == 0
    assert zone_now(office).name == {"vi": "other"}


def test_the_begin_of_a_sound_is_kept_and_the_first_one_counts(office: Office) -> None:
    turn(office)
    label = call(office)
    (owed,) = turn(office).unspoken
    assert (owed.label, owed.kind) == (label, "call")
    begun = office.clock.now + 250 * MS
    office.clock.jump(seconds=2)
    id = UUID(owed.call_id)
    assert turn(office, spoken=(Spoken(str(id), begun),)).unspoken == []
    turn(office, spoken=(Spoken(str(id), begun + 900 * MS),))
    now = zone_now(office)
    assert (now.state, now.last_label, now.last_delay_ms) == ("speaking", label, 250)
    assert now.last_at == begun


def test_a_call_nobody_has_spoken_is_owed_to_the_next_voice_until_it_expires(
    office: Office,
) -> None:
    turn(office, "tv")
    turn(office, "other")
    label = call(office)
    office.clock.jump(seconds=7)
    turn(office, "other")
    assert [one.label for one in turn(office, "other").unspoken] == [label]
    office.clock.jump(seconds=20)
    turn(office, "other")
    assert turn(office, "other").unspoken == []
    office.clock.jump(seconds=5)
    assert zone_now(office).unheard == [label]


def test_a_sound_that_failed_counts_as_tried_and_the_zone_as_failing(office: Office) -> None:
    turn(office)
    call(office)
    (owed,) = turn(office).unspoken
    assert turn(office, spoken=(Spoken(owed.call_id, None, "http_503"),)).unspoken == []
    office.clock.jump(seconds=4)
    turn(office)
    now = zone_now(office)
    assert (now.state, now.problem, now.alarm) == ("failing", "http_503", False)
    for _ in range(4):
        office.clock.jump(seconds=4)
        turn(office)
    assert zone_now(office).alarm
    begun = office.clock.now
    call(office)
    (owed,) = turn(office).unspoken
    turn(office, spoken=(Spoken(owed.call_id, begun),))
    assert (zone_now(office).state, zone_now(office).alarm) == ("speaking", False)


def test_a_sound_that_began_and_failed_is_owed_to_the_next_voice(office: Office) -> None:
    turn(office, "tv")
    turn(office, "other")
    label = call(office)
    (owed,) = turn(office, "tv").unspoken
    turn(office, "tv", spoken=(Spoken(owed.call_id, office.clock.now),))
    failed = (Spoken(owed.call_id, None, "player_failed"),)
    turn(office, "tv", spoken=failed, problem="player_failed")
    assert [one.label for one in turn(office, "other").unspoken] == [label]
    turn(office, "other", spoken=(Spoken(owed.call_id, office.clock.now),))
    turn(office, "tv", spoken=failed, problem="player_failed")  # told again: it is heard by now
    assert zone_now(office).last_label == label


def test_what_only_a_stranger_says_to_have_spoken_is_not_believed(office: Office) -> None:
    turn(office, "tv")
    call(office)
    (owed,) = turn(office, "tv").unspoken
    turn(office, "stranger", spoken=(Spoken(owed.call_id, office.clock.now),))
    turn(office, "stranger", spoken=(Spoken(owed.call_id, office.clock.now),))
    assert turn(office, "tv").unspoken == [owed]
    made_up = (Spoken(str(uuid4()), office.clock.now),)
    turn(office, "tv", spoken=made_up)
    assert zone_now(office).last_label is None


def test_a_time_nobody_can_believe_becomes_the_nearest_possible_one(office: Office) -> None:
    turn(office)
    call(office)
    (owed,) = turn(office).unspoken
    turn(office, spoken=(Spoken(owed.call_id, office.clock.now - dt.timedelta(hours=1)),))
    assert zone_now(office).last_delay_ms == 0


def test_a_zone_without_a_voice_raises_an_alarm_while_the_centre_is_open(office: Office) -> None:
    assert (zone_now(office).state, zone_now(office).alarm) == ("nobody", False)  # nor ever
    turn(office)
    assert (zone_now(office).state, zone_now(office).alarm) == ("speaking", False)
    turn(office, problem="suspended")
    now = zone_now(office)
    assert (now.state, now.problem, now.alarm) == ("blocked", "suspended", False)
    for _ in range(4):
        office.clock.jump(seconds=4)
        turn(office, problem="suspended")
    assert zone_now(office).alarm
    office.clock.jump(minutes=1)
    assert (zone_now(office).state, zone_now(office).alarm) == ("nobody", True)


def test_at_night_nobody_has_to_speak(closed_office: Office) -> None:
    turn(closed_office)
    closed_office.clock.jump(minutes=1)
    assert (zone_now(closed_office).state, zone_now(closed_office).alarm) == ("nobody", False)


def test_an_announcer_is_lent_the_voice_before_a_board(office: Office) -> None:
    turn(office, "tv")
    turn(office, "pc", ANNOUNCER)
    assert turn(office, "tv").for_s == 0
    assert turn(office, "pc", ANNOUNCER).for_s == 6
    assert zone_now(office).kind == ANNOUNCER


def test_zones_that_are_none_and_more_loudspeakers_than_anybody_has_are_refused(
    office: Office,
) -> None:
    with pytest.raises(NotFound, match="zone_unknown"):
        turn(office, zone="attic")
    for number in range(voices.MOST):
        turn(office, f"tv{number}")
    with pytest.raises(Refused, match="voices_enough"):
        turn(office, "one more")
    office.clock.jump(minutes=11)
    turn(office, "one more")  # pages that were closed make room


def test_a_full_zone_has_room_for_who_can_be_heard_and_none_for_who_cannot(office: Office) -> None:
    for number in range(voices.MOST):
        turn(office, f"tv{number}", problem="suspended")
    with pytest.raises(Refused, match="voices_enough"):
        turn(office, "as mute", problem="suspended")
    assert turn(office, "one more").for_s == 6


def test_a_full_zone_whose_clock_was_set_back_has_room_for_who_can_be_heard(
    office: Office,
) -> None:
    screens = [f"tv{number}" for number in range(voices.MOST - 1)]
    assert turn(office, "mute").for_s == 6
    for screen in screens:
        turn(office, screen)
    office.clock.jump(seconds=10)
    assert sum(turn(office, screen).for_s for screen in screens) == 6
    office.clock.jump(hours=-1)
    for screen in screens:
        turn(office, screen)
    turn(office, "mute", problem="suspended")
    assert turn(office, "one more").for_s == 0  # but it has found room


def test_an_announcer_finds_room_where_boards_have_filled_the_zone(office: Office) -> None:
    for number in range(voices.MOST):
        turn(office, f"tv{number}")
    turn(office, "pc", ANNOUNCER)
    turn(office, "tv0")
    assert turn(office, "pc", ANNOUNCER).for_s == 6
    turn(office, "pc", ANNOUNCER, problem="player_failed")
    with pytest.raises(Refused, match="voices_enough"):
        turn(office, "one more")  # nor does it take an announcer's place
    assert turn(office, "pc", ANNOUNCER).for_s == 6


def test_a_page_opened_in_one_zone_does_not_end_the_alarm_of_another(office: Office) -> None:
    turn(office)
    office.clock.jump(minutes=11)
    assert zone_now(office).alarm
    turn(office, "elsewhere", zone="b")
    assert zone_now(office).alarm


def test_screens_that_were_switched_off_and_on_again_and_again_still_have_a_voice(
    office: Office,
) -> None:
    for evening in range(4):
        screens = [f"{evening} {screen}" for screen in range(30)]
        for screen in screens:
            turn(office, screen)
        office.clock.jump(seconds=2)
        assert sum(turn(office, screen).for_s for screen in screens) == 6
        office.clock.jump(seconds=90)


def test_what_was_spoken_is_forgotten_after_a_week(office: Office) -> None:
    turn(office)
    call(office)
    (owed,) = turn(office).unspoken
    turn(office, spoken=(Spoken(owed.call_id, office.clock.now),))
    office.clock.jump(days=8)
    office.do(closing.tidy, None)
    with office.store.raw() as connection:
        for table in ("voices", "spoken"):
            assert connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar() == 0  # noqa: S608
