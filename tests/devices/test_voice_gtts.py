"""Google Translate through gTTS, against a stand-in that answers as it does: the real request over
TLS through a proxy, the real form of answers, and everything that can go wrong.
"""

import base64
import http.server
import json
import socket
import ssl
import subprocess
import threading
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from audio import building, wav
from audio.api import VoiceError
from audio.gtts_voice import GttsVoice
from audio.needed import Hall, clips
from audio.pack import Pack
from tests.devices.sound_builders import a_program, tool
from tests.devices.test_voice_building import quiet

Answer = tuple[int, bytes]
FEW = clips(Hall("A", (1,), ("vi",), 3))
# In place of an MP3 decoder: the stand-in sends raw samples.
DECODER = "exec cat"


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("tls") / "both.pem"
    made = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=translate.google.com"
    subprocess.run(
        [tool("openssl"), *made.split(), "-keyout", file, "-out", f"{file}.crt"],
        check=True, capture_output=True,
    )  # fmt: skip
    file.write_text(file.read_text() + Path(f"{file}.crt").read_text())
    return file


def spoken(text: str) -> Answer:
    """As Google Translate answers: an envelope of JSON in JSON, with the sound in base 64."""
    tone = wav.join([wav.chime()] * max(1, len(text) // 20))[: 6000 + 1500 * len(text)]
    sound = base64.b64encode(tone.tobytes()).decode()
    inner = json.dumps([sound], separators=(",", ":"))
    envelope = json.dumps([["wrb.fr", "jQ1olc", inner, None, None, None, "generic"]],
                          separators=(",", ":"))  # fmt: skip
    return 200, f")]}}'\n\n{len(envelope)}\n{envelope}\n".encode()


class Google:
    """Takes CONNECT as a proxy does, then speaks TLS as `translate.google.com` would."""

    def __init__(self, certificate: Path) -> None:
        self.asked: list[tuple[str, str, list[object]]] = []
        self.answers: list[Answer] = []
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        google = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_CONNECT(self) -> None:
                self.send_response(200)
                self.end_headers()
                self.target = self.path
                self.connection = context.wrap_socket(self.connection, server_side=True)
                self.rfile = self.connection.makefile("rb")
                self.wfile = self.connection.makefile("wb", buffering=0)
                self.close_connection = False

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                status, content = google.answer(self.target + self.path, body)
                self.send_response(status)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)
                self.close_connection = True

            def finish(self) -> None:
                super().finish()
                self.connection.close()

            def log_message(self, *args: object) -> None:
                """Quiet."""

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)

    def answer(self, address: str, body: str) -> Answer:
        form = urllib.parse.parse_qs(body)["f.req"][0]
        [[[procedure, parameters, _, _]]] = json.loads(form)
        found = json.loads(parameters)
        self.asked.append((address, procedure, found))
        return self.answers.pop(0) if self.answers else spoken(found[0])


@pytest.fixture
def google(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Google]:
    stand_in = Google(certificate)
    threading.Thread(target=stand_in.server.serve_forever, daemon=True).start()
    use_proxy(monkeypatch, stand_in.server.server_port)
    yield stand_in
    stand_in.server.shutdown()
    stand_in.server.server_close()


def use_proxy(monkeypatch: pytest.MonkeyPatch, port: int) -> None:
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    for name in ("HTTPS_PROXY", "https_proxy"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{port}")


@contextmanager
def a_socket(listening: bool) -> Iterator[int]:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        if listening:
            one.listen()
        yield int(one.getsockname()[1])


def a_voice(tmp_path: Path, deadline_s: float = 15.0) -> GttsVoice:
    path = a_program(tmp_path / "bin", "mpg123", DECODER)
    return GttsVoice(deadline_s=deadline_s, search_path=f"{path}:/bin:/usr/bin")


@pytest.mark.parametrize(
    ("language", "asked"), [("vi", "vi"), ("vi-vn-x-south", "vi"), ("en", "en")]
)
def test_a_text_is_asked_for_as_the_web_page_does_and_comes_back_as_a_wav_file(
    tmp_path: Path, google: Google, language: str, asked: str
):
    sound = wav.read(a_voice(tmp_path).say("một trăm linh năm,", language))
    assert wav.seconds(sound) > 0.5
    [(address, procedure, parameters)] = google.asked
    assert address == ("translate.google.com:443/_/TranslateWebserverUi/data/batchexecute")
    assert procedure == "jQ1olc"
    assert parameters == ["một trăm linh năm,", asked, None, "null"]


@pytest.mark.parametrize(
    ("answer", "code", "sentence"),
    [
        ((429, b""), "voice_late", r"asks for a pause \(429\).*what is done stays\."),
        ((503, b""), "voice_failed", "503"),
        ((403, b""), "voice_failed", "403"),
        ((200, b""), "voice_failed", "without a sound"),
        ((200, b"<html>consent</html>"), "voice_failed", "without a sound"),
        ((200, b'["wrb.fr","jQ1olc",null]'), "voice_failed", "200"),
        ((200, b'jQ1olc","[\\"\xc3\xa9!\\"]"'), "voice_failed", "do not understand"),
        ((200, b"\xff\xfe jQ1olc"), "voice_failed", "do not understand"),
    ],
    ids=["429", "503", "403", "empty", "web page", "no audio", "no base 64", "no text"],
)
def test_whatever_google_answers_instead_ends_in_one_sentence(
    tmp_path: Path, google: Google, answer: Answer, code: str, sentence: str
):
    google.answers = [answer]
    with pytest.raises(VoiceError, match=sentence) as caught:
        a_voice(tmp_path).say("một", "vi")
    assert caught.value.code == code
    assert "\n" not in str(caught.value)


def test_a_build_that_google_pauses_goes_on_an_hour_later_without_asking_again(
    tmp_path: Path, google: Google
):
    pack, voice = Pack(tmp_path / "pack"), a_voice(tmp_path)
    google.answers = [*(spoken(text) for text, _ in FEW[:3]), (429, b"")]
    with pytest.raises(VoiceError, match="429"):
        building.build(pack, voice, FEW, quiet(len(FEW)))
    google.asked.clear()
    assert building.build(pack, voice, FEW, quiet(len(FEW))) == []
    assert [parameters[0] for _, _, parameters in google.asked] == [text for text, _ in FEW[3:]]


def test_a_language_that_google_does_not_speak_is_refused(tmp_path: Path):
    with pytest.raises(VoiceError, match="do not understand each other: Language not supported"):
        a_voice(tmp_path).say("A", "tlh")


def test_without_a_converter_it_says_what_to_install(tmp_path: Path):
    with pytest.raises(VoiceError, match="apt install mpg123"):
        GttsVoice(search_path=str(tmp_path)).say("một", "vi")


def test_without_internet_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    with a_socket(listening=False) as port:  # bound and not listening: connections are refused
        use_proxy(monkeypatch, port)
        with pytest.raises(VoiceError, match="cannot be reached") as caught:
            a_voice(tmp_path).say("một", "vi")
    assert caught.value.code == "voice_offline"


def test_it_gives_up_on_a_server_that_never_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    with a_socket(listening=True) as port:
        use_proxy(monkeypatch, port)
        with pytest.raises(VoiceError) as caught:
            a_voice(tmp_path, deadline_s=0.3).say("một", "vi")
    assert caught.value.code in ("voice_late", "voice_offline")
