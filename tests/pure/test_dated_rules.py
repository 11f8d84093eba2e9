"""What the rule's numbers are on a day: those of the centre file, and what amends them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from queue_server.domain.centre import Amendment, Centre
from queue_server.domain.centre_file import BadCentreFile, parse
from queue_server.domain.ticket import APPOINTMENT
from tests.builders import TODAY, a_centre, centre_text

TOMORROW = TODAY + dt.timedelta(days=1)
DAYS = st.dates(dt.date(2026, 1, 1), dt.date(2027, 12, 31))


def a_day_of(centre: Centre, day: dt.date = TODAY) -> tuple[int, int, int]:
    """Head start of the elderly and of appointments, and the distance of helping."""
    rule = centre.rule_on(day)
    (counter, service) = next((c, c.helps[0]) for c in centre.counters if c.helps)
    helped = centre.desk(counter, None, day).services[service]
    return rule.head_start_min["elderly"], rule.head_start_min[APPOINTMENT], helped


def test_without_amendments_the_numbers_are_those_of_the_file() -> None:
    assert a_day_of(a_centre()) == (60, 60, 10)


def test_an_amendment_holds_from_its_first_to_its_last_day() -> None:
    centre = a_centre().amended(
        Amendment(TODAY, TOMORROW, help_after_min=5, head_start_min={"elderly": 90})
    )
    days = [TODAY + dt.timedelta(days=n) for n in (-1, 0, 1, 2)]
    assert [a_day_of(centre, day) for day in days] == [
        (60, 60, 10), (90, 60, 5), (90, 60, 5), (60, 60, 10),
    ]  # fmt: skip


def test_a_later_amendment_goes_over_an_earlier_one_and_leaves_the_rest() -> None:
    first = Amendment(TODAY, help_after_min=5, head_start_min={"elderly": 90})
    second = Amendment(TODAY, appointment_head_start_min=30, head_start_min={"elderly": 120})
    assert a_day_of(a_centre().amended(first).amended(second)) == (120, 30, 5)


def test_a_class_has_no_head_start_outside_of_its_days() -> None:
    centre = a_centre()
    elderly, *others = centre.priorities
    dated = replace(centre, priorities=[replace(elderly, valid_from=TOMORROW), *others])
    assert "elderly" not in dated.rule_on(TODAY).head_start_min
    assert dated.rule_on(TOMORROW).head_start_min["elderly"] == 60
    assert [one.id for one in dated.classes_on(TODAY)] == [one.id for one in others]


def test_an_age_can_be_amended_too() -> None:
    centre = a_centre().amended(Amendment(TODAY, from_age={"elderly": 75}))
    ages = {one.id: one.from_age for one in centre.classes_on(TODAY)}
    assert (ages["elderly"], ages["pregnant"]) == (75, None)
    assert a_centre().classes_on(TODAY)[0].from_age == 60


def test_single_services_may_be_helped_at_another_distance() -> None:
    centre = a_centre()
    counter = replace(centre.counters[0], helps=["DD", "TP"], help_after_min={"DD": 25})
    services = centre.desk(counter, None, TODAY).services
    assert (services["DD"], services["TP"]) == (25, 10)


@given(DAYS, DAYS, DAYS)
def test_a_day_is_amended_exactly_when_it_lies_among_the_days(
    first: dt.date, last: dt.date, day: dt.date
) -> None:
    centre = a_centre().amended(Amendment(first, last, help_after_min=1))
    assert (a_day_of(centre, day)[2] == 1) == (first <= day <= last)


AMENDMENT = """
[[amendments]]
valid_from = 2027-01-01
help_after_min = 5
head_start_min = { elderly = 90 }
from_age = { elderly = 75 }
"""


def test_amendments_are_read_from_the_centre_file() -> None:
    centre = parse(centre_text() + AMENDMENT).centre
    assert a_day_of(centre, dt.date(2026, 12, 31)) == (60, 60, 10)
    assert a_day_of(centre, dt.date(2027, 1, 1)) == (90, 60, 5)


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ("valid_from = 2027-01-01\n", "", "needs the day from which it holds"),
        ("elderly = 90", "nobody = 90", 'there is no priority class "nobody"'),
        ("elderly = 75", "nobody = 75", 'there is no priority class "nobody"'),
        ("help_after_min = 5", "help_after_min = 481", "<= 480"),
        ("elderly = 90", "elderly = 1441", "<= 1440"),
        (
            "help_after_min = 5",
            "help_after_min = 5\nvalid_until = 2026-12-31",
            "would end before it begins",
        ),
    ],
)
def test_a_mistake_in_an_amendment_is_told(right: str, wrong: str, told: str) -> None:
    with pytest.raises(BadCentreFile) as refusal:
        parse(centre_text() + AMENDMENT.replace(right, wrong))
    assert told in str(refusal.value)
