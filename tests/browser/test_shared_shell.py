"""The page shell and the shared scripts in a real browser, under the real content policy."""

import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest
from flask import Flask, Response, render_template
from playwright.sync_api import Browser
from werkzeug.serving import make_server

from queue_server.runtime.web import pages, security

PROBE = """
import { html, render, Icon, signal } from "/shared/static/view.js";
import { t, pick, speak } from "/shared/static/words.js";
import { facts } from "/shared/static/page.js";
import { Link } from "/shared/static/link.js";
import { generate } from "/shared/vendor/lean-qr.js";
import uPlot from "/shared/vendor/uplot.js";

const ENGLISH = { "probe.title": "{n} waiting", "probe.more": "More" };
const count = signal(0);
const link = new Link({ room: facts().room });

function Probe() {
  return html`<main>
    <h1 style=${{ fontWeight: 700 }}>${t("probe.title", { n: count.value })}</h1>
    <p id="name">${pick({ vi: "Quầy", en: "Counter" })}</p>
    <p id="lost">${link.lostForS.value > 0 ? "lost" : "live"}</p>
    <button onClick=${() => { count.value += 1; }}>
      <${Icon} name="printer" />${t("probe.more")}
    </button>
    <button onClick=${() => speak("en", ENGLISH, "Probe")}>
      English
    </button>
  </main>`;
}
render(html`<${Probe} />`, document.body);
const canvas = document.createElement("canvas");
generate("A042").toCanvas(canvas);
document.body.append(canvas);
const chart = document.createElement("div");
chart.id = "chart";
document.body.append(chart);
const series = [{}, { stroke: "navy" }];
new uPlot({ width: 300, height: 100, series }, [[1, 2, 3], [4, 5, 6]], chart);
"""


@contextmanager
def a_site(reports: list[str]) -> Iterator[str]:
    app = Flask("probe")
    app.register_blueprint(pages.create())
    app.after_request(security.add_headers)

    @app.post("/csp")
    def report() -> tuple[str, int]:
        reports.append("violation")
        return "", 204

    @app.get("/probe.js")
    def script() -> Response:
        return Response(PROBE, mimetype="text/javascript")

    @app.get("/")
    def page() -> str:
        words = {"probe.title": "Đang chờ {n} người", "probe.more": "Thêm"}
        return render_template(
            "page.html",
            language="vi",
            title="Thử",
            words=words,
            facts={"room": "board"},
            scripts=["/probe.js"],
        )

    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.browser
def test_the_shell_draws_speaks_two_languages_and_violates_no_policy(
    browser: Browser,
) -> None:
    reports: list[str] = []
    errors: list[str] = []
    with a_site(reports) as address, closing(browser.new_page()) as page:
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.add_init_script(
            "document.addEventListener('securitypolicyviolation',"
            " (e) => { (window.broken ||= []).push(e.violatedDirective); });"
        )
        page.goto(address)
        page.get_by_role("heading", name="Đang chờ 0 người").wait_for()
        page.get_by_role("button", name="Thêm").click()
        page.get_by_role("heading", name="Đang chờ 1 người").wait_for()
        page.get_by_role("button", name="English").click()
        page.get_by_role("heading", name="1 waiting").wait_for()
        assert page.locator("html").get_attribute("lang") == "en"
        assert page.title() == "Probe"
        assert page.locator("#name").inner_text() == "Counter"
        page.locator("#lost", has_text="lost").wait_for()
        page.locator("#chart canvas").wait_for()
        fonts = "() => document.fonts.ready.then(() => document.fonts.check('16px \"Noto Sans\"'))"
        assert page.evaluate(fonts)
        icon = page.locator("svg.icon use").first
        assert icon.evaluate("(use) => use.getBBox().width") > 0
        assert page.evaluate("() => window.broken || []") == []
    assert (errors, reports) == ([], [])
