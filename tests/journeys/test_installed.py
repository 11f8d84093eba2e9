"""The wheel in an empty environment, far from the sources: ``motcua demo`` is a whole centre."""

import json
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.house.files import ROOT, ours
from tests.journeys.people import Clerk, tap, until
from tests.servers import free_port

MADE = ("queue_server/runtime/web/vendor", "printer_drivers/fonts")
STOP_S = 30

pytestmark = pytest.mark.slow


def test_an_installed_demo_takes_a_ticket_from_tap_to_finish(tmp_path: Path) -> None:
    programs = _installed(_wheel(tmp_path), tmp_path / "environment")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    with _demo(programs, elsewhere) as (server, kiosk):
        for address in (kiosk, f"{server}/board/hall", f"{server}/counter", f"{server}/manager"):
            with urlopen(address, timeout=30) as page:  # noqa: S310  # our own demo
                assert page.headers["Content-Type"].startswith("text/html"), address

        ticket = tap(kiosk, "HT")
        passwords = json.loads((elsewhere / "data" / "passwords.json").read_text())
        clerk = Clerk(server, 1, "lan", passwords["lan"])
        clerk.do("open")
        until(lambda: clerk.look()["waiting"] == 1, "the ticket in the queue")
        assert clerk.do("call_next")["ticket"]["label"] == ticket["label"]
        clerk.do("start")
        assert clerk.do("finish")["ticket"] is None
        paper = elsewhere / "data" / "paper" / "0001.json"
        until(paper.exists, "the paper")
        assert json.loads(paper.read_text())["complete"]
    for address in (server, kiosk):
        with pytest.raises(OSError, match="refused"):
            urlopen(address, timeout=5)  # noqa: S310  # our own demo


def _wheel(folder: Path) -> Path:
    """The wheel of the repository, built from a copy of its files and of the made ones."""
    source = folder / "source"
    made = [path for name in MADE for path in (ROOT / name).rglob("*") if path.is_file()]
    for path in (*ours(), *made):
        target = source / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    _pip("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(source))
    return next(folder.glob("motcua-*.whl"))


def _installed(wheel: Path, environment: Path) -> Path:
    """The programs of the wheel and of what it needs, in an environment of their own."""
    venv.create(environment, symlinks=True)
    programs = environment / "bin"
    _pip("--python", str(programs / "python"), "install", "--no-compile", str(wheel))
    return programs


def _pip(*command: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pip", "--quiet", *command],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


@contextmanager
def _demo(programs: Path, folder: Path) -> Iterator[tuple[str, str]]:
    """The demo at two free ports, told to stop at the end as Ctrl+C does."""
    ports = free_port(), free_port()
    options = ["--data", "data", "--port", str(ports[0]), "--kiosk-port", str(ports[1])]
    log = folder / "log"
    with log.open("wb") as file:
        demo = subprocess.Popen(
            [programs / "motcua", "demo", *options],
            cwd=folder,
            env={"PATH": "/usr/bin:/bin", "HOME": str(folder), "LC_ALL": "C.UTF-8"},
            stdout=file,
            stderr=file,
        )
    try:
        until(
            lambda: demo.poll() is not None or "The demo centre is open" in log.read_text(), "demo"
        )
        assert demo.poll() is None, log.read_text()
        yield f"http://127.0.0.1:{ports[0]}", f"http://127.0.0.1:{ports[1]}"
    finally:
        demo.terminate()
        with suppress(subprocess.TimeoutExpired):
            demo.wait(STOP_S)
        demo.kill()
        assert demo.wait() == 0, log.read_text()
