"""What a person, and a phone, reads off every kind of paper, as it comes out at both widths."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageOps

from kiosk import looks
from kiosk.papers import VALUES
from kiosk.samples import sample
from kiosk.settings import PrinterSettings
from printer_drivers.receipt import Big, Block, Bullet, Check, Line, Pair, Qr, Receipt
from printer_drivers.render import MARGIN, Renderer, Strip, join, png
from tests.devices.kiosk_builders import NOW
from tests.devices.test_printer_reading import run
from tests.pure.test_kiosk_ticket import words

MOST_WRONG = 0.02  # of the letters; a person guesses more than that
SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
NUMBER = "A042"
DRAW = Renderer()


COMBINATIONS = [(58, "vi"), (80, "vi"), (58, "en"), (80, "en")]


def papers(mm: int, language: str) -> dict[str, Receipt]:
    look = looks.read(PrinterSettings(paper_mm=mm), words())
    return {kind: sample(kind, look, language, NOW) for kind in VALUES}


def text_of(block: Block) -> str:
    if isinstance(block, Pair):
        return f"{block.name} {block.value}"
    return block.text if isinstance(block, Line | Check | Bullet) else ""


def strips_of(block: Block, receipt: Receipt) -> Iterator[Strip]:
    yield from DRAW.strips(Receipt((block,), receipt.width_mm, receipt.large, receipt.dots))


def photograph(strip: Strip, block: Block, file: Path) -> None:
    """The strip as it prints, without the box or dot at its left."""
    picture = Image.open(io.BytesIO(png(join([strip], strip.image.width * strip.scale))))
    if isinstance(block, Check | Bullet):
        picture = picture.crop((MARGIN + 22, 0, picture.width, picture.height))
    ImageOps.expand(picture.convert("L"), 30, 255).save(file)


def read_all(files: list[Path], folder: Path) -> list[str]:
    """The text of each picture, read by one process: starting it takes longest."""
    names = folder / "pictures.txt"
    names.write_text("\n".join(map(str, files)), encoding="utf-8")
    told = run(
        "tesseract", str(names), "-", "-l", "vie", "--psm", "7", "-c", "tessedit_do_invert=0"
    )
    return [" ".join(page.split()) for page in told.split("\f")][: len(files)]


def distance(one: str, other: str) -> int:
    """Letters to be changed, added or dropped (Levenshtein)."""
    before = list(range(len(other) + 1))
    for place, letter in enumerate(one, 1):
        row = [place]
        for column, there in enumerate(other, 1):
            change = before[column - 1] + (letter != there)
            row.append(min(change, before[column] + 1, row[-1] + 1))
        before = row
    return before[-1]


def read_lines(papers: list[Receipt], folder: Path) -> dict[Block, str]:
    """What is read of each text on some papers; what several have is read once."""
    blocks = {block: paper for paper in papers for block in paper.blocks if text_of(block)}
    counts: dict[Block, int] = {}
    files: list[Path] = []
    for block, paper in blocks.items():
        strips = list(strips_of(block, paper))
        counts[block] = len(strips)
        for strip in strips:
            files.append(folder / f"{len(files)}.png")
            photograph(strip, block, files[-1])
    read = iter(read_all(files, folder))
    return {block: " ".join(next(read) for _ in range(n)) for block, n in counts.items()}


def plain(text: str) -> str:
    """Dashes of both lengths alike, as they are to a reader; spaces as they are wrapped."""
    return " ".join(text.replace("–", "-").split())


@pytest.mark.parametrize(("mm", "language"), COMBINATIONS)
def test_the_text_of_every_paper_is_read_off_it(tmp_path: Path, mm: int, language: str) -> None:
    wanted = papers(mm, language)
    read = read_lines(list(wanted.values()), tmp_path)
    for kind, paper in wanted.items():
        texts = [block for block in paper.blocks if text_of(block)]
        letters = sum(len(plain(text_of(block))) for block in texts)
        wrong = sum(distance(plain(read[block]), plain(text_of(block))) for block in texts)
        assert letters > 120
        assert wrong <= MOST_WRONG * letters, (kind, wrong, letters)
        assert all(NUMBER in read[block] for block in texts if NUMBER in text_of(block))


@pytest.mark.parametrize("mm", [58, 80])
def test_the_number_is_read_exactly_off_the_papers_that_bring_somebody_back(
    tmp_path: Path, mm: int
) -> None:
    for kind in ("ticket", "return"):
        paper = papers(mm, "vi")[kind]
        (number,) = (block for block in paper.blocks if isinstance(block, Big))
        (strip,) = strips_of(number, paper)
        photograph(strip, number, file := tmp_path / f"{kind}.png")
        read = run(
            "tesseract", str(file), "-", "--psm", "7", "-c", f"tessedit_char_whitelist={SIGNS}"
        )
        assert read == number.text == NUMBER


@pytest.mark.parametrize(("mm", "language"), COMBINATIONS)
def test_a_phone_reads_the_code_of_every_paper_that_has_one(
    tmp_path: Path, mm: int, language: str
) -> None:
    found = []
    for kind, paper in papers(mm, language).items():
        for code in (block for block in paper.blocks if isinstance(block, Qr)):
            file = tmp_path / f"{kind}.png"
            file.write_bytes(DRAW.preview(paper))
            assert run("zbarimg", "-q", "--raw", str(file)) == code.data
            found.append(kind)
    assert found == ["ticket", "supplement", "return"]
