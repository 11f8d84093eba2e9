"""Every screen of the kiosk in every mode, language and size: it fits, can be read and reached."""

from __future__ import annotations

import json
import math
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.accessible import broken_rules
from tests.devices.kiosk_pictures import compare
from tests.devices.kiosk_process import a_kiosk
from tests.devices.kiosk_screens import MODES, SCREENS, SMALL, TALL, prepared

pytestmark = pytest.mark.browser

AUDIT = (Path(__file__).parent / "kiosk_audit.js").read_text(encoding="utf-8")
# The states are prepared: no clock of the page and no news may change them, not even news that was
# on its way before; and nobody waits for a picture.
STILL = """
window.setInterval = () => 0;
window.requestAnimationFrame = (act) => setTimeout(act);
const asked = window.fetch;
const news = /^\\/api\\/(state|procedures)/;
window.fetch = (url, init) => (news.test(url) ? new Promise(() => {}) : asked(url, init));
"""


class Stage(NamedTuple):
    """The real page, told by the tests what is so.

    ``hall`` and ``procedures`` (by language) are what the agent really says.
    """

    page: Page
    hall: dict[str, Any]
    procedures: dict[str, list[Any]]

    def size(self, screen: dict[str, float]) -> None:
        width, height = int(screen["width_px"]), int(screen["height_px"])
        self.page.set_viewport_size({"width": width, "height": height})
        per_mm = math.hypot(width, height) / (screen["diagonal_in"] * 25.4)
        self.do("settings", {"px_per_mm": per_mm} | screen)

    def judge(self, name: str, language: str, modes: tuple[str, ...]) -> list[Any]:
        """What is wrong with a screen. Rings are judged where their colours can differ."""
        state = self._state(name, language, modes)
        state["rings"] = modes in ((), MODES["all"])
        faults: list[Any] = self.do("judge", state)
        return faults

    def show(self, name: str, language: str, modes: tuple[str, ...]) -> None:
        """A screen, to be looked at; without the time of day."""
        self.do("prepare", self._state(name, language, modes))
        self.page.evaluate("() => document.querySelector('.hour')?.replaceChildren('9:00')")

    def _state(self, name: str, language: str, modes: tuple[str, ...]) -> dict[str, Any]:
        state = prepared(self.hall, SCREENS[name], language, modes)
        return state | {"procedures": self.procedures[language]}

    def do(self, what: str, argument: Any) -> Any:
        call = {
            "settings": "resize(argument)",
            "judge": "judge(argument)",
            "prepare": "prepare(argument)",
        }[what]
        told = json.dumps(argument)  # in one piece: Playwright is slow with large objects
        return self.page.evaluate(
            f"(told) => {{ {AUDIT}\nconst argument = JSON.parse(told); return {call}; }}", told
        )


def told(url: str) -> Any:
    with urllib.request.urlopen(url) as answer:  # noqa: S310  # our own agent
        return json.load(answer)


@pytest.fixture(scope="module")
def stage(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    faults: list[str] = []
    with a_kiosk(tmp_path_factory.mktemp("kiosk")) as (address, _):
        hall = told(address + "api/state")
        procedures = {one: told(address + f"api/procedures/{one}") for one in ("vi", "en")}
        page = browser.new_page()
        page.add_init_script(STILL)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        page.goto(address, wait_until="networkidle")  # its icons are there
        yield Stage(page, hall, procedures)
    assert faults == []


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("size", [TALL, SMALL], ids=["tall", "small"])
def test_every_screen_fits_and_can_be_read_reached_and_walked(
    stage: Stage, size: dict[str, float], language: str
) -> None:
    stage.size(size)
    tried = MODES if size is TALL else {mode: MODES[mode] for mode in ("normal", "large", "all")}
    found = {
        (name, mode): faults
        for name in SCREENS
        for mode, modes in tried.items()
        if (faults := stage.judge(name, language, modes))
    }
    assert found == {}


@pytest.mark.parametrize(("language", "mode"), [("en", "normal"), ("vi", "all")])
def test_no_screen_breaks_a_rule_of_accessible_pages(
    stage: Stage, language: str, mode: str
) -> None:
    stage.size(TALL)
    broken = {}
    for name in SCREENS:
        stage.judge(name, language, MODES[mode])
        if found := broken_rules(stage.page):
            broken[name] = found
    assert broken == {}


def test_the_rules_find_a_picture_without_words(stage: Stage) -> None:
    stage.judge("attract", "vi", ())
    stage.page.evaluate("() => document.querySelector('main').append(new Image())")
    found = [rule for rule, _ in broken_rules(stage.page)]
    stage.page.evaluate("() => document.querySelector('main > img').remove()")
    assert found == ["image-alt"]


@pytest.mark.parametrize(("language", "mode"), [("vi", "normal"), ("en", "all")])
def test_every_screen_looks_as_in_its_picture(stage: Stage, language: str, mode: str) -> None:
    stage.size(TALL)
    unlike = {}
    for name in SCREENS:
        stage.show("groups", language, MODES[mode])  # so that it does not matter what was before
        stage.show(name, language, MODES[mode])
        if wrong := compare(
            f"{language}-{mode}/{name}", stage.page.screenshot(type="jpeg", quality=80)
        ):
            unlike[name] = wrong
    assert unlike == {}


def test_a_button_that_is_gone_is_seen(stage: Stage) -> None:
    stage.size(TALL)
    stage.show("priority", "vi", ())
    stage.page.evaluate("() => { document.querySelector('.row').style.visibility = 'hidden'; }")
    found = compare("vi-normal/priority", stage.page.screenshot(type="jpeg", quality=80))
    stage.page.reload()
    assert found is not None
    assert "differ" in found


SPOILT = {
    "cut off": ".row { height: 8px; min-height: 0 !important; overflow: hidden; }",
    "nearer than 3 mm": ".rows { gap: 1px !important; }",
    "too small": ".bar button { min-height: 10px !important; height: 40px; }",
    "above the reach line": ".bar { position: fixed; top: 0; }",
    "overflow": ".subject { min-height: 2000px; }",
    "text too small": ".row { font-size: 9px !important; }",
    "contrast": ".row { color: #777 !important; }",
    "focus not seen": ".row:focus { outline: none !important; }",
}


@pytest.mark.parametrize("fault", SPOILT)
def test_the_audit_finds_what_was_spoilt(stage: Stage, fault: str) -> None:
    stage.size(TALL)
    spoil = "(rules) => { window.spoilt = new CSSStyleSheet(); spoilt.replaceSync(rules);"
    stage.page.evaluate(f"{spoil} document.adoptedStyleSheets = [spoilt]; }}", SPOILT[fault])
    found = stage.judge("priority", "vi", MODES["all"])
    stage.page.evaluate("() => { document.adoptedStyleSheets = []; }")
    assert fault in {kind for kind, *_ in found}
