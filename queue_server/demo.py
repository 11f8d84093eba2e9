"""``motcua demo``: a whole centre on one computer; only the printer is emulated.

Every part runs as its own process, as it would in a hall: the server, the kiosk agent, the printer
behind a pseudo-terminal. Everything is kept in one folder and goes on where it was left.
"""

from __future__ import annotations

import json
import os
import secrets
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from contextlib import suppress
from importlib.resources import files
from pathlib import Path
from typing import Any

from msgspec import Struct

from . import serving
from .domain.journal import Actor
from .store import Store, schema
from .use_cases import administering

STAFF = (
    ("lan", "Nguyễn Thị Lan", "clerk"),
    ("minh", "Trần Văn Minh", "clerk"),
    ("hoa", "Lê Thị Hoa", "clerk"),
    ("nga", "Hoàng Thị Nga", "reception"),
    ("quanly", "Phạm Văn Quản", "manager"),
)
START_TIMEOUT_S = 60.0
STOP_TIMEOUT_S = 10.0


class Demo(Struct, frozen=True):
    """Where the demo centre is kept and where it listens."""

    data: Path
    host: str
    port: int
    kiosk_port: int
    mode: str = "eventlet"

    @property
    def server(self) -> str:
        return f"http://{self.host}:{self.port}"

    @property
    def kiosk(self) -> str:
        return f"http://{self.host}:{self.kiosk_port}"

    @property
    def database(self) -> str:
        return f"sqlite:///{self.data.absolute() / 'motcua.db'}"


def run(demo: Demo) -> int:
    """Set up what is missing, start everything, and stop it all together on Ctrl+C."""
    demo.data.mkdir(parents=True, exist_ok=True)
    children: list[subprocess.Popen[bytes]] = []
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        passwords = _prepare(demo)
        children += [_start(demo, "queue_server", "run"), _start_printer(demo)]
        _wait_for(f"{demo.server}/readyz", children)
        _enrol_kiosk(demo)
        children.append(_start(demo, "kiosk", "run"))
        _wait_for(f"{demo.kiosk}/readyz", children)
        _tell(demo, passwords)
        while all(child.poll() is None for child in children):
            time.sleep(0.5)
    except KeyboardInterrupt:
        return 0
    finally:
        _stop(children)
    print("a part of the demo has stopped; see above", file=sys.stderr)
    return 1


def _interrupt(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


def _prepare(demo: Demo) -> dict[str, str]:
    """Database, centre, staff and settings files; the staff's passwords."""
    from .app import utc_now

    schema.upgrade(demo.database)
    store = Store(demo.database, utc_now, serving.prepare("threading"))
    try:
        if not store.centres():
            administering.apply_centre(store, centre_text(), catalogue_text(), utc_now())
        passwords = _passwords(demo, store)
    finally:
        store.close()
    _write_settings(demo)
    return passwords


def centre_text() -> str:
    """The example centre file, open around the clock so that it can be tried at any hour."""
    text = files("queue_server").joinpath("data/centre.toml").read_text(encoding="utf-8")
    return text.replace("[hours]", "[hours]\nalways_open = true", 1)


def catalogue_text() -> str:
    """The example catalogue."""
    return files("queue_server").joinpath("data/procedures.json").read_text(encoding="utf-8")


def _passwords(demo: Demo, store: Store) -> dict[str, str]:
    file = demo.data / "passwords.json"
    if file.exists():
        kept: dict[str, str] = json.loads(file.read_text())
        return kept
    centre = store.only_centre()
    passwords = {}
    for sign_in, name, role in STAFF:
        password = secrets.token_hex(3)
        hashed = administering.hash_password(password)
        new = administering.NewStaff(sign_in, name, frozenset({role}), hashed)
        store.write(centre, administering.add_staff, Actor("admin"), new)
        passwords[sign_in] = password
    file.touch(mode=0o600)
    file.write_text(json.dumps(passwords))
    return passwords


def _write_settings(demo: Demo) -> None:
    data = demo.data.absolute()
    (data / "queue_server.toml").write_text(
        f"[web]\nhost = {json.dumps(demo.host)}\nport = {demo.port}\nmode = {json.dumps(demo.mode)}"
        f"\n\n[store]\nurl = {json.dumps(demo.database)}\n\n"
        f"[sound]\nfolder = {json.dumps(str(data / 'sounds'))}\n"
    )
    (data / "kiosk.toml").write_text(
        f"[server]\nurl = {json.dumps(demo.server)}\n\n"
        f"[kiosk]\nhost = {json.dumps(demo.host)}\nport = {demo.kiosk_port}\n"
        f"data = {json.dumps(str(data / 'kiosk'))}\n\n"
        f"[printer]\ndevice = {json.dumps(str(data / 'printer'))}\n"
    )


def _start(demo: Demo, package: str, *arguments: str) -> subprocess.Popen[bytes]:
    config = demo.data.absolute() / f"{package}.toml"
    placed = ["--config", str(config), *arguments]
    if package == "kiosk":
        placed = [*arguments, "--config", str(config)]
    return _python("-m", package, *placed)


def _start_printer(demo: Demo) -> subprocess.Popen[bytes]:
    data = demo.data.absolute()
    device, paper = str(data / "printer"), str(data / "paper")
    return _python("-m", "printer_drivers", "virtual", "--device", device, "--paper", paper)


def _python(*arguments: str) -> subprocess.Popen[bytes]:
    # A session of its own: Ctrl+C reaches only us, and we stop the parts in order.
    return subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, *arguments], start_new_session=True, env=os.environ
    )


def _enrol_kiosk(demo: Demo) -> None:
    from .app import utc_now

    if (demo.data / "kiosk" / "device.json").exists():
        return
    store = Store(demo.database, utc_now, serving.prepare("threading"))
    new = administering.NewDevice("kiosk", "Kiosk ở cửa vào")
    centre = store.only_centre()
    code = store.write(centre, administering.enrolment_code, Actor("admin"), new).result
    store.close()
    child = _start(demo, "kiosk", "enrol", "--server", demo.server, "--code", code)
    if child.wait(START_TIMEOUT_S) != 0:
        raise OSError("the kiosk could not be enrolled")


def _wait_for(url: str, children: Sequence[subprocess.Popen[Any]]) -> None:
    until = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < until:
        with suppress(urllib.error.URLError, OSError), urllib.request.urlopen(url, timeout=2):  # noqa: S310 - our own address
            return
        if any(child.poll() is not None for child in children):
            break
        time.sleep(0.05)
    raise OSError(f"{url} does not answer; see above")


def _tell(demo: Demo, passwords: dict[str, str]) -> None:
    signs = "\n".join(f"    {name:10} {password}" for name, password in passwords.items())
    print(
        f"""
The demo centre is open (around the clock; a real one keeps the hours of its file).

  citizen   {demo.kiosk}
  hall      {demo.server}/board/hall
  clerk     {demo.server}/counter
  reception {demo.server}/reception
  manager   {demo.server}/manager

  sign-in names and passwords:
{signs}

  printed paper appears in {demo.data / "paper"}
  Ctrl+C stops everything; it goes on next time where it was left.
""",
        flush=True,
    )


def _stop(children: Sequence[subprocess.Popen[bytes]]) -> None:
    for child in reversed(children):
        child.terminate()
    for child in children:
        try:
            child.wait(STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            child.kill()
