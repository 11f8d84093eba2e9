"""News goes down: committed changes become messages in Socket.IO rooms.

Two kinds, never mixed. An *announcement* is sent once, straight after the commit of its call. A
*state* is whole and replaceable: after a change every room somebody is in gets its new picture, at
most every few hundredths of a second however many changes there were. With several servers on one
database each sends states to its own visitors and sees the others' changes by their revision;
announcements go through the message queue.
"""

from __future__ import annotations

import logging
import time
from collections import Counter as Tally
from collections.abc import Callable, Collection, Mapping, Sequence

from flask import request
from flask_socketio import ConnectionRefusedError as Refusal
from flask_socketio import SocketIO, join_room
from msgspec import Struct, to_builtins

from .domain.centre import Centre
from .domain.errors import Busy, MotcuaError
from .messages import ANNOUNCEMENT, STATE, Announcement, News, to_wire
from .runtime.parallel import Parallel
from .store import Store, View, Written
from .use_cases import desk_state, overseeing, panel, showing, voices
from .use_cases.hall import look

log = logging.getLogger(__name__)

PING_INTERVAL_S = 5  # a frozen server is noticed after 13 s instead of 45 s
PING_TIMEOUT_S = 8
LARGEST_MESSAGE = 16_384

LEAST_GAP_S = 0.04
MOST_OF_TIME = 0.2  # of one core for drawing states, one room after the other
AT_ONE_LOOK = 10  # rooms; what they share is looked up once, and none is shown an old hall
OTHERS_GAP_S = 0.5  # how soon changes made by other processes are seen
FRESH_S = 1.0  # a state so young is good for who comes now: after a restart all boards come at once
STILL_GAP_S = 5.0  # a state is sent again when nothing happens, so that waits grow on the screens


class Pass(Struct, frozen=True):
    """What a visitor showed at the door: the cookies of a browser, the bearer token of a device."""

    cookies: Mapping[str, str]
    token: str = ""


Allowed = Callable[[str, Pass], str | None]


class Room(Struct, frozen=True):
    """``board:hall``, ``zone:hall``, ``counter:3``, ``manager`` or ``panel``."""

    kind: str
    name: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.name}"


def room_of(auth: object) -> Room:
    """The room a client asks for; raises ``Refusal`` for anything else."""
    if isinstance(auth, dict):
        kind = auth.get("room")
        if kind in ("board", "zone") and isinstance(auth.get(kind), str):
            return Room(kind, auth[kind][:64])
        if kind == "counter" and type(auth.get("counter")) is int:
            return Room("counter", str(auth["counter"]))
        if kind in ("manager", "panel"):
            return Room(kind, "")
    raise Refusal("room_unknown")


def _pass() -> Pass:
    """What the request at hand shows."""
    authorization = request.headers.get("Authorization", "")
    token = authorization[7:] if authorization.startswith("Bearer ") else ""
    return Pass(dict(request.cookies), token)


class Visitor(Struct, frozen=True):
    """A connected client: where it is, by what it was let in, and who that is (``""``: anybody)."""

    room: Room
    shown: Pass
    who: str


class Picture:
    """What the rooms are shown at one moment; what they share is looked up once."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._hall = look(view)
        self._desks = desk_state.Desks(view, self._hall)

    def of(self, room: Room) -> News:
        """A room's state; raises ``NotFound`` for one the centre does not have."""
        if room.kind == "board":
            return showing.board_state(self._view, room.name, self._hall)
        if room.kind == "counter":
            return self._desks.state(int(room.name))
        if room.kind == "zone":
            return voices.zone_state(self._view, room.name)
        if room.kind == "panel":
            return panel.panel_state(self._view, self._hall)
        return overseeing.manager_state(self._view, self._hall)


class Drawn(Struct, frozen=True):
    """A room's state on the wire, of which revision it is, and when it was drawn (monotonic)."""

    revision: int
    at: float
    wire: dict[str, object]


class Push:
    """The news of one centre.

    ``allowed(kind, shown)`` says who that is if they may enter a room of that kind (``""``:
    anybody may), else ``None``; it is asked again while they stay, so that the end of a session is
    the end of its news, and so is a revoked token.
    """

    def __init__(
        self, socketio: SocketIO, store: Store, centre: str, parallel: Parallel, allowed: Allowed
    ) -> None:
        self._socketio = socketio
        self._store = store
        self._centre = centre
        self._parallel = parallel
        self._allowed = allowed
        self._members: Tally[Room] = Tally()
        self._drawn: dict[Room, Drawn] = {}
        self._visitors: dict[str, Visitor] = {}
        self._bell = parallel.waiter()
        self._running = True
        self._works = True
        self._broken: set[Room] = set()
        self._seen = -1
        self._asked_at = 0.0
        socketio.on_event("connect", self._connect)
        socketio.on_event("disconnect", self._disconnect)
        parallel.spawn(self._keep_drawing)

    def publish(self, written: Written[object]) -> None:
        """Tell everybody what a committed command did."""
        for one in written.said:
            self._announce(written.centre, one.zones, showing.utterance(one))
        for ticket in written.called:
            call = showing.announcement(written.centre, ticket)
            shown = {one.id for one in written.centre.boards if showing.on_board(ticket, one)}
            self._announce(written.centre, voices.of_call(written.centre, ticket), call, shown)
        self._bell.set()

    def _announce(
        self,
        centre: Centre,
        zones: Sequence[str],
        message: Announcement,
        shown: Collection[str] | None = None,
    ) -> None:
        """To the announcers of the zones and to every board there: any of them may have the voice.

        ``shown`` are the boards that show it; without it all do.
        """
        told = to_wire(message)
        for zone in zones:
            self._socketio.emit(ANNOUNCEMENT, told, to=f"zone:{zone}")
        for board in centre.boards:
            if board.zone in zones:
                here = shown is None or board.id in shown
                heard = told if here else {**told, "shown": False}
                self._socketio.emit(ANNOUNCEMENT, heard, to=f"board:{board.id}")

    def clerks(self) -> set[tuple[int, str]]:
        """Which clerks have the page of which counter open, here."""
        return {
            (int(visitor.room.name), visitor.who)
            for visitor in list(self._visitors.values())
            if visitor.room.kind == "counter"
        }

    def close(self) -> None:
        self._running = False
        self._bell.set()

    def _connect(self, auth: object = None) -> None:
        room, shown = room_of(auth), _pass()
        who = self._allowed(room.kind, shown)
        if who is None:
            raise Refusal("token_unknown" if shown.token else "signed_out")
        join_room(str(room))  # before looking, so that nothing falls between look and join
        try:
            with self._store.read(self._centre) as view:
                state = self._state_for(view, room)
        except MotcuaError as error:
            raise Refusal(error.code) from None  # which also leaves the room
        sid = request.sid  # type: ignore[attr-defined]  # set by Flask-SocketIO
        self._visitors[sid] = Visitor(room, shown, who)
        self._members[room] += 1
        self._socketio.emit(STATE, state, to=sid, ignore_queue=True)

    def _state_for(self, view: View, room: Room) -> dict[str, object]:
        """The room's state as of now, drawn anew only if somebody may see the difference."""
        drawn, now = self._drawn.get(room), time.monotonic()
        if drawn and drawn.revision == view.head.revision and now - drawn.at < FRESH_S:
            return {**drawn.wire, "as_of": to_builtins(view.now)}
        wire = to_wire(Picture(view).of(room))
        self._drawn[room] = Drawn(view.head.revision, now, wire)
        return wire

    def _disconnect(self, _reason: object = None) -> None:
        visitor = self._visitors.pop(request.sid, None)  # type: ignore[attr-defined]
        if visitor is not None:
            self._members[visitor.room] -= 1
            if self._members[visitor.room] <= 0:
                del self._members[visitor.room]

    def _keep_drawing(self) -> None:
        drawn_at = 0.0
        while self._running:
            rung = self._bell.wait(OTHERS_GAP_S)
            self._bell = self._parallel.waiter()
            started = time.monotonic()
            if self._members:
                still = started - drawn_at > STILL_GAP_S
                if self._try_to_draw(force=still or rung):
                    drawn_at = started
            self._parallel.sleep(LEAST_GAP_S)

    def _try_to_draw(self, *, force: bool) -> bool:
        try:
            self._show_out()
            drawn = self._draw_all(force=force)
        except Exception:  # a database out of reach now will be in reach again
            if self._works:
                log.exception("states not sent")
            self._works = False
            return False
        if not self._works:
            log.info("states sent again")
        self._works = True
        return drawn

    def _show_out(self) -> None:
        """Every few seconds: whose session has ended has no news any more."""
        if time.monotonic() - self._asked_at < STILL_GAP_S:
            return
        self._asked_at = time.monotonic()
        for sid, visitor in list(self._visitors.items()):
            if self._allowed(visitor.room.kind, visitor.shown) is None:
                self._socketio.server.disconnect(sid)
            self._parallel.sleep(0)

    def _draw_all(self, *, force: bool) -> bool:
        """Send every room its state; without ``force`` only if somebody else changed the hall."""
        with self._store.read(self._centre) as view:
            revision = view.head.revision
        if not force and revision == self._seen:
            return False
        self._seen = revision
        rooms = sorted(self._members, key=lambda room: room.kind != "board")
        for place in range(0, len(rooms), AT_ONE_LOOK):
            with self._store.read(self._centre) as view:
                picture = Picture(view)
                for room in rooms[place : place + AT_ONE_LOOK]:
                    started = time.monotonic()
                    self._draw(picture, room)
                    self._rest(time.monotonic() - started)
        return True

    def _draw(self, picture: Picture, room: Room) -> None:
        """Send one room its state; whatever is wrong with it does not concern the others."""
        try:
            self._emit(room, picture.of(room))
            self._broken.discard(room)
        except Busy:
            raise
        except MotcuaError:  # the room's counter or board has just been removed
            return
        except Exception:
            if room not in self._broken:
                log.exception("state not sent", extra={"in_room": str(room)})
            self._broken.add(room)

    def _rest(self, spent_s: float) -> None:
        """Room by room, so that a clerk's press never waits for the pictures of all the others."""
        self._parallel.sleep(spent_s * (1 / MOST_OF_TIME - 1))

    def _emit(self, room: Room, state: News) -> None:
        self._socketio.emit(STATE, to_wire(state), to=str(room), ignore_queue=True)
