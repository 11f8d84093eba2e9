"""The rules of accessible pages (WCAG 2.2 AA and good practice), judged by axe in the page."""

from functools import cache
from importlib.resources import files

from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
# Only what is broken is brought here: all that axe says of a page takes ten times as long.
JUDGE = """
(rules) => axe.run({ runOnly: rules, resultTypes: ["violations"], preload: false })
  .then((told) => told.violations.map((rule) => [rule.id, rule.nodes[0].html]))
"""


@cache
def _source() -> str:
    return files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")


def broken_rules(page: Page) -> list[list[str]]:
    """Each rule that the page breaks as it stands, with the first place where it does."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(_source())
    broken: list[list[str]] = page.evaluate(JUDGE, RULES)
    return broken
