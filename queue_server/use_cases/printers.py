"""Devices with a printer, and what is wrong with them. Silence is never fine."""

from __future__ import annotations

import datetime as dt

from ..domain.errors import NotFound, Refused
from ..messages import PrinterNow, Printers
from ..store import View, devices
from ..store.devices import Device, Health
from .overseeing import SEEN_WITHIN

WITH_PRINTER = frozenset({"kiosk"})
"""Kinds of devices."""


def printer(view: View, id: str) -> Device:
    """The device in use of that id. Raises ``NotFound``, or ``Refused`` when it has no printer."""
    device = devices.find(view, id)
    if device is None or device.revoked_at is not None:
        raise NotFound("device_unknown", device=id)
    if device.kind not in WITH_PRINTER:
        raise Refused("no_printer", device=id)
    return device


def printers(view: View) -> Printers:
    """Where slips can be printed."""
    found = [one for one in devices.all_devices(view) if one.kind in WITH_PRINTER]
    return Printers([printer_now(one, view.now) for one in found if one.revoked_at is None])


def printer_now(device: Device, now: dt.datetime) -> PrinterNow:
    """A device's printer as last heard of; what is old says nothing of the paper."""
    seen = device.last_seen is not None and now - device.last_seen < SEEN_WITHIN
    health = device.health if seen else None
    return PrinterNow(
        device=device.device,
        name=device.name,
        problem=_problem(health),
        near_end=health is not None and health.paper == "near_end",
        last_seen=device.last_seen,
    )


def _problem(health: Health | None) -> str | None:
    """The first thing to look at, what explains the rest first; what nobody knows is one, too."""
    if health is None:
        return "device_silent"
    told = (health.cover_open, health.cutter_error, health.online)
    checks = (
        (health.link == "down", "link_down"),
        (health.link != "up", "printer_unknown"),
        (health.cover_open, "cover_open"),
        (health.paper == "out", "paper_out"),
        (health.cutter_error, "cutter_error"),
        (health.online is False, "offline"),
        (health.paper == "unknown" or None in told, "printer_silent"),
    )
    return next((code for found, code in checks if found), health.stopped)
