import io

from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from printer_drivers.escpos_commands import EscposCommands
from printer_drivers.raster import BAND_BYTES, BAND_ROWS, Band, bands, harmless
from printer_drivers.render import Renderer, Strip, join, png
from printer_drivers.replies import Ack, Name, RealTime, Replies
from printer_drivers.virtual import Piece, VirtualPrinter

WIDTH = 96
# Bytes that make real-time commands likely, in any place of a row.
nasty = st.sampled_from([0x00, 0x04, 0x05, 0x10, 0x14, 0x20, 0x08, 0x40, 0xFF])
rows = st.lists(nasty, min_size=WIDTH // 8, max_size=WIDTH // 8).map(bytes)
pictures = st.lists(rows, min_size=1, max_size=60)


def a_strip(lines: list[bytes], scale: int = 1, margin: int = 0) -> Strip:
    ink = Image.frombytes("1", (WIDTH, len(lines)), b"".join(lines))
    page = Image.new("1", (WIDTH + margin, len(lines)))
    page.paste(ink, (margin, 0))
    return Strip(page, scale)


def printed(job: list[Band], width: int) -> tuple[Piece, VirtualPrinter]:
    commands, pieces = EscposCommands(), list[Piece]()
    printer = VirtualPrinter(width, pieces.append)
    printer.feed(commands.reset() + b"".join(map(commands.band, job)) + commands.cut())
    return pieces[0], printer


@given(pictures)
def test_no_real_time_command_ever_hides_in_a_job(lines: list[bytes]) -> None:
    commands = EscposCommands()
    job = commands.reset() + b"".join(commands.band(band) for band in bands([a_strip(lines)]))
    assert harmless(job)


@given(pictures)
def test_bands_are_small_enough_for_any_buffer(lines: list[bytes]) -> None:
    assert all(band.rows <= BAND_ROWS for band in bands([a_strip(lines)]))


def test_a_band_of_a_wide_head_holds_no_more_bytes_than_one_of_80_mm() -> None:
    found = list(bands([Strip(Image.new("1", (832, 40), 1))]))
    assert all(len(band.data) <= BAND_BYTES for band in found)
    assert sum(band.rows for band in found) == 40


@given(
    st.lists(st.binary(min_size=WIDTH // 8, max_size=WIDTH // 8), min_size=1, max_size=60),
    st.sampled_from([1, 2]),
)
def test_a_picture_comes_out_of_the_printer_dot_for_dot(lines: list[bytes], scale: int) -> None:
    strip = a_strip(lines, scale, margin=8)
    width = (WIDTH + 8) * scale
    piece, printer = printed(list(bands([strip, strip])), width)
    assert png(piece.image) == png(join([strip, strip], width))
    assert (printer.misfires, printer.unknown, printer.overflowed) == (0, 0, 0)


@given(pictures)
def test_where_no_harmless_shift_exists_at_most_single_dots_are_thickened(
    lines: list[bytes],
) -> None:
    piece, _ = printed(list(bands([a_strip(lines)])), WIDTH)
    wanted = b"".join(lines)
    got = piece.image.tobytes()
    assert len(got) == len(wanted)
    assert all(a & ~b == 0 for a, b in zip(wanted, got, strict=True))
    assert sum((b & ~a).bit_count() for a, b in zip(wanted, got, strict=True)) <= len(wanted) // 2


def test_the_scrubber_is_needed_a_raw_picture_does_misfire() -> None:
    pieces: list[Piece] = []
    printer = VirtualPrinter(WIDTH, pieces.append)
    answers = printer.feed(b"\x1dv0\x00\x03\x00\x01\x00\x10\x04\x01")
    assert printer.misfires == 1
    assert answers


@given(st.lists(st.integers(1, 5), min_size=20, max_size=20))
def test_replies_are_told_apart_however_they_are_cut(sizes: list[int]) -> None:
    stream = b"\x12\x00\x5fEPSON TM\x00\x11\x16\x13\x10\x00\x0c\x00\x0c"
    replies, found, at = Replies(), [], 0
    for size in sizes:
        found += replies.feed(stream[at : at + size])
        at += size
    kinds = [type(reply) for reply in found + replies.feed(stream[at:])]
    assert kinds == [RealTime, Ack, Name, RealTime, Ack]


def test_previews_are_the_same_every_time_and_have_the_width_of_the_head() -> None:
    from printer_drivers.__main__ import sample_page

    for width_mm, dots in ((80, 576), (58, 384)):
        one, two = (Renderer().preview(sample_page(width_mm)) for _ in range(2))
        assert one == two
        assert Image.open(io.BytesIO(one)).width == dots
