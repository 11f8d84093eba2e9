"""What must never be committed."""

import json
import re
from pathlib import Path

from tests.house.files import ROOT, named, ours

# Written apart, so that this file does not find itself.
FORBIDDEN = {
    "an address on one machine": re.compile(r"/(?:work|root|home/\w+)/(?=\w)"),
    "the host of a registry": re.compile(r"registry\.(?:npmjs|yarnpkg)|files\.python" + "hosted"),
    "a content delivery network": re.compile(r"cdn\.jsdel" + r"ivr|unpkg\." + r"com|cdnjs\."),
    "unfinished work": re.compile(r"\b(?:TO" + "DO|FIX" + "ME|XX" + "X)\\b"),
}
LARGEST_BYTES = 500_000


def text_of(path: Path) -> str:
    content = path.read_bytes()
    return "" if b"\0" in content else content.decode("utf-8")


def test_no_file_names_a_machine_a_registry_or_unfinished_work() -> None:
    found = [
        f"{named(path)}: {what}"
        for path in ours()
        if path != Path(__file__)
        for what, pattern in FORBIDDEN.items()
        if pattern.search(text_of(path))
    ]
    assert found == []


def test_nothing_that_npm_delivers_is_committed() -> None:
    strays = [named(p) for p in ours() if {"vendor", "node_modules"} & set(p.parts)]
    assert strays == []


def test_no_large_file_is_committed() -> None:
    assert {named(p) for p in ours() if p.stat().st_size > LARGEST_BYTES} == set()


def test_the_lock_file_pins_every_package_by_content() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text("utf-8"))
    packages = {name: about for name, about in lock["packages"].items() if name}
    assert packages
    assert {
        n for n, about in packages.items() if not about["integrity"].startswith("sha512-")
    } == set()
    assert {n for n, about in packages.items() if "resolved" in about} == set()


def test_the_packages_we_ship_are_named_by_exact_version() -> None:
    wanted = json.loads((ROOT / "package.json").read_text("utf-8"))
    for kind in ("dependencies", "devDependencies", "optionalDependencies"):
        assert {v for v in wanted[kind].values() if not re.fullmatch(r"\d+\.\d+\.\d+", v)} == set()
