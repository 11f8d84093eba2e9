"""Compiles the gettext catalogues (.po) into the form the programs read (.mo)."""

import hashlib
import io
import json
from pathlib import Path

PACKAGES = ("queue_server", "kiosk", "display_board")


def compile_all(root: Path) -> int:
    """Compile every catalogue that changed since the last time; returns how many."""
    stamp = root / "build" / "words.json"
    known = json.loads(stamp.read_text()) if stamp.exists() else {}
    hashes: dict[str, str] = {}
    count = 0
    for package in PACKAGES:
        for po in sorted((root / package / "locale").glob("*/LC_MESSAGES/*.po")):
            name = po.relative_to(root).as_posix()
            source = po.read_bytes()
            hashes[name] = hashlib.sha256(source).hexdigest()
            mo = po.with_suffix(".mo")
            if mo.exists() and known.get(name) == hashes[name]:
                continue
            mo.write_bytes(compiled(source))
            count += 1
    if hashes != known:
        stamp.parent.mkdir(exist_ok=True)
        stamp.write_text(json.dumps(hashes, indent=1))
    return count


def compiled(source: bytes) -> bytes:
    """One catalogue in .mo form. Raises babel's PoFileError where the text is not valid."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    out = io.BytesIO()
    write_mo(out, read_po(io.BytesIO(source), abort_invalid=True))
    return out.getvalue()
