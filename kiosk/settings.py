"""Settings of one kiosk, file ``kiosk.toml``."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Annotated, Literal

from msgspec import Meta

from printer_drivers import profile as profiles
from printer_drivers.connection import check_device
from queue_server.runtime.logs import LogSettings
from queue_server.runtime.settings import Section

MM_PER_INCH = 25.4


class AgentSettings(Section, frozen=True):
    """Table ``[kiosk]``."""

    host: Annotated[str, Meta(description="Address of the touch pages; the browser is local.")] = (
        "127.0.0.1"
    )
    port: Annotated[int, Meta(ge=0, le=65535, description="TCP port; 0 takes any free one.")] = 8010
    data: Annotated[
        Path, Meta(description="Folder of ledger.db and device.json; /var/lib/motcua-kiosk.")
    ] = Path("var/kiosk")
    keep_days: Annotated[
        int, Meta(ge=1, le=400, description="Days the ledger keeps tickets the server has.")
    ] = 30


class ServerSettings(Section, frozen=True):
    """Table ``[server]``."""

    url: Annotated[
        str,
        Meta(
            pattern="^(https?://.*)?$",
            description="Address of the queue server; empty: the one of the enrolment.",
        ),
    ] = ""
    lease_deadline_ms: Annotated[
        int,
        Meta(ge=50, le=2000, description="Milliseconds a tap waits before the reserve is used."),
    ] = 200
    heartbeat_s: Annotated[
        float, Meta(ge=1, le=60, description="Seconds between two heartbeats.")
    ] = 3.0


class PrinterSettings(Section, frozen=True):
    """Table ``[printer]``."""

    device: Annotated[
        str,
        Meta(description="Device file (/dev/…), tcp://HOST:PORT or file:///PATH; empty: none."),
    ] = ""
    baud: Annotated[
        int, Meta(ge=1200, le=1_000_000, description="Speed of a serial port; others have none.")
    ] = 115200
    flow: Annotated[
        Literal["none", "rtscts", "xonxoff"], Meta(description="Flow control of a serial port.")
    ] = "none"
    profile: Annotated[
        str, Meta(description="What printer it is: a name of `motcua-printer profiles`, or a file.")
    ] = profiles.DEFAULT
    paper_mm: Annotated[
        Literal[0, 58, 80], Meta(description="Width of the paper roll; 0: the profile's usual one.")
    ] = 0
    large_print: Annotated[
        bool, Meta(description="All paper in large print, 16 points on a wide roll.")
    ] = False
    layouts: Annotated[
        str, Meta(description="Folder with layouts of the centre's own; empty: the shipped ones.")
    ] = ""
    logo: Annotated[
        str, Meta(description="Picture for the line `logo` of a layout; empty: the printer's own.")
    ] = ""

    def __post_init__(self) -> None:
        """Raises ValueError for a device or a profile that is none, or paper it does not take."""
        if self.device:
            check_device(self.device)
        profiles.load(self.profile).roll(self.paper_mm)


class ScannerSettings(Section, frozen=True):
    """Table ``[scanner]``."""

    device: Annotated[
        str, Meta(description="Serial port, best as /dev/serial/by-id/…; empty: no scanner.")
    ] = ""
    baud: Annotated[int, Meta(ge=1200, le=1_000_000, description="Speed of the port.")] = 9600


class FairUseSettings(Section, frozen=True):
    """Table ``[fair_use]``."""

    cooldown_s: Annotated[
        int,
        Meta(ge=0, le=600, description="Seconds in which one more number is asked about; 0: off."),
    ] = 0
    numbers_per_card: Annotated[
        int,
        Meta(ge=0, le=20, description="Open numbers of a service for one card; 0: no card asked."),
    ] = 0


class ScreenSettings(Section, frozen=True):
    """Table ``[screen]``; sizes on the pages are in real millimetres."""

    diagonal_in: Annotated[float, Meta(ge=7, le=75, description="Diagonal in inches.")] = 21.5
    width_px: Annotated[int, Meta(ge=600, le=8000, description="Width as mounted.")] = 1080
    height_px: Annotated[int, Meta(ge=600, le=8000, description="Height as mounted.")] = 1920
    idle_s: Annotated[
        int, Meta(ge=15, le=600, description="Seconds without touch before the warning.")
    ] = 45
    warning_s: Annotated[
        int, Meta(ge=20, le=120, description="Seconds of the warning (WCAG 2.2.1: at least 20).")
    ] = 20
    done_s: Annotated[int, Meta(ge=5, le=120, description="Seconds the number stays.")] = 12
    done_without_paper_s: Annotated[
        int, Meta(ge=20, le=300, description="Seconds the number stays when there is no paper.")
    ] = 40
    ask_priority: Annotated[
        bool, Meta(description="Whether visitors are asked for a priority class.")
    ] = True
    mount_top_mm: Annotated[
        int,
        Meta(ge=0, le=3000, description="Height of the picture's top edge; 0: no low reach."),
    ] = 0

    help_desk: Annotated[
        str,
        Meta(
            max_length=80,
            description="Where the help desk is from here, said when nobody can be called.",
        ),
    ] = ""

    @property
    def px_per_mm(self) -> float:
        return math.hypot(self.width_px, self.height_px) / (self.diagonal_in * MM_PER_INCH)


class SpeechSettings(Section, frozen=True):
    """Table ``[speech]``: the screens read aloud, for who cannot see them."""

    voice: Annotated[
        Literal["espeak", "none"], Meta(description="Who reads; none: no button for it.")
    ] = "espeak"
    volume_percent: Annotated[
        int,
        Meta(ge=10, le=100, description="Loudness at the start of each visit until staff choose."),
    ] = 40


class KioskSettings(Section, frozen=True):
    """All of ``kiosk.toml``."""

    kiosk: AgentSettings = AgentSettings()
    server: ServerSettings = ServerSettings()
    printer: PrinterSettings = PrinterSettings()
    scanner: ScannerSettings = ScannerSettings()
    fair_use: FairUseSettings = FairUseSettings()
    screen: ScreenSettings = ScreenSettings()
    speech: SpeechSettings = SpeechSettings()
    log: LogSettings = LogSettings()

    def __post_init__(self) -> None:
        """Raises ValueError where cards have a limit and nothing reads them."""
        if self.fair_use.numbers_per_card and not self.scanner.device:
            raise ValueError("fair_use.numbers_per_card needs scanner.device")
