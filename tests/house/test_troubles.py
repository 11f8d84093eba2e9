"""Whatever can be wrong with a printer has words on every page that tells of it."""

import datetime as dt
import re
from itertools import product

from kiosk.breaker import LINE_BAD
from kiosk.view import NO_PRINTER
from printer_drivers.api import Link, LinkDown, Paper, PrinterStatus, Stuck
from queue_server.store.devices import Device, Health
from queue_server.use_cases.printers import printer_now
from tests.house.files import ROOT

KNOWN = (None, True, False)
STOPPED = {Stuck.code, LINE_BAD}
NOW = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)


def at_the_kiosk() -> set[str]:
    """Every code of ``kiosk.view.trouble``."""
    every = product(Link, KNOWN, Paper, KNOWN, KNOWN, (True, False))
    problems = [PrinterStatus(*one).problem for one in every]
    return {one.code for one in problems if one} | {LINE_BAD, NO_PRINTER}


def at_the_server() -> set[str | None]:
    """Every code of ``PrinterNow.problem``, and None."""
    links, papers = ("up", "down", "unknown"), ("ok", "near_end", "out", "unknown")
    every = product(links, papers, KNOWN, KNOWN, KNOWN, (None, *STOPPED))
    said = [Health("1", *one) for one in every]
    kiosks = [Device("k1", "kiosk", "Ki-ốt", NOW, None, health) for health in (None, *said)]
    return {printer_now(one, NOW).problem for one in kiosks}


def codes(file: str, table: str) -> set[str]:
    """Those for which a table of a page has words."""
    text = (ROOT / file).read_text("utf-8")
    found = re.search(rf"const {table} = (.*?);\n", text, re.S)
    assert found, table
    return {one or other for one, other in re.findall(r'\["(\w+)",|\b(\w+): ["\w]', found[1])}


def test_the_kiosk_has_words_for_staff_and_for_visitors() -> None:
    assert codes("kiosk/static/staff_rules.js", "TROUBLES") == at_the_kiosk()
    # of a port that cannot be opened a visitor knows enough by hearing that nothing is printed
    assert codes("kiosk/static/flow.js", "WHY") == at_the_kiosk() - {LinkDown.code}


def test_the_server_has_words_for_reception_and_manager() -> None:
    assert codes("queue_server/web/static/slips.js", "TROUBLE") == at_the_server() - {None}
    assert codes("queue_server/web/static/manager_view.js", "STOPPED") == STOPPED
