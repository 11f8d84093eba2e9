"""What all pages share: files, headers, the shell, the sink of violation reports."""

import json
import logging
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask, render_template
from flask.testing import FlaskClient

from queue_server.runtime.web import pages, security


def a_browser(clock: Callable[[], float] = lambda: 0.0) -> FlaskClient:
    app = Flask("tests")
    app.register_blueprint(pages.create())
    security.protect(app, clock)

    @app.get("/page")
    def page() -> str:
        return render_template(
            "page.html",
            language="vi",
            title="Mở <quầy>",
            words={"a.b": "</script><b>'"},
            facts={"room": "board"},
            styles=["/static/board.css"],
            scripts=["/static/board.js"],
        )

    return app.test_client()


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/shared/static/tokens.css", "text/css"),
        ("/shared/static/view.js", "text/javascript"),
        ("/shared/vendor/preact.js", "text/javascript"),
        ("/shared/vendor/icons.svg", "image/svg+xml"),
        ("/shared/vendor/noto-sans-vietnamese.woff2", "font/woff2"),
    ],
)
def test_a_shared_file_is_served_under_its_own_kind(path: str, kind: str) -> None:
    answer = a_browser().get(path, buffered=True)
    assert (answer.status_code, answer.mimetype) == (200, kind)


def test_a_shared_file_is_kept_five_minutes_and_then_asked_for_by_its_tag() -> None:
    browser = a_browser()
    first = browser.get("/shared/vendor/preact.js", buffered=True)
    assert first.headers["Cache-Control"] == "public, max-age=300"
    again = browser.get(
        "/shared/vendor/preact.js", headers={"If-None-Match": first.headers["ETag"]}, buffered=True
    )
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize(
    "path",
    [
        "/shared/vendor/manifest.json",
        "/shared/vendor/preact.d.ts",
        "/shared/static/../pages.py",
        "/shared/templates/page.html",
        "/shared/static/none.js",
    ],
)
def test_nothing_else_of_the_package_is_served(path: str) -> None:
    assert a_browser().get(path).status_code == 404


def test_the_server_does_not_start_without_the_vendored_files(tmp_path: Path) -> None:
    with pytest.raises(pages.AssetsMissing, match="make run"):
        pages.check_vendor(tmp_path)
    (tmp_path / "manifest.json").write_text(json.dumps({"files": {"lost.js": "…"}}))
    with pytest.raises(pages.AssetsMissing, match=r"lost\.js"):
        pages.check_vendor(tmp_path)


def test_a_page_allows_scripts_of_its_own_origin_only_and_no_markup_from_text() -> None:
    answer = a_browser().get("/page")
    policy = dict(
        part.split(" ", 1) for part in answer.headers["Content-Security-Policy"].split("; ")
    )
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["require-trusted-types-for"] == "'script'"
    assert policy["frame-ancestors"] == "'none'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_a_page_is_never_stored_so_that_a_release_shows_at_once() -> None:
    assert a_browser().get("/page").headers["Cache-Control"] == "no-store"


def test_the_shell_has_no_inline_script_or_style_and_escapes_what_it_carries() -> None:
    html = a_browser().get("/page").text
    assert "<title>Mở &lt;quầy&gt;</title>" in html
    assert "</script><b>" not in html
    assert "<style" not in html
    assert " style=" not in html
    words = html.split('id="words">')[1].split("</script>")[0]
    assert json.loads(words) == {"a.b": "</script><b>'"}
    assert '<script type="module" src="/static/board.js"></script>' in html


def test_a_violation_report_is_logged_without_the_address_of_the_page(
    caplog: pytest.LogCaptureFixture,
) -> None:
    report = {
        "document-uri": "https://centre/t/secret",
        "effective-directive": "script-src-elem",
        "blocked-uri": "inline",
    }
    with caplog.at_level(logging.WARNING):
        answer = a_browser().post("/csp", data=json.dumps({"csp-report": report}))
    assert answer.status_code == 204
    (record,) = caplog.records
    assert vars(record)["effective_directive"] == "script-src-elem"
    assert "secret" not in str(vars(record))


def test_a_flood_of_reports_is_ten_lines_a_minute_and_then_how_many_were_left_out(
    caplog: pytest.LogCaptureFixture,
) -> None:
    clock = [1000.0]
    browser = a_browser(lambda: clock[0])
    with caplog.at_level(logging.WARNING):
        assert {browser.post("/csp", data=b"{}").status_code for _ in range(25)} == {204}
        assert len(caplog.records) == 10
        clock[0] += 61
        browser.post("/csp", data=b"{}")
        browser.post("/csp", data=b"{}")
    told = [(record.message, vars(record).get("left_out")) for record in caplog.records[10:]]
    reported = ("content policy violated", None)
    assert told == [("content policy reports left out", 15), reported, reported]


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"csp-report": 3}', b"\xff"])
def test_a_malformed_report_is_swallowed(body: bytes) -> None:
    assert a_browser().post("/csp", data=body).status_code == 204


def test_a_report_too_large_to_be_one_is_refused() -> None:
    answer = a_browser().post("/csp", data=b" " * (security.LARGEST_REPORT + 1))
    assert answer.status_code == 413
