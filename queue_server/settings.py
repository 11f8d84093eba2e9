"""Everything about one machine that runs the queue server; see ``docs/configuration.md``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from msgspec import Meta

from .runtime.logs import LogSettings
from .runtime.settings import Section


class Web(Section, frozen=True):
    """Where the server listens."""

    host: Annotated[str, Meta(description="Address to listen on")] = "127.0.0.1"
    port: Annotated[int, Meta(ge=1, le=65535, description="TCP port")] = 8000
    proxies: Annotated[
        int,
        Meta(ge=0, le=5, description="Reverse proxies in front, whose word on addresses counts"),
    ] = 0
    mode: Annotated[
        Literal["eventlet", "threading"], Meta(description="How requests run side by side")
    ] = "eventlet"


class StoreSettings(Section, frozen=True):
    """Where everything is kept."""

    url: Annotated[
        str, Meta(description="SQLAlchemy address: sqlite:///FILE or postgresql+psycopg2://…")
    ] = "sqlite:///var/motcua.db"
    centre: Annotated[
        str, Meta(description="The centre this server serves; empty: the only one there is")
    ] = ""
    queue: Annotated[
        str, Meta(description="Redis address, when several servers share one database")
    ] = ""


class Sound(Section, frozen=True):
    """The voice of the hall."""

    folder: Annotated[Path, Meta(description="Where the sound files of calls are kept")] = Path(
        "var/sounds"
    )
    voice: Annotated[
        Literal["espeak", "silent"], Meta(description="Who speaks; silent makes quiet files")
    ] = "espeak"


class Boards(Section, frozen=True):
    """What boards show beside calls."""

    media: Annotated[
        Path, Meta(description="Folder of the pictures and films that boards may show")
    ] = Path("var/media")


class Settings(Section, frozen=True):
    """Everything about one machine that runs the queue server."""

    web: Web = Web()
    store: StoreSettings = StoreSettings()
    sound: Sound = Sound()
    boards: Boards = Boards()
    log: LogSettings = LogSettings()
