"""The page travels packed to a browser that asks for it, and as it is to everybody else."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from queue_server.runtime.web.smaller import without_comments
from tests.devices.kiosk_process import ROOT
from tests.devices.staff_builders import at_a_kiosk

PACKED = {"Accept-Encoding": "gzip"}
SCRIPT = "/static/flow.js"
SCRIPTS = sorted((ROOT / "kiosk" / "static").glob("*.js"))


def asked(client: FlaskClient, path: str, headers: dict[str, str] | None = None) -> TestResponse:
    return client.get(path, headers=headers, buffered=True)


@pytest.mark.parametrize("path", ["/", SCRIPT, "/static/steps.css", "/shared/vendor/icons.svg"])
def test_words_travel_packed_and_are_the_same_ones(tmp_path: Path, path: str) -> None:
    with at_a_kiosk(tmp_path) as staff:
        plain = asked(staff.client, path)
        for _ in range(2):
            packed = asked(staff.client, path, PACKED)
            assert packed.headers["Content-Encoding"] == "gzip"
            assert packed.headers["Vary"] == "Accept-Encoding"
            commented = path.endswith((".js", ".css"))
            sent = without_comments(plain.data) if commented else plain.data
            assert gzip.decompress(packed.data) == sent
            assert int(packed.headers["Content-Length"]) == len(packed.data)
            assert len(packed.data) < len(plain.data) / 2
            assert packed.mimetype == plain.mimetype
    assert "Content-Encoding" not in plain.headers


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_of_a_script_only_comments_stay_at_home_and_every_line_has_its_number(
    script: Path,
) -> None:
    whole = script.read_text("utf-8").split("\n")
    sent = without_comments(script.read_bytes()).decode().split("\n")
    assert len(whole) == len(sent)
    for line, kept in zip(whole, sent, strict=True):
        assert kept == line or (not kept and line.strip().startswith(("/**", "*", "//")))
    assert len("".join(sent)) < len("".join(whole))


def test_of_a_style_only_comments_stay_at_home() -> None:
    style = b"/* why\n so */\n.a {\n  /* inside */\n  width: 1px; /* kept */\n}\n"
    assert without_comments(style) == b"\n\n.a {\n\n  width: 1px; /* kept */\n}\n"


def test_the_browser_is_told_of_every_module_that_a_visitor_needs_and_of_no_other(
    tmp_path: Path,
) -> None:
    with at_a_kiosk(tmp_path) as staff:
        told = re.findall(r'rel="modulepreload" href="([^"]+)"', asked(staff.client, "/").text)
        assert [path for path in told if asked(staff.client, path).status_code != 200] == []
    own = {Path(path).name for path in told if path.startswith("/static/")}
    assert own == {script.name for script in SCRIPTS} - {"kiosk.js", "types.js", "staff.js"}
    assert "/shared/vendor/signals-core.js" in told
    assert len(told) == len(set(told))


@pytest.mark.parametrize("path", ["/shared/vendor/noto-sans-latin.woff2", "/healthz", "/nothing"])
def test_what_would_not_get_smaller_is_left_as_it_is(tmp_path: Path, path: str) -> None:
    with at_a_kiosk(tmp_path) as staff:
        assert "Content-Encoding" not in asked(staff.client, path, PACKED).headers


def test_a_file_that_has_not_changed_is_not_sent_again(tmp_path: Path) -> None:
    with at_a_kiosk(tmp_path) as staff:
        known = asked(staff.client, SCRIPT, PACKED).headers["ETag"]
        again = asked(staff.client, SCRIPT, PACKED | {"If-None-Match": known})
        assert (again.status_code, again.data) == (304, b"")
        assert known != asked(staff.client, SCRIPT).headers["ETag"]
