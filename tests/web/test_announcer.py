"""An announcer at a real server: players that are missing or fail, words that are taken back."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from flask import Response, request

from audio.announcer import Announcer
from audio.announcer_settings import AnnouncerPart, AnnouncerSettings
from queue_server.runtime.device import Device
from tests.devices.serial_ports import until
from tests.devices.sound_builders import StuckPlayer
from tests.web.house import House, send, served

UNIT = Path(__file__).parents[2] / "deploy/systemd/motcua-announcer.service"
TIMEOUT_STOP_S = float(re.findall(r"^TimeoutStopSec=(\d+)$", UNIT.read_text(), re.M)[0])


@contextmanager
def an_announcer(house: House, folder: Path, player: Any = "auto") -> Iterator[Announcer]:
    """At work in the hall."""
    folder.mkdir(exist_ok=True)
    settings = AnnouncerSettings(announcer=AnnouncerPart(data=folder, player=player))
    with served(house) as url:
        announcer = Announcer(settings, Device(url, "a1", "c", house.tokens["announcer"]))
        announcer.start()
        try:
            yield announcer
        finally:
            announcer.stop()


def hall(house: House) -> dict[str, Any]:
    state = house.signed_in("hoa").get("/api/v1/manager").json or {}
    return next(one for one in state["voices"] if one["zone"] == "hall")


def call(house: House) -> str:
    label = house.take()
    house.clerk("open")
    house.clerk("call_next")
    return label


def a_player(folder: Path, script: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / "aplay").write_text(f"#!/bin/sh\n{script}\n")
    (folder / "aplay").chmod(0o755)


def test_without_a_player_it_says_so_and_does_not_take_the_voice(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    with an_announcer(house, tmp_path / "data"):
        until(lambda: hall(house)["state"] == "blocked")
        assert (hall(house)["kind"], hall(house)["problem"]) == ("announcer", "player_missing")


def test_without_news_it_leaves_the_voice_to_who_hears_them(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("audio.announcer.NEWS_S", 4.0)
    house.server.push.close()  # a state comes with the connection, and no more
    with an_announcer(house, tmp_path / "data", "none"):
        until(lambda: hall(house)["state"] == "speaking")
        until(lambda: hall(house)["problem"] == "no_news")


def test_a_player_that_fails_leaves_the_voice_and_what_it_had_to_say_to_a_board(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_player(tmp_path / "bin", "exit 3")
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    with an_announcer(house, tmp_path / "data"):
        until(lambda: hall(house)["state"] == "speaking")
        label = call(house)
        until(lambda: hall(house)["state"] == "blocked")
        assert hall(house)["problem"] == "player_failed"
        page = {"ready": True, "page": "00000000-0000-0000-0000-000000000001"}
        turn = send(house.stranger(), "POST", "/api/v1/boards/hall/voice", **page).json or {}
        assert turn["for_s"] > 0
        assert [one["label"] for one in turn["unspoken"]] == [label]


def test_a_player_that_cannot_be_ended_leaves_the_voice_until_it_is_gone(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stuck = StuckPlayer(tmp_path / "bin")
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    monkeypatch.setattr("audio.announcer.REST_S", 0.1)
    with an_announcer(house, tmp_path / "data"):
        until(lambda: hall(house)["state"] == "speaking")
        boss = house.signed_in("hoa")
        told = send(boss, "POST", "/api/v1/broadcasts", kind="power").json or {}
        until(stuck.plays)
        send(boss, "POST", f"/api/v1/broadcasts/{told['broadcast']}/withdraw")
        until(lambda: hall(house)["state"] == "blocked")
        assert hall(house)["problem"] == "player_stuck"
        stuck.let_go()
        until(lambda: hall(house)["state"] == "speaking")


def test_what_a_manager_takes_back_falls_silent_at_once(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plays = tmp_path / "plays"
    a_player(tmp_path / "bin", f"echo $$ > {plays}\nwhile :; do sleep 0.05; done")
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    with an_announcer(house, tmp_path / "data"):
        until(lambda: hall(house)["state"] == "speaking")
        boss = house.signed_in("hoa")
        told = send(boss, "POST", "/api/v1/broadcasts", kind="power").json or {}
        until(plays.exists)
        send(boss, "POST", f"/api/v1/broadcasts/{told['broadcast']}/withdraw")
        until(lambda: not Path(f"/proc/{plays.read_text().strip()}").exists())
        until(lambda: hall(house)["state"] == "speaking")


def test_what_is_taken_back_while_its_sound_is_being_made_is_not_said(
    house: House, tmp_path: Path
) -> None:
    asked, made = Event(), Event()

    def slowly(response: Response) -> Response:
        if request.path.startswith("/sounds/message/"):
            asked.set()
            made.wait(20)
        return response

    house.server.app.after_request_funcs.setdefault(None, []).append(slowly)
    with an_announcer(house, tmp_path / "data", "none") as announcer:
        until(lambda: hall(house)["state"] == "speaking")
        boss = house.signed_in("hoa")
        told = send(boss, "POST", "/api/v1/broadcasts", kind="power").json or {}
        assert asked.wait(20)
        send(boss, "POST", f"/api/v1/broadcasts/{told['broadcast']}/withdraw")
        until(lambda: bool(announcer._lineup.withdrawn))
        label = call(house)
        made.set()
        until(lambda: hall(house)["last_label"] == label)
    with house.server.store.raw() as connection:
        begun = connection.exec_driver_sql("SELECT label FROM spoken WHERE at IS NOT NULL").all()
    assert [tuple(row) for row in begun] == [(label,)]


def test_a_call_whose_sound_did_not_come_in_time_is_said_with_a_later_beat(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("audio.announcer.SOUND_S", 2.0)
    asked: list[str] = []

    def late_at_first(response: Response) -> Response:
        if request.path.startswith("/sounds/"):
            asked.append(request.path)
            Event().wait(4 if len(asked) == 1 else 0)
        return response

    house.server.app.after_request_funcs.setdefault(None, []).append(late_at_first)
    with an_announcer(house, tmp_path / "data", "none"):
        until(lambda: hall(house)["state"] == "speaking")
        label = call(house)
        until(lambda: hall(house)["last_label"] == label)
    assert len(asked) == 2


def test_a_call_whose_sound_does_not_come_twice_is_told_as_not_said(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("audio.announcer.SOUND_S", 0.2)

    def late(response: Response) -> Response:
        if request.path.startswith("/sounds/"):
            Event().wait(1)
        return response

    house.server.app.after_request_funcs.setdefault(None, []).append(late)
    with an_announcer(house, tmp_path / "data", "none"):
        until(lambda: hall(house)["state"] == "speaking")
        call(house)
        until(lambda: hall(house)["problem"] == "no_sound")


def test_it_ends_soon_also_while_the_server_is_silent_and_its_player_does_not_end(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plays, silent = tmp_path / "plays", Event()
    a_player(tmp_path / "bin", f"trap '' TERM\ntouch {plays}\nwhile :; do sleep 0.05; done")
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    asked = Event()

    def hang(response: Response) -> Response:
        if plays.exists() and request.path.startswith("/api/v1/voices"):
            asked.set()
            silent.wait(60)
        return response

    house.server.app.after_request_funcs.setdefault(None, []).append(hang)
    before = set(threading.enumerate())
    with an_announcer(house, tmp_path / "data") as announcer:
        until(lambda: hall(house)["state"] == "speaking")
        call(house)
        assert asked.wait(20)
        began = time.monotonic()
        announcer.stop()
        assert time.monotonic() - began < TIMEOUT_STOP_S / 2
        names = {one.name for one in set(threading.enumerate()) - before if not one.daemon}
        assert not [name for name in names if name.startswith("Timer")]
        silent.set()


@pytest.mark.parametrize("jump_s", [-3600, -120, -30, 3600])
def test_a_server_whose_clock_is_set_loses_no_call(
    house: House, tmp_path: Path, jump_s: float
) -> None:
    with an_announcer(house, tmp_path / "data", "none"):
        until(lambda: hall(house)["state"] == "speaking")
        house.clerk("open")
        house.clock.jump(seconds=jump_s)
        label = call(house)
        until(lambda: hall(house)["last_label"] == label)
        assert hall(house)["last_delay_ms"] >= 0
