"""The staff mode's JSON interface: shut to all who do not carry the token of the open session."""

from __future__ import annotations

import logging
import math
from typing import Annotated
from uuid import UUID

from flask import Blueprint, Response, request
from msgspec import Meta, Struct

from kiosk import bundle
from kiosk.answers import Refused, as_json, body, problem
from kiosk.clock import Clock
from kiosk.condition import Condition, Doctor
from kiosk.ledger import Ledger, LedgerFailed
from kiosk.lock import NoEntry
from kiosk.mode import Modes
from kiosk.practice import NoCentre, Practice
from kiosk.roll import paper_changed
from kiosk.session import NotStaff, Session
from kiosk.settings import KioskSettings
from kiosk.view import ListNow, list_now
from kiosk.volume import Percent, Volume
from printer_drivers.api import Printer

log = logging.getLogger(__name__)

TOKEN = "Motcua-Staff"  # noqa: S105 - the name of the header
STATUS = {"pin_not_set": 409, "pin_wrong": 403, "pin_locked": 429}


class Enter(Struct, frozen=True, forbid_unknown_fields=True):
    pin: Annotated[str, Meta(max_length=32)]


class Entered(Struct, frozen=True):
    token: str


class Nothing(Struct, frozen=True, forbid_unknown_fields=True):
    """A command that needs no more words."""


class TryPrinter(Struct, frozen=True, forbid_unknown_fields=True):
    """``id`` is made by the page once per press."""

    id: UUID


class Choose(Struct, frozen=True, forbid_unknown_fields=True):
    on: bool


class Louder(Struct, frozen=True, forbid_unknown_fields=True):
    percent: Percent


class StaffState(Struct, frozen=True):
    """``tried`` is what became of the test print that was asked for."""

    condition: Condition
    tried: ListNow | None = None


class Bundle(Struct, frozen=True):
    name: str


class StaffRooms(Struct, frozen=True):
    """What the staff mode works with."""

    session: Session
    doctor: Doctor
    modes: Modes
    volume: Volume
    practice: Practice
    ledger: Ledger
    printer: Printer
    settings: KioskSettings
    clock: Clock


def create(rooms: StaffRooms) -> Blueprint:
    """The blueprint beside that of the touch pages."""
    pages = Blueprint("staff", __name__, url_prefix="/api/staff")
    _serve_door(pages, rooms)
    _serve_menu(pages, rooms)
    _serve_modes(pages, rooms)
    _explain_refusals(pages)
    return pages


def _serve_door(pages: Blueprint, rooms: StaffRooms) -> None:
    @pages.before_request
    def only_staff() -> None:
        """Who only looks is not there: a page that was left must not keep the door open."""
        if request.endpoint != "staff.enter":
            token = request.headers.get(TOKEN, "")
            rooms.session.check(token, touched=request.method == "POST")

    @pages.post("/enter")
    def enter() -> Response:
        return as_json(Entered(rooms.session.enter(body(Enter).pin)))

    @pages.post("/stay")
    def stay() -> tuple[str, int]:
        body(Nothing)
        return "", 204

    @pages.post("/leave")
    def leave() -> tuple[str, int]:
        body(Nothing)
        rooms.session.leave()
        return "", 204


def _serve_menu(pages: Blueprint, rooms: StaffRooms) -> None:
    def state() -> Response:
        id = request.args.get("tried", type=UUID)
        tried = list_now(id, rooms.practice.tried(id)) if id else None
        return as_json(StaffState(rooms.doctor.look(rooms.modes, rooms.printer), tried))

    @pages.get("/state")
    def look() -> Response:
        return state()

    @pages.post("/test")
    def test() -> tuple[str, int]:
        rooms.practice.try_printer(body(TryPrinter).id)
        return "", 204

    @pages.post("/paper")
    def paper() -> Response:
        body(Nothing)
        paper_changed(rooms.ledger, rooms.clock.now())
        return state()

    @pages.post("/bundle")
    def bundled() -> Response:
        body(Nothing)
        condition = rooms.doctor.look(rooms.modes, rooms.printer)
        path = bundle.write(rooms.settings, condition, rooms.ledger, rooms.clock.now())
        log.info("log bundle written", extra={"file": path.name})
        return as_json(Bundle(path.name))


def _serve_modes(pages: Blueprint, rooms: StaffRooms) -> None:
    @pages.post("/out")
    def out() -> tuple[str, int]:
        rooms.modes.put_out(body(Choose).on)
        return "", 204

    @pages.post("/practise")
    def practise() -> tuple[str, int]:
        rooms.modes.practise(body(Choose).on)
        return "", 204

    @pages.post("/volume")
    def volume() -> tuple[str, int]:
        rooms.volume.choose(body(Louder).percent)
        return "", 204


def _explain_refusals(pages: Blueprint) -> None:
    @pages.errorhandler(NotStaff)
    def not_staff(error: NotStaff) -> Response:
        return problem("not_staff", 403)

    @pages.errorhandler(NoEntry)
    def no_entry(error: NoEntry) -> Response:
        return problem(error.code, STATUS[error.code], wait_s=math.ceil(error.wait_s))

    @pages.errorhandler(NoCentre)
    def no_centre(error: NoCentre) -> Response:
        return problem("no_centre", 409)

    @pages.errorhandler(Refused)
    def refused(error: Refused) -> Response:
        return problem(error.code, error.status)

    @pages.errorhandler(LedgerFailed)
    def ledger_failed(error: LedgerFailed) -> Response:
        return problem(error.code, 507)

    @pages.errorhandler(OSError)
    def disk_failed(error: OSError) -> Response:
        log.error("staff mode cannot use the disk", extra={"fault": str(error)})
        return problem("disk_failed", 507)
