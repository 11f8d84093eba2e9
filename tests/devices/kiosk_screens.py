"""Every screen of the kiosk as a state of its page, with the longest texts it has to bear."""

from __future__ import annotations

import copy
from typing import Any, NamedTuple

Hall = dict[str, Any]

TALL = {"width_px": 1080, "height_px": 1920, "diagonal_in": 21.5, "mount_top_mm": 1450}
SMALL = {"width_px": 1024, "height_px": 768, "diagonal_in": 15, "mount_top_mm": 1275}
MODES: dict[str, tuple[str, ...]] = {
    "normal": (),
    "large": ("large",),
    "contrast": ("contrast",),
    "low": ("low",),
    "all": ("large", "contrast", "low"),
}


class Screen(NamedTuple):
    """What the visitor has come to, and what is different in the hall."""

    visit: dict[str, Any]
    hall: dict[str, Any] = {}  # noqa: RUF012  never changed
    ticket: dict[str, Any] | None = None
    listed: dict[str, Any] | None = None
    help: dict[str, bool] | None = None
    idle: int = 0
    lost: bool = False


def a_ticket(print: str, code: str | None = None, **changes: Any) -> dict[str, Any]:
    return {
        "ticket": "0b5e9e52-7c0c-4b5b-9f43-3c8e5f0c9c11",
        "label": "A042",
        "service": "SA",
        "source": "lease",
        "people_ahead": 12,
        "wait": {"low_min": 25, "high_min": 45},
        "print": print,
        "code": code,
        "copy": 0,
        "qr": "https://so.mau.gov.vn/t/0b5e9e527c0c4b5b9f433c8e5f0c9c11",
        "online": True,
    } | changes


def a_list(print: str, **changes: Any) -> dict[str, Any]:
    return {
        "id": "x",
        "procedure": "P1",
        "answers": {},
        "print": print,
        "code": None,
        "refused": None,
    } | changes


CHECKLIST = {
    "step": "checklist",
    "service": "SA",
    "procedure": "P1",
    "trail": ["attract", "groups"],
}
GROUPS = {"step": "groups", "trail": ["attract"]}
DONE = {"step": "done"}
REPORT = {"step": "report", "trail": ["attract", "groups"]}
RECEPTION = {"vi": "Bàn số 1, cạnh cửa ra vào", "en": "Desk 1, at the door"}
CARD = {"id": 1, "kind": "card", "priorities": ["elderly", "disabled"], "ticket": None}
SCREENS: dict[str, Screen] = {
    "attract": Screen({"step": "attract"}),
    "attract-no-paper": Screen({"step": "attract"}, {"printer": "paper_out"}),
    "groups": Screen(GROUPS),
    "groups-offline": Screen(GROUPS, {"link": False, "waiting": None, "scanned": CARD}),
    "groups-practice": Screen(GROUPS, {"mode": "practice", "help": "coming"}),
    "groups-voice": Screen(GROUPS | {"voice": True}),
    "unsure": Screen({"step": "unsure", "trail": ["attract", "groups"]}, {"reception": RECEPTION}),
    "search-empty": Screen({"step": "search", "trail": ["attract", "groups"]}),
    "search": Screen({"step": "search", "trail": ["attract", "groups"], "query": "dang ky"}),
    "search-voice": Screen({"step": "search", "trail": ["attract", "groups"], "voice": True}),
    "search-closed": Screen(
        {"step": "search", "trail": ["attract", "groups"], "query": "thuong tru"}
    ),
    "search-nothing": Screen({"step": "search", "trail": ["attract", "groups"], "query": "xyz"}),
    "procedures": Screen({"step": "procedures", "service": "SA", "trail": ["attract", "groups"]}),
    "checklist": Screen(CHECKLIST),
    "checklist-printed": Screen(CHECKLIST, listed=a_list("confirmed")),
    "checklist-failed": Screen(CHECKLIST, listed=a_list("unknown", code="link_down")),
    "checklist-answered": Screen(CHECKLIST | {"answers": {"proxy": False, "vneid": True}}),
    "checklist-skipped": Screen(CHECKLIST | {"skipped": True}),
    "checklist-elsewhere": Screen(CHECKLIST | {"service": "SC", "procedure": "PC"}),
    "priority": Screen({"step": "priority", "service": "SA", "trail": ["attract", "groups"]}),
    "taking": Screen({"step": "taking"}),
    "done": Screen(DONE, ticket=a_ticket("confirmed")),
    "done-printing": Screen(DONE, ticket=a_ticket("queued", label="A1042")),
    "done-sent": Screen(DONE, ticket=a_ticket("unknown", "unproven", label="A100042")),
    "done-ask": Screen(DONE, ticket=a_ticket("unknown", "link_down", source="reserve")),
    "done-photo": Screen(DONE, {"printer": "paper_out"}, a_ticket("queued", "paper_out")),
    "done-no-printer": Screen(DONE, {"printer": "no_printer"}, a_ticket("failed", online=False)),
    "done-failed": Screen(DONE, ticket=a_ticket("failed", "garbled", online=False)),
    "refused": Screen({"step": "refused", "refused": "no_reserve"}),
    "refused-card": Screen(
        {"step": "refused", "refused": "card_enough", "about": {"n": 2}}, {"reception": RECEPTION}
    ),
    "again": Screen({"step": "again", "about": {"label": "A100042"}}),
    "card": Screen({"step": "card"}, {"scanned": CARD | {"kind": "unreadable", "priorities": []}}),
    "mine": Screen({"step": "mine", "mine": {"ticket": "x", "label": "A100042"}}),
    "mine-elsewhere": Screen({"step": "mine", "mine": {"ticket": "x", "label": None}}),
    "cancelled": Screen({"step": "cancelled", "about": {"label": "A042"}}),
    "cancelled-called": Screen(
        {"step": "cancelled", "refused": "called_now", "about": {"label": "A1042", "counter": 12}}
    ),
    "cancelled-not": Screen({"step": "cancelled", "refused": "not_reached"}),
    "report-groups": Screen(REPORT | {"step": "report_groups"}),
    "report-procedures": Screen(REPORT | {"step": "report_procedures", "service": "SA"}),
    "report": Screen(REPORT | {"procedure": "P1", "counter": 2}),
    "report-refused": Screen(REPORT | {"refused": "alarms_enough"}),
    "reported": Screen({"step": "reported"}, {"link": False}),
    "help": Screen(GROUPS, {"help": "open"}, help={"shown": True}),
    "help-lost": Screen(GROUPS, {"help": "open", "link": False}, help={"shown": True}),
    "help-refused": Screen(GROUPS, help={"shown": True, "refused": True}),
    "out-of-service": Screen(GROUPS, {"mode": "out"}),
    "idle": Screen(GROUPS, idle=60),
    "lost": Screen(GROUPS, lost=True),
}


def prepared(base: Hall, screen: Screen, language: str, modes: tuple[str, ...]) -> dict[str, Any]:
    """What the page is told: the hall full of people, one group closed, one full."""
    hall = copy.deepcopy(base) | {"link": True, "waiting": 128, "printer": None}
    for service in hall["services"]:
        service |= {"waiting": 34, "wait": {"low_min": 25, "high_min": 45}}
    hall["services"][1] |= {"state": "closed", "opens_at": "07:30, 24/11"}
    hall["services"][2] |= {"state": "full"}
    visit = screen.visit | {"language": language} | dict.fromkeys(modes, True)
    return {"hall": hall | screen.hall, "visit": visit} | {
        "ticket": screen.ticket,
        "listed": screen.listed,
        "help": screen.help,
        "idle": screen.idle,
        "lost": screen.lost,
    }
