"""The end of the day, and what lasts over it."""

from queue_server.domain.counter import CLOSED, OPEN
from queue_server.domain.journal import Actor
from queue_server.domain.ticket import Status
from queue_server.messages import Enrol
from queue_server.store import counters, journal, tickets
from queue_server.use_cases import administering, calling, closing, issuing, opening, visiting
from tests.builders import DESK, TODAY, Office, at, clerk_at, wanted

SERVER = Actor("server")


def status_of(office: Office, id: str) -> Status:
    found = office.see(tickets.find, id)
    assert found is not None
    return found.status


def test_whoever_still_waits_after_closing_has_expired_and_was_never_served(
    day_office: Office,
) -> None:
    waits = day_office.do(issuing.take, wanted(), DESK).ticket
    day_office.clock.now = at("19:01")
    assert day_office.see(closing.due)
    assert day_office.do(closing.close_day, None, SERVER) == 1
    assert status_of(day_office, waits) is Status.EXPIRED
    assert not day_office.see(closing.due)
    assert day_office.problems() == []


def test_the_books_say_how_many_the_day_left_unserved(day_office: Office) -> None:
    for _ in range(3):
        day_office.do(issuing.take, wanted(), DESK)
    day_office.clerk(opening.open_counter, 1)
    day_office.clerk(calling.call_next, 1)
    day_office.clerk(visiting.start, 1)
    day_office.clock.now = at("19:01")
    day_office.do(closing.close_day, None, SERVER)
    rows = day_office.see(lambda view: list(journal.after(view, 0)))
    (ended,) = [row for row in rows if row.kind == "day_ended"]
    assert ended.facts == '{"expired":2,"appointments_missed":0,"visits_unfinished":1}'


def test_nothing_is_due_while_the_closing_hour_has_not_long_passed(day_office: Office) -> None:
    day_office.do(issuing.take, wanted(), DESK)
    day_office.clock.now = at("18:59")
    assert not day_office.see(closing.due)


def test_a_counter_left_open_is_closed_at_the_end_of_the_day(day_office: Office) -> None:
    day_office.clerk(opening.open_counter, 3)
    day_office.clock.now = at("19:01")
    assert day_office.see(closing.due)
    day_office.do(closing.close_day, None, SERVER)
    assert day_office.see(counters.find, 3).state == CLOSED
    day_office.clock.now = at("08:00", TODAY.replace(day=25))
    day_office.clerk(opening.open_counter, 3, clerk="somebody-else")
    assert day_office.see(counters.find, 3).state == OPEN


def test_a_visit_nobody_finished_ends_as_unknown_and_not_as_expired(day_office: Office) -> None:
    day_office.clerk(opening.open_counter, 1)
    day_office.do(issuing.take, wanted(), DESK)
    served = day_office.clerk(calling.call_next, 1)
    day_office.clerk(visiting.start, 1)
    day_office.clock.now = at("19:01")
    day_office.do(closing.close_day, None, SERVER)
    ticket = day_office.see(tickets.find, served)
    assert ticket is not None
    assert (ticket.status, ticket.outcome) == (Status.FINISHED, "unknown")


def test_a_visit_may_last_past_midnight_where_the_centre_is_open(office: Office) -> None:
    office.clock.now = at("23:59")
    office.clerk(opening.open_counter, 1)
    office.do(issuing.take, wanted(), DESK)
    served = office.clerk(calling.call_next, 1)
    office.clerk(visiting.start, 1)
    office.clock.jump(minutes=5)
    assert not office.see(closing.due)
    office.clerk(visiting.finish, 1)
    assert status_of(office, served) is Status.FINISHED


def test_a_counter_is_not_left_while_yesterdays_visitor_sits_at_it(office: Office) -> None:
    office.clock.now = at("23:59")
    office.clerk(opening.open_counter, 1)
    office.do(issuing.take, wanted(), DESK)
    office.clerk(calling.call_next, 1)
    office.clock.jump(minutes=5)
    state = office.see(lambda view: tickets.at_counter(tickets.present(view), 1))
    assert state is not None
    assert state.status is Status.CALLED


def test_yesterdays_waiting_tickets_expire_although_the_centre_never_closes(
    office: Office,
) -> None:
    office.clock.now = at("23:59")
    waits = office.do(issuing.take, wanted(), DESK).ticket
    office.clock.jump(minutes=5)
    assert office.see(closing.due)
    office.do(closing.close_day, None, SERVER)
    assert status_of(office, waits) is Status.EXPIRED


def test_tidying_up_forgets_old_codes_and_numbers_and_is_no_news(office: Office) -> None:
    invited = administering.NewDevice("kiosk", "Kiosk")
    code = office.do(administering.enrolment_code, invited)
    first = office.do(issuing.take, wanted(), DESK).label
    revision = office.revision()
    office.clock.jump(days=40)
    office.do(closing.tidy, None, SERVER)
    assert office.revision() == revision
    again = office.do(issuing.take, wanted(), DESK).label
    assert again == first  # another day starts again; nothing of the old one is in the way
    refusal = ""
    try:
        office.do(administering.enrol, Enrol(code))
    except Exception as error:
        refusal = str(error)
    assert refusal == "code_unknown()"


def test_an_absent_clerk_cannot_be_overruled_before_the_day_ends(office: Office) -> None:
    office.clerk(opening.open_counter, 2)
    refusal = ""
    try:
        office.do(opening.open_counter, clerk_at(2, "minh"))
    except Exception as error:
        refusal = str(error)
    assert refusal.startswith("counter_taken(")
