"""No catalogue carries words that nobody says, and every refusal has its sentence."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from queue_server.domain import errors
from queue_server.web.problems import _HTTP_CODES
from tests.house.files import ROOT, in_packages
from tests.house.test_words import messages

SERVER = ROOT / "queue_server/locale/vi/LC_MESSAGES/motcua.po"
BOARD = ROOT / "display_board/locale/vi/LC_MESSAGES/board.po"

# Keys a page or template puts together from parts: beginning → endings. Refusals are apart, below.
BUILT: dict[Path, dict[str, str]] = {
    SERVER: {
        "account.code.": "head_start appointment help earlier_turn earlier_place kept chosen "
        "called_back not_yet_known same_visit",
        "account.life.": "queued called recalled started finished no_show returned held resumed "
        "hold_over transferred released next_service cancelled expired booked checked_in "
        "appointment_missed taken_over other",
        "printed.copies.": "original certified_copy photocopy",
        "home.": "counter counter.what reception reception.what manager manager.what",
        "home.language.": "vi en",
        "counter.state.": "closed idle calling serving paused",
        "clerk.language.": "vi en",
        "clerk.outcome.": "received supplement refused advice wrong_place result_returned",
        "clerk.tone.": "long too_long",
        "clerk.": "recall finish no_show no_show_next hold stand_down",
        "clerk.status.": "called serving finished cancelled expired",
        "clerk.changed.": "called serving held waiting missed finished cancelled expired",
        "clerk.kind.": "service counter person procedure",
        "clerk.act.": "step finish recall hold no_show_next no_show transfer next_service pause"
        " find undo help",
        "clerk.did.": "called recalled started finished no_show held resumed transferred"
        " next_service without_ticket returned cancelled checked_in counter_opened"
        " counter_closed counter_paused counter_resumed counter_armed counter_disarmed"
        " counter_taken_over",
        "papers.": "original certified_copy photocopy",
        "reception.fate.": "called_at serving_at",
        "reason.": "form photocopy payment document other_counter other break meeting help system"
        " lunch pad in_need called_in_error returning deadline left duplicate mistake question"
        " result supplement kiosk_down same_visit by_visitor for_others no_card",
        "mgr.kind.": "kiosk board announcer panel",
        "mgr.notice.": "out_of_service practice disk_nearly_full clock_off other",
        "mgr.paper.": "ok near_end out unknown",
        "mgr.tone.": "few none",
        "mgr.waiting.": "fine watch act",
        "mgr.longest.": "fine watch act",
        "mgr.median.": "fine watch act",
        "mgr.p90.": "fine watch act",
        "mgr.sla.": "fine act",
        "mgr.served.": "fine",
        "mgr.missed.": "fine watch",
        "mgr.expired.": "fine act",
        "alarm.found.": "instructed listed mistaken unclear other",
        "broadcast.": "closing closing.at fire power lost_child",
        "say.": "own closing fire power lost_child",
        "say.language.": "vi en",
        "mgr.policy.col.": "visits median p90 changes longer shorter loss",
    },
    BOARD: {
        "board.state.": "calling serving idle paused closed",
        "board.way.": "left ahead right up down",
    },
}
REFUSAL = "problem."
ERRORS = {name for name, kind in vars(errors).items() if isinstance(kind, type)}


def built(catalogue: Path) -> set[str]:
    return {begin + end for begin, ends in BUILT[catalogue].items() for end in ends.split()}


def unsaid(keys: set[str], sources: str) -> set[str]:
    """The keys that stand in quotes nowhere in the sources."""
    return keys - set(re.findall(r"""["']([a-z]+(?:\.\w+)+)["']""", sources))


def sources() -> str:
    return "\n".join(file.read_text("utf-8") for file in in_packages(".py", ".js", ".html"))


@pytest.mark.parametrize("catalogue", BUILT, ids=lambda file: file.stem)
def test_every_text_of_a_catalogue_is_said_somewhere(catalogue: Path) -> None:
    keys = {key for key in messages(catalogue) if not key.startswith(REFUSAL)}
    assert unsaid(keys, sources()) - built(catalogue) == set()


@pytest.mark.parametrize("catalogue", BUILT, ids=lambda file: file.stem)
def test_every_text_put_together_from_parts_exists(catalogue: Path) -> None:
    assert built(catalogue) - messages(catalogue).keys() == set()


def test_a_text_said_nowhere_is_found() -> None:
    page = """html`${t("clerk.open")} ${t('clerk.tone.long')} clerk.close`"""
    said = {"clerk.open", "clerk.tone.long"}
    assert unsaid(said | {"clerk.close", "clerk.tone"}, page) == {"clerk.close", "clerk.tone"}


def raised(source: str) -> Iterator[str]:
    """The codes of the errors a module makes: `Refused("counter_taken", …)`, `answer(500, "…")`."""
    for call in ast.walk(ast.parse(source)):
        if not isinstance(call, ast.Call):
            continue
        if isinstance(call.func, ast.Name) and call.func.id in ERRORS and call.args:
            yield from constants(call.args[0])
        if isinstance(call.func, ast.Attribute) and call.func.attr == "answer" and call.args[1:]:
            yield from constants(call.args[1])


def constants(node: ast.expr) -> Iterator[str]:
    """What an expression can come to: the texts in it, tests of conditions apart."""
    if isinstance(node, ast.IfExp):
        yield from constants(node.body)
        yield from constants(node.orelse)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value


def codes_of_refusals() -> set[str]:
    server = [file for file in in_packages(".py", ".js") if "queue_server" in file.parts]
    codes = set(_HTTP_CODES.values())
    for file in server:
        text = file.read_text("utf-8")
        made_by_page = re.findall(r'new Problem\("(\w+)"', text)
        codes.update(raised(text) if file.suffix == ".py" else made_by_page)
    return codes


def test_every_refusal_has_a_sentence_and_every_sentence_a_refusal() -> None:
    known = {key.removeprefix(REFUSAL) for key in messages(SERVER) if key.startswith(REFUSAL)}
    codes = codes_of_refusals()
    assert (codes - known, known - codes) == (set(), set())


def test_a_code_chosen_by_a_condition_counts_on_both_sides() -> None:
    module = 'raise SignedOut("signed_out" if who == "x" else "token_unknown", clerk="lan")'
    assert set(raised(module)) == {"signed_out", "token_unknown"}
