"""Makes the files that are not in the repository: browser libraries, fonts, icons, catalogues.

Everything comes from npm by the committed lock file; the few files the pages need are copied into
folders that git ignores and the wheel carries. A second run finds nothing to do.
"""

import hashlib
import json
import re
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

import bundle
import node
import sprite
import words

ROOT = Path(__file__).resolve().parents[2]
VENDOR = "queue_server/runtime/web/vendor"
FONTS = "printer_drivers/fonts"
NOTO = "@fontsource-variable/noto-sans"

SCRIPTS = {  # our name: (file in node_modules, what its type declaration re-exports)
    "preact.js": ("preact/dist/preact.mjs", 'export * from "preact";'),
    "preact-hooks.js": ("preact/hooks/dist/hooks.mjs", 'export * from "preact/hooks";'),
    "htm.js": ("htm/dist/htm.mjs", 'export { default } from "htm";'),
    "signals-core.js": (
        "@preact/signals-core/dist/signals-core.mjs",
        'export * from "@preact/signals-core";',
    ),
    "signals.js": ("@preact/signals/dist/signals.mjs", 'export * from "@preact/signals";'),
    "socket.io.js": (
        "socket.io-client/dist/socket.io.esm.min.js",
        'export * from "socket.io-client";',
    ),
    "uplot.js": ("uplot/dist/uPlot.esm.js", 'export { default } from "uplot";'),
    "lean-qr.js": ("lean-qr/index.mjs", 'export * from "lean-qr";'),
}
COPIES = {
    "uplot.css": "uplot/dist/uPlot.min.css",
    "noto-sans-latin.woff2": f"{NOTO}/files/noto-sans-latin-wght-normal.woff2",
    "noto-sans-vietnamese.woff2": f"{NOTO}/files/noto-sans-vietnamese-wght-normal.woff2",
    "licences/preact.txt": "preact/LICENSE",
    "licences/htm.txt": "htm/LICENSE",
    "licences/signals.txt": "@preact/signals/LICENSE",
    "licences/socket.io.txt": "socket.io-client/LICENSE",
    "licences/uplot.txt": "uplot/LICENSE",
    "licences/lean-qr.txt": "lean-qr/LICENSE",
    "licences/noto-sans.txt": f"{NOTO}/LICENSE",
}
PRINTER_FONTS = {
    "NotoSans-Regular.ttf": "@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf",
    "NotoSans-Bold.ttf": "@expo-google-fonts/noto-sans/700Bold/NotoSans_700Bold.ttf",
    "OFL.txt": "@expo-google-fonts/noto-sans/LICENSE_FONT",
}
# Browsers find modules by address; these packages name each other as npm does. An import map would
# do too, but it has to stand inline in every page, against the content security policy.
ADDRESSES = {
    "preact": "./preact.js",
    "preact/hooks": "./preact-hooks.js",
    "@preact/signals-core": "./signals-core.js",
}
BARE = re.compile(r"""(\b(?:from|import)\s*)(["'])(@?[a-z][\w/.-]*)\2""")
MAP_COMMENT = re.compile(r"\n?//# sourceMappingURL=\S+\s*$")


def browser_script(source: str) -> str:
    """A module as a browser can load it. Raises KeyError for a package we do not ship."""
    addressed = BARE.sub(lambda m: f"{m[1]}{m[2]}{ADDRESSES[m[3]]}{m[2]}", source)
    return MAP_COMMENT.sub("\n", addressed)


def sha256(path: Path) -> str:
    """Hexadecimal SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def recipe() -> str:
    """One hash over all that decides what the made files contain."""
    sources = [ROOT / "package-lock.json", Path(__file__), Path(sprite.__file__)]
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()


def is_whole(folder: Path, made_from: str) -> bool:
    """Whether a folder holds exactly what its manifest says, made by this very recipe."""
    manifest = folder / "manifest.json"
    if not manifest.exists():
        return False
    told = json.loads(manifest.read_text(encoding="utf-8"))
    return told["made_from"] == made_from and all(
        (folder / name).exists() and sha256(folder / name) == digest
        for name, digest in told["files"].items()
    )


def write_folder(folder: Path, files: Mapping[str, bytes], made_from: str) -> None:
    """Replace a made folder and write its manifest last, so that a broken run is noticed."""
    shutil.rmtree(folder, ignore_errors=True)
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    hashes = {name: sha256(folder / name) for name in sorted(files)}
    manifest = json.dumps({"made_from": made_from, "files": hashes}, indent=1) + "\n"
    (folder / "manifest.json").write_text(manifest, encoding="utf-8")


def vendor_files(modules: Path) -> dict[str, bytes]:
    """Everything the pages load that is not ours, by the name the pages use."""
    files = {name: (modules / source).read_bytes() for name, source in COPIES.items()}
    for name, (source, types) in SCRIPTS.items():
        script = browser_script((modules / source).read_text(encoding="utf-8"))
        files[name] = script.encode()
        files[name.removesuffix(".js") + ".d.ts"] = f"{types}\n".encode()
    files["icons.svg"] = sprite.draw(modules / "@iconify-json/lucide").encode()
    return files


def make() -> list[str]:
    """Make what is missing or old; returns one line for each thing that was made."""
    done = []
    made_from = recipe()
    vendor, fonts = ROOT / VENDOR, ROOT / FONTS
    if not (is_whole(vendor, made_from) and is_whole(fonts, made_from)):
        modules = node.install(ROOT, everything=False)
        write_folder(vendor, vendor_files(modules), made_from)
        ttf = {name: (modules / source).read_bytes() for name, source in PRINTER_FONTS.items()}
        write_folder(fonts, ttf, made_from)
        done.append("browser libraries, fonts and icons")
    made_from = bundle.recipe(ROOT, made_from)
    if not is_whole(ROOT / bundle.FOLDER, made_from):
        node.install(ROOT, everything=False)
        write_folder(ROOT / bundle.FOLDER, bundle.files(ROOT), made_from)
        done.append("the script of the boards")
    if count := words.compile_all(ROOT):
        done.append(f"{count} catalogues")
    return done


if __name__ == "__main__":
    try:
        made = make()
    except node.NodeMissing as missing:
        sys.exit(str(missing))
    print("made", ", ".join(made) if made else "nothing: all is up to date")
