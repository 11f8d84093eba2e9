"""How a receipt becomes what is sent to one printer: pictures, or letters where they are right."""

from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Protocol

import msgspec

from printer_drivers import logo
from printer_drivers.glyphs import Glyphs
from printer_drivers.profile import Profile
from printer_drivers.raster import bands
from printer_drivers.receipt import Logo, Receipt
from printer_drivers.render import Renderer
from printer_drivers.typist import Pages, Part, Typist


class Composer(Protocol):
    """Makes the parts of a receipt. One thread."""

    def parts(self, receipt: Receipt, kept: dict[str, int]) -> Iterator[Part]:
        """What to send, part by part, each to be acknowledged.

        ``kept``: what the printer was taught and still knows; what is taught now is added.
        """
        ...


class Pictures:
    """Everything is drawn. ``stored``: how the printer prints a logo that it has."""

    def __init__(self, renderer: Renderer, stored: bytes | None = None) -> None:
        self._renderer = renderer
        self._stored = stored

    def parts(self, receipt: Receipt, kept: dict[str, int]) -> Iterator[Part]:
        """See ``Composer``."""
        del kept
        if self._stored is None:
            yield from bands(self._renderer.strips(receipt))
            return
        for is_logo, blocks in groupby(receipt.blocks, key=lambda block: isinstance(block, Logo)):
            if is_logo:
                yield from (self._stored for _ in blocks)
            else:
                between = msgspec.structs.replace(receipt, blocks=tuple(blocks))
                yield from bands(self._renderer.strips(between))


def composer_for(
    known: Profile | None, renderer: Renderer, *, lossless: Callable[[], bool] = bool
) -> Composer:
    """Who composes for a printer of this profile. ``lossless``: see ``Typist``."""
    stored = logo.stored(known, renderer.logo)
    way = known.letters if known else None
    if known is None or way is None:
        return Pictures(renderer, stored)
    numbers = {page: number.value for page, number in known.code_pages.items()}
    letters = Glyphs(renderer) if way == "glyphs" else Pages(way, numbers)
    return Typist(renderer, letters, native_qr=known.draws_codes, stored=stored, lossless=lossless)
