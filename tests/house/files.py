"""The files of the project, as the house rules see them."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("queue_server", "kiosk", "display_board", "printer_drivers", "audio")


def ours(*suffixes: str) -> list[Path]:
    """The files git knows or would take, outside of what is ignored; by ending where wanted."""
    told = subprocess.run(
        [
            "git",
            "-c",
            "safe.directory=*",
            "ls-files",
            "-z",
            "--cached",
            "--others",
            "--exclude-standard",
        ],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout.decode()
    files = (ROOT / name for name in told.split("\0") if name)
    return [f for f in files if f.is_file() and (not suffixes or f.suffix in suffixes)]


def in_packages(*suffixes: str) -> list[Path]:
    """Those files that travel to a centre."""
    return [f for f in ours(*suffixes) if f.relative_to(ROOT).parts[0] in PACKAGES]


def named(path: Path) -> str:
    """A path as people say it."""
    return path.relative_to(ROOT).as_posix()
