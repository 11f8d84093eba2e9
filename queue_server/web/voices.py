"""Loudspeakers of the hall: boards without a token, announcers with one; and what managers say."""

from __future__ import annotations

from uuid import uuid4

from ..domain.broadcast import PHRASES, URGENT
from ..domain.errors import Invalid
from ..domain.journal import Actor
from ..domain.voice import ANNOUNCER, BOARD, Beat
from ..messages import BroadcastNow, Phrase, Phrases, Say, VoiceBeat, VoiceTurn, WithdrawBroadcast
from ..runtime.i18n import LANGUAGES
from ..store import View
from ..use_cases import broadcasting, voices
from ..use_cases.broadcasting import OWN, Wanted
from ..use_cases.voices import Turn
from .door import Asked, Endpoint, Who
from .manager import MANAGER
from .reception import key_of
from .services import Services

SPEAKER = Who(devices=frozenset({ANNOUNCER}))
NOBODY = Actor("anybody")


def board_beat(at: Services, asked: Asked) -> VoiceTurn:
    with at.look() as view:
        board = view.centre.board(asked.path["name"])
    if asked.body.page is None:
        raise Invalid("invalid", what="page")
    said = _beat(asked.body, f"{BOARD}:{asked.body.page}", BOARD, board.id)
    return at.write(voices.take_turn, NOBODY, Turn(board.zone, said, asked.body.spoken)).result


def announcer_beat(at: Services, asked: Asked) -> VoiceTurn:
    caller = asked.caller
    said = _beat(asked.body, f"{ANNOUNCER}:{caller.device}", ANNOUNCER, caller.name)
    turn = Turn(asked.path["zone"], said, asked.body.spoken)
    return at.write(voices.take_turn, caller.actor(), turn).result


def _beat(body: VoiceBeat, who: str, kind: str, name: str) -> Beat:
    problem = None if body.ready else body.problem or "not_ready"
    return Beat(who=who, kind=kind, name=name, ready=body.ready, problem=problem)


def phrases(at: Services, _asked: Asked) -> Phrases:
    with at.look() as view:
        return Phrases(
            phrases=[Phrase(kind, _words(at, view, kind), kind in URGENT) for kind in PHRASES],
            languages=_languages(view),
            zones=voices.zones(view.centre),
        )


def say(at: Services, asked: Asked) -> BroadcastNow:
    wanted: Say = asked.body
    with at.look() as view:
        texts = wanted.text if wanted.kind == OWN else _words(at, view, wanted.kind)
    command = Wanted(
        id=str(uuid4()),
        kind=wanted.kind,
        texts={language: text.strip() for language, text in texts.items() if text.strip()},
        zones=list(dict.fromkeys(wanted.zones)),
        urgent=wanted.urgent,
        times=wanted.times,
        gap_s=wanted.gap_s,
    )
    return at.write(broadcasting.say, asked.caller.actor(), command, key_of(asked)).result


def withdraw(at: Services, asked: Asked) -> BroadcastNow:
    id = str(asked.path["broadcast"])
    return at.write(broadcasting.withdraw, asked.caller.actor(), id, key_of(asked)).result


def _words(at: Services, view: View, kind: str) -> dict[str, str]:
    """A prepared phrase in every language of the hall; closing says when, where that is known."""
    calendar = view.centre.calendar
    closes = None if calendar.always_open else calendar.closes_at(view.day)
    told = kind == "closing" and closes is not None
    key = f"broadcast.{kind}.at" if told else f"broadcast.{kind}"
    time = closes.astimezone(calendar.zone).strftime("%H:%M") if closes else ""
    return {one: at.words.text(one, key, time=time) for one in _languages(view)}


def _languages(view: View) -> list[str]:
    return [one for one in view.centre.languages if one in LANGUAGES]


ENDPOINTS = [
    Endpoint(
        "POST",
        "/api/v1/boards/<name>/voice",
        board_beat,
        "A board's page says how its sound is; may it speak?",
        VoiceTurn,
        takes=VoiceBeat,
        limit="public",
    ),
    Endpoint(
        "POST",
        "/api/v1/voices/<zone>",
        announcer_beat,
        "An announcer says how its sound is; may it speak?",
        VoiceTurn,
        takes=VoiceBeat,
        who=SPEAKER,
    ),
    Endpoint("GET", "/api/v1/phrases", phrases, "What can be said", Phrases, who=MANAGER),
    Endpoint(
        "POST",
        "/api/v1/broadcasts",
        say,
        "Say something in the hall",
        BroadcastNow,
        takes=Say,
        who=MANAGER,
        keyed=True,
    ),
    Endpoint(
        "POST",
        "/api/v1/broadcasts/<uuid:broadcast>/withdraw",
        withdraw,
        "Say it no more",
        BroadcastNow,
        takes=WithdrawBroadcast,
        who=MANAGER,
        keyed=True,
    ),
]
"""The voices' part of the API."""
