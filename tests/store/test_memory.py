"""What a process remembers of a hall is what the database says, whoever changed it."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from queue_server.domain.journal import Actor
from queue_server.store import Transaction, memory, tables, tickets
from queue_server.use_cases import issuing
from tests.builders import DESK, Office, every_ticket, wanted


def remembered(office: Office) -> list[Any]:
    return office.see(tickets.today)


def test_after_each_change_the_remembered_day_is_the_stored_one(office: Office) -> None:
    for _ in range(3):
        office.do(issuing.take, wanted("HT"), DESK)
        assert remembered(office) == office.see(every_ticket)
    office.act("open")
    office.act("call_next")
    assert remembered(office) == office.see(every_ticket)


def test_what_another_process_changed_is_seen(office: Office) -> None:
    office.do(issuing.take, wanted("HT"), DESK)
    remembered(office)
    other = Office(second_store(office), office.clock, office.url)
    other.do(issuing.take, wanted("CT"), DESK)
    other.act("open")
    other.act("call_next")
    other.close()
    assert remembered(office) == office.see(every_ticket)


def second_store(office: Office) -> Any:
    from queue_server.serving import prepare
    from queue_server.store import Store

    return Store(office.url, office.clock, prepare("threading"))


def test_what_was_never_committed_is_not_remembered(office: Office) -> None:
    office.do(issuing.take, wanted("HT"), DESK)

    def failing(tx: Transaction, actor: Actor, _command: None) -> None:
        issuing.take(tx, actor, wanted("HT"))
        assert len(tickets.today(tx)) == 2
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        office.do(failing, None)
    assert len(remembered(office)) == 1
    office.do(issuing.take, wanted("CT"), DESK)  # takes the row numbers of the failed one
    assert remembered(office) == office.see(every_ticket)


def test_a_hall_far_behind_is_read_anew(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    remembered(office)
    monkeypatch.setattr(memory, "MOST_BEHIND", 2)
    other = Office(second_store(office), office.clock, office.url)
    for _ in range(4):
        other.do(issuing.take, wanted("HT"), DESK)
    other.close()
    assert remembered(office) == office.see(every_ticket)


def test_after_a_restored_backup_nothing_of_the_lost_day_is_remembered(office: Office) -> None:
    office.do(issuing.take, wanted("HT"), DESK)
    before = contents(office)
    office.do(issuing.take, wanted("HT"), DESK)
    remembered(office)
    restore(office, before)
    office.do(issuing.take, wanted("CT"), DESK)
    assert [one.service for one in remembered(office)] == ["HT", "CT"]


TABLES = [tables.tickets, tables.journal, tables.numbers, tables.centres]


def contents(office: Office) -> list[list[dict[str, Any]]]:
    with office.store.raw() as connection:
        return [
            [dict(row) for row in connection.execute(sa.select(table)).mappings()]
            for table in TABLES
        ]


def restore(office: Office, kept: list[list[dict[str, Any]]]) -> None:
    with office.store.raw() as connection:
        for table, rows in zip(TABLES, kept, strict=True):
            connection.execute(sa.delete(table))
            connection.execute(sa.insert(table), rows)


def test_a_new_day_begins_with_nobody(day_office: Office) -> None:
    day_office.do(issuing.take, wanted("HT"), DESK)
    remembered(day_office)
    day_office.clock.jump(days=1)
    assert remembered(day_office) == []
