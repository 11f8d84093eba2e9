"""The made files: whole, free of bare module names, and inside the wheel."""

import hashlib
import json
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.house.files import ROOT, in_packages, named, ours

sys.path.insert(0, str(ROOT / "tools" / "build"))
import assets
import bundle
import node
import sprite

VENDOR = ROOT / assets.VENDOR
FONTS = ROOT / assets.FONTS
BUNDLE = ROOT / bundle.FOLDER
MADE = (VENDOR, FONTS, BUNDLE)
ICON_NAME = re.compile(r"""<\$\{Icon\}[^>]*\bname=["']([\w-]+)["']|icons\.svg#([\w-]+)""")


def code_of(script: Path) -> str:
    return re.sub(r"/\*.*?\*/|^\s*//.*?$", "", script.read_text("utf-8"), flags=re.S | re.M)


@pytest.mark.parametrize("folder", MADE, ids=named)
def test_every_made_file_is_what_its_manifest_says(folder: Path) -> None:
    files = json.loads((folder / "manifest.json").read_text("utf-8"))["files"]
    hashes = {n: hashlib.sha256((folder / n).read_bytes()).hexdigest() for n in files}
    assert hashes == files
    present = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    assert present == {*files, "manifest.json"}


def test_a_changed_file_is_noticed(tmp_path: Path) -> None:
    assets.write_folder(tmp_path / "made", {"a.js": b"1", "deep/b.txt": b"2"}, "recipe")
    assert assets.is_whole(tmp_path / "made", "recipe")
    assert not assets.is_whole(tmp_path / "made", "another recipe")
    (tmp_path / "made" / "deep" / "b.txt").write_bytes(b"3")
    assert not assets.is_whole(tmp_path / "made", "recipe")


def test_bare_module_names_become_addresses() -> None:
    source = """import{h}from"preact";import "./x.js";export*from '@preact/signals-core';"""
    assert assets.browser_script(source + "\n//# sourceMappingURL=x.map") == (
        """import{h}from"./preact.js";import "./x.js";export*from './signals-core.js';\n"""
    )


def test_a_package_we_do_not_ship_stops_the_build() -> None:
    with pytest.raises(KeyError):
        assets.browser_script('import x from "left-pad"')


def test_no_script_names_a_module_that_a_browser_cannot_find() -> None:
    scripts = {p.name: code_of(p) for p in (*VENDOR.glob("*.js"), *in_packages(".js"))}
    bare = re.compile(r"""\b(?:from|import)\s*\(?["'](?![./])([@\w][^"'\s]*)["']""")
    assert {(name, m) for name, code in scripts.items() for m in bare.findall(code)} == set()


def test_every_icon_a_page_names_is_in_the_sprite() -> None:
    used = {
        name
        for path in in_packages(".js", ".html")
        for match in ICON_NAME.findall(path.read_text("utf-8"))
        for name in match
        if name
    }
    assert used - set(sprite.ICONS) == set()


# What came to browsers after 2015 and no compiler puts in its place. `old.js` brings those that the
# script does name (queueMicrotask, AbortController) where they are missing.
NEWER = re.compile(
    r"\.(?:padStart|padEnd|finally|flat|flatMap|replaceAll|replaceChildren|at|append|formatToParts"
    r"|allSettled|matchAll|trimStart|trimEnd)\(|\bObject\.(?:values|entries|fromEntries|hasOwn)\b"
    r"|\b(?:structuredClone|globalThis|ResizeObserver|IntersectionObserver|WeakRef)\b"
)


def parses_as_of_2015(script: str) -> bool:
    """Whether a browser of 2015 can read it as a classic script."""
    check = """const { parse } = require("acorn");
        parse(require("fs").readFileSync(0, "utf-8"), { ecmaVersion: 2015 });"""
    told = subprocess.run(
        [*node.commands()["node"], "-e", check], cwd=ROOT, input=script.encode(), check=False,
        capture_output=True,
    )  # fmt: skip
    return told.returncode == 0


def test_the_script_of_the_boards_is_one_that_televisions_of_2015_can_read() -> None:
    script = (BUNDLE / "board.js").read_text("utf-8")
    assert parses_as_of_2015(script)
    assert not parses_as_of_2015(script + "\nlet state; state?.calls;")
    assert NEWER.findall(script) == []


def test_the_styles_of_the_boards_are_those_of_2016() -> None:
    newer = re.compile(
        r"\bgrid\b|\bgap:|\bmin\(|\bmax\(|\bclamp\(|\binset:|(?<!-)aspect-ratio:|:has\(|\bdvh\b"
    )
    sheets = [ROOT / f"display_board/static/{name}.css" for name in ("board", "kinds")]
    assert {(named(s), w) for s in sheets for w in newer.findall(code_of(s))} == set()


def test_the_script_of_the_boards_is_made_from_the_modules_as_they_are() -> None:
    told = json.loads((BUNDLE / "manifest.json").read_text("utf-8"))
    assert told["made_from"] == bundle.recipe(ROOT, assets.recipe())


@pytest.mark.slow
def test_the_wheel_carries_everything_and_needs_no_npm_again(tmp_path: Path) -> None:
    source = tmp_path / "source"
    for path in (*ours(), *(file for folder in MADE for file in folder.rglob("*"))):
        if path.is_file():
            (source / path.relative_to(ROOT)).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, source / path.relative_to(ROOT))
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation",
         "--no-index", "--wheel-dir", str(tmp_path), str(source)],
        check=True,
    )  # fmt: skip
    wheel = zipfile.ZipFile(next(tmp_path.glob("*.whl")))
    with wheel:
        carried = set(wheel.namelist())
    made = [p for folder in MADE for p in folder.rglob("*") if p.is_file()]
    catalogues = [po.with_suffix(".mo") for po in in_packages(".po")]
    assert catalogues
    assert {named(p) for p in (*made, *catalogues, *in_packages())} - carried == set()
    assert not [name for name in carried if name.startswith(("tests/", "tools/"))]
