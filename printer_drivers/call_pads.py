"""Keys of call pads at the counters: frames become events. Pure.

What a key means is data, as are the frames (``frames.py``); a key is an event and nothing more.
Whoever gets the event decides whether the counter may do that now.
"""

from typing import Annotated, Literal, NamedTuple

from msgspec import Meta

from printer_drivers.display_codec import layout_of
from printer_drivers.frames import (
    Address,
    FrameError,
    Hex,
    Part,
    Shape,
    address_bytes,
    address_of,
    raw,
    read_template,
)

Event = Literal["next", "recall", "start", "finish", "no_show", "transfer", "pause"]
_OF_KEYS = {"address", "command", "key"}
_OF_POLLS = {"address", "command"}


class PadTemplate(Part, frozen=True, kw_only=True):
    """One kind of call pad. ``keys``: what each key's bytes mean; ``none`` is the
    answer of a polled pad whose keys are at rest. ``poll``: the question to which
    pads answer; without it they speak by themselves. ``debounce_ms``: a key that is heard again
    within so many milliseconds of the last time is still the same press.
    """

    name: str
    frame: Shape
    keys: dict[Hex, Event | Literal["none"]]
    address: Address = Address()
    poll: Shape | None = None
    debounce_ms: Annotated[int, Meta(ge=0, le=5000)] = 400


class Key(NamedTuple):
    """What a pad said; ``event`` None: its keys are at rest. ``address`` 0: it has none."""

    address: int
    event: Event | None


class Pad:
    """The frames of one kind of pad. Raises FrameError for a template that makes none."""

    def __init__(self, template: PadTemplate) -> None:
        self.template = template
        self._keys: dict[bytes, Event | None] = {
            raw(pairs): None if event == "none" else event for pairs, event in template.keys.items()
        }
        widths = {len(key) for key in self._keys}
        if len(widths) != 1 or 0 in widths:
            raise FrameError("key_lengths_differ", "keys")
        width = {"address": template.address.width, "key": widths.pop()}
        self.layout = layout_of(template.frame, _OF_KEYS, lambda field: width[field])
        if "key" not in template.frame.order:
            raise FrameError("missing", "frame.order")
        if not template.frame.start:
            raise FrameError("missing", "frame.start")  # without it no beginning is found again
        self._poll = (
            layout_of(template.poll, _OF_POLLS, lambda field: width[field])
            if template.poll
            else None
        )

    @property
    def polled(self) -> bool:
        """Whether pads of this kind have to be asked."""
        return self._poll is not None

    def question(self, address: int) -> bytes:
        """The frame that asks a polled pad. Raises FrameError."""
        if self._poll is None:
            raise FrameError("missing", "poll")
        return self._poll.build({"address": address_bytes(self.template.address, address)})

    def said(self, address: int, event: Event | None) -> bytes:
        """The frame of a key: for tests and for a pad made of software. Raises FrameError."""
        key = next((k for k, e in self._keys.items() if e == event), None)
        if key is None:
            raise FrameError("missing", "keys")
        values = {"address": address_bytes(self.template.address, address), "key": key}
        return self.layout.build(values)

    def key(self, frame: bytes) -> Key:
        """What a frame says. Raises FrameError."""
        values = self.layout.split(frame)
        if values["key"] not in self._keys:
            raise FrameError("unknown_key", "keys")
        has = "address" in values
        address = address_of(self.template.address, values["address"]) if has else 0
        return Key(address, self._keys[values["key"]])


class Listening:
    """Finds the frames in what one line says; noise between them is passed over and counted.

    ``noise`` counts those bytes: a wrong speed or template shows in it.
    """

    def __init__(self, pad: Pad) -> None:
        self._pad = pad
        self._start = raw(pad.template.frame.start)
        self._bytes = bytearray()
        self.noise = 0

    def feed(self, data: bytes) -> list[Key]:
        """The frames that ended within ``data``, in order."""
        self._bytes += data
        found = []
        size = self._pad.layout.size
        while self._at_start() and len(self._bytes) >= size:
            try:
                found.append(self._pad.key(bytes(self._bytes[:size])))
            except FrameError:
                self._drop(1)  # a start by chance: the next one may be within
            else:
                del self._bytes[:size]
        return found

    def _at_start(self) -> bool:
        """Drop what cannot begin a frame; whether anything is left."""
        place = self._bytes.find(self._start)
        if place < 0:  # the end may be the beginning of a start
            place = max(0, len(self._bytes) - len(self._start) + 1)
        self._drop(place)
        return bool(self._bytes)

    def _drop(self, count: int) -> None:
        del self._bytes[:count]
        self.noise += count


class Debounce:
    """Lets the first frame of a press through, by pad and key."""

    def __init__(self, quiet_s: float) -> None:
        self._quiet_s = quiet_s
        self._last: dict[int, tuple[Event, float]] = {}

    def is_press(self, key: Key, now: float) -> bool:
        """Whether ``key``, heard at ``now`` (monotonic seconds), is a new press."""
        if key.event is None:
            self._last.pop(key.address, None)
            return False
        last = self._last.get(key.address)
        self._last[key.address] = (key.event, now)
        return last is None or last[0] != key.event or now - last[1] >= self._quiet_s


def read_pad(text: str) -> Pad:
    """The pad of a template in TOML. Raises FrameError: its code, and the key it is about."""
    return Pad(read_template(PadTemplate, text))
