"""What a person, and a phone, reads off the paper."""

import io
import os
import subprocess
import unicodedata
from pathlib import Path

from PIL import Image, ImageOps

from printer_drivers.receipt import Big, Block, Line, Qr, Receipt
from printer_drivers.render import Renderer, Strip, png

LETTERS = "aăâeêioôơuưy"
MARKS = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")


def all_letters() -> list[str]:
    lower = [unicodedata.normalize("NFC", letter + mark) for letter in LETTERS for mark in MARKS]
    return [*lower, "đ", *(letter.upper() for letter in lower), "Đ"]


def run(*command: str) -> str:
    try:
        done = subprocess.run(
            command, capture_output=True, check=True, env=os.environ | {"OMP_THREAD_LIMIT": "1"}
        )
    except FileNotFoundError as error:
        raise AssertionError(f"install {command[0]} (tesseract-ocr-vie, zbar-tools)") from error
    return unicodedata.normalize("NFC", done.stdout.decode()).strip()


def paper(directory: Path, strips: list[Strip]) -> str:
    from printer_drivers.render import join

    ink = join(strips, strips[0].image.width * strips[0].scale)
    picture = Image.open(io.BytesIO(png(ink))).convert("L")
    path = directory / "strip.png"
    ImageOps.expand(picture, 30, 255).save(path)
    return str(path)


def strips(block: Block, width_mm: int = 80) -> list[Strip]:
    return list(Renderer().strips(Receipt((block,), 58 if width_mm == 58 else 80)))


def test_every_vietnamese_letter_has_a_glyph_of_its_own() -> None:
    font = Renderer().font(40)
    bold = Renderer().font(40, bold=True)
    for face in (font, bold):
        missing = bytes(face.getmask("\U000e0fff"))
        shapes = {
            letter: (face.getmask(letter).size, bytes(face.getmask(letter)))
            for letter in all_letters()
        }
        assert all(shape[1] != missing for shape in shapes.values())
        assert len(set(shapes.values())) == len(all_letters()) == 146


def test_every_sign_of_the_shipped_texts_has_a_glyph_on_paper() -> None:
    root = Path(__file__).parents[2]
    files = [*(root / "queue_server" / "data").iterdir(), *root.glob("*/locale/*/LC_MESSAGES/*.po")]
    signs = set("".join(file.read_text("utf-8") for file in files if file.is_file()))
    printed = set(Line("".join(sign for sign in signs if sign.isprintable())).text)
    font = Renderer().font(40)
    missing = bytes(font.getmask("\U000e0fff"))
    assert "≤" in signs
    assert [sign for sign in printed if bytes(font.getmask(sign)) == missing] == []


def test_tesseract_reads_the_small_print_of_both_paper_widths(tmp_path: Path) -> None:
    text = "Quét mã để theo dõi số thứ tự"
    for width_mm in (80, 58):
        image = paper(tmp_path, strips(Line(text, size="small"), width_mm))
        assert run("tesseract", image, "-", "-l", "vie", "--psm", "7") == text


def test_tesseract_reads_the_number_exactly_and_it_is_sixty_millimetres_wide(
    tmp_path: Path,
) -> None:
    (strip,) = strips(Big("A042"))
    left, _, right, _ = strip.image.getbbox() or (0, 0, 0, 0)
    assert (right - left) * strip.scale >= 60 * 8
    whitelist = "tessedit_char_whitelist=ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
    image = paper(tmp_path, [strip])
    assert run("tesseract", image, "-", "--psm", "7", "-c", whitelist) == "A042"


def test_a_phone_reads_the_code_of_both_paper_widths(tmp_path: Path) -> None:
    data = "https://motcua.example.vn/t/8fJ2kQx7Lm0Za"
    for width_mm in (80, 58):
        image = paper(tmp_path, strips(Qr(data), width_mm))
        assert run("zbarimg", "-q", "--raw", image) == data


def test_long_words_and_paragraphs_stay_inside_the_margins() -> None:
    for text in ("x" * 200, "Đăng ký " * 40):
        for strip in strips(Line(text, size="large", bold=True)):
            left, _, right, _ = strip.image.getbbox() or (8, 0, 8, 0)
            assert left >= 6
            assert right <= 576 - 6
