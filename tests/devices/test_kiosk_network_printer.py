"""A kiosk whose printer stands on the network and is not the usual one."""

import json
import time
import urllib.request
import uuid
from pathlib import Path

from PIL import Image

from printer_drivers.virtual_pty import PtyPrinter
from printer_drivers.virtual_tcp import TcpDoor
from tests.devices.kiosk_process import an_agent, fill

PATIENCE_S = 60.0


def take(address: str) -> None:
    body = json.dumps({"ticket": str(uuid.uuid4()), "service": "SA"}).encode()
    ask = urllib.request.Request(  # noqa: S310 - our own agent on the loopback
        f"{address}api/take", body, {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(ask, timeout=30) as answer:  # noqa: S310
        assert answer.status == 200


def test_a_ticket_comes_out_of_a_network_printer_as_wide_as_its_head(tmp_path: Path) -> None:
    device, tray = tmp_path / "printer", tmp_path / "tray"
    with PtyPrinter(device, tray, 512), TcpDoor(device) as door:
        config = fill(tmp_path, device)
        usual = f'device = "{device}"\n'
        other = f'device = "tcp://127.0.0.1:{door.port}"\nprofile = "epson-tm-t88"\n'
        assert usual in config.read_text()
        config.write_text(config.read_text().replace(usual, other))
        with an_agent(config) as address:
            take(address)
            limit = time.monotonic() + PATIENCE_S
            while not (tray / "0001.json").exists():
                assert time.monotonic() < limit
                time.sleep(0.05)
    assert json.loads((tray / "0001.json").read_text())["complete"]
    with Image.open(tray / "0001.png") as paper:
        assert paper.width == 512
        ink = paper.convert("L").point(lambda grey: 255 - grey).getbbox()
    assert ink is not None
    assert ink[2] <= 512 - 8, "the margin at the right edge is white: nothing was cut off"
