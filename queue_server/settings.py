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

    voice: Annotated[
        Literal["espeak", "piper", "pack", "silent"],
        Meta(description="Who speaks; silent: nobody, in quiet files"),
    ] = "espeak"
    region: Annotated[
        Literal["north", "south"], Meta(description="Whose Vietnamese: linh, nghìn or lẻ, ngàn")
    ] = "north"
    pack: Annotated[
        Path, Meta(description="For pack: the folder that motcua-announcer build-voice made")
    ] = Path("var/voice")
    models: Annotated[
        Path, Meta(description="For piper: the folder of its voice models (.onnx)")
    ] = Path("var/piper")
    folder: Annotated[Path, Meta(description="Where clips that were spoken are kept")] = Path(
        "var/sounds"
    )


class Settings(Section, frozen=True):
    """Everything about one machine that runs the queue server."""

    web: Web = Web()
    store: StoreSettings = StoreSettings()
    sound: Sound = Sound()
    log: LogSettings = LogSettings()
