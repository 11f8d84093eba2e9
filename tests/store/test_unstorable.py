"""What a database cannot hold is a wrong request, not a failure of ours."""

import pytest

from queue_server.domain.errors import Invalid
from queue_server.domain.journal import Actor
from queue_server.store import Transaction, answers, staff
from queue_server.store.engine import is_sqlite
from tests.builders import Office

ZERO = "a\0b"  # PostgreSQL has no U+0000 in texts, SQLite has
HALF = "a\ud800b"  # half a character: no encoding of it exists


@pytest.mark.parametrize("text", [ZERO, HALF])
def test_a_text_the_database_cannot_hold_is_refused_when_looking(office: Office, text: str) -> None:
    if is_sqlite(office.url) and text == ZERO:
        assert office.see(staff.find, text) is None
        return
    with pytest.raises(Invalid):
        office.see(staff.find, text)


@pytest.mark.parametrize("text", [ZERO, HALF])
def test_a_text_the_database_cannot_hold_is_refused_when_writing(office: Office, text: str) -> None:
    def write(tx: Transaction, _actor: Actor, token_hash: str) -> None:
        staff.end_session(tx, token_hash)

    def ask(tx: Transaction, _actor: Actor, key: str) -> None:
        answers.find(tx, key, "")

    before = office.revision()
    if is_sqlite(office.url) and text == ZERO:
        office.do(write, text)
        return
    for use_case in (write, ask):
        with pytest.raises(Invalid):
            office.do(use_case, text)
    assert office.revision() == before
    assert office.problems() == []
