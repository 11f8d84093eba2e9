"""Every way to a printer: by TCP to a real socket, by a plain device file, into a file."""

import json
import os
import pty
import socket
import subprocess
import sys
import threading
import tty
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from printer_drivers import profile
from printer_drivers.api import (
    Level,
    Link,
    LinkDown,
    Printer,
    PrinterStatus,
    PrintResult,
    PrintState,
)
from printer_drivers.clock import RealClock
from printer_drivers.connection import Connection, Kind
from printer_drivers.device import Device
from printer_drivers.driver import LinePrinter
from printer_drivers.escpos_commands import TEAR_BAR_DOTS, EscposCommands
from printer_drivers.opening import open_printer
from printer_drivers.receipt import Big, Line, Receipt
from printer_drivers.render import Renderer
from printer_drivers.transports import open_line, open_tcp, open_usb
from printer_drivers.virtual import Piece, VirtualPrinter
from printer_drivers.virtual_pty import PtyPrinter, tell
from printer_drivers.virtual_tcp import TcpDoor

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
TICKET = Receipt((Line("Số thứ tự của bạn"), Big("A042"), Line("Đăng ký kết hôn", bold=True)))
PATIENCE_S = 30.0  # only a hang becomes a failure
Opening = Callable[[Callable[[PrinterStatus], None]], Printer]


@dataclass
class Watched:
    """A printer whose changes can be waited for."""

    printer: Printer
    changed: threading.Condition = field(default_factory=threading.Condition)

    def wait_for(self, wanted: Callable[[PrinterStatus], bool]) -> None:
        with self.changed:
            seen = self.changed.wait_for(lambda: wanted(self.printer.status()), PATIENCE_S)
        assert seen, self.printer.status()

    def print(self, releasing: Callable[[], None] | None = None) -> PrintResult:
        return self.printer.print(TICKET, releasing=releasing, deadline_s=PATIENCE_S)


@contextmanager
def watched(opening: Opening) -> Iterator[Watched]:
    changed = threading.Condition()

    def on_change(status: PrinterStatus) -> None:
        del status
        with changed:
            changed.notify_all()

    printer = opening(on_change)
    try:
        yield Watched(printer, changed)
    finally:
        printer.close()


def by_address(device: str, *, cutter: bool = True) -> Opening:
    known = profile.load("generic-80" if cutter else "generic-58")
    return lambda changed: open_printer(Connection(device), lambda: NOW, changed, known=known)


def by_device_file(path: Path) -> Opening:
    """As a USB printer is opened: no settings of a port, plain reads and writes."""
    clock = RealClock(lambda: NOW)
    return lambda changed: LinePrinter(
        Device(str(path), lambda: open_usb(path), EscposCommands, changed, clock)
    )


@dataclass
class Hall:
    """A virtual printer with a network plug."""

    device: Path
    tray: Path
    port: int

    @property
    def address(self) -> str:
        return f"tcp://127.0.0.1:{self.port}"

    def pieces(self) -> list[str]:
        about = [json.loads(path.read_text()) for path in sorted(self.tray.glob("*.json"))]
        return ["void" if piece["void"] else "ticket" for piece in about]


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    device, tray = tmp_path / "printer", tmp_path / "tray"
    with PtyPrinter(device, tray), TcpDoor(device) as door:
        yield Hall(device, tray, door.port)


@pytest.mark.parametrize("way", ["tcp", "device file"])
def test_a_ticket_is_confirmed_and_is_its_preview_by_every_way(hall: Hall, way: str) -> None:
    opening = by_address(hall.address) if way == "tcp" else by_device_file(hall.device)
    with watched(opening) as desk:
        desk.wait_for(lambda status: status.ready)
        result = desk.print()
    assert (result.state, result.level) == (PrintState.CONFIRMED, Level.CUT)
    assert (hall.tray / "0001.png").read_bytes() == Renderer().preview(TICKET)


@pytest.mark.parametrize("way", ["tcp", "device file"])
def test_a_printer_that_goes_away_is_link_down_and_comes_back_by_itself(
    hall: Hall, way: str
) -> None:
    opening = by_address(hall.address) if way == "tcp" else by_device_file(hall.device)
    with watched(opening) as desk:
        desk.wait_for(lambda status: status.ready)
        tell(hall.device, "unplug")
        desk.wait_for(lambda status: status.link is Link.DOWN)
        tell(hall.device, "plug")
        desk.wait_for(lambda status: status.ready)
        assert desk.print().state is PrintState.CONFIRMED


def test_a_network_that_breaks_between_release_and_cut_ends_in_a_whole_ticket_cut_once_more(
    hall: Hall,
) -> None:
    def releasing() -> None:
        tell(hall.device, "unplug")
        threading.Timer(0.5, tell, (hall.device, "plug")).start()

    with watched(by_address(hall.address)) as desk:
        desk.wait_for(lambda status: status.ready)
        result = desk.print(releasing)
    assert (result.state, result.level) == (PrintState.CONFIRMED, Level.PRINTED)
    assert hall.pieces() == ["ticket"]


def test_bytes_lost_on_the_network_side_are_noticed_and_the_ticket_printed_again(
    hall: Hall,
) -> None:
    with watched(by_address(hall.address)) as desk:
        desk.wait_for(lambda status: status.ready)
        tell(hall.device, "lose 7")
        assert desk.print().state is PrintState.CONFIRMED
    assert hall.pieces() == ["void", "ticket"]


def test_a_network_printer_that_takes_everything_and_says_nothing_is_silent() -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        address = f"tcp://127.0.0.1:{mute.getsockname()[1]}"
        with watched(by_address(address)) as desk:
            desk.wait_for(lambda status: status.link is Link.UP)
            assert desk.printer.status().online is None
            result = desk.printer.print(TICKET, deadline_s=2.0)
    assert (result.state, result.level, result.code) == (PrintState.FAILED, Level.NONE, "silent")


def test_nobody_at_the_address_is_link_down() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(LinkDown):
        open_tcp("127.0.0.1", port)


def test_a_connection_is_kept_alive_and_its_bytes_wait_for_nothing() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        line = open_line(Connection(f"tcp://127.0.0.1:{server.getsockname()[1]}"))
        try:
            with socket.socket(fileno=socket.dup(line._fd)) as same:
                assert same.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
                assert same.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
                assert same.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == 10_000
        finally:
            line.close()


def test_what_a_stalled_printer_had_not_received_is_not_sent_after_closing() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        line = open_line(Connection(f"tcp://127.0.0.1:{server.getsockname()[1]}"))
        caller, _ = server.accept()
        with caller:
            assert not line.write(bytes(20_000_000), 0.0)  # more than both ends can hold
            line.close()
            with pytest.raises(ConnectionResetError):
                everything(caller)


def everything(caller: socket.socket) -> int:
    return sum(map(len, iter(lambda: caller.recv(1 << 20), b"")))


def test_a_device_file_that_is_absent_is_link_down(tmp_path: Path) -> None:
    with pytest.raises(LinkDown, match="No such file"):
        open_usb(tmp_path / "lp0")


WRITE_ONLY = """
import os, sys, time
from pathlib import Path
from printer_drivers.transports import open_usb
if os.geteuid() == 0:
    os.seteuid(65534)  # what is forbidden is not forbidden to root
line = open_usb(Path(sys.argv[1]))
print(line.write(b"ticket", time.monotonic() + 5), line.read(time.monotonic() + 0.1))
"""


def test_a_printer_that_may_only_be_written_to_is_mute_and_says_nothing_of_success() -> None:
    master, slave = pty.openpty()
    tty.setraw(slave)
    name = Path(os.ttyname(slave))
    name.chmod(0o222)
    try:
        told = subprocess.run(
            [sys.executable, "-c", WRITE_ONLY, str(name)],
            capture_output=True,
            text=True,
            check=True,
        )
        assert told.stdout == "True b''\n"
        assert os.read(master, 100) == b"ticket"
    finally:
        os.close(slave)
        os.close(master)


def test_a_serial_port_that_is_no_port_is_link_down(tmp_path: Path) -> None:
    (tmp_path / "notes").write_text("no port")
    with pytest.raises(LinkDown):
        open_line(Connection(str(tmp_path / "notes")))


def test_a_file_holds_the_bytes_of_a_whole_ticket_and_never_confirms(tmp_path: Path) -> None:
    path = tmp_path / "a ticket.bin"
    printer = open_printer(Connection(path.as_uri()), lambda: NOW)
    released: list[bool] = []
    result = printer.print(TICKET, releasing=lambda: released.append(True))
    assert (result.state, result.level, result.code) == (PrintState.FAILED, Level.NONE, "silent")
    assert (released, printer.status().ready) == ([], False)
    pieces: list[Piece] = []
    VirtualPrinter(576, pieces.append).feed(path.read_bytes())
    assert len(pieces) == 1
    assert (pieces[0].void, result.bytes_sent) == (False, path.stat().st_size)


def test_a_file_is_replaced_by_the_next_ticket_and_what_is_no_file_is_refused(
    tmp_path: Path,
) -> None:
    path = tmp_path / "ticket.bin"
    printer = open_printer(Connection(path.as_uri()), lambda: NOW)
    sizes = [printer.print(TICKET).bytes_sent for _ in range(2)]
    assert sizes == [path.stat().st_size] * 2
    assert open_printer(Connection("file:///dev/null"), lambda: NOW).print(TICKET).code == (
        "link_down"
    )


def test_a_printer_without_a_cutter_confirms_after_feeding_to_the_tear_bar(hall: Hall) -> None:
    with watched(by_address(hall.address, cutter=False)) as desk:
        desk.wait_for(lambda status: status.ready)
        assert desk.print().state is PrintState.CONFIRMED
    rows = sum(strip.rows for strip in Renderer().strips(TICKET))
    state = json.loads(tell(hall.device, "state"))
    assert (state["pieces"], state["hanging_rows"]) == (0, rows + TEAR_BAR_DOTS)


def test_without_a_cutter_void_is_still_printed_and_nothing_is_cut() -> None:
    pieces: list[Piece] = []
    printer = VirtualPrinter(576, pieces.append)
    commands = EscposCommands(cutter=False)
    assert printer.feed(commands.void())
    assert (pieces, printer.unknown) == ([], 0)
    assert printer.hanging_rows > TEAR_BAR_DOTS
    printer.feed(EscposCommands().cut())
    assert pieces[0].void


def test_a_printer_with_a_narrow_head_gets_a_ticket_that_fits_it(tmp_path: Path) -> None:
    narrow = Receipt(TICKET.blocks, dots=512)
    device = tmp_path / "printer"
    with PtyPrinter(device, tmp_path / "tray", 512), watched(by_address(str(device))) as desk:
        desk.wait_for(lambda status: status.ready)
        assert desk.printer.print(narrow).state is PrintState.CONFIRMED
    assert (tmp_path / "tray" / "0001.png").read_bytes() == Renderer().preview(narrow)


def test_a_virtual_printer_on_the_network_is_tried_by_the_command_line(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "printer_drivers"]
    device, tray = tmp_path / "printer", tmp_path / "tray"
    place = ["--device", str(device), "--paper", str(tray), "--tcp", "0"]
    with subprocess.Popen(
        [*command, "virtual", *place], stdout=subprocess.PIPE, text=True
    ) as virtual:
        try:
            assert virtual.stdout is not None
            address = virtual.stdout.readline().strip()
            status = run("status", address)
            test = run("test", address, "--width-mm", "58")
        finally:
            virtual.terminate()
    assert (status.returncode, test.returncode) == (0, 0)
    known = "link up, online yes, paper ok, cover open no, cutter error no, stuck no, last seen 20"
    assert status.stdout.startswith(known)
    assert "confirmed (cut)" in test.stdout
    assert virtual.returncode == 0


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "printer_drivers", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_test_page_into_a_file_is_not_called_printed(tmp_path: Path) -> None:
    told = run("test", (path := tmp_path / "page.bin").as_uri())
    assert (told.returncode, told.stdout) == (1, "failed (none): silent\n")
    assert path.stat().st_size > 10_000


@pytest.mark.parametrize(
    ("device", "kind"),
    [
        ("/dev/serial/by-id/usb-FTDI-if00", Kind.SERIAL),
        ("/dev/ttyS0", Kind.SERIAL),
        ("var/demo/printer", Kind.SERIAL),
        ("/dev/usb/lp0", Kind.USB),
        ("tcp://192.168.1.50", Kind.TCP),
        ("file:///tmp/ticket.bin", Kind.FILE),
    ],
)
def test_the_address_says_what_kind_of_way_it_is(device: str, kind: Kind) -> None:
    told = Connection(device)
    assert (told.kind, told.lossless) == (kind, kind in (Kind.USB, Kind.FILE))


def test_a_stable_name_that_leads_to_a_usb_printer_is_a_usb_printer(tmp_path: Path) -> None:
    link = tmp_path / "motcua-printer"
    link.symlink_to("/dev/usb/lp3")
    assert Connection(str(link)).kind is Kind.USB


@pytest.mark.parametrize(
    ("device", "endpoint"),
    [
        ("tcp://192.168.1.50:9101", ("192.168.1.50", 9101)),
        ("tcp://printer.hall", ("printer.hall", 9100)),
        ("tcp://[fd00::5]:9100/", ("fd00::5", 9100)),
    ],
)
def test_a_network_address_has_a_host_and_a_port(device: str, endpoint: tuple[str, int]) -> None:
    assert Connection(device).endpoint == endpoint


@pytest.mark.parametrize(
    ("device", "hint"),
    [
        ("", "is not a device file"),
        ("COM3", "is not a device file"),
        ("192.168.1.50:9100", "tcp://192.168.1.50:9100"),
        ("http://192.168.1.50", "tcp://HOST:PORT"),
        ("usb://1/2", "is not a device file"),
        ("tcp://", "tcp://HOST:PORT"),
        ("tcp://host:0", "tcp://HOST:PORT"),
        ("tcp://host:99999", "tcp://HOST:PORT"),
        ("tcp://host:raw", "tcp://HOST:PORT"),
        ("tcp://host:9100/queue", "tcp://HOST:PORT"),
        ("tcp://me@host", "tcp://HOST:PORT"),
        ("tcp://[fd00::5", "tcp://HOST:PORT"),
        ("file://ticket.bin", "three slashes"),
        ("file:///", "three slashes"),
    ],
)
def test_an_address_that_is_none_is_refused_with_what_would_be_right(
    device: str, hint: str
) -> None:
    with pytest.raises(ValueError, match="device") as refused:
        Connection(device)
    assert hint in str(refused.value)


def test_the_command_line_refuses_a_wrong_address_as_wrong_usage() -> None:
    told = run("status", "192.168.1.50:9100")
    assert told.returncode == 2
    assert "tcp://192.168.1.50:9100" in told.stderr
