"""Tickets in letters while things break: what is said of each is what came out.

Letters that got lost on the way are not noticed: a text has no length. So the label is a picture,
and what is promised is the label. All that breaks off more than bytes is noticed as with pictures.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import pytest
from PIL import Image

from printer_drivers.api import PrintState
from printer_drivers.glyphs import Glyphs
from printer_drivers.raster import Band
from printer_drivers.receipt import Big, Line, Qr, Receipt
from printer_drivers.session import TAUGHT_PRINTS, as_sent
from printer_drivers.typist import LABEL_PX, Letters, Pages, Typist
from printer_drivers.virtual import Fault, Habits, Piece, VirtualPrinter
from printer_drivers.virtual_line import Speeds, VirtualLine
from tests.devices import printer_schedules
from tests.devices.printer_mornings import Kiosk, must_be_true, wrongs
from tests.devices.printer_schedules import (
    COMMANDS,
    LAST,
    RENDERER,
    START,
    START_S,
    TICKETS,
    WIDTH,
    Owner,
    Schedule,
    Tray,
    a_schedule,
    bytes_lost,
    picture_bytes_lost,
    wire_pulled,
)

WAYS: dict[str, Letters] = {
    "tcvn3": Pages("tcvn3", {"tcvn3-lower": 30, "tcvn3-upper": 31}),
    "glyphs": Glyphs(RENDERER),
}
BY_USB = " by USB"  # the label is written too
LABEL_BANDS = 2
NUMBERS = (*range(1, TICKETS + 1), LAST)
LOSSES = (wire_pulled, picture_bytes_lost, bytes_lost)


def a_ticket(number: int) -> Receipt:
    lines = ("Đăng ký khai sinh", "Chờ khoảng 10–20 phút", "Cảm ơn ông/bà")
    return Receipt((Big(f"A{number:03}"), *map(Line, lines)), 58)


def a_typist(way: str) -> Typist:
    return Typist(RENDERER, WAYS[way.removesuffix(BY_USB)], lossless=lambda: way.endswith(BY_USB))


@functools.cache
def picture(way: str, number: int) -> bytes:
    pieces: list[Piece] = []
    parts = a_typist(way).parts(a_ticket(number), {})
    body = b"".join(as_sent(part, COMMANDS) for part in parts)
    VirtualPrinter(WIDTH, pieces.append).feed(COMMANDS.reset() + body + COMMANDS.cut())
    return pieces[0].image.tobytes()


@functools.cache
def label(number: int) -> Image.Image:
    """The ink of a label, wherever it stands."""
    receipt = a_ticket(number)
    strip = RENDERER.label(receipt, Big(f"A{number:03}"), LABEL_PX)
    image = strip.image.resize((strip.image.width * 2, strip.rows), Image.Resampling.NEAREST)
    return image.crop(image.getbbox())


@dataclass
class Letterbox(Tray):
    """Knows tickets by their labels, and which papers are not whole in everything else."""

    way: str = "tcvn3"
    misprints: int = 0
    spoilt: int = 0  # of the scraps, those with letters where the picture of the label should be

    def take(self, piece: Piece) -> None:
        if piece.void:
            self.void += 1
            return
        ink = piece.image.tobytes()
        whole = next((n for n in NUMBERS if picture(self.way, n) == ink), None)
        labels = [whole] if whole else [n for run in runs(piece.image) for n in named(run)]
        self.tickets.update(labels)
        if whole is None and piece.image.getbbox():
            self.misprints += 1
            self.scraps += not labels
            self.spoilt += not labels and piece.bands < LABEL_BANDS


def runs(image: Image.Image) -> Iterator[Image.Image]:
    """The stretches of paper between white rows, each with nothing but its ink."""
    stride = (image.width + 7) // 8
    data = image.tobytes()
    inked = [any(data[at : at + stride]) for at in range(0, len(data), stride)]
    for ink, rows in groupby(range(image.height), key=lambda row: inked[row]):
        run = list(rows)
        if ink:
            part = image.crop((0, run[0], image.width, run[-1] + 1))
            yield part.crop(part.getbbox())


def named(run: Image.Image) -> list[int]:
    return [n for n in NUMBERS if (run.size, run.tobytes()) == (label(n).size, label(n).tobytes())]


def morning(
    seed: str, folder: Path, way: str, wanted: Callable[[Schedule], bool]
) -> tuple[Kiosk, Letterbox] | None:
    tray = Letterbox(way=way)
    schedule = a_schedule(seed, tray=tray)
    if not wanted(schedule):
        return None
    kiosk = Kiosk(schedule, folder / seed, typist=a_typist(way), receipt=a_ticket)
    kiosk.run()
    return kiosk, tray


def loses_bytes(schedule: Schedule) -> bool:
    return any(kind.__name__ in " ".join(schedule.story) for kind in LOSSES)


@pytest.mark.parametrize("way", [*WAYS, *(way + BY_USB for way in WAYS)])
def test_of_power_cables_crashes_paper_and_covers_letters_tell_the_truth(
    way: str, tmp_path: Path
) -> None:
    played = 0
    for seed in (f"letters-{way}-{n}" for n in range(22)):
        found = morning(seed, tmp_path, way, lambda schedule: not loses_bytes(schedule))
        if found is None:
            continue
        kiosk, tray = found
        must_be_true(seed, kiosk)
        assert not tray.misprints, (seed, tray.misprints, kiosk.schedule.story)
        assert kiosk.states[LAST] == "confirmed"
        played += 1
    assert played > 7


@pytest.mark.parametrize("way", WAYS)
def test_when_bytes_are_lost_a_label_is_whole_or_plainly_no_label(
    way: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printer_schedules, "KINDS", LOSSES)
    papers = misprints = 0
    for seed in (f"lost-{way}-{n}" for n in range(40, 65)):
        found = morning(seed, tmp_path, way, lambda schedule: True)
        assert found is not None
        kiosk, tray = found
        lies = [wrong for wrong in wrongs(kiosk.schedule, kiosk.states) if "confirmed" in wrong]
        assert max(tray.tickets.values()) == 1, seed
        assert len(lies) <= tray.scraps == tray.spoilt, (seed, lies, kiosk.schedule.story)
        papers, misprints = papers + len(kiosk.states), misprints + tray.misprints
    assert misprints < papers * 0.05


def noticed(sent: list[bytes], at: int, place: int) -> bool:
    """Whether acknowledgements are missing when a part lacks the byte at a place."""
    printer = VirtualPrinter(WIDTH, lambda piece: None)
    lossy = [*sent[:at], sent[at][:place] + sent[at][place + 1 :], *sent[at + 1 :]]
    return len(printer.feed(b"".join(lossy))) < len(sent)


@pytest.mark.parametrize("way", WAYS)
def test_a_byte_lost_in_label_code_or_taught_letters_is_noticed_and_a_lost_letter_is_not(
    way: str,
) -> None:
    receipt = Receipt((Big("A1"), Line("Số thứ tự"), Qr("motcua:1234")), 58)
    parts = list(a_typist(way).parts(receipt, {}))
    sent = [as_sent(part, COMMANDS) for part in parts]
    checked = 0
    for at, part in enumerate(parts):
        if isinstance(part, Band):
            data = len(part.data)
        else:
            taught, code = part.find(b"\x1b&"), part.find(b"motcua")
            data = len(part) - code if code >= 0 else len(part) - taught - 6 if taught >= 0 else 0
        end = len(sent[at]) - len(COMMANDS.acknowledge())
        places = range(end - data, end, 3)
        assert all(noticed(sent, at, place) for place in places), (at, part)
        checked += len(places)
    assert checked > 60
    (line,) = (at for at, part in enumerate(sent) if b"S" in part and b"\n" in part)
    assert not noticed(sent, line, sent[line].index(b"S"))


def a_line(tray: Letterbox) -> VirtualLine:
    printer = VirtualPrinter(WIDTH, tray.take, Habits(paced=True))
    return VirtualLine(printer, START, Speeds(baud=115200, mm_per_s=200.0))


def test_a_printer_that_forgot_what_it_was_taught_is_taught_anew_whenever_it_was_off() -> None:
    for moment in range(0, 3000, 100):
        tray = Letterbox(way="glyphs")
        line = a_line(tray)
        owner = Owner(line, typist=a_typist("glyphs"))
        owner.rest(5.0)
        owner.print(a_ticket(1))
        off_at = line.monotonic() + moment / 1000
        line.at(off_at, lambda: line.tell(Fault.SILENT))  # noqa: B023
        line.at(off_at + START_S, lambda: line.tell(Fault.SPEAK))  # noqa: B023
        owner.rest(moment / 1000 + START_S + 0.05)
        result = owner.print(a_ticket(2))
        owner.rest(5.0)
        assert tray.misprints == 0, moment
        assert tray.tickets[2] == (result.state is PrintState.CONFIRMED), (moment, result)


def _refused() -> None:
    raise ValueError


def test_letters_are_taught_once_then_every_twenty_tickets_and_after_a_void_mark() -> None:
    tray = Letterbox(way="glyphs")
    owner = Owner(a_line(tray), typist=a_typist("glyphs"))
    owner.rest(5.0)
    sizes = [owner.print(a_ticket(1)).bytes_sent for _ in range(2 + TAUGHT_PRINTS)]
    usual = min(sizes) + 100  # questions in between come to some dozen bytes
    assert [at for at, size in enumerate(sizes) if size > usual] == [0, TAUGHT_PRINTS + 1]
    owner.print(a_ticket(2), releasing=_refused)
    assert owner.print(a_ticket(3)).bytes_sent > usual
    assert (tray.void, tray.misprints, tray.tickets[3]) == (1, 0, 1)
