"""Composition root of the kiosk: settings become objects, objects are handed to each other."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from flask import Flask, Response, jsonify

from audio.clips import Clips
from audio.espeak import DEFAULT_VOICES, EspeakVoice
from kiosk import looks, pages, schema, staff_pages
from kiosk.alarms import Alarms
from kiosk.cancelling import Cancelling
from kiosk.checklists import Checklists
from kiosk.clock import Clock, ticks
from kiosk.condition import Doctor, Identity
from kiosk.door import guard
from kiosk.fair_use import FairUse
from kiosk.hall import Hall, latest
from kiosk.issuing import Form, Issuing
from kiosk.jobs import Jobs
from kiosk.ledger import Ledger, LedgerFailed
from kiosk.lock import Lock
from kiosk.mode import Modes
from kiosk.orders import Orders
from kiosk.practice import Practice
from kiosk.printing import Spool
from kiosk.pulse import Duties, Pulse
from kiosk.reports import Reports
from kiosk.scanned import Scans
from kiosk.scanner import Scanner, state_of
from kiosk.session import Session
from kiosk.settings import KioskSettings, PrinterSettings, ScannerSettings, SpeechSettings
from kiosk.slips import Slips
from kiosk.smaller import pack
from kiosk.speaking import Speaker
from kiosk.unprinted import NoPrinter
from kiosk.uploader import Uploader
from kiosk.view import health, trouble
from kiosk.volume import Volume
from printer_drivers import profile
from printer_drivers.api import Printer
from printer_drivers.connection import Connection
from printer_drivers.port import PortSettings
from queue_server.messages import HallNow
from queue_server.runtime.device import Device
from queue_server.runtime.i18n import Words
from queue_server.runtime.structs import learn_structs
from queue_server.runtime.uplink import Uplink
from queue_server.runtime.web import pages as shared
from queue_server.runtime.web import security

log = logging.getLogger(__name__)

LOCALE = Path(__file__).parent / "locale"
HEARD_S = 5.0  # a page waits no longer for the sound of a text


class Kiosk:
    """One running kiosk: ``web`` is its WSGI application."""

    def __init__(self, settings: KioskSettings, device: Device, words: Words) -> None:
        """Raises ``schema.NewerLedger`` or ``sqlite3.Error`` when the ledger cannot be used."""
        learn_structs()
        self.ledger = Ledger(settings.kiosk.data / schema.FILE)
        clock = Clock(lambda: dt.datetime.now(dt.UTC), ticks, latest(self.ledger))
        self.hall = Hall(self.ledger, clock)
        self.modes = Modes(self.ledger, self.hall, clock)
        self.volume = Volume(self.ledger, settings.speech.volume_percent, self.hall.touch)
        server = settings.server.url or device.server
        self._uplink = Uplink(server, device.token)
        self.printer = _printer(settings.printer, clock, self.hall.touch)
        scans = Scans(self.hall, clock)
        self.scanner = _scanner(settings.scanner, scans)
        jobs, slips = Jobs(self.ledger), Slips(self.ledger)
        self._spool = Spool(jobs, self.printer, clock)
        look = looks.read(settings.printer, words)
        orders = Orders(slips, look, clock)
        duties = Duties(_version(), settings.kiosk.keep_days, orders)
        pulse = Pulse(self.ledger, self.hall, self._uplink, clock, duties)
        pulse.unprinted = jobs.unprinted
        self._uploader = Uploader(self.ledger, self.hall, self._uplink, clock, pulse)
        form = Form(look, settings.server.lease_deadline_ms / 1000)
        self._issuing = Issuing(self.ledger, self.hall, self._uplink, clock, form)
        lists = Checklists(slips, self.hall, look, clock, self._trouble)
        self._alarms = Alarms(Reports(self.ledger), self.hall, self._uplink, clock)
        self._cancelling = Cancelling(self.ledger, jobs, self.hall, self._uplink, clock)
        self._fair = FairUse(self.ledger, self.hall, self._uplink, clock, settings.fair_use)
        self._judge_taps(scans)
        pulse.tidy = self._fair.cards.tidy  # also while no page asks
        practice = Practice(slips, self.hall, look, clock)
        who = Identity(_version(), server, device.device, device.centre, settings.kiosk.data)
        doctor = Doctor(who, self.ledger, self.hall, clock)
        self._wire(pulse, [orders, lists, practice], doctor, settings)
        staff = self._staff(doctor, practice, settings, clock)
        rooms = self._rooms(jobs, scans, lists, words, staff)
        self.web = _web(rooms, staff)
        _tell_health(self.web, self.faults)

    def _judge_taps(self, scans: Scans) -> None:
        """Fair use: of the card of this visit no more than its mark is known."""
        scans.key, self._fair.mark = self._fair.key, scans.mark
        scans.tidy = self._fair.cards.tidy
        self._fair.scans = lambda: state_of(self.scanner) == "up"
        self._issuing.fair, self._issuing.given = self._fair.check, self._fair.given

    def _staff(
        self, doctor: Doctor, practice: Practice, settings: KioskSettings, clock: Clock
    ) -> staff_pages.StaffRooms:
        return staff_pages.StaffRooms(
            session=Session(Lock(settings.kiosk.data, self.ledger, ticks), ticks),
            doctor=doctor,
            modes=self.modes,
            volume=self.volume,
            practice=practice,
            ledger=self.ledger,
            printer=self.printer,
            settings=settings,
            clock=clock,
        )

    def _wire(
        self,
        pulse: Pulse,
        papers: Sequence[Orders | Checklists | Practice],
        doctor: Doctor,
        settings: KioskSettings,
    ) -> None:
        def to_print() -> None:
            self._spool.wake()
            self.hall.touch()

        def issued() -> None:
            to_print()
            self._uploader.wake()

        self._issuing.woken = issued
        self._issuing.mode = lambda: self.modes.now
        for source in papers:
            source.woken = to_print
        pulse.health = lambda: health(self.printer.status(), self._spool.stopped)
        pulse.scanner = doctor.scanner = lambda: state_of(self.scanner)
        doctor.stopped = lambda: self._spool.stopped
        pulse.notices = lambda: doctor.notices(self.modes.now)
        pulse.heard = self._hear
        self._alarms.woken = self._cancelling.woken = self._uploader.wake
        self._uploader.others = lambda: self._cancelling.upload() + self._alarms.upload()
        self._spool.changed = self.hall.touch
        self._uploader.beat_s = settings.server.heartbeat_s

    def _rooms(
        self,
        jobs: Jobs,
        scans: Scans,
        lists: Checklists,
        words: Words,
        staff: staff_pages.StaffRooms,
    ) -> pages.Rooms:
        return pages.Rooms(
            ledger=self.ledger,
            jobs=jobs,
            hall=self.hall,
            issuing=self._issuing,
            trouble=self._trouble,
            words=words,
            scans=scans,
            checklists=lists,
            alarms=self._alarms,
            cancelling=self._cancelling,
            modes=self.modes,
            volume=self.volume,
            practice=staff.practice,
            screen=staff.settings.screen,
            speaker=_speaker(staff.settings.speech, words.languages),
            wake_printer=self._spool.wake,
            report=lambda message: log.error("page fault", extra={"fault": message}),
            page_loaded=staff.session.leave,
        )

    def _hear(self, hall: HallNow, asked: float) -> None:
        self._alarms.hear(hall, asked)
        self.modes.forget_the_past()

    def _trouble(self) -> str | None:
        return trouble(self.printer, self._spool.stopped)

    def start(self) -> None:
        """Judge interrupted prints, then start printing and talking to the server."""
        self._spool.recover()
        self._spool.start()
        self._uploader.start()
        if self.scanner:
            self.scanner.start()

    def faults(self) -> list[str]:
        """What of the agent does not work: a thread that stands still, a ledger that is mute."""
        at_work = {"spool": self._spool.rounds, "uploader": self._uploader.rounds}
        found = [name for name, rounds in at_work.items() if not rounds.go_on()]
        try:
            self.ledger.next_unsent()
        except LedgerFailed:
            found.append("ledger")
        return found

    def stop(self) -> None:
        """Stop in the mirrored order; a print under way ends first."""
        self.hall.touch()
        if self.scanner:
            self.scanner.close()
        self._uploader.stop()
        self._spool.stop()
        self.printer.close()
        self._uplink.close()
        self.ledger.close()


def words() -> Words:
    """The kiosk's catalogues. Raises ``CatalogueMissing``."""
    return Words.load([LOCALE])


def _printer(settings: PrinterSettings, clock: Clock, on_change: Callable[[], None]) -> Printer:
    if not settings.device:
        return NoPrinter()
    from printer_drivers.opening import open_printer

    return open_printer(
        Connection(device=settings.device, baud=settings.baud, flow=settings.flow),
        clock.now,
        lambda status: on_change(),
        known=profile.load(settings.profile),
        logo=looks.logo(settings),
    )


def _scanner(settings: ScannerSettings, scans: Scans) -> Scanner | None:
    if not settings.device:
        return None
    return Scanner(PortSettings(device=settings.device, baud=settings.baud), scans.hear)


def _speaker(settings: SpeechSettings, languages: Sequence[str]) -> Speaker:
    """espeak-ng calls its voices by the codes of languages; ours of choice go before."""
    voices = {name: name for name in languages} | DEFAULT_VOICES
    if settings.voice != "espeak":
        return Speaker(None, languages)
    return Speaker(Clips(EspeakVoice(voices, timeout_s=HEARD_S), ticks), languages)


def _web(rooms: pages.Rooms, staff: staff_pages.StaffRooms) -> Flask:
    app = Flask("kiosk", static_folder=None)
    app.json.ensure_ascii = False  # type: ignore[attr-defined]  # the words of the page, as they are
    app.config["MAX_CONTENT_LENGTH"] = 64 * 1024
    guard(app, staff.settings.kiosk.host, ticks)
    pack(app)
    security.protect(app)
    app.register_blueprint(shared.create())
    app.register_blueprint(pages.create(rooms))
    app.register_blueprint(staff_pages.create(staff))

    @app.get("/readyz")
    def ready() -> tuple[Response, int]:
        centre = rooms.hall.centre
        told = {"ready": centre is not None, "link": rooms.hall.link_up}
        return jsonify(told), 200 if centre else 503

    return app


def _tell_health(app: Flask, faults: Callable[[], list[str]]) -> None:
    @app.get("/healthz")
    def health() -> tuple[Response, int]:
        found = faults()
        return jsonify({"faults": found}), 503 if found else 200


def _version() -> str:
    try:
        return version("motcua")
    except PackageNotFoundError:  # run from a source tree
        return "source"
