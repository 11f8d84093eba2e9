"""The machines of a centre as real processes on the loopback: servers, kiosks with their printers.

Everything is started as on a customer's machines, by the command lines and settings files, and may
be killed (``kill -9``), frozen (``SIGSTOP``) and started again; the data stays.
"""

import http.client
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, Literal, TypeVar

import pytest

from printer_drivers.virtual_pty import PtyPrinter
from queue_server.demo import catalogue_text, centre_text
from queue_server.domain.journal import Actor
from queue_server.store import Store, schema
from queue_server.use_cases.administering import (
    NewDevice,
    NewStaff,
    add_staff,
    apply_centre,
    enrolment_code,
    hash_password,
    revoke,
)
from tests.journeys.people import PASSWORD
from tests.servers import free_port

ROOT = Path(__file__).resolve().parents[1]
START_S = 60  # far more than needed: a busy machine must not decide a test
CENTRE = "phuong-mau"
COUNTERS = range(1, 9)


class Machine:
    """One process with an address that answers ``/readyz`` when it works."""

    def __init__(self, name: str, folder: Path, command: list[str], port: int) -> None:
        self.name, self.folder, self.port = name, folder, port
        self.url = f"http://127.0.0.1:{port}"
        self._command = [sys.executable, "-m", *command]
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def log(self) -> str:
        """All it has written, over all its lives."""
        return (self.folder / f"{self.name}.log").read_text("utf-8", "replace")

    @property
    def pid(self) -> int:
        """Its process number."""
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Start it and wait until it works."""
        self.switch_on()
        self.wait()

    def switch_on(self) -> None:
        """Start it; ``wait`` says when it works."""
        with (self.folder / f"{self.name}.log").open("ab") as log:
            self._process = subprocess.Popen(self._command, cwd=ROOT, stdout=log, stderr=log)

    def wait(self) -> None:
        """Until it works."""
        assert self._process is not None
        deadline = time.monotonic() + START_S
        while time.monotonic() < deadline and self._process.poll() is None:
            with (
                suppress(OSError, http.client.HTTPException),
                urllib.request.urlopen(f"{self.url}/readyz", timeout=2),  # noqa: S310  # our own
            ):
                return
            time.sleep(0.05)
        pytest.fail(f"{self.name} does not work:\n{self.log}")

    def kill(self) -> None:
        """End it without a word, as a power cut does."""
        self.signal(signal.SIGKILL)
        if self._process is not None:
            self._process.wait()

    def freeze(self) -> None:
        """It is there and does not move: connections are taken and never answered."""
        self.signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self.signal(signal.SIGCONT)

    def stop(self) -> int:
        """Ask it to end; its exit status."""
        assert self._process is not None
        self._process.terminate()
        return self._process.wait(START_S)

    def signal(self, number: signal.Signals) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(number)


class Kiosk(Machine):
    """A kiosk agent with a virtual printer at its serial port; the printer outlives the agent."""

    def __init__(self, folder: Path, port: int, printer: PtyPrinter | None) -> None:
        command = ["kiosk", "run", "--config", str(folder / "kiosk.toml")]
        super().__init__("kiosk", folder, command, port)
        self.printer = printer
        self.tray = folder / "paper"
        self._ledger = folder / "data" / "ledger.db"

    def ledger(self, query: str) -> list[tuple[Any, ...]]:
        """Look into the kiosk's own book, also while it runs."""
        with closing(sqlite3.connect(f"file:{self._ledger}?mode=ro", uri=True)) as book:
            return book.execute(query).fetchall()

    def papers(self) -> list[Path]:
        """Pictures of the pieces of paper that were handed out, void ones left out."""
        notes = sorted(self.tray.glob("*.json"))
        return [
            note.with_suffix(".png") for note in notes if not json.loads(note.read_text())["void"]
        ]

    @property
    def reserve(self) -> int:
        """How many unused numbers it has for days without a server."""
        return int(self.ledger("SELECT count(*) FROM reserve WHERE ticket IS NULL")[0][0])

    @property
    def unsent(self) -> int:
        """How many tickets the server does not have yet."""
        return int(self.ledger("SELECT count(*) FROM tickets WHERE sent_at IS NULL")[0][0])


class Panel(Machine):
    """The program for counter displays and call pads; it has no address of its own."""

    def __init__(self, folder: Path) -> None:
        command = ["display_board", "run", "--config", str(folder / "board.toml")]
        super().__init__("panel", folder, command, 0)

    def wait(self) -> None:
        """Its displays say whether it works."""


class Loudspeaker(Machine):
    """An announcer; it has no address of its own."""

    def __init__(self, folder: Path) -> None:
        command = ["audio", "run", "--config", str(folder / "announcer.toml")]
        super().__init__("announcer", folder, command, 0)

    def wait(self) -> None:
        """The server says whether it works."""


M = TypeVar("M", bound=Machine)
Tables = Mapping[str, Mapping[str, object]]  # of a settings file


class Premises:
    """A centre with an open day; its machines are added by name and end with it."""

    def __init__(
        self, folder: Path, url: str = "", queue: str = "", mode: str = "eventlet"
    ) -> None:
        self.folder = folder
        self.database = url or f"sqlite:///{folder / 'motcua.db'}"
        self._queue, self._mode = queue, mode
        self.machines: list[Machine] = []
        self.voice = "silent"
        """Of the servers to come; speaking takes time that most tests have no use for."""
        self._prepare()

    def server(self, package: str = "queue_server") -> Machine:
        """One more server on the database, working; ``package`` is what is run."""
        port, number = free_port(), len(self.machines)
        settings: Tables = {
            "web": {"port": port, "mode": self._mode},
            "store": {"url": self.database, "queue": self._queue},
            "sound": {"folder": str(self.folder / "sounds"), "voice": self.voice},
        }
        file = self.folder / f"server-{number}.toml"
        _write(file, settings)
        command = [package, "--config", str(file), "run"]
        return self._add(Machine(f"server-{number}", self.folder, command, port))

    def kiosk(
        self, server: Machine, printer: Literal["virtual", "none"] = "virtual", **screen: float
    ) -> Kiosk:
        """An enrolled kiosk, working; ``screen`` are settings of that table."""
        folder = self.folder / f"kiosk-{len(self.machines)}"
        folder.mkdir()
        port = free_port()
        device = folder / "printer"
        settings: Tables = {
            "kiosk": {"port": port, "data": str(folder / "data")},
            "server": {"url": server.url},
            "printer": {"device": str(device) if printer == "virtual" else ""},
            "screen": screen,
        }
        _write(folder / "kiosk.toml", settings)
        run("kiosk", "enrol", "--config", str(folder / "kiosk.toml"), "--code", self.code())
        paper = PtyPrinter(device, folder / "paper") if printer == "virtual" else None
        return self._add(Kiosk(folder, port, paper))

    def panel(self, server: Machine, lines: str, **settings: float) -> Panel:
        """An enrolled program for displays and pads, at work; ``lines`` are its ``[[line]]``s."""
        folder = self.folder / f"panel-{len(self.machines)}"
        folder.mkdir()
        file = folder / "board.toml"
        _write(file, {"panel": {"data": str(folder / "data"), **settings}})
        file.write_text(file.read_text("utf-8") + lines, encoding="utf-8")
        told = ["--server", server.url, "--code", self.code("panel")]
        run("display_board", "enrol", "--config", str(file), *told)
        return self._add(Panel(folder))

    def announcer(self, server: Machine, player: str = "none", zone: str = "hall") -> Loudspeaker:
        """An enrolled announcer, at work, in silence."""
        folder = self.folder / f"announcer-{len(self.machines)}"
        folder.mkdir()
        file = folder / "announcer.toml"
        told = {"data": str(folder / "data"), "zone": zone, "player": player}
        _write(file, {"announcer": told})
        enrolling = ["--server", server.url, "--code", self.code("announcer")]
        run("audio", "enrol", "--config", str(file), *enrolling)
        return self._add(Loudspeaker(folder))

    def code(self, kind: str = "kiosk") -> str:
        """A fresh enrolment code for a device."""
        with self.books() as store:
            new = NewDevice(kind, kind.title())
            return store.write(CENTRE, enrolment_code, Actor("admin"), new).result

    def revoke(self, device: str) -> None:
        """A device is out from now on."""
        with self.books() as store:
            store.write(CENTRE, revoke, Actor("admin"), device)

    @contextmanager
    def books(self) -> Iterator[Store]:
        """The store, beside the running servers."""
        from queue_server.app import utc_now
        from queue_server.serving import prepare

        store = Store(self.database, utc_now, prepare("threading"))
        try:
            yield store
        finally:
            store.close()

    def idle_counters_call_by_themselves(self) -> None:
        """From now on."""
        from queue_server.app import utc_now

        with self.books() as store:
            apply_centre(store, impatient(auto_call=True), catalogue_text(), utc_now())

    def check(self) -> None:
        """``motcua check`` finds no fault in the books."""
        file = self.folder / "check.toml"
        _write(file, {"store": {"url": self.database}})
        assert "0 faults" in run("queue_server", "--config", str(file), "check")

    def close(self) -> None:
        """End every process."""
        for machine in reversed(self.machines):
            machine.kill()
            if isinstance(machine, Kiosk) and machine.printer:
                machine.printer.close()

    def _add(self, machine: M) -> M:
        self.machines.append(machine)
        machine.start()
        return machine

    def _prepare(self) -> None:
        from queue_server.app import utc_now

        schema.upgrade(self.database)
        with self.books() as store:
            apply_centre(store, impatient(auto_call=False), catalogue_text(), utc_now())
            hashed = hash_password(PASSWORD)
            for counter in COUNTERS:
                clerk = NewStaff(
                    f"clerk{counter}", f"Clerk {counter}", frozenset({"clerk"}), hashed
                )
                store.write(CENTRE, add_staff, Actor("admin"), clerk)
            manager = NewStaff("boss", "Manager", frozenset({"manager"}), hashed)
            store.write(CENTRE, add_staff, Actor("admin"), manager)


@contextmanager
def premises(
    folder: Path, url: str = "", queue: str = "", mode: str = "eventlet"
) -> Iterator[Premises]:
    """A centre whose files lie in ``folder``; no process outlives it."""
    found = Premises(folder, url, queue, mode)
    try:
        yield found
    finally:
        found.close()


def impatient(*, auto_call: bool) -> str:
    """The demo centre where a visitor may be taken for absent at once and is called once only.

    ``auto_call``: whether an idle counter has the next arrival called by itself.
    """
    text = centre_text().replace("absent_after_s = 90", "absent_after_s = 0")
    text = text.replace("reannounce_s = [30, 60]", "reannounce_s = []")
    return text if auto_call else text.replace("auto_call = true", "auto_call = false")


def run(*command: str) -> str:
    """Run one of our command lines to its good end; what it said."""
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=ROOT,
        env={**os.environ, "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=START_S,
        check=False,
    )
    assert done.returncode == 0, f"{' '.join(command)}: {done.stdout}"
    return done.stdout


def _write(file: Path, tables: Tables) -> None:
    lines = []
    for table, values in tables.items():
        lines += [f"[{table}]", *(f"{key} = {json.dumps(value)}" for key, value in values.items())]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
