"""Composition root of the announcer: news become sounds, while the voice of the zone is ours."""

from __future__ import annotations

import datetime as dt
import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from audio import lineup
from audio.announcer_settings import AnnouncerSettings
from audio.api import VoiceError
from audio.lineup import Lineup
from audio.player import Player, SilentPlayer
from audio.turns import Turns, steady_s
from queue_server.messages import Announcement, Spoken, ZoneState
from queue_server.runtime.device import Device
from queue_server.runtime.news import News, Server
from queue_server.runtime.uplink import LinkDown, Refusal, Uplink

SOUND_S = 8.0  # the server may have to speak a phrase for the first time
REST_S = 30.0
"""After a player failed: meanwhile another loudspeaker of the zone may speak."""

NEWS_S = 15.0
"""A state comes every five seconds; who hears none would say each call one beat late."""

END_S = 1.0  # for what is under way; it ends with the process
CLOCKS_KEPT = 8
MISSED_KEPT = 50
SET_S = 5.0  # no message that is heard is under way for so long: the server's clock was set back
LOOK_S = 0.5

log = logging.getLogger(__name__)


class Loudspeaker(Protocol):
    """`audio.player.Player`, or the one that makes no noise."""

    def program(self) -> str:
        """What plays. Raises VoiceError."""

    def play(self, file: Path, wanted: Callable[[], bool]) -> None:
        """Play to the end, if it is still wanted. Raises VoiceError."""

    def stop(self) -> None:
        """End the sound that is being played, if any."""


class ServerClock:
    """The server's time, from the moments it writes down: a message can only arrive late."""

    def __init__(self) -> None:
        self._ahead: deque[float] = deque(maxlen=CLOCKS_KEPT)

    def learn(self, as_of: dt.datetime) -> None:
        ahead = as_of.timestamp() - steady_s()
        if self._ahead and ahead < max(self._ahead) - SET_S:
            self._ahead.clear()
        self._ahead.append(ahead)

    def now(self) -> dt.datetime:
        """As well as it is known; before any news, this machine's own."""
        if not self._ahead:
            return dt.datetime.now(dt.UTC)
        return dt.datetime.fromtimestamp(steady_s() + max(self._ahead), dt.UTC)


def _player(wanted: str) -> Loudspeaker:
    if wanted == "none":
        return SilentPlayer()
    return Player() if wanted == "auto" else Player(programs=(wanted,))


class Announcer:
    """Speaks in one zone, when it is its turn."""

    def __init__(self, settings: AnnouncerSettings, device: Device) -> None:
        url = settings.server.url or device.server
        zone = settings.announcer.zone
        self._file = settings.announcer.data / "sound.wav"
        self._player = _player(settings.announcer.player)
        self._uplink = Uplink(url, device.token)
        self._clock = ServerClock()
        self._lineup, self._lock = Lineup(), threading.Lock()
        self._said = ""  # the id of what is being said
        self._missed: deque[str] = deque(maxlen=MISSED_KEPT)  # ids whose sound did not come in time
        self._failed: tuple[str, float] | None = None
        self._woken, self._stopping = threading.Event(), threading.Event()
        self._turns = Turns(self._uplink, zone, self._problem, self._owe, self._silence)
        room: dict[str, object] = {"room": "zone", "zone": zone}
        self._news = News(Server(url, device.token), room, ZoneState, self._hear, self._arrive)
        self._thread = threading.Thread(target=self._keep_saying, name="saying", daemon=True)

    def start(self) -> None:
        self._thread.start()
        self._news.start()
        self._turns.start()

    def stop(self) -> None:
        """Fall silent, and give the voice back: within some seconds, whatever hangs."""
        self._stopping.set()
        self._woken.set()
        self._silence()
        self._turns.stop()
        self._news.close(END_S)
        if self._thread.is_alive():
            self._thread.join(END_S)
        self._uplink.close()

    def _hear(self, state: ZoneState) -> None:
        self._clock.learn(state.as_of)

    def _arrive(self, one: Announcement) -> None:
        """News of something to say; while another has the voice, it is for the other to say."""
        withdrawn = one.kind == "withdrawn" and one.withdraws
        if withdrawn or self._turns.speaks():
            self._owe([one])
        if withdrawn and self._said.startswith(withdrawn):
            self._player.stop()

    def _owe(self, found: Sequence[Announcement]) -> None:
        with self._lock:
            for one in found:
                self._lineup = lineup.arrive(self._lineup, one, steady_s())
        self._woken.set()

    def _silence(self) -> None:
        """The voice is not ours: not another word."""
        with self._lock:
            self._lineup = lineup.silenced(self._lineup)
        if self._said:
            self._player.stop()

    def _problem(self) -> str | None:
        """Why nothing can be said here in time, if that is known."""
        if self._failed is not None and time.monotonic() < self._failed[1]:
            return self._failed[0]
        try:
            self._player.program()
        except VoiceError as error:
            return error.code
        return "no_news" if time.monotonic() - self._news.heard_at > NEWS_S else None

    def _keep_saying(self) -> None:
        while not self._stopping.is_set():
            self._woken.wait(LOOK_S)
            self._woken.clear()
            try:
                while (one := self._next()) is not None:
                    self._say(one)
            except Exception:  # one announcement must not silence those that follow
                log.exception("not said")

    def _next(self) -> Announcement | None:
        if not self._turns.speaks() or self._stopping.is_set():
            return None
        with self._lock:
            self._lineup, one = lineup.take(self._lineup, steady_s())
        return one

    def _say(self, one: Announcement) -> None:
        try:
            self._file.write_bytes(self._uplink.fetch(one.sound, deadline_s=SOUND_S))
            self._said = one.call_id
            if not self._may_begin(one):
                return
            self._player.play(self._file, lambda: self._begins(one))
            self._failed = None
        except VoiceError as error:
            self._player_failed(one, error)
        except LinkDown as error:
            self._no_sound(one, str(error))
        except OSError as error:
            self._not_said(one, "no_sound", str(error))
        except Refusal as error:
            self._not_said(one, f"http_{error.status}", str(error))
        finally:
            self._said = ""

    def _may_begin(self, one: Announcement) -> bool:
        """Whether nothing has happened while its sound was being made and fetched."""
        stands = lineup.stands(self._lineup, one.call_id)
        return stands and self._turns.speaks() and not self._stopping.is_set()

    def _begins(self, one: Announcement) -> bool:
        """Asked by the player at the last moment; what was not begun is not told as said."""
        begins = self._may_begin(one)
        if begins:
            self._tell(Spoken(one.call_id, self._clock.now()))
        return begins

    def _no_sound(self, one: Announcement, reason: str) -> None:
        """Untold the first time: as long as it lives it is owed with the next beats."""
        if one.call_id in self._missed:
            self._not_said(one, "no_sound", reason)
        else:
            self._missed.append(one.call_id)
            log.warning("not said", extra={"code": "no_sound", "reason": reason})

    def _player_failed(self, one: Announcement, error: VoiceError) -> None:
        if error.code == "player_stopped":
            return
        self._failed = (error.code, time.monotonic() + REST_S)
        self._not_said(one, error.code, str(error))

    def _not_said(self, one: Announcement, code: str, reason: str) -> None:
        if not lineup.stands(self._lineup, one.call_id):
            return
        log.warning("not said", extra={"code": code, "reason": reason})
        self._tell(Spoken(one.call_id, None, code))

    def _tell(self, spoken: Spoken) -> None:
        with self._lock:
            self._lineup = lineup.said(self._lineup, spoken.id)
        self._turns.tell(spoken)
