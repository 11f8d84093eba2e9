"""Displays and pads of a whole centre: the real program, a real server, devices of software."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from printer_drivers.call_pads import read_pad
from printer_drivers.templates import template_text
from tests.devices.board_builders import DISPLAYS, PADS, Wall, a_wall
from tests.devices.serial_ports import Cable
from tests.journeys.people import Clerk, tap, until
from tests.machines import Panel, Premises, premises

PAD = read_pad(template_text("pad-speaking-xor"))
COUNTER, DISPLAY, KEYS = 1, 11, 21
DARK_AFTER_S = 10  # the least there may be


class Hall:
    """One counter with a display and a pad, and people who wait for it."""

    def __init__(self, centre: Premises, wall: Wall, pad: Cable) -> None:
        self.centre, self.wall, self._pad = centre, wall, pad
        self.server = centre.server()
        self.kiosk = centre.kiosk(self.server, "none")
        self.clerk = Clerk(self.server.url, COUNTER)
        self.clerk.do("open")
        lines = (DISPLAYS + PADS).format(folder=centre.folder)
        self.panel: Panel = centre.panel(self.server, lines, dark_after_s=DARK_AFTER_S)
        until(lambda: self.shown == "", "a dark display")
        until(lambda: "news heard" in self.panel.log, "the panel's news")

    @property
    def shown(self) -> str | None:
        """What the counter's display shows."""
        return self.wall.label(DISPLAY)

    def press(self, event: str) -> None:
        self._pad.say(PAD.said(KEYS, event))  # type: ignore[arg-type]

    def arrives(self) -> str:
        """Somebody takes a number, which the server has when this returns."""
        before = self.clerk.look()["waiting"]
        label = str(tap(self.kiosk.url, "HT")["label"])
        until(lambda: bool(self.clerk.look()["waiting"] > before), "the ticket in the queue")
        return label


@contextmanager
def a_hall(folder: Path, mode: str = "eventlet") -> Iterator[Hall]:
    with (
        a_wall(folder / "displays") as wall,
        Cable(folder / "pads") as pad,
        premises(folder, mode=mode) as centre,
    ):
        yield Hall(centre, wall, pad)


def lines_up(boss: Clerk) -> bool:
    """Whether the manager sees both lines of the panel open."""
    devices = boss.ask("/api/v1/manager")["devices"]
    panel = next(one for one in devices if one["kind"] == "panel")
    return [line["up"] for line in panel["lines"]] == [True, True]


@pytest.mark.parametrize("mode", ["eventlet", "threading"])
def test_a_call_stands_at_its_counter_and_a_pads_key_calls_the_next(
    tmp_path: Path, mode: str
) -> None:
    with a_hall(tmp_path, mode) as hall:
        first, second = hall.arrives(), hall.arrives()
        hall.clerk.do("call_next")
        until(lambda: hall.shown == first, "the number at the counter")
        assert hall.wall.shown[DISPLAY].blink
        hall.press("next")
        until(lambda: hall.clerk.look()["state"] == "serving", "the start of the visit")
        until(lambda: not hall.wall.shown[DISPLAY].blink, "the number standing still")
        hall.press("recall")  # of somebody who is there
        until(lambda: "press refused" in hall.panel.log, "the refusal")
        hall.press("finish")
        until(lambda: hall.shown == "", "a dark display")
        hall.press("next")
        until(lambda: hall.shown == second, "the next number")
        boss = Clerk(hall.server.url, COUNTER, "boss")
        until(lambda: lines_up(boss), "the state of the lines")
        assert hall.panel.stop() == 0
        assert hall.shown == ""
        assert "Traceback" not in hall.panel.log
        hall.centre.check()


@pytest.mark.slow
def test_displays_go_dark_without_a_server_and_without_a_token_and_come_back_with_it(
    tmp_path: Path,
) -> None:
    with a_hall(tmp_path) as hall:
        first, second = hall.arrives(), hall.arrives()
        hall.press("next")
        until(lambda: hall.shown == first, "the number at the counter")
        hall.server.kill()
        until(lambda: "news lost" in hall.panel.log, "the end of the line")
        hall.press("finish")  # the server is gone: dropped, and never sent
        until(lambda: "press dropped" in hall.panel.log, "the press")
        until(lambda: hall.shown == "", "dark displays")
        hall.server.start()
        until(lambda: hall.shown == first, "the number again")
        assert hall.clerk.look()["state"] == "calling"
        hall.press("next")
        until(lambda: hall.clerk.look()["state"] == "serving", "the start of the visit")
        until(lambda: not hall.wall.shown[DISPLAY].blink, "the number standing still")
        hall.press("finish")
        until(lambda: hall.clerk.look()["state"] == "idle", "the end of the visit")
        hall.press("next")
        until(lambda: hall.shown == second, "the next number")

        hall.centre.revoke("p1")
        until(lambda: "token_unknown" in hall.panel.log, "the refusal")
        until(lambda: hall.shown == "", "dark displays")
        hall.centre.check()
