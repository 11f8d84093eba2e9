"""Settings of the announcer, file ``announcer.toml``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from msgspec import Meta

from queue_server.runtime.logs import LogSettings
from queue_server.runtime.settings import Section


class ServerSettings(Section, frozen=True):
    """Table ``[server]``."""

    url: Annotated[
        str,
        Meta(
            pattern="^(https?://.*)?$",
            description="Address of the queue server; empty: the one of the enrolment.",
        ),
    ] = ""


class AnnouncerPart(Section, frozen=True):
    """Table ``[announcer]``."""

    data: Annotated[Path, Meta(description="Folder of device.json; /var/lib/motcua-announcer.")] = (
        Path("var/announcer")
    )
    zone: Annotated[
        str,
        Meta(
            pattern=r"^[a-z0-9-]{1,32}\Z",
            description="The zone it speaks in: that of the boards it stands beside.",
        ),
    ] = "hall"
    player: Annotated[
        Literal["auto", "paplay", "aplay", "none"],
        Meta(description="auto: paplay or aplay; none: silence as long as the sound would last."),
    ] = "auto"


class AnnouncerSettings(Section, frozen=True):
    """All of ``announcer.toml``."""

    server: ServerSettings = ServerSettings()
    announcer: AnnouncerPart = AnnouncerPart()
    log: LogSettings = LogSettings()
