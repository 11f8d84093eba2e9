"""Serves the sounds of calls and of messages to boards and announcers."""

import logging
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Protocol, TypeVar

from flask import Blueprint, Response, abort, request

from audio.api import VoiceError
from audio.phrases import Call
from audio.sounds import SoundStore

RETRY_AFTER_S = 5

log = logging.getLogger(__name__)

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
    run in the request. A voice that fails answers 503 with a problem document.
    """
    pages = Blueprint("sounds", __name__)
    heard = _Heard()

    @pages.get("/sounds/<label>/<int:counter>/<int:nth>.wav")
    def sound(label: str, counter: int, nth: int) -> Response:
        call = _call(label, counter, nth)
        if call is None or not allowed(label, counter):
            abort(HTTPStatus.NOT_FOUND)
        return heard.answer(lambda: _sound(store, call, offload))

    @pages.get("/sounds/message/<name>.wav")
    def message_sound(name: str) -> Response:
        texts = message(name)
        if texts is None:
            abort(HTTPStatus.NOT_FOUND)
        return heard.answer(lambda: _message(store, texts, offload))

    return pages


class _Heard:
    """Whether the voice works: the log says once that it is lost, and once that it is back."""

    def __init__(self) -> None:
        self._works = True

    def answer(self, sound: Callable[[], Response]) -> Response:
        try:
            answer = sound()
        except VoiceError as error:
            if self._works:
                log.warning("voice lost", extra={"code": error.code, "reason": str(error)})
            self._works = False
            return _problem(error)
        if not self._works:
            log.info("voice back")
        self._works = True
        return answer


def _call(label: str, counter: int, nth: int) -> Call | None:
    try:
        return Call(label, counter, nth)
    except ValueError:
        return None


def _sound(store: SoundStore, call: Call, offload: Offload) -> Response:
    key = offload(store.key_for, call)
    if request.if_none_match.contains(key):
        answer = Response(status=HTTPStatus.NOT_MODIFIED)
    else:
        key, content = offload(store.content_for, call)
        answer = Response(content, mimetype="audio/wav")
    answer.set_etag(key)
    # The address does not name the voice: kept, but asked for by its tag each time (a cheap 304),
    # so that a new voice is heard with the next call.
    answer.headers["Cache-Control"] = "no-cache"
    return answer


def _message(store: SoundStore, texts: Mapping[str, str], offload: Offload) -> Response:
    answer = Response(offload(store.message_for, texts), mimetype="audio/wav")
    answer.add_etag()
    answer.headers["Cache-Control"] = "no-cache"
    answer.make_conditional(request)
    return answer


def _problem(error: VoiceError) -> Response:
    """RFC 9457 problem document; the sentence for the operator is in the log, not on the wire."""
    answer = Response(
        f'{{"title": "No voice", "status": 503, "code": "{error.code}"}}',
        status=HTTPStatus.SERVICE_UNAVAILABLE,
        mimetype="application/problem+json",
    )
    answer.headers["Retry-After"] = str(RETRY_AFTER_S)
    answer.headers["Cache-Control"] = "no-store"
    return answer
