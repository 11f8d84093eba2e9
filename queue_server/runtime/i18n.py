"""The words of the screens: gettext catalogues by key, and which language a reader wants."""

import struct
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

LANGUAGES = ("vi", "en")
DEFAULT = "vi"
_MO_MAGIC = 0x950412DE


class CatalogueMissing(RuntimeError):
    """A package has no compiled catalogue; the text says what to run."""


class MissingWords(KeyError):
    """A key has no text, or a text wants a value that was not given (strict catalogues only)."""


def read_mo(content: bytes) -> dict[str, str]:
    """The messages of a compiled catalogue (GNU gettext manual, "The Format of GNU MO Files")."""
    order = "<" if struct.unpack_from("<I", content)[0] == _MO_MAGIC else ">"
    count, keys_at, texts_at = struct.unpack_from(f"{order}8x3I", content)

    def entry(table: int, index: int) -> str:
        length, offset = struct.unpack_from(f"{order}2I", content, table + 8 * index)
        return content[offset : offset + length].decode("utf-8")

    pairs = ((entry(keys_at, i), entry(texts_at, i)) for i in range(count))
    return {key: unicodedata.normalize("NFC", text) for key, text in pairs if key}


class Words:
    """Texts by language and key, such as `kiosk.attract.title`."""

    def __init__(self, texts: Mapping[str, Mapping[str, str]], *, strict: bool = False) -> None:
        """`texts` is language → key → text. Strict words raise where others show the key."""
        self._texts = texts
        self._strict = strict

    @classmethod
    def load(cls, locale_dirs: Iterable[Path], *, strict: bool = False) -> "Words":
        """Read the catalogues of some packages (their `locale` folders) into one.

        A folder may hold more languages than every package must have. Raises CatalogueMissing
        when it holds none for one of those.
        """
        texts: dict[str, dict[str, str]] = {language: {} for language in LANGUAGES}
        for folder in locale_dirs:
            more = sorted(file.parents[1].name for file in folder.glob("*/LC_MESSAGES/*.mo"))
            for language in dict.fromkeys([*LANGUAGES, *more]):
                known = texts.setdefault(language, {})
                files = sorted((folder / language / "LC_MESSAGES").glob("*.mo"))
                if not files:
                    raise CatalogueMissing(
                        f"no {language} catalogue in {folder}: run python tools/build/assets.py"
                    )
                for file in files:
                    known.update(read_mo(file.read_bytes()))
        return cls(texts, strict=strict)

    @property
    def languages(self) -> tuple[str, ...]:
        """All that have a catalogue, Vietnamese first."""
        return tuple(self._texts)

    def text(self, language: str, key: str, **values: object) -> str:
        """The text of a key with its `{name}` places filled; Vietnamese where a language lacks it.

        An unknown key gives the key itself, so that a screen never fails for want of a word;
        strict words raise MissingWords instead.
        """
        template = self._texts.get(language, {}).get(key) or self._texts[DEFAULT].get(key)
        if template is None:
            return self._missing(key, key)
        try:
            return template.format_map(values)
        except (KeyError, IndexError):
            return self._missing(key, template)

    def _missing(self, key: str, shown: str) -> str:
        if self._strict:
            raise MissingWords(key)
        return shown

    def catalogue(self, language: str, prefixes: Sequence[str]) -> dict[str, str]:
        """The texts a page needs in the browser: all keys that start with one of the prefixes."""
        known = {**self._texts[DEFAULT], **self._texts.get(language, {})}
        return {k: text for k, text in sorted(known.items()) if k.startswith(tuple(prefixes))}


def negotiate(accept_language: str | None, offered: Sequence[str] = LANGUAGES) -> str:
    """The offered language an `Accept-Language` header prefers (RFC 9110 §12.5.4).

    Vietnamese when there is no header or nothing fits; a malformed part is passed over.
    """
    best, best_weight = DEFAULT, 0.0
    for part in (accept_language or "").split(","):
        tag, _, parameter = part.strip().partition(";")
        language = tag.strip().lower().partition("-")[0]
        weight = _weight(parameter)
        if language in offered and weight > best_weight:
            best, best_weight = language, weight
    return best


def _weight(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    if not name:
        return 1.0
    try:
        return float(value) if name.strip() == "q" else 1.0
    except ValueError:
        return 0.0
