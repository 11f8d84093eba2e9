"""The thread that owns a port outlives every fault on it."""

import logging
import queue
import time
from pathlib import Path

import pytest

from printer_drivers.api import LinkDown
from printer_drivers.line import Line
from printer_drivers.owner import PortOwner, Step
from printer_drivers.port import PortSettings, open_port
from tests.devices.serial_ports import PATIENCE_S, Cable, until


def test_a_fault_ends_the_link_and_not_the_thread_and_is_told_by_its_kind_alone(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    links: queue.SimpleQueue[int] = queue.SimpleQueue()

    def session(line: Line) -> Step:
        def step() -> None:
            links.put(1)
            raise ValueError("Ví Dụ")

        return step

    with Cable(tmp_path / "port") as cable:
        settings = PortSettings(device=str(cable.name))
        owner = PortOwner("port", lambda: open_port(settings), session)
        owner.start()
        for _ in range(3):
            links.get(timeout=PATIENCE_S)
        owner.close()
    assert not owner.link_up
    assert {getattr(record, "reason", "ValueError") for record in caplog.records} == {"ValueError"}
    assert "Ví Dụ" not in " ".join(str(vars(record)) for record in caplog.records)


def test_what_breaks_and_heals_is_logged_once_each(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    def session(line: Line) -> Step:
        def step() -> None:
            line.read(time.monotonic() + 0.01)

        return step

    with Cable(tmp_path / "port") as cable:
        settings = PortSettings(device=str(cable.name))
        owner = PortOwner("port", lambda: open_port(settings), session)
        owner.start()
        until(lambda: owner.link_up)
        cable.unplug()
        until(lambda: not owner.link_up)
        cable.plug()
        until(lambda: owner.link_up)
        owner.close()
    assert [record.message for record in caplog.records] == ["port open", "port lost", "port open"]


@pytest.mark.parametrize("name", ["nowhere", "a_file"])
def test_what_is_no_serial_port_is_a_link_that_is_down(tmp_path: Path, name: str) -> None:
    (tmp_path / "a_file").write_text("")
    with pytest.raises(LinkDown):
        open_port(PortSettings(device=str(tmp_path / name)))


def test_a_port_in_use_is_refused_to_a_second_program(tmp_path: Path) -> None:
    with Cable(tmp_path / "port") as cable:
        first = open_port(PortSettings(device=str(cable.name)))
        with pytest.raises(LinkDown):
            open_port(PortSettings(device=str(cable.name)))
        first.close()
