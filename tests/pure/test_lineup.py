"""What an announcer says, in which order: each once, messages first, nothing of yesterday."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from audio.lineup import HEARD_KEPT, LATE_S, Lineup, arrive, said, silenced, stands, take
from queue_server.messages import Announcement

NOON = dt.datetime(2026, 11, 23, 5, tzinfo=dt.UTC)
SECOND = dt.timedelta(seconds=1)
NOW_S = 1000.0  # of a clock of its own


def one(id: str, kind: str = "call", lives_s: int = 20, *, urgent: bool = False) -> Announcement:
    return Announcement(
        call_id=id,
        label="A012",
        counter=1,
        counter_name={"vi": "Quầy 1"},
        nth=1,
        called_at=NOON,
        expires_at=NOON + lives_s * SECOND,
        sound="/sounds/A012/1/1.wav",
        kind=kind,
        urgent=urgent,
        withdraws="m." if kind == "withdrawn" else None,
    )


def line(*all: Announcement) -> Lineup:
    lineup = Lineup()
    for each in all:
        lineup = arrive(lineup, each, NOW_S)
    return lineup


def all_said(lineup: Lineup, again: Sequence[Announcement] = ()) -> list[str]:
    """The ids, until nothing waits; what comes again meanwhile makes no difference."""
    heard: list[str] = []
    while True:
        lineup, first = take(lineup, NOW_S)
        if first is None:
            return heard
        lineup = said(lineup, first.call_id)
        heard.append(first.call_id)
        for each in again:
            if each.call_id in lineup.heard:
                assert arrive(lineup, each, NOW_S) == lineup


def ids(lineup: Lineup) -> list[str]:
    return [each.one.call_id for each in lineup.waiting]


def test_messages_go_before_calls_that_wait_and_urgent_ones_before_all() -> None:
    lineup = line(
        one("1"), one("m.1", "message"), one("2"), one("f.1", "message", urgent=True), one("3")
    )
    assert ids(lineup) == ["f.1", "m.1", "1", "2", "3"]


def test_what_was_heard_or_waits_already_is_not_said_again() -> None:
    lineup = line(one("1"), one("1"))
    assert ids(lineup) == ["1"]
    lineup = said(lineup, "1")
    assert ids(lineup) == []
    assert arrive(lineup, one("1"), NOW_S) == lineup


def test_what_was_taken_back_leaves_the_line() -> None:
    lineup = line(one("m.1", "message"), one("1"), one("m.withdrawn", "withdrawn"))
    assert ids(lineup) == ["1"]


def test_what_was_taken_back_and_comes_late_is_not_said() -> None:
    lineup = line(one("m.withdrawn", "withdrawn"), one("m.1", "message"), one("1"))
    assert ids(lineup) == ["1"]
    assert [stands(lineup, id) for id in ("m.1", "1")] == [False, True]
    assert ids(arrive(silenced(lineup), one("m.2", "message"), NOW_S)) == []


def test_what_stood_in_line_for_minutes_is_not_said() -> None:
    lineup = line(one("1", lives_s=20), one("2", lives_s=60))
    after, first = take(lineup, NOW_S + 20 + LATE_S)
    assert first is not None
    assert (first.call_id, ids(after)) == ("2", [])
    assert take(lineup, NOW_S + 60 + LATE_S) == (Lineup(), None)


def test_who_has_lost_the_voice_has_nothing_to_say_and_remembers_what_it_has_said() -> None:
    lineup = silenced(said(line(one("1"), one("2")), "1"))
    assert (ids(lineup), lineup.heard) == ([], ("1",))


def test_behind_a_message_a_call_has_its_turn_before_another_that_is_not_urgent() -> None:
    lineup = line(one("m.1", "message"), one("1"), one("m.2", "message"), one("2"))
    assert all_said(lineup) == ["m.1", "1", "m.2", "2"]
    lineup = line(one("f.1", "message", urgent=True), one("1"), one("f.2", "message", urgent=True))
    assert all_said(lineup) == ["f.1", "f.2", "1"]


@given(st.lists(st.tuples(st.sampled_from("abc"), st.booleans(), st.booleans()), max_size=40))
def test_everything_is_said_once_and_what_is_urgent_at_first(
    arrivals: list[tuple[str, bool, bool]],
) -> None:
    all = [
        one(f"{name}{message}{urgent}", "message" if message else "call", urgent=urgent)
        for name, message, urgent in arrivals
    ]
    by_id = {each.call_id: each for each in all}
    heard = [by_id[id] for id in all_said(line(*all), again=all)]
    assert sorted(each.call_id for each in heard) == sorted(by_id)
    ranks = [0 if each.urgent and each.kind == "message" else 1 for each in heard]
    assert ranks == sorted(ranks)
    for before, now, behind in zip(heard, heard[1:], heard[2:], strict=False):
        if before.kind == now.kind == "message" and not now.urgent:
            assert behind.kind == "message"  # no call waited


def test_the_memory_of_what_was_said_does_not_grow_for_ever() -> None:
    lineup = Lineup()
    for number in range(HEARD_KEPT + 5):
        lineup = said(lineup, str(number))
    assert (len(lineup.heard), lineup.heard[-1]) == (HEARD_KEPT, str(HEARD_KEPT + 4))
