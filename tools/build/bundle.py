"""The scripts of the board page as one: browsers of televisions know neither modules nor new words.

Made with esbuild, whose WebAssembly runs wherever Node does, without a binary of each machine.
"""

import hashlib
from pathlib import Path

import node

FOLDER = "display_board/bundle"
ENTRY = "display_board/static/board.js"
SHARED = "queue_server/runtime/web"
SOURCES = ("display_board/static", f"{SHARED}/static")
MAKER = Path(__file__).with_suffix(".mjs")


def recipe(root: Path, vendored: str) -> str:
    """One hash over all that decides what the script is; `vendored` is that of the libraries."""
    scripts = [path for folder in SOURCES for path in sorted((root / folder).glob("*.js"))]
    content = b"".join(path.read_bytes() for path in (MAKER, Path(__file__), *scripts))
    return hashlib.sha256(vendored.encode() + content).hexdigest()


def files(root: Path) -> dict[str, bytes]:
    """The one script; needs node_modules and the vendored files."""
    return {"board.js": node.output(str(MAKER), str(root), ENTRY, SHARED, cwd=root)}
