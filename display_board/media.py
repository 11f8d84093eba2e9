"""Serves pictures and films of boards, `/board-media/<name>`, out of one folder of the server."""

from collections.abc import Callable, Collection
from pathlib import Path

from flask import Blueprint, Response, abort, send_from_directory

MAX_AGE_S = 300  # then the ETag is asked for: a file that is replaced shows within minutes


def create(folder: Path, named: Callable[[], Collection[str]]) -> Blueprint:
    """The blueprint of the media; `named` are the files that some board of the centre shows.

    Nothing else of the folder leaves it. Films are answered in ranges, as browsers ask for them.
    """
    media = Blueprint("media", __name__)

    @media.get("/board-media/<name>")
    def file(name: str) -> Response:
        if name not in named():
            abort(404)
        answer = send_from_directory(folder.absolute(), name, max_age=MAX_AGE_S, conditional=True)
        answer.cache_control.public = True
        return answer

    return media
