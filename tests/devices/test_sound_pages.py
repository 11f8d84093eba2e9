import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from audio import pages, wav
from audio.espeak import EspeakVoice
from audio.silent import SilentVoice
from audio.sounds import LONGEST_S, SoundStore
from tests.devices.sound_builders import (
    A012,
    SPEECH_RMS,
    CountingVoice,
    a_program,
    a_store,
    announcer,
    tool,
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
    assert answer.data == store.file_for(A012).read_bytes()
    assert answer.get_etag() == (store.key_for(A012), False)
    assert answer.headers["Cache-Control"] == "no-cache"


def test_a_board_that_has_the_sound_is_told_so_without_rendering(tmp_path: Path):
    voice = CountingVoice(SilentVoice())
    store = a_store(tmp_path, voice)
    answer = a_server(store).get(
        "/sounds/A012/5/1.wav", headers={"If-None-Match": f'"{store.key_for(A012)}"'}
    )
    assert (answer.status_code, answer.data, voice.asked) == (304, b"", [])


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
    assert len(voice.asked) == 2


def test_a_lost_voice_answers_503_and_is_logged_once_until_it_is_back(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    path = tmp_path / "bin"
    path.mkdir()
    board = a_server(a_store(tmp_path / "s", EspeakVoice(search_path=str(path))))
    caplog.set_level(logging.INFO, "audio.pages")
    answers = [board.get("/sounds/A012/5/1.wav") for _ in range(3)]
    assert {answer.status_code for answer in answers} == {503}
    assert answers[0].get_json(force=True)["code"] == "voice_missing"
    assert answers[0].headers["Cache-Control"] == "no-store"
    assert int(answers[0].headers["Retry-After"]) > 0
    (path / "espeak-ng").symlink_to(tool("espeak-ng"))
    assert board.get("/sounds/A012/5/1.wav").status_code == 200
    assert board.get("/sounds/A012/5/1.wav").status_code == 200
    assert [record.message for record in caplog.records] == ["voice lost", "voice back"]


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


def test_say_writes_the_call_to_a_file(tmp_path: Path):
    out = tmp_path / "call.wav"
    done = announcer("say", "A012", "5", "--store", tmp_path / "s", "--out", out)
    assert (done.returncode, done.stderr) == (0, "")
    assert 7 < wav.seconds(wav.read(out.read_bytes())) < LONGEST_S


def test_chime_writes_the_chime_to_a_file(tmp_path: Path):
    out = tmp_path / "chime.wav"
    assert announcer("chime", "--out", out).returncode == 0
    assert wav.read(out.read_bytes()) == wav.chime()


@pytest.mark.parametrize("verb", [("say", "A012", "5"), ("chime",)])
def test_without_out_the_sound_is_played(tmp_path: Path, verb: tuple[str, ...]):
    heard = tmp_path / "heard"
    path = a_program(tmp_path / "bin", "paplay", f'/bin/cp "$1" {heard}')
    (Path(path) / "espeak-ng").symlink_to(tool("espeak-ng"))
    done = announcer(*verb, PATH=path, XDG_CACHE_HOME=str(tmp_path))
    assert (done.returncode, done.stderr) == (0, "")
    assert wav.rms(wav.read(heard.read_bytes())) > SPEECH_RMS


def test_build_renders_every_call_and_shows_progress(tmp_path: Path):
    done = announcer(
        *("build", "--letters", "AB", "--last", "3", "--counters", "2"),
        *("--engine", "silent", "--store", tmp_path),
    )
    assert done.returncode == 0
    assert done.stdout.splitlines()[-1].startswith("12/12 calls")
    assert len(list(tmp_path.glob("*.wav"))) == 12


def test_build_refuses_more_than_the_store_keeps(tmp_path: Path):
    done = announcer(
        *("build", "--letters", "ABCDE", "--last", "999", "--counters", "20"),
        *("--engine", "silent", "--store", tmp_path),
    )
    assert done.returncode == 1
    assert "choose fewer" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_voices_lists_what_is_installed_and_what_is_missing(tmp_path: Path):
    there, missing = announcer("voices"), announcer("voices", PATH=str(tmp_path))
    assert there.returncode == missing.returncode == 0
    assert "espeak-ng: 1." in there.stdout
    assert "espeak: espeak-ng is not installed" in missing.stdout
    assert "No sound player is installed" in missing.stdout


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("say", "A012", "5"), "espeak-ng is not installed: run 'apt install espeak-ng'."),
        (("say", "012", "5"), "'012' is not a letter followed by three to six digits"),
        (("chime",), "No sound player is installed: run 'apt install alsa-utils'."),
    ],
)
def test_what_goes_wrong_is_one_sentence_on_standard_error(
    tmp_path: Path, arguments: tuple[str, ...], sentence: str
):
    done = announcer(*arguments, PATH=str(tmp_path), XDG_CACHE_HOME=str(tmp_path))
    assert (done.returncode, done.stderr) == (1, f"{sentence}\n")
