"""What is known of a printer, as data: one TOML file for each model or family, in ``profiles/``.

Every value says how it is known, because most of what is written about cheap printers is copied
from other printers. Paper, dots, cutter and what was probed change what the driver does: an early
answer that no print is called confirmed, letters and a logo that somebody has seen on paper that
they are used. The rest is for the person who chooses or sets up a printer.
"""

import json
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Generic, Literal, Protocol, TypeVar

import msgspec
from msgspec import Meta

from printer_drivers.receipt import Dots, WidthMm
from printer_drivers.vietnamese import PAGES_OF, Page, Spelling

DEFAULT = "generic-80"
FOLDER = Path(__file__).with_name("profiles")
# documented: the maker's own manual says so. probed: a printer was asked or measured.
# unverified: somebody says so, or it is how such printers usually are.
Provenance = Literal["documented", "probed", "unverified"]

Letters = Spelling | Literal["glyphs"]

T = TypeVar("T")
_PATH = re.compile(r" - at `\$\.?([^`]*)`")
_FIELD = re.compile(r"(?:unknown|missing required) field `([^`]+)`")


class ProfileError(ValueError):
    """A profile that cannot be used; the message names the file and the field."""


class _Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    pass


class Known(_Strict, Generic[T], frozen=True):
    """A value, how it is known, and from what: the name of a manual, a data set, a measurement."""

    value: T
    provenance: Provenance
    source: Annotated[str, Meta(min_length=1)]

    @property
    def sure(self) -> bool:
        """Whether more than hearsay."""
        return self.provenance != "unverified"


class Paper(_Strict, frozen=True):
    """A roll the printer takes, and the dots its head prints across it."""

    mm: WidthMm
    dots: Known[Dots]


class StoredLogo(_Strict, frozen=True):
    """A picture in the printer's memory: its key code, and SHA-256 of its size and dots."""

    key: Annotated[str, Meta(pattern="^[ -~]{2}$")]
    sha256: Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]


class Profile(_Strict, frozen=True):
    """One model or family of printers.

    ``paper``: the rolls it takes, the usual one first. ``acknowledgement``: ``gs_r`` if it answers
    GS r, which the driver cannot do without, else ``none``. ``answers_early``: whether it is known
    to answer GS r on arrival instead of after printing: its prints are never called confirmed.
    ``baud``: the speed it is delivered with. ``buffer_bytes``: its receive buffer;
    the driver keeps less than 4 kB under way. ``code_pages``: of Vietnamese, name to the number of
    ESC t. ``fast``: how it prints letters of Vietnamese that were seen to be right, with the pages
    of that name or with ``glyphs`` of ours; without it tickets are pictures. ``native_qr``: whether
    it draws QR codes by itself. ``logo``: what ``motcua-printer logo`` has put into its memory.
    The last three are believed only when documented or probed.
    """

    name: Annotated[str, Meta(min_length=1)]
    paper: Annotated[tuple[Paper, ...], Meta(min_length=1)]
    cutter: Known[bool]
    acknowledgement: Known[Literal["gs_r", "none"]]
    baud: Known[Annotated[int, Meta(ge=1200, le=1_000_000)]]
    note: str = ""
    answers_early: Known[bool] | None = None
    buffer_bytes: Known[Annotated[int, Meta(ge=1)]] | None = None
    fast: Known[Letters] | None = None
    native_qr: Known[bool] | None = None
    logo: Known[StoredLogo] | None = None
    code_pages: dict[Page, Known[Annotated[int, Meta(ge=0, le=255)]]] = {}

    def __post_init__(self) -> None:
        """Raises ValueError for a way to print letters that lacks the number of a page."""
        if self.fast is None or self.fast.value == "glyphs":
            return
        for page in PAGES_OF[self.fast.value]:
            if page not in self.code_pages:
                raise ValueError(f'"{self.fast.value}" needs the number of the page "{page}"')

    @property
    def letters(self) -> Letters | None:
        """How tickets are written in the printer's letters, or None: as pictures."""
        return self.fast.value if self.fast and self.fast.sure else None

    @property
    def draws_codes(self) -> bool:
        """Whether QR codes may be left to the printer."""
        return bool(self.native_qr and self.native_qr.sure and self.native_qr.value)

    @property
    def trusted_acks(self) -> bool:
        """Whether an acknowledgement is taken for proof of paper."""
        return not (self.answers_early and self.answers_early.value)

    def roll(self, width_mm: int = 0) -> Paper:
        """The roll of that width in mm; 0: the usual one. Raises ValueError if it takes no such."""
        for paper in self.paper:
            if width_mm in (0, paper.mm):
                return paper
        widths = " or ".join(str(paper.mm) for paper in self.paper)
        raise ValueError(f"{self.name} takes paper of {widths} mm, not {width_mm} mm")


def parse(text: str, source: str) -> Profile:
    """The profile in a TOML text. Raises ProfileError naming ``source`` and the field."""
    try:
        return msgspec.convert(tomllib.loads(text), Profile)
    except tomllib.TOMLDecodeError as error:
        raise ProfileError(f"{source}: not valid TOML: {error}") from error
    except msgspec.ValidationError as error:
        message = str(error)
        places = [_PATH.search(message), _FIELD.search(message)]
        field = ".".join(found[1] for found in places if found and found[1])
        raise ProfileError(f"{source}: {field or 'fast'}: {message.split(' - at `')[0]}") from error


def names() -> list[str]:
    """The names of the profiles that come with the program."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


def load(name: str) -> Profile:
    """A profile by its name, or by the path of a TOML file of your own.

    A path has a slash in it, or ends in ".toml". Raises ProfileError.
    """
    return parse(text_of(name), str(_path(name)))


def text_of(name: str) -> str:
    """The TOML text of a profile named as for ``load``. Raises ProfileError."""
    path = _path(name)
    if path.parent == FOLDER and name not in names():
        raise ProfileError(f'there is no profile "{name}"; there are {", ".join(names())}')
    try:
        return path.read_text("utf-8")
    except OSError as error:
        raise ProfileError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ProfileError(f"{path}: is not UTF-8 text") from error


def probed(text: str, early: bool, source: str) -> str:
    """The TOML text of a profile with what a probe has found: whether it answers early."""
    return _with(text, "name", {"answers_early": early}, source)


class Seen(Protocol):
    """Letters that were right on paper, and under which numbers of pages."""

    @property
    def way(self) -> Letters | None: ...
    @property
    def pages(self) -> Mapping[Page, int]: ...


def looked(text: str, seen: Seen, codes: bool, source: str) -> str:
    """The TOML text of a profile with what a person has seen on paper.

    ``codes``: whether its QR code was read.
    """
    letters = {} if seen.way is None else {"fast": seen.way}
    text = _with(text, "name", {**letters, "native_qr": codes}, source)
    if "[code_pages]" not in text:
        text += "\n[code_pages]\n"
    told = {f'"{page}"': number for page, number in seen.pages.items()}
    return _with(text, "[code_pages]", told, source)


def with_logo(text: str, kept: StoredLogo, source: str) -> str:
    """The TOML text of a profile with what is in the printer's memory."""
    return _with(text, "name", {"logo": msgspec.to_builtins(kept)}, source)


def _with(text: str, after: str, facts: Mapping[str, object], source: str) -> str:
    """The text with facts, in place of what it said of them, behind the line ``after``."""
    starts = tuple(f"{spelt} =" for key in facts for spelt in (key, key.strip('"')))
    lines = [line for line in text.splitlines() if not (facts and line.startswith(starts))]
    named = next((at for at, line in enumerate(lines, 1) if line.startswith(after)), 0)
    told = [
        f'{key} = {{ value = {_toml(value)}, provenance = "probed", source = "{source}" }}'
        for key, value in facts.items()
    ]
    return "\n".join([*lines[:named], *told, *lines[named:], ""])


def _toml(value: object) -> str:
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{key} = {_toml(one)}' for key, one in value.items())} }}"
    return json.dumps(value)


def _path(name: str) -> Path:
    return Path(name) if "/" in name or name.endswith(".toml") else FOLDER / f"{name}.toml"


def described(name: str, profile: Profile) -> list[str]:
    """Lines for people: every value with how it is known and from what."""
    facts: list[tuple[str, Known[object]]] = [
        *((f"{paper.mm} mm paper, dots", _plain(paper.dots)) for paper in profile.paper),
        ("cutter", _plain(profile.cutter)),
        ("acknowledges with", _plain(profile.acknowledgement)),
        ("delivered at baud", _plain(profile.baud)),
    ]
    if profile.answers_early:
        facts.append(("answers early", _plain(profile.answers_early)))
    if profile.buffer_bytes:
        facts.append(("buffer, bytes", _plain(profile.buffer_bytes)))
    if profile.fast:
        facts.append(("letters", _plain(profile.fast)))
    if profile.native_qr:
        facts.append(("draws QR codes", _plain(profile.native_qr)))
    if profile.logo:
        kept = profile.logo.value
        told = Known[object](f"{kept.key} {kept.sha256[:12]}…", *_how(profile.logo))
        facts.append(("logo in its memory", told))
    facts += [(f"code page {page}", _plain(known)) for page, known in profile.code_pages.items()]
    notes = [f"  {profile.note}"] if profile.note else []
    return [f"{name}: {profile.name}", *notes, *(_line(label, known) for label, known in facts)]


def _plain(known: Known[T]) -> Known[object]:
    return Known(known.value, *_how(known))


def _how(known: Known[T]) -> tuple[Provenance, str]:
    return known.provenance, known.source


def _line(label: str, known: Known[object]) -> str:
    value = known.value
    if isinstance(value, bool):
        value = "yes" if value else "no"
    return f"  {label}: {value} ({known.provenance}: {known.source})"
