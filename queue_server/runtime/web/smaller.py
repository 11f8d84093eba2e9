"""What is sent, packed: a page is there sooner on a slow computer, and weighs a third.

Comments of scripts and styles stay at home; the lines stay: a fault is found where it is told.
"""

from __future__ import annotations

import gzip
import re
import threading

from flask import Flask, Response, request

PACKED = ("text/", "application/json", "image/svg+xml")  # fonts and sounds are packed already
LEAST_BYTES = 400  # below it packing saves nothing worth having
COMMENTED = ("text/javascript", "text/css")
LEVEL = 9  # a file is packed once
# Whole lines of them alone: in the middle of a line it might be a text.
COMMENTS = re.compile(rb"^[ \t]*(?:/\*(?:(?!\*/).)*\*/|//[^\n]*)[ \t]*$", re.MULTILINE | re.DOTALL)


def pack(app: Flask, *, files_only: bool = False) -> None:
    """Send answers with gzip to those who take it. Files are packed once, by their ETag.

    ``files_only`` leaves answers without an ETag as they are: a server that gives thousands of them
    has better work for its core.
    """
    files = _Files()

    @app.after_request
    def smaller(response: Response) -> Response:
        if not _worth_it(response):
            return response
        tag, _ = response.get_etag()
        if files_only and not tag:
            return response
        response.direct_passthrough = False
        content, script = response.get_data(), response.mimetype in COMMENTED
        response.set_data(files.get(tag, content, script) if tag else _packed(content, script))
        response.headers["Content-Encoding"] = "gzip"
        response.vary.add("Accept-Encoding")
        if tag:  # the same words in other bytes (RFC 9110 §8.8.1)
            response.set_etag(tag, weak=True)
        return response


def without_comments(script: bytes) -> bytes:
    """The same script, or style, with as many lines."""
    return COMMENTS.sub(lambda comment: b"\n" * comment[0].count(b"\n"), script)


def _worth_it(response: Response) -> bool:
    return (
        response.status_code == 200
        and (response.content_length or 0) >= LEAST_BYTES
        and (response.mimetype or "").startswith(PACKED)
        and request.accept_encodings.quality("gzip") > 0
    )


def _packed(content: bytes, script: bool) -> bytes:
    return gzip.compress(without_comments(content) if script else content, LEVEL)


class _Files:
    """The files of this program, of which there are a few dozen."""

    def __init__(self) -> None:
        self._known: dict[str, bytes] = {}
        self._lock = threading.Lock()

    def get(self, tag: str, content: bytes, script: bool) -> bytes:
        with self._lock:
            if tag not in self._known:
                self._known[tag] = _packed(content, script)
            return self._known[tag]
