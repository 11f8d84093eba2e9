"""The touch pages read aloud: what the agent answers, keeps and logs; and more languages."""

from __future__ import annotations

import json
import logging
import re
import shutil
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from flask.testing import FlaskClient
from msgspec.structs import replace

from audio import wav
from audio.api import VoiceError
from audio.clips import Clips
from audio.espeak import EspeakVoice
from audio.silent import SilentVoice
from kiosk import app
from kiosk.settings import AgentSettings, KioskSettings, SpeechSettings
from kiosk.speaking import Speaker
from queue_server.runtime import device
from queue_server.runtime.i18n import Words
from tests.devices.kiosk_builders import a_centre
from tests.devices.sound_builders import SPEECH_RMS, CountingVoice, a_program, tool
from tests.devices.staff_builders import Ticks

OWN = "ភាសាខ្មែរ"


@contextmanager
def a_kiosk(
    folder: Path, words: Words | None = None, **speech: object
) -> Iterator[tuple[app.Kiosk, FlaskClient]]:
    settings = KioskSettings(
        kiosk=AgentSettings(data=folder),
        speech=SpeechSettings(**speech),  # type: ignore[arg-type]
    )
    about = device.Device("http://127.0.0.1:9", "k1", "mau", "token")
    kiosk = app.Kiosk(settings, about, words or app.words())
    kiosk.hall.hear_centre(a_centre())
    try:
        yield kiosk, kiosk.web.test_client()
    finally:
        kiosk.stop()


def facts(client: FlaskClient) -> dict[str, Any]:
    found = re.search(r'id="facts">(.*?)</script>', client.get("/").text, re.S)
    assert found
    told: dict[str, Any] = json.loads(found[1])
    return told


def say(client: FlaskClient, text: str, language: str = "vi") -> tuple[int, bytes]:
    answer = client.post("/api/speech", json={"text": text, "language": language})
    return answer.status_code, answer.data


def test_a_text_is_heard_by_the_reading_rules_of_its_language(tmp_path: Path) -> None:
    with a_kiosk(tmp_path) as (_, client):
        status, label = say(client, "A042")
        assert status == 200
        assert wav.rms(wav.read(label)) > SPEECH_RMS
        assert say(client, "a, không bốn hai") == (200, label)
        assert say(client, "A042", "en")[1] != label


@pytest.mark.parametrize(
    "body",
    [{"text": "x" * 401}, {"text": ""}, {"text": "x", "language": "v"}, {}, {"text": "x", "a": 1}],
)
def test_what_the_page_would_never_ask_to_hear_is_refused(
    tmp_path: Path, body: dict[str, object]
) -> None:
    with a_kiosk(tmp_path) as (_, client):
        answer = client.post("/api/speech", json={"language": "vi"} | body)
    assert (answer.status_code, answer.get_json()["code"]) == (400, "malformed")


def test_nothing_that_is_spoken_reaches_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with a_kiosk(tmp_path) as (_, client):
        assert say(client, "số A042")[0] == 200
        assert say(client, "số A042", "xx")[0] == 503
    assert "A042" not in caplog.text


def test_the_same_words_are_rendered_once() -> None:
    voice = CountingVoice(SilentVoice())
    clips = Clips(voice, Ticks())
    assert clips.content_for("A042", "vi") == clips.content_for("A042", "vi")
    clips.content_for("A042", "en")
    assert len(voice.asked) == 2


def test_what_was_not_heard_for_longest_makes_room() -> None:
    voice = CountingVoice(SilentVoice())
    size = len(SilentVoice().say("một", "vi"))
    clips = Clips(voice, Ticks(), limit_bytes=2 * size)
    for text in ("một", "hai", "một", "ba", "một", "hai"):
        clips.content_for(text, "vi")
        assert clips.kept_bytes <= 2 * size
    assert [text for text, _ in voice.asked] == ["một", "hai", "ba", "hai"]


def test_without_an_engine_no_language_is_offered_and_the_log_says_so_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    engine = EspeakVoice(search_path=str(tmp_path))
    ticks = Ticks()
    speaker = Speaker(Clips(engine, ticks), ("vi", "en"))
    assert speaker.facts() == {"languages": []}
    a_program(tmp_path, "espeak-ng", f'exec {tool("espeak-ng")} "$@"')
    ticks.s += 59
    assert speaker.facts()["languages"] == []
    ticks.s += 2
    assert speaker.facts()["languages"] == ["vi", "en"]
    assert speaker.sound("A042", "vi")
    assert [record.message for record in caplog.records] == ["voice lost", "voice back"]


class BusyVoice:
    """Hangs at one text until it is let go."""

    name, version = "busy", "1"

    def __init__(self, text: str) -> None:
        self.text, self.reached, self.let_go = text, threading.Event(), threading.Event()

    def say(self, text: str, language: str) -> bytes:
        if text == self.text:
            self.reached.set()
            self.let_go.wait(20)
        return SilentVoice().say(text, language)


def test_while_the_engine_hangs_what_was_heard_before_is_heard_and_nobody_waits_for_more() -> None:
    voice = BusyVoice("hai")
    clips = Clips(voice, Ticks(), wait_s=0.01)
    known = clips.content_for("một", "vi")
    with ThreadPoolExecutor() as others:
        hanging = others.submit(clips.content_for, "hai", "vi")
        assert voice.reached.wait(20)
        assert clips.content_for("một", "vi") == known
        with pytest.raises(VoiceError, match="busy"):
            clips.content_for("ba", "vi")
        assert clips.fault("en") is not None
        voice.let_go.set()
        assert hanging.result(20)
    assert clips.content_for("ba", "vi")  # to have waited is no failure of the engine
    assert clips.fault("en") is None


def test_an_engine_that_failed_is_left_alone_in_that_language_for_a_minute(tmp_path: Path) -> None:
    espeak = tool("espeak-ng")
    a_program(tmp_path, "espeak-ng", f'exec {espeak} "$@"')
    ticks, voice = Ticks(), CountingVoice(EspeakVoice(search_path=str(tmp_path)))
    clips = Clips(voice, ticks)
    known = clips.content_for("một", "vi")
    assert clips.fault("vi") is None
    a_program(tmp_path, "espeak-ng", "exit 1")
    assert clips.fault("vi") is not None  # although something was spoken well before
    asked = len(voice.asked)
    with pytest.raises(VoiceError, match="status 1"):
        clips.content_for("hai", "vi")
    assert clips.fault("vi") is not None
    assert (len(voice.asked), clips.content_for("một", "vi")) == (asked, known)
    a_program(tmp_path, "espeak-ng", f'exec {espeak} "$@"')
    assert clips.fault("en") is None
    ticks.s += 60
    assert clips.content_for("hai", "vi")


def test_a_kiosk_that_shall_not_read_offers_nothing_and_starts_no_engine(tmp_path: Path) -> None:
    with a_kiosk(tmp_path, voice="none") as (_, client):
        assert facts(client)["speech"]["languages"] == []
        assert say(client, "A042")[0] == 503


def a_third_catalogue(folder: Path) -> Words:
    """The shipped catalogues and one more, of three keys, as somebody would add it."""
    locale = folder / "locale"
    shutil.copytree(app.LOCALE, locale)
    catalogue = Catalog(locale="km")
    catalogue.add("kiosk.lang.own", OWN)
    catalogue.add("kiosk.attract.title", "ប៉ះអេក្រង់")
    (locale / "km" / "LC_MESSAGES").mkdir(parents=True)
    with (locale / "km" / "LC_MESSAGES" / "kiosk.mo").open("wb") as file:
        write_mo(file, catalogue)
    return Words.load([locale])


def test_a_third_language_is_a_folder_more(tmp_path: Path) -> None:
    words = a_third_catalogue(tmp_path)
    assert words.languages == ("vi", "en", "km")
    with a_kiosk(tmp_path, words) as (kiosk, client):
        kiosk.hall.hear_centre(replace(a_centre(version=2), languages=["vi", "en", "km"]))
        told = facts(client)["words"]
        own = {name: told[name]["kiosk.lang.own"] for name in told}
        assert own == {"vi": "Tiếng Việt", "en": "English", "km": OWN}
        assert told["km"]["kiosk.done.ok"] == told["vi"]["kiosk.done.ok"]  # where it lacks a word
        assert "km" in client.get("/api/state").get_json()["languages"]
        km = client.get("/api/procedures/km")
        assert (km.status_code, len(km.get_json())) == (200, 1)
        assert client.get("/api/procedures/xx").status_code == 404
