"""``motcua check`` finds what somebody changed behind the server's back."""

import pytest
import sqlalchemy as sa

from queue_server.use_cases import calling, issuing, opening, visiting
from tests.builders import DESK, Office, every_ticket, wanted


def a_morning(office: Office) -> None:
    """Three tickets: one finished, one called, one waiting."""
    for _ in range(3):
        office.do(issuing.take, wanted(), DESK)
    for counter in (1, 2):
        office.clerk(opening.open_counter, counter)
        office.clerk(calling.call_next, counter)
    office.clerk(visiting.start)
    office.clerk(visiting.finish)


def tamper(office: Office, statement: str) -> None:
    with office.store.raw() as connection:
        assert connection.execute(sa.text(statement)).rowcount


def test_an_honest_morning_has_no_problems(office: Office) -> None:
    a_morning(office)
    assert office.problems() == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal SET reason = 'x' WHERE seq = 3",
        "UPDATE journal SET actor = 'staff:somebody' WHERE kind = 'finished'",
        "UPDATE journal SET at = at - 600000 WHERE kind = 'called'",
        "UPDATE journal SET facts = NULL WHERE kind = 'called'",
        "UPDATE journal SET counter = 8 WHERE kind = 'started'",
        "UPDATE journal SET changes = '{}' WHERE kind = 'finished'",
        "UPDATE journal SET hash = reason || '0' WHERE kind = 'centre_applied'",
        "UPDATE journal SET changes = '{}' WHERE kind = 'queued'",
        "UPDATE journal SET changes = 'no JSON' WHERE kind = 'called'",
        "DELETE FROM journal WHERE seq = 1",
        "DELETE FROM journal WHERE seq = 4",
        "DELETE FROM journal WHERE seq = (SELECT max(seq) FROM journal)",
        "DELETE FROM journal WHERE seq > 2",
        "INSERT INTO journal (centre, seq, revision, at, kind, actor, hash) SELECT centre,"
        " seq + 1, revision + 1, at, kind, actor, hash FROM journal ORDER BY seq DESC LIMIT 1",
        "UPDATE journal SET seq = seq + 100 WHERE seq = (SELECT max(seq) FROM journal)",
    ],
)
def test_a_changed_journal_is_found(office: Office, statement: str) -> None:
    a_morning(office)
    tamper(office, statement)
    assert office.problems()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE tickets SET status = 'finished' WHERE status = 'waiting'",
        "UPDATE tickets SET base_at = base_at - 3600000 WHERE number = 3",
        "UPDATE tickets SET issued_at = issued_at + 1 WHERE number = 1",
        "UPDATE tickets SET number = 9 WHERE number = 3",
        "UPDATE tickets SET priority = 'elderly' WHERE number = 3",
        "UPDATE tickets SET outcome = 'refused' WHERE number = 1",
        "UPDATE tickets SET version = version + 1 WHERE number = 2",
        "DELETE FROM tickets WHERE number = 3",
        "DELETE FROM tickets",
        "UPDATE tickets SET id = 'somebody-else' WHERE number = 3",
    ],
)
def test_a_changed_ticket_is_found(office: Office, statement: str) -> None:
    a_morning(office)
    tamper(office, statement)
    assert office.problems()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE centres SET revision = revision + 1",
        "UPDATE centres SET revision = revision - 1",
        "UPDATE centres SET journal_seq = journal_seq + 1",
        "UPDATE centres SET journal_hash = '00'",
    ],
)
def test_a_changed_head_is_found(office: Office, statement: str) -> None:
    a_morning(office)
    tamper(office, statement)
    assert office.problems()


def test_a_journal_emptied_altogether_is_found(office: Office) -> None:
    a_morning(office)
    tamper(office, "DELETE FROM journal")
    tamper(office, "DELETE FROM tickets")
    assert office.problems()


def test_the_report_names_the_ticket_and_the_row(office: Office) -> None:
    a_morning(office)
    tamper(office, "UPDATE tickets SET priority = 'elderly' WHERE number = 3")
    tamper(office, "UPDATE journal SET reason = 'x' WHERE seq = 3")
    [third] = [one for one in office.see(every_ticket) if one.label == "A003"]
    row, ticket = office.problems()
    assert row == "journal row 3: the row does not match its hash"
    assert ticket == f"ticket A003 ({third.id}) differs from its journal"


def test_two_tickets_cannot_stand_at_one_counter_even_by_hand(office: Office) -> None:
    a_morning(office)
    with pytest.raises(sa.exc.IntegrityError):
        tamper(office, "UPDATE tickets SET status = 'called', counter = 2 WHERE number = 3")
