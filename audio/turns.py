"""Whether this announcer may speak: the server lends the voice, we ask again and again."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from importlib.metadata import version
from typing import TypeVar
from urllib.parse import quote

from queue_server.messages import (
    Announcement,
    HallNow,
    Heartbeat,
    Spoken,
    VoiceBeat,
    VoiceTurn,
)
from queue_server.runtime.uplink import LinkDown, Refusal, Uplink

BEAT_S = 2.0
DEADLINE_S = 3.0
GOODBYE_S = 1.5  # of a machine that is switched off nobody waits long for a server
LOOK_S = 0.1  # how soon a voice that has run out is silent
BEATS_OF_HEALTH = 4  # the manager's page calls a device away after 20 s
TOLD_AT_ONCE = 50  # as many as a beat takes

log = logging.getLogger(__name__)

T = TypeVar("T")
Ready = Callable[[], str | None]
Owed = Callable[[Sequence[Announcement]], None]


def steady_s() -> float:
    """Seconds of a clock that nobody sets, and that goes on while the machine sleeps."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


class Turns:
    """Asks for the voice of a zone in a thread of its own.

    ``problem()`` is the code of why no sound can be made, None when it can; ``owed`` is called with
    what nobody has spoken, ``lost`` again and again while the voice is not ours.
    """

    def __init__(
        self,
        uplink: Uplink,
        zone: str,
        problem: Ready,
        owed: Owed,
        lost: Callable[[], None],
    ) -> None:
        self._uplink, self._problem, self._owed, self._lost = uplink, problem, owed, lost
        self._address = f"/api/v1/voices/{quote(zone)}"
        self._version = version("motcua")
        self._told: list[Spoken] = []
        self._lock = threading.Lock()
        self._until = 0.0
        self._woken, self._stopping = threading.Event(), threading.Event()
        self._reached: bool | None = None
        self._threads = [
            threading.Thread(target=self._run, name="turns", daemon=True),
            threading.Thread(target=self._watch, name="lease", daemon=True),
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Give the voice back, if the server can be reached; within some seconds in any case."""
        self._stopping.set()
        self._woken.set()
        for thread in self._threads:
            if thread.is_alive():
                thread.join(GOODBYE_S / 2)
        last = VoiceBeat(ready=False, problem="closed", spoken=self._told[:TOLD_AT_ONCE])
        self._ask(last, GOODBYE_S)

    def speaks(self) -> bool:
        """Whether we may make a sound now, by a clock that nobody sets."""
        return steady_s() < self._until and not self._stopping.is_set()

    def tell(self, spoken: Spoken) -> None:
        """What became of an announcement; it is told at once, and again until it was heard."""
        with self._lock:
            self._told.append(spoken)
        self._woken.set()

    def _run(self) -> None:
        beats = 0
        while not self._stopping.is_set():
            self._woken.clear()
            try:
                self._beat()
                if beats % BEATS_OF_HEALTH == 0:
                    self._say_hello()
            except Exception:  # whatever it was, the voice must be asked for again
                log.exception("voice fault")
            beats += 1
            self._woken.wait(BEAT_S)

    def _watch(self) -> None:
        while not self._stopping.wait(LOOK_S):
            if not self.speaks():
                self._lost()

    def _beat(self) -> None:
        with self._lock:
            told = self._told[:TOLD_AT_ONCE]
        problem = self._problem()
        if problem is not None:
            self._until = 0.0
        sent = steady_s()
        turn = self._ask(VoiceBeat(ready=problem is None, problem=problem, spoken=told))
        if turn is None:
            return
        with self._lock:
            del self._told[: len(told)]
        self._until = sent + turn.for_s if turn.for_s > 0 else 0.0
        if self.speaks() and turn.unspoken:
            self._owed(turn.unspoken)

    def _say_hello(self) -> None:
        hello = Heartbeat(version=self._version)
        self._reach(
            lambda: self._uplink.post("/api/v1/heartbeat", hello, HallNow, deadline_s=DEADLINE_S)
        )

    def _ask(self, beat: VoiceBeat, deadline_s: float = DEADLINE_S) -> VoiceTurn | None:
        return self._reach(
            lambda: self._uplink.post(self._address, beat, VoiceTurn, deadline_s=deadline_s)
        )

    def _reach(self, ask: Callable[[], T]) -> T | None:
        try:
            answer = ask()
        except (LinkDown, Refusal) as error:
            self._say(up=False, reason=str(error))
            return None
        self._say(up=True)
        return answer

    def _say(self, *, up: bool, reason: str = "") -> None:
        """Log once when it breaks, once when it heals."""
        if up is self._reached:
            return
        self._reached = up
        if up:
            log.info("link back")
        else:
            log.warning("link lost", extra={"reason": reason})
