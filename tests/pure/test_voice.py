"""Who speaks in a zone: never two, somebody soon, an announcer first, the same one while well."""

from __future__ import annotations

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import Struct, field

from queue_server.domain.voice import ANNOUNCER, BEAT_S, BOARD, LENT, Beat, Candidate, beat, speaker

START = dt.datetime(2026, 11, 23, 2, tzinfo=dt.UTC)
LENT_S = LENT.total_seconds()
STEP_S = 0.5
FAILOVER_S = 10.0


class Loudspeaker(Struct):
    """A page or a program: beats every two seconds and counts its lease by its own clock."""

    who: str
    kind: str
    phase: int
    alive: bool = True
    ready: bool = True
    until: float = 0.0  # true time, which its monotonic clock follows

    def speaks(self, true_s: float) -> bool:
        return self.alive and true_s < self.until


class Zone(Struct):
    """The server of a zone, whose clock may be set; `true_s` is the time that really passes."""

    all: list[Loudspeaker]
    true_s: float = 0.0
    ahead: dt.timedelta = dt.timedelta(0)
    kept: dict[str, Candidate] = field(default_factory=dict)

    def now(self) -> dt.datetime:
        return START + dt.timedelta(seconds=self.true_s) + self.ahead

    def hear(self, one: Loudspeaker) -> None:
        said = Beat(who=one.who, kind=one.kind, name=one.who, ready=one.ready)
        for changed in beat(list(self.kept.values()), said, self.now()):
            self.kept[changed.who] = changed
        holder = speaker(list(self.kept.values()), self.now())
        one.until = self.true_s + LENT_S if holder and holder.who == one.who else 0.0

    def step(self) -> None:
        self.true_s += STEP_S
        for one in self.all:
            if one.alive and (self.true_s / STEP_S + one.phase) % (BEAT_S / STEP_S) == 0:
                self.hear(one)

    def pass_time(self, seconds: float) -> None:
        for _ in range(round(seconds / STEP_S)):
            self.step()
            assert len(self.speakers()) <= 1

    def speakers(self) -> list[str]:
        return [one.who for one in self.all if one.speaks(self.true_s)]


loudspeakers = st.lists(
    st.tuples(st.sampled_from([BOARD, ANNOUNCER]), st.integers(0, 3)), min_size=1, max_size=4
).map(lambda made: [Loudspeaker(f"{kind}{n}", kind, p) for n, (kind, p) in enumerate(made)])
events = st.lists(
    st.tuples(
        st.sampled_from(["dies", "rises", "blocked", "ready", "clock"]),
        st.integers(0, 3),
        st.integers(-100_000, 100_000),
        st.integers(1, 12),
    ),
    max_size=12,
)


def happen(zone: Zone, what: str, which: int, jump_s: int) -> None:
    one = zone.all[which % len(zone.all)]
    if what == "clock":
        zone.ahead += dt.timedelta(seconds=jump_s)
    elif what in ("dies", "rises"):
        one.alive = what == "rises"
        one.until = 0.0
    else:
        one.ready = what == "ready"
        one.until = one.until if one.ready else 0.0  # who cannot be heard does not speak


@settings(deadline=None)
@given(loudspeakers, events)
def test_there_are_never_two_voices_whatever_dies_is_blocked_or_is_done_to_the_clock(
    all: list[Loudspeaker], happenings: list[tuple[str, int, int, int]]
) -> None:
    zone = Zone(all)
    for what, which, jump_s, lasting in happenings:
        happen(zone, what, which, jump_s)
        zone.pass_time(lasting)


@settings(deadline=None)
@given(loudspeakers, events)
def test_ten_seconds_after_all_that_somebody_who_can_speak_does(
    all: list[Loudspeaker], happenings: list[tuple[str, int, int, int]]
) -> None:
    zone = Zone(all)
    clock_jumped = False
    for what, which, jump_s, lasting in happenings:
        happen(zone, what, which, jump_s)
        zone.pass_time(lasting)
        clock_jumped = what == "clock"
    zone.pass_time(FAILOVER_S + (LENT_S if clock_jumped else 0))
    able = {one.who for one in all if one.alive and one.ready}
    assert bool(zone.speakers()) == bool(able)
    announcers = {who for who in able if who.startswith(ANNOUNCER)}
    if announcers:
        zone.pass_time(FAILOVER_S)
        assert set(zone.speakers()) <= announcers


@given(loudspeakers)
def test_who_speaks_goes_on_while_it_is_well(all: list[Loudspeaker]) -> None:
    zone = Zone(all)
    zone.pass_time(FAILOVER_S)
    first = zone.speakers()
    zone.pass_time(60)
    assert zone.speakers() == first


def test_a_dead_holder_is_followed_within_ten_seconds_and_not_before_its_time_is_up() -> None:
    zone = Zone([Loudspeaker("a", BOARD, 0), Loudspeaker("b", BOARD, 1)])
    zone.pass_time(8)
    [first] = zone.speakers()
    holder = next(one for one in zone.all if one.who == first)
    holder.alive = False
    waited = 0.0
    while zone.speakers() in ([], [first]):
        zone.pass_time(STEP_S)
        waited += STEP_S
        assert waited <= FAILOVER_S
    assert waited >= LENT_S - BEAT_S


def test_an_announcer_takes_over_from_a_board_and_a_board_when_the_announcer_is_blocked() -> None:
    board, announcer = Loudspeaker("tv", BOARD, 0), Loudspeaker("pc", ANNOUNCER, 1)
    zone = Zone([board])
    zone.pass_time(4)
    assert zone.speakers() == ["tv"]
    zone.all.append(announcer)
    zone.pass_time(5)
    assert zone.speakers() == ["pc"]
    announcer.ready, announcer.until = False, 0.0
    zone.pass_time(5)
    assert zone.speakers() == ["tv"]


def test_a_clock_set_back_gives_nobody_back_a_voice_that_another_has_taken_over() -> None:
    first, second = Loudspeaker("first", BOARD, 1), Loudspeaker("second", BOARD, 0)
    zone = Zone([first, second])
    zone.pass_time(4)
    happen(zone, "dies", 0, 0)
    zone.pass_time(FAILOVER_S)
    assert zone.speakers() == ["second"]
    happen(zone, "clock", 0, -3600)
    for _ in range(60):
        zone.pass_time(1)
        assert zone.speakers() == ["second"]
