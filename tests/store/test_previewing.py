"""Past days under another rule, out of real books."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from queue_server.domain import comparison
from queue_server.domain.errors import Invalid
from queue_server.domain.pastday import PastDay, past_day
from queue_server.messages import PolicyChange, PolicyEffect, PolicyPreview
from queue_server.store import past
from queue_server.use_cases import calling, issuing, opening, undoing
from queue_server.use_cases.administering import apply_centre
from queue_server.use_cases.previewing import AT_ONCE, Way, preview, read
from tests.a_past import a_day_in_the_office, a_random_day_in_the_office
from tests.builders import (
    DESK,
    TODAY,
    Office,
    an_id,
    an_office,
    at,
    centre_text,
    shipped,
    taken,
    wanted,
)

YESTERDAY = TODAY - dt.timedelta(days=1)


def tried(office: Office, way: Way = AT_ONCE, **change: Any) -> PolicyPreview:
    return preview(lambda: office.store.read(office.centre), PolicyChange(**change), way)


def the_day(office: Office) -> PastDay:
    return past_day(office.see(read, TODAY)[1])


def of(told: PolicyPreview, id: str) -> PolicyEffect:
    (row,) = (row for row in (*told.classes, *told.services) if row.id == id)
    return row.effect


def test_without_past_days_the_answer_says_that_there_are_none(office: Office) -> None:
    office.do(issuing.take, wanted(), DESK)
    told = tried(office, head_start_min={"elderly": 90})
    assert (told.days, told.first, told.everybody, told.classes) == (0, None, None, [])
    assert told.error_s is None


def test_a_class_the_centre_does_not_have_is_refused(office: Office) -> None:
    with pytest.raises(Invalid, match="priority_unknown"):
        tried(office, head_start_min={"minister": 1})


def test_a_day_under_its_own_rule_is_as_it_was(office: Office) -> None:
    a_day_in_the_office(office)
    told = tried(office, head_start_min={"elderly": 60})
    assert (told.days, told.first, told.last, told.error_s) == (1, TODAY, TODAY, 0)
    assert told.everybody is not None
    assert (told.everybody.visits, told.everybody.longer, told.everybody.shorter) == (5, 0, 0)
    assert of(told, "elderly").mean_before_s == 6 * 60


def test_without_its_head_start_a_class_waits_longer_and_the_others_shorter(office: Office) -> None:
    a_day_in_the_office(office)
    told = tried(office, head_start_min={"elderly": 0})
    elderly, normal = of(told, "elderly"), of(told, "normal")
    assert (elderly.mean_before_s, elderly.mean_after_s) == (360, 36 * 60)
    assert (elderly.longer, elderly.largest_loss_s) == (1, 30 * 60)
    assert (normal.visits, normal.shorter, normal.longer) == (4, 3, 0)
    assert of(told, "HT").visits == 5


def test_a_day_of_many_people_is_run_again_just_as_it_was(office: Office) -> None:
    a_random_day_in_the_office(office, people=60, seed=1)
    centre, rows = office.see(read, TODAY)
    was = past_day(rows)
    found = comparison.compare(was, centre, centre, TODAY)
    assert len(found) == 60
    assert max(one.before_s for one in found) > 600
    assert [one.before_s for one in found] == [one.real_s for one in found]


def test_looking_changes_nothing(office: Office) -> None:
    a_day_in_the_office(office)
    revision = office.revision()
    tried(office, head_start_min={"elderly": 0})
    assert office.revision() == revision
    assert office.problems() == []


def test_only_as_many_days_as_asked_for_and_as_there_is_time_for_newest_first(
    office: Office,
) -> None:
    for back in (2, 1, 0):
        a_day_in_the_office(office, TODAY - dt.timedelta(days=back))
    told = tried(office, days=2)
    assert (told.days, told.first, told.last) == (2, YESTERDAY, TODAY)
    heard: list[tuple[dt.date, int]] = []
    way = Way(progress=lambda day, visits: heard.append((day, visits)), most_visits=6)
    assert tried(office, way).days == 2
    assert heard == [(TODAY, 5), (YESTERDAY, 5)]


def test_a_ticket_from_a_kiosk_with_an_impossible_clock_is_on_no_day_that_is_tried(
    office: Office,
) -> None:
    office.do(issuing.queue, (an_id("x"), taken(day=dt.date(1, 1, 1))))
    assert tried(office, days=90).days == 0


def test_a_call_that_was_taken_back_does_not_count(office: Office) -> None:
    office.clock.now = at("08:00")
    office.clerk(opening.open_counter, 1)
    id = office.do(issuing.take, wanted(), DESK).ticket
    office.clock.now = at("08:10")
    office.clerk(calling.call_next, 1)
    office.clock.jump(seconds=5)
    office.clerk(undoing.undo, 1)
    office.clock.now = at("08:20")
    office.clerk(calling.call_next, 1)
    was = the_day(office)
    assert was.waited_s == {id: 20 * 60}


def test_a_counter_open_since_the_day_before_works_from_the_first_hour(office: Office) -> None:
    office.clock.now = at("20:00", YESTERDAY)
    office.clerk(opening.open_counter, 1)
    office.clerk(opening.open_counter, 2)
    office.clock.now = at("22:00", YESTERDAY)
    office.clerk(opening.close_counter, 2)
    office.clock.now = at("09:00")
    office.do(issuing.take, wanted(), DESK)
    office.clerk(opening.open_counter, 3)
    was = the_day(office)
    end = at("23:59:59.999999")
    assert [(span.counter, span.start, span.end) for span in was.spans] == [
        (1, at("00:00"), end),
        (3, at("09:00"), end),
    ]


def test_the_rows_of_a_day_are_found_at_its_borders(office: Office) -> None:
    for back in (1, 0):
        a_day_in_the_office(office, TODAY - dt.timedelta(days=back))

    def kinds(start: dt.datetime, end: dt.datetime) -> list[str]:
        return [row.kind for row in office.see(past.of_counters, start, end, [1, 2])]

    assert kinds(at("07:30"), at("07:30:01")) == ["counter_closed", "counter_opened"]
    assert kinds(at("07:30:01"), at("08:00")) == ["counter_opened"]
    assert kinds(at("00:00", YESTERDAY), at("12:00", YESTERDAY)) == [
        "counter_opened",
        "counter_armed",
        "counter_closed",
    ]


def test_a_day_is_taken_with_the_centre_as_it_was_then(office: Office) -> None:
    a_day_in_the_office(office)
    first, of_elderly, rest = centre_text().partition('id = "elderly"')
    text = first + of_elderly + rest.replace("head_start_min = 60", "head_start_min = 0", 1)
    apply_centre(office.store, text, shipped("procedures.json"), office.clock())
    tomorrow = office.clock() + dt.timedelta(days=1)
    before = office.see(past.centre_before, at("23:59"))
    after = office.see(past.centre_before, tomorrow)
    heads_of = [one.rule_on(TODAY).head_start_min["elderly"] for one in (before, after)]
    assert heads_of == [60, 0]
    assert of(tried(office), "elderly").mean_before_s == 360


@pytest.mark.parametrize("days", [1, 5])
def test_the_past_days_are_found_without_reading_the_days_between(
    office: Office, days: int
) -> None:
    for back in (9, 4, 0):
        office.clock.now = at("09:00", TODAY - dt.timedelta(days=back))
        office.do(issuing.take, wanted(), DESK)
    found = office.see(past.days, days)
    assert found == [TODAY - dt.timedelta(days=back) for back in (9, 4)][-days:]


def test_the_questions_for_a_day_use_an_index(tmp_path: Any) -> None:
    office = an_office(f"sqlite:///{tmp_path / 'motcua.db'}")
    queries = [
        (past._day_before, {"before": TODAY}),
        (past._ids_of_day, {"day": TODAY}),
        (past._between, {"first": 1, "behind": 9}),
        (past._before, {"counter": 1, "first": 9}),
    ]
    with office.store.raw() as connection:
        for query, values in queries:
            said = str(
                query.compile(connection.engine, compile_kwargs={"render_postcompile": True})
            )
            plan = connection.exec_driver_sql(
                f"EXPLAIN QUERY PLAN {said}", tuple("x" for _ in range(said.count("?")))
            ).all()
            assert values
            assert all("SEARCH" in row[3] or "TEMP B-TREE" in row[3] for row in plan), plan
    office.close()
