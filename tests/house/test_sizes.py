"""Small enough to be read in one go: the size budget of modules and functions."""

import ast
import statistics
from collections.abc import Iterator

from tests.house.files import in_packages, named, ours

MODULE_LINES = 400
MEDIAN_MODULE_LINES = 120
FUNCTION_LINES = 40
PARAMETERS = 5
LISTS = {  # longer because they enumerate, with nothing in them to understand
    "queue_server/messages.py": "every message of the wire contract, in one place by intention",
}
MIGRATIONS = "queue_server/store/migrations/versions/"  # frozen history, one table after another

Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions() -> Iterator[tuple[str, Function]]:
    for path in in_packages(".py"):
        if named(path).startswith(MIGRATIONS):
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, Function):
                yield f"{named(path)}:{node.lineno} {node.name}", node


def own_lines(function: Function) -> int:
    """Its lines without those of the functions inside it, which are counted for themselves."""
    inner = [node for node in function.body if isinstance(node, Function)]
    return lines(function) - sum(map(lines, inner))


def lines(function: Function) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def test_no_module_is_longer_than_its_budget() -> None:
    counts = {named(p): len(p.read_text("utf-8").splitlines()) for p in ours(".py", ".js")}
    assert {
        n: count for n, count in counts.items() if count > MODULE_LINES and n not in LISTS
    } == {}


def test_the_median_module_is_short() -> None:
    lengths = [len(p.read_text("utf-8").splitlines()) for p in in_packages(".py")]
    assert statistics.median(lengths) <= MEDIAN_MODULE_LINES


def test_no_function_is_longer_than_its_budget() -> None:
    lengths = {name: own_lines(function) for name, function in functions()}
    assert {name: n for name, n in lengths.items() if n > FUNCTION_LINES} == {}


def test_no_function_asks_for_too_much() -> None:
    counts = {}
    for name, function in functions():
        given = function.args
        names = [a.arg for a in (*given.posonlyargs, *given.args, *given.kwonlyargs)]
        counts[name] = len([n for n in names if n not in ("self", "cls")])
    assert {name: n for name, n in counts.items() if n > PARAMETERS} == {}
