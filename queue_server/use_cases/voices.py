"""Who speaks in a zone, what was spoken there and when, and where the hall hears nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import takewhile

from msgspec import Struct
from msgspec.structs import replace

from ..domain import voice as rules
from ..domain.broadcast import is_said
from ..domain.centre import Centre
from ..domain.errors import NotFound, Refused
from ..domain.journal import Actor
from ..domain.ticket import Ticket
from ..domain.voice import Beat, Candidate
from ..messages import Announcement, Spoken, VoiceNow, VoiceTurn, ZoneState
from ..store import Transaction, View, broadcasts, tickets, voices
from ..store.voices import Utterance
from .showing import announcement, on_board, utterance

MOST = 50
"""Pages that are loudspeakers of a zone; anybody may open one, and nobody opens so many."""

CLOSED_AFTER = dt.timedelta(minutes=10)
"""A page not heard of for so long is closed; each opening of a page is a loudspeaker of its own."""

WATCHED = dt.timedelta(minutes=10)
"""So far back a call is looked for that nobody heard."""

ALARM_AFTER = dt.timedelta(seconds=15)
"""Longer than a voice needs to be followed by another, shorter than a manager needs to notice."""

LATER = dt.timedelta(seconds=10)
"""A sound that began in time may be told so long after its announcement has expired."""


MS = dt.timedelta(milliseconds=1)


class Turn(Struct, frozen=True):
    """A beat of a loudspeaker of a zone, with what it has spoken."""

    zone: str
    said: Beat
    spoken: Sequence[Spoken] = ()


def zones(centre: Centre) -> list[str]:
    """Where something is spoken: wherever a board stands that announces calls."""
    return list(dict.fromkeys(board.zone for board in centre.boards if board.announces))


def zone_of(centre: Centre, name: str) -> str:
    """The zone of that name. Raises ``NotFound``."""
    if name not in zones(centre):
        raise NotFound("zone_unknown", zone=name[:32])
    return name


def zone_state(view: View, name: str) -> ZoneState:
    """What an announcer is told of its zone beside the announcements. Raises ``NotFound``."""
    return ZoneState(view.head.revision, view.now, zone_of(view.centre, name))


def in_zone(centre: Centre, zone: str, ticket: Ticket) -> bool:
    """Whether calls of the ticket are heard in the zone: a board there shows them."""
    return any(board.zone == zone and on_board(ticket, board) for board in centre.boards)


def of_call(centre: Centre, ticket: Ticket) -> list[str]:
    """The zones in which calls of the ticket are heard."""
    return [zone for zone in zones(centre) if in_zone(centre, zone, ticket)]


def take_turn(tx: Transaction, _actor: Actor, command: Turn) -> VoiceTurn:
    """Hear a loudspeaker, and tell it whether it may speak. Nothing of it is news of the hall.

    Raises ``NotFound`` for an unknown zone, ``Refused`` when there are too many loudspeakers.
    """
    zone, said = zone_of(tx.centre, command.zone), command.said
    known = {one.who: one for one in voices.of_zone(tx, zone)}
    if said.who not in known:
        _make_room(tx, zone, known, said)
    _note(tx, zone, known.get(said.who), command.spoken)
    for one in rules.beat(list(known.values()), said, tx.now):
        (voices.save if one.who in known else voices.add)(tx, zone, one)
        known[one.who] = one
    speaker = rules.speaker(list(known.values()), tx.now)
    if speaker is None or speaker.who != said.who:
        return VoiceTurn(zone, 0)
    return VoiceTurn(zone, rules.LENT.total_seconds(), unspoken(tx, zone, said))


def _make_room(tx: Transaction, zone: str, known: dict[str, Candidate], said: Beat) -> None:
    """For one more. Where a zone is full the least needed one goes: who is not heard any more (many
    screens were switched off and on), else who cannot make a sound while the new one can.

    Announcers, which have tokens, always have room: anybody may open pages.
    """
    limit = tx.now - CLOSED_AFTER
    for one in [one for one in known.values() if one.heard_at < limit]:
        voices.forget(tx, zone, one.who)
        del known[one.who]
    pages = [one for one in known.values() if one.kind != rules.ANNOUNCER]
    if len(pages) < MOST or said.kind == rules.ANNOUNCER:
        return
    spare = [one for one in pages if not rules.lent(one, tx.now)]
    gone = [one for one in spare if not rules.fresh(one, tx.now)]
    mute = [one for one in spare if said.ready and not one.ready]
    if not gone and not mute:
        raise Refused("voices_enough")
    least = min(gone or mute, key=lambda one: one.heard_at)
    voices.forget(tx, zone, least.who)
    del known[least.who]


def unspoken(view: View, zone: str, by: Beat) -> list[Announcement]:
    """What the zone should hear and has not: not expired, not begun, and not failed at this one.

    A board is told which of it belongs on other boards alone.
    """
    oldest = view.now - dt.timedelta(seconds=view.centre.rules.announcement_expires_s)
    called = tickets.called_behind(view, oldest)
    boards = [one for one in view.centre.boards if by.kind == rules.BOARD and one.id == by.name]
    calls = [
        replace(announcement(view.centre, one), shown=all(on_board(one, board) for board in boards))
        for one in called
        if in_zone(view.centre, zone, one)
    ]
    said = [
        utterance(one)
        for one in broadcasts.recent(view)
        if zone in one.zones and is_said(one, view.centre.calendar, view.now)
    ]
    noted = voices.spoken_since(view, zone, view.now - WATCHED)
    known = {one.utterance for one in noted if one.at is not None or one.who == by.who}
    return [
        one for one in [*said, *calls] if one.call_id not in known and one.expires_at > view.now
    ]


def _note(tx: Transaction, zone: str, by: Candidate | None, told: Sequence[Spoken]) -> None:
    """Keep when sounds began. The first begin of an announcement is the one that counts.

    Only who has had the voice is believed, and only about what could be spoken: of a ticket that
    is the latest call, for an earlier one does not matter any more.
    """
    if not told or by is None or by.until is None:
        return
    due = _could_be_spoken(tx, zone)
    noted = {one.utterance: one for one in voices.spoken_since(tx, zone, tx.now - WATCHED)}
    for one in told:
        if one.id not in due or not _says_more(one, noted.get(one.id), by):
            continue
        since, label = due[one.id]
        began = None if one.at is None else min(max(one.at, since), tx.now)
        now = Utterance(
            utterance=one.id,
            noted_at=tx.now,
            at=began,
            error=None if began else one.error or "unknown",
            delay_ms=max(0, round((began - since) / MS)) if began else None,
            label=label,
            who=by.who,
        )
        voices.note(tx, zone, now)
        noted[one.id] = now


def _says_more(told: Spoken, before: Utterance | None, by: Candidate) -> bool:
    """The first begin counts, unless who began says that it came to nothing."""
    if before is None:
        return True
    if before.at is not None:
        return told.at is None and before.who == by.who
    return told.at is not None


def _could_be_spoken(view: View, zone: str) -> dict[str, tuple[dt.datetime, str]]:
    """By the id of each announcement: when it was made, and the number it calls."""
    calls = {
        one.call_id: (one.called_at, one.label)
        for one in tickets.called_behind(view, view.now - WATCHED)
        if one.call_id and one.called_at and in_zone(view.centre, zone, one)
    }
    said = {
        one.utterance: (one.said_at, "") for one in broadcasts.recent(view) if zone in one.zones
    }
    return {**calls, **said}


def voices_now(view: View) -> list[VoiceNow]:
    """Every zone as a manager sees it."""
    return [_voice_now(view, zone) for zone in zones(view.centre)]


def _voice_now(view: View, zone: str) -> VoiceNow:
    known = voices.of_zone(view, zone)
    noted = voices.spoken_since(view, zone, view.now - WATCHED)
    state, speaker, since = _state(known, noted, view.now)
    mute = state != "speaking" and (since is None or view.now - since > ALARM_AFTER)
    used = bool(known)  # where no loudspeaker has been for days, none is missing
    last = next((one for one in noted if one.at is not None and one.label), None)
    failed = noted[0].error if state == "failing" else None
    return VoiceNow(
        zone=zone,
        boards=[board.name for board in view.centre.boards if board.zone == zone],
        state=state,
        kind=speaker.kind if speaker else None,
        name=_known_as(view.centre, speaker) if speaker else None,
        problem=failed or (speaker.problem if speaker else None),
        since=since,
        alarm=mute and used and view.centre.calendar.is_open(view.now),
        last_label=last.label if last else None,
        last_at=last.at if last else None,
        last_delay_ms=last.delay_ms if last else None,
        unheard=_unheard(view, zone, noted),
    )


def _known_as(centre: Centre, speaker: Candidate) -> dict[str, str]:
    """A board by its name on the screens, an announcer by that of its enrolment."""
    names = {board.id: board.name for board in centre.boards if speaker.kind == rules.BOARD}
    return names.get(speaker.name, {"vi": speaker.name})


def _state(
    known: list[Candidate], noted: list[Utterance], now: dt.datetime
) -> tuple[str, Candidate | None, dt.datetime | None]:
    """The zone in a word, whom it is about, and since when it is not as it should be."""
    speaker = rules.speaker(known, now)
    if speaker is None:
        there = [one for one in known if rules.fresh(one, now)]
        since = rules.silent_since(known, now)
        return "blocked" if there else "nobody", next(iter(there), None), since
    errors = list(takewhile(lambda one: one.at is None, noted))
    if errors:
        return "failing", speaker, errors[-1].noted_at
    return "speaking", speaker, None


def _unheard(view: View, zone: str, noted: list[Utterance]) -> list[str]:
    """Numbers whose latest call had its time and was spoken by nobody."""
    heard = {one.utterance for one in noted if one.at is not None}
    told_by = view.now - LATER - dt.timedelta(seconds=view.centre.rules.announcement_expires_s)
    return [
        one.label
        for one in tickets.called_behind(view, view.now - WATCHED)
        if one.call_id not in heard
        and one.called_at is not None
        and one.called_at < told_by
        and in_zone(view.centre, zone, one)
    ]
