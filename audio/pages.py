"""Serves the sounds of calls and of messages to boards and announcers."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Protocol, TypeVar

from flask import Blueprint, Response, abort, request

from audio.phrases import Call
from audio.sounds import SoundStore

SAMPLE = Call("A001", 1)
"""What a board's test page plays (`display_board/static/proof.js`), before anybody was called."""

Result = TypeVar("Result")
Allowed = Callable[[str, int], bool]
Message = Callable[[str], Mapping[str, str] | None]


class Offload(Protocol):
    """Runs a blocking function outside the server's event loop and returns its result."""

    def __call__(self, fn: Callable[..., Result], /, *args: object) -> Result: ...


def create(
    store: SoundStore, allowed: Allowed, offload: Offload, message: Message = lambda _: None
) -> Blueprint:
    """The blueprint with `GET /sounds/<label>/<counter>/<nth>.wav` and
    `GET /sounds/message/<id>.wav`.

    `allowed(label, counter)` says whether such a call exists, so that nobody can fill the disk by
    guessing; `message(id)` is a message's text by language, None for one that does not exist. Both
    run in the request.
    """
    pages = Blueprint("sounds", __name__)

    @pages.get("/sounds/<label>/<int:counter>/<int:nth>.wav")
    def sound(label: str, counter: int, nth: int) -> Response:
        call = _call(label, counter, nth)
        if call is None or not (allowed(label, counter) or call == SAMPLE):
            abort(HTTPStatus.NOT_FOUND)
        return _answer(offload(store.content_for, call))

    @pages.get("/sounds/message/<name>.wav")
    def message_sound(name: str) -> Response:
        texts = message(name)
        if texts is None:
            abort(HTTPStatus.NOT_FOUND)
        return _answer(offload(store.message_for, texts))

    return pages


def _call(label: str, counter: int, nth: int) -> Call | None:
    try:
        return Call(label, counter, nth)
    except ValueError:
        return None


def _answer(content: bytes) -> Response:
    """The address does not name the voice: kept, but asked for by its tag each time (a cheap 304),
    so that a new voice is heard with the next call.
    """
    answer = Response(content, mimetype="audio/wav")
    answer.add_etag()
    answer.headers["Cache-Control"] = "no-cache"
    answer.make_conditional(request)
    return answer
