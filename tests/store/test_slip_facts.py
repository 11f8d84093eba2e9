"""What slips tell is true: papers of the catalogue, promises that are kept, figures of the day."""

from __future__ import annotations

import datetime as dt

import pytest

from queue_server.domain.errors import Invalid, NotFound, Refused
from queue_server.domain.ticket import Status
from queue_server.messages import Book
from queue_server.store import tickets
from queue_server.use_cases import booking, closing, slip_facts
from queue_server.use_cases.slip_facts import DayOfCentre, ReturnPass, Supplement
from tests.builders import DESK, TODAY, Office, at
from tests.store.people import served, take, ticket

BIRTH = "1_001193"
MOMENT = dt.timedelta(milliseconds=1)


def supplement(
    office: Office, id: str, missing: list[int], procedure: str | None = BIRTH
) -> Supplement:
    return office.see(slip_facts.supplement, ticket(office, id), procedure, missing)


def a_pass(office: Office, id: str) -> ReturnPass:
    return office.see(slip_facts.return_pass, ticket(office, id))


def day(office: Office, wanted: dt.date | None = None) -> DayOfCentre:
    return office.see(slip_facts.day_of_centre, wanted)


# ── supplement ───────────────────────────────────────────────────────────────────────────────────


def test_papers_are_listed_once_in_the_order_of_the_published_list(office: Office) -> None:
    told = supplement(office, take(office), [4, 2, 4])
    assert [paper.name_vi[:20] for paper in told.missing] == [
        "Biên bản về việc trẻ",
        "Văn bản ủy quyền",
    ]
    assert told.nth == 1


def test_every_paper_of_the_published_list_can_be_asked_for(office: Office) -> None:
    visitor = take(office)
    catalogue = office.see(lambda view: view.catalogue)
    for procedure in catalogue.procedures:
        places = list(range(len(procedure.documents)))
        if places:
            assert supplement(office, visitor, places, procedure.id).missing == procedure.documents


@pytest.mark.parametrize(
    ("missing", "procedure", "error"),
    [
        ([], BIRTH, Invalid("nothing_missing")),
        ([7], BIRTH, NotFound("paper_unknown", n=8)),
        ([2], None, Refused("procedure_missing", label="A001")),
        ([2], "9_999999", NotFound("procedure_unknown", procedure="9_999999")),
    ],
)
def test_what_is_not_in_the_published_list_cannot_be_asked_for(
    office: Office, missing: list[int], procedure: str | None, error: Exception
) -> None:
    with pytest.raises(type(error)) as refusal:
        supplement(office, take(office), missing, procedure)
    assert str(refusal.value) == str(error)


def test_places_in_the_list_of_another_procedure_are_refused(office: Office) -> None:
    visitor = served(office)
    office.act("next_service", service="HT", procedure=BIRTH)
    assert supplement(office, visitor, [2], None).procedure.id == BIRTH
    with pytest.raises(Refused, match="procedure_differs"):
        supplement(office, visitor, [2], "1_000894")


# ── return passes ────────────────────────────────────────────────────────────────────────────────


def missed(office: Office) -> str:
    """Somebody was called and absent just now."""
    id = take(office)
    office.act("open")
    office.act("call_next")
    office.clock.jump(minutes=2)
    office.act("no_show")
    return id


@pytest.mark.parametrize(("late", "keeps"), [(dt.timedelta(0), True), (MOMENT, False)])
def test_a_promise_to_an_absent_visitor_is_kept_to_the_moment(
    office: Office, late: dt.timedelta, keeps: bool
) -> None:
    id = missed(office)
    told, before = a_pass(office, id), ticket(office, id)
    assert told.until is not None
    assert told.keeps
    office.clock.now = told.until + late
    assert a_pass(office, id).keeps is keeps
    office.do(booking.arrive, id, DESK)
    assert (ticket(office, id).base_at == before.base_at) is keeps


def test_a_second_absence_keeps_nothing_and_the_pass_of_the_first_return_says_so(
    office: Office,
) -> None:
    id = missed(office)
    office.do(booking.arrive, id, DESK)
    waiting = a_pass(office, id)
    assert (waiting.until, waiting.keeps) == (None, False)
    office.act("call", ticket=id)
    office.clock.jump(minutes=2)
    office.act("no_show")
    again = a_pass(office, id)
    assert (again.until, again.keeps) == (None, False)
    office.do(booking.arrive, id, DESK)
    assert ticket(office, id).base_at == office.clock.now


def test_who_waits_for_the_first_time_keeps_the_turn_after_an_absence(office: Office) -> None:
    id = take(office)
    assert (a_pass(office, id).until, a_pass(office, id).keeps) == (None, True)


def test_who_is_held_is_told_until_when(office: Office) -> None:
    id = served(office)
    office.act("hold", reason="form", minutes=20)
    assert a_pass(office, id).until == office.clock.now + dt.timedelta(minutes=20)


@pytest.mark.parametrize(("late", "keeps"), [(dt.timedelta(0), True), (MOMENT, False)])
def test_a_promise_to_who_has_booked_is_kept_to_the_moment(
    office: Office, late: dt.timedelta, keeps: bool
) -> None:
    id = office.do(booking.book, Book("HT", at("10:00")), DESK).ticket
    told = a_pass(office, id)
    assert told.until == at("10:10")
    office.clock.now = told.until + late
    assert a_pass(office, id).keeps is keeps
    office.do(booking.arrive, id, DESK)
    assert (ticket(office, id).base_at == at("10:00")) is keeps


def test_who_is_being_served_or_has_gone_needs_no_pass(office: Office) -> None:
    id = served(office)
    with pytest.raises(Refused, match="wrong_status"):
        a_pass(office, id)
    office.act("finish")
    with pytest.raises(Refused, match="wrong_status"):
        a_pass(office, id)


def test_yesterdays_number_is_kept_nothing(office: Office) -> None:
    id = missed(office)
    office.clock.jump(days=1)
    with pytest.raises(Refused, match="day_over"):
        a_pass(office, id)


def test_a_pass_for_a_number_nobody_has_is_not_found(office: Office) -> None:
    with pytest.raises(NotFound, match="ticket_unknown"):
        office.see(slip_facts.of_ticket, "x")


# ── the day ──────────────────────────────────────────────────────────────────────────────────────


def test_a_day_is_told_the_same_on_the_next_one(day_office: Office) -> None:
    first, second, third = (take(day_office) for _ in range(3))
    day_office.act("open")
    day_office.act("call", ticket=second, reason="in_need")
    day_office.act("start")
    day_office.clock.jump(minutes=9)
    day_office.act("finish", outcome="supplement")
    day_office.act("call_next")
    day_office.act("start")
    day_office.act("finish")
    told = day(day_office)
    assert not told.over
    assert (told.figures.issued, told.figures.finished, told.figures.in_hall) == (3, 2, 1)
    assert (told.chosen, told.outcomes) == (1, {"supplement": 1, "received": 1})
    assert told.longest_s == 11 * 60  # the first one, from 09:01 to 09:12
    assert [(letter, found.issued) for letter, _name, found in told.services] == [("A", 3)]
    day_office.clock.now = at("19:01")
    day_office.do(closing.close_day, None, DESK)
    assert (ticket(day_office, first).status, ticket(day_office, third).status) == (
        Status.FINISHED,
        Status.EXPIRED,
    )
    evening = day(day_office)
    assert evening.over
    assert evening.figures.expired == 1
    day_office.clock.now = at("09:00", TODAY + dt.timedelta(days=2))
    assert day(day_office, TODAY) == evening
    assert day(day_office).figures.issued == 0


def test_calls_of_another_day_are_not_among_those_chosen(office: Office) -> None:
    for _ in range(2):
        take(office)
        second = take(office)
        office.act("open")
        office.act("call", ticket=second, reason="in_need")
        office.act("start")
        office.act("finish")
        office.act("close")
        office.clock.jump(days=1)
    assert day(office, TODAY).chosen == 1
    assert day(office).chosen == 0


def test_a_chosen_call_that_was_taken_back_is_none(office: Office) -> None:
    take(office)
    second = take(office)
    office.act("open")
    office.act("call", ticket=second, reason="in_need")
    office.act("undo", revision=office.revision())
    assert day(office).chosen == 0


def test_a_day_to_come_has_no_figures(office: Office) -> None:
    with pytest.raises(Refused, match="day_not_open"):
        day(office, TODAY + dt.timedelta(days=1))


def test_a_service_that_is_not_described_any_more_stands_last_by_its_id(office: Office) -> None:
    take(office, "CT")
    stranger = office.see(tickets.today)[0]
    told = office.see(
        lambda view: slip_facts._by_service(
            view,
            [stranger, type(stranger)(**{**fields(stranger), "service": "OLD", "series": "Z"})],
            dt.timedelta(minutes=15),
        )
    )
    assert [(letter, name["vi"]) for letter, name, _found in told] == [
        ("B", "Chứng thực"),
        ("Z", "OLD"),
    ]


def fields(one: object) -> dict[str, object]:
    return {name: getattr(one, name) for name in one.__struct_fields__}  # type: ignore[attr-defined]
