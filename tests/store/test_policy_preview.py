"""`motcua policy preview`, as typed, on a database with a past."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from queue_server.__main__ import main
from tests.a_past import a_day_in_the_office
from tests.builders import TODAY, an_office

LONG_AGO = TODAY.replace(year=2020)  # before today by the program's own clock


@pytest.fixture
def typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database with one past day, named to the program."""
    url = f"sqlite:///{tmp_path / 'motcua.db'}"
    office = an_office(url)
    a_day_in_the_office(office, LONG_AGO)
    office.close()
    monkeypatch.setenv("MOTCUA_STORE_URL", url)


@pytest.mark.usefixtures("typed")
def test_the_table_tells_who_waits_longer_and_who_shorter(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["policy", "preview", "--change", "elderly=0", "--days", "3"]) == 0
    said = capsys.readouterr()
    assert said.err == f"{LONG_AGO}: 5 visits\n"
    lines = said.out.splitlines()
    assert lines[0].startswith(f"1 days, {LONG_AGO} to {LONG_AGO}")
    (elderly,) = (line for line in lines if line.startswith("elderly"))
    assert re.split(r"\s{2,}", elderly) == [
        "elderly (Elderly person)",
        "1",
        "6.0 → 36.0",
        "6.0 → 36.0",
        "6.0 → 36.0",
        "1",
        "0",
        "30.0",
    ]
    assert len({len(line) for line in lines[1:5]}) == 1
    assert "0.0 min from what really happened" in lines[-1]


@pytest.mark.usefixtures("typed")
@pytest.mark.parametrize(
    ("change", "why"),
    [
        ("minister=90", "there is no 'minister' to change, only elderly, "),
        ("elderly=1441", "1440"),
        ("help_after_min=481", "480"),
    ],
)
def test_what_cannot_be_tried_is_refused_with_a_sentence(
    change: str, why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["policy", "preview", "--change", change]) == 2
    said = capsys.readouterr()
    assert said.err.startswith("motcua: ")
    assert why in said.err
    assert said.out == ""


def test_a_change_without_minutes_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["policy", "preview", "--change", "elderly"])
    assert left.value.code == 2
    assert "'elderly' is not KEY=MINUTES" in capsys.readouterr().err


def test_without_a_past_it_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    url = f"sqlite:///{tmp_path / 'motcua.db'}"
    an_office(url).close()
    monkeypatch.setenv("MOTCUA_STORE_URL", url)
    assert main(["policy", "preview", "--change", "appointment=0"]) == 0
    assert capsys.readouterr().out == "There is no past day with tickets to try it on.\n"
