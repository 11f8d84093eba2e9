"""One file describes a centre; every mistake in it is told with its line."""

from __future__ import annotations

import pytest

from queue_server.domain.centre_file import BadCentreFile, CentreFile, parse
from tests.builders import TODAY, shipped

GOOD = """\
[centre]
id = "ward"
name.vi = "Phường"

[hours]
mon = ["07:30-11:30", "13:30-17:00"]

[[services]]
id = "HT"
prefix = "A"
name.vi = "Hộ tịch"
minutes = 15

[[services]]
id = "CT"
prefix = "B"
name.vi = "Chứng thực"

[[counters]]
number = 1
services = ["HT", "CT"]

[[counters]]
number = 2
services = ["CT"]
helps = ["HT"]

[[priorities]]
id = "elderly"
name.vi = "Người cao tuổi"
head_start_min = 60

[[boards]]
id = "hall"
name.vi = "Sảnh"
services = ["HT"]
"""


def mistakes(text: str) -> list[tuple[int, str]]:
    with pytest.raises(BadCentreFile) as refused:
        parse(text)
    return [(mistake.line, mistake.what) for mistake in refused.value.mistakes]


def line_of(text: str, part: str) -> int:
    return next(n for n, line in enumerate(text.splitlines(), start=1) if part in line)


def test_the_shipped_example_is_in_order() -> None:
    found: CentreFile = parse(shipped("centre.toml"))
    assert len(found.centre.services) == 14
    roles = [service.role for service in found.centre.services if service.role]
    assert roles == ["results", "supplement"]
    assert len(found.centre.counters) == 8
    assert found.catalogue == "procedures.json"
    assert [board.kind for board in found.centre.boards] == [
        "hall", "hall", "results", "missed", "counter",
    ]  # fmt: skip


def test_the_file_of_these_tests_is_in_order() -> None:
    centre = parse(GOOD).centre
    assert centre.service("HT").minutes == 15
    assert centre.desk(centre.counter(2), None, TODAY).services == {"CT": 0, "HT": 10}


def test_a_centre_without_boards_gets_one_for_the_hall() -> None:
    text = GOOD[: GOOD.index("[[boards]]")]
    assert [(board.id, board.services) for board in parse(text).centre.boards] == [("hall", [])]


ONE_MISTAKE = [
    # what stands in the good file, what stands there instead, what the report says
    ('id = "ward"', 'id = "Ward!"', "regex"),
    ('name.vi = "Phường"', 'name.en = "Ward"', "a Vietnamese name is missing"),
    ('"07:30-11:30", "13', '"07:30-1130", "13', '"07:30-1130" is not a time span'),
    ('"07:30-11:30", "13', '"7:30-11:30", "13', '"7:30-11:30" is not a time span'),
    ('"07:30-11:30", "13', '"25:00-26:00", "13', '"25:00-26:00" is not a time span'),
    ('"07:30-11:30", "13', '"11:30-07:30", "13', "does not come after"),
    ('"13:30-17:00"', '"11:00-17:00"', "does not come after"),
    ("[hours]", "[hours]\nfeb = []", "unknown field `feb`"),
    ('id = "ward"', 'id = "ward"\nreception.en = "Desk 1"', "the Vietnamese words are missing"),
    ('id = "CT"', 'id = "ct"', "must be capital letters"),
    ('prefix = "B"', 'prefix = "B"\nrole = "help"', "Invalid enum value 'help'"),
    ('id = "CT"', 'id = "HT"', 'service "HT" is described twice'),
    ('prefix = "B"', 'prefix = "BB"', "must be one letter"),
    ('prefix = "B"', 'prefix = "O"', "without I and O"),
    ('prefix = "B"', 'prefix = "A"', 'the letter "A" is used by two services'),
    ('prefix = "B"', "prefix = 2", "Expected `str`, got `int`"),
    ("minutes = 15", "minutes = 0", "must lie between 0 and 480"),
    ("minutes = 15", "minutes = 481", "must lie between 0 and 480"),
    ("minutes = 15", "minuten = 15", "unknown field `minuten`"),
    ('name.vi = "Hộ tịch"', 'name.vi = " "', "a Vietnamese name is missing"),
    ("number = 2", "number = 0", "must lie between 1 and 999"),
    ("number = 2", "number = 1000", "must lie between 1 and 999"),
    ("number = 2", "number = 1", "counter 1 is described twice"),
    ('helps = ["HT"]', 'helps = ["XX"]', 'there is no service "XX"'),
    ('services = ["CT"]', 'services = ["YY"]', 'there is no service "YY"'),
    ('id = "elderly"', 'id = "normal"', "cannot name a priority class"),
    ('id = "elderly"', 'id = "Old"', "cannot name a priority class"),
    ("head_start_min = 60", "head_start_min = 1441", "between 0 and 1440"),
    ('services = ["HT"]\n', 'services = ["ZZ"]\n', 'there is no service "ZZ"'),
    ('name.vi = "Phường"', 'name.vi = "P"\ntimezone = "Asia/Atlantis"', "there is no time zone"),
]


@pytest.mark.parametrize(("right", "wrong", "told"), ONE_MISTAKE)
def test_a_mistake_is_told_with_its_line(right: str, wrong: str, told: str) -> None:
    assert right in GOOD
    before, _, after = GOOD.rpartition(right)
    text = before + wrong + after
    found = mistakes(text)
    assert any(told in what for _, what in found), found
    lines = {line for line, what in found if told in what}
    assert lines & near(text, wrong.rpartition("\n")[2].strip()), found


def near(text: str, part: str) -> set[int]:
    """The line itself, or the head of its table where only the table can be named."""
    rows = text.splitlines()
    line = len(rows) - next(n for n, row in enumerate(reversed(rows)) if part in row)
    head = max(n for n, row in enumerate(rows[:line], start=1) if row.startswith("["))
    return {line, head}


def test_a_service_nobody_serves_is_told_at_its_head() -> None:
    text = GOOD.replace('services = ["HT", "CT"]', 'services = ["CT"]')
    assert mistakes(text) == [(8, 'no counter serves "HT"')]


def test_all_mistakes_are_told_at_once_in_the_order_of_their_lines() -> None:
    text = (
        GOOD.replace("head_start_min = 60", "head_start_min = -1")
        .replace('prefix = "B"', 'prefix = "I"')
        .replace('helps = ["HT"]', 'helps = ["NO"]')
    )
    found = mistakes(text)
    assert [line for line, _ in found] == [
        line_of(text, part) for part in ('prefix = "I"', '["NO"]', "= -1")
    ]


def test_a_line_that_is_no_toml_is_named() -> None:
    text = GOOD.replace('prefix = "B"', 'prefix = "B')
    assert [line for line, _ in mistakes(text)] == [line_of(text, 'prefix = "B')]


def test_a_file_that_ends_in_the_middle_is_refused() -> None:
    assert mistakes(GOOD + '[centre.x\nid = "')


@pytest.mark.parametrize("text", ["", "x = 1", "[centre]", "services = 3"])
def test_what_is_no_centre_at_all_is_refused(text: str) -> None:
    assert mistakes(text)


def test_the_report_reads_line_by_line() -> None:
    with pytest.raises(BadCentreFile) as refused:
        parse(GOOD.replace('prefix = "B"', 'prefix = "I"'))
    assert str(refused.value).startswith("line 16: ")


def test_a_comment_behind_a_value_does_not_shift_the_lines() -> None:
    text = "# a centre\n\n" + GOOD.replace('prefix = "B"', 'prefix = "I"  # prefix = "B"')
    assert [line for line, _ in mistakes(text)] == [18]
