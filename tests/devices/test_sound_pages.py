import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

import display_board
from audio import pages
from audio.espeak import EspeakVoice
from audio.silent import SilentVoice
from audio.sounds import SoundStore
from tests.devices.sound_builders import (
    A012,
    CountingVoice,
    a_store,
)


def a_server(
    store: SoundStore,
    allowed: Callable[[str, int], bool] = lambda label, counter: True,
    offload: pages.Offload = lambda fn, *args: fn(*args),
    message: pages.Message = lambda name: None,
) -> FlaskClient:
    server = Flask("hall")
    server.register_blueprint(pages.create(store, allowed, offload, message))
    return server.test_client()


def test_a_board_gets_the_sound_of_a_call_and_asks_by_its_tag_before_using_it_again(tmp_path: Path):
    store = a_store(tmp_path, SilentVoice())
    answer = a_server(store).get("/sounds/A012/5/1.wav")
    assert answer.status_code == 200
    assert answer.mimetype == "audio/wav"
    assert answer.data == store.content_for(A012)
    assert answer.headers["Cache-Control"] == "no-cache"


def test_a_board_that_has_the_sound_is_told_so_in_a_few_bytes(tmp_path: Path):
    board = a_server(a_store(tmp_path, SilentVoice()))
    tag = {"If-None-Match": board.get("/sounds/A012/5/1.wav").headers["ETag"]}
    answer = board.get("/sounds/A012/5/1.wav", headers=tag)
    assert (answer.status_code, answer.data) == (304, b"")


def test_a_new_voice_is_heard_at_once_by_a_board_that_keeps_the_old_sound(tmp_path: Path):
    old = a_server(a_store(tmp_path, SilentVoice())).get("/sounds/A012/5/1.wav")
    tag = {"If-None-Match": old.headers["ETag"]}
    new = a_server(a_store(tmp_path, EspeakVoice())).get("/sounds/A012/5/1.wav", headers=tag)
    assert new.status_code == 200
    assert new.data != old.data


def test_a_call_that_does_not_exist_is_not_found_and_not_rendered(tmp_path: Path):
    voice = CountingVoice(SilentVoice())
    board = a_server(a_store(tmp_path, voice), allowed=lambda label, counter: counter == 5)
    assert board.get("/sounds/A012/6/1.wav").status_code == 404
    assert voice.asked == []
    assert board.get("/sounds/A012/5/1.wav").status_code == 200


def test_the_sample_of_a_boards_test_page_is_heard_before_anybody_was_called(tmp_path: Path):
    script = Path(display_board.__file__).with_name("static") / "proof.js"
    sample = re.search(r'SAMPLE = "(.+)"', script.read_text("utf-8"))
    assert sample
    board = a_server(a_store(tmp_path, SilentVoice()), allowed=lambda label, counter: False)
    assert board.get(sample[1]).status_code == 200
    assert board.get("/sounds/A001/2/1.wav").status_code == 404


@pytest.mark.parametrize("path", ["a012/5/1", "A12/5/1", "A012/0/1", "A012/5/0", "A012/x/1"])
def test_a_malformed_call_is_not_found(tmp_path: Path, path: str):
    assert a_server(a_store(tmp_path, SilentVoice())).get(f"/sounds/{path}.wav").status_code == 404


def test_rendering_happens_where_the_server_sends_it(tmp_path: Path):
    voice = CountingVoice(SilentVoice())
    inside: list[bool] = []

    def offload(fn: Callable[..., Any], *args: object) -> Any:
        before = len(voice.asked)
        result = fn(*args)
        inside.append(len(voice.asked) > before)
        return result

    a_server(a_store(tmp_path, voice), offload=offload).get("/sounds/A012/5/1.wav")
    assert any(inside)
    assert len(voice.asked) == 10


CLOSING = {"vi": "Trung tâm đóng cửa lúc 17:00.", "en": "The centre closes at 17:00."}


def test_a_message_to_everybody_is_heard_by_its_name_and_asked_for_by_its_tag(tmp_path: Path):
    store = a_store(tmp_path, SilentVoice())
    board = a_server(store, message={"m1": CLOSING}.get)
    answer = board.get("/sounds/message/m1.wav")
    assert (answer.status_code, answer.mimetype) == (200, "audio/wav")
    assert answer.data == store.message_for(CLOSING)
    assert answer.headers["Cache-Control"] == "no-cache"
    tag = {"If-None-Match": answer.headers["ETag"]}
    assert board.get("/sounds/message/m1.wav", headers=tag).status_code == 304


def test_a_message_that_does_not_exist_is_not_found(tmp_path: Path):
    store = a_store(tmp_path, SilentVoice())
    assert a_server(store).get("/sounds/message/m1.wav").status_code == 404
    assert (
        a_server(store, message={"m1": CLOSING}.get).get("/sounds/message/m2.wav").status_code
        == 404
    )
