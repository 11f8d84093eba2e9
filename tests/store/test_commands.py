"""The one door for writes: all or nothing, once, in order, and told only when it is durable."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa

from queue_server.domain import ticket as steps
from queue_server.domain.errors import Busy, Refused
from queue_server.domain.journal import Actor
from queue_server.store import Transaction, answers, engine, journal, numbers, tickets
from queue_server.store.store import Key
from queue_server.store.tables import answers as answers_table
from queue_server.use_cases import calling, desk, issuing, opening
from tests.builders import DESK, KIOSK, Office, a_lease, an_id, an_office, taken, wanted

CLERKS = 24


class Failure(Exception):
    """What a command was told to fail with."""


def take(office: Office, key: Key | None = None) -> Any:
    return office.write(issuing.take, wanted(), DESK, key).result


def failing_late(tx: Transaction, actor: Actor, command: Exception) -> None:
    """A command that fails after it has written a ticket, a number and a journal row."""
    issuing.take(tx, actor, wanted())
    tx.note("half_done", actor)
    raise command


def failing_early(tx: Transaction, actor: Actor, command: Exception) -> None:
    raise command


def taking_a_number_twice(tx: Transaction, actor: Actor, _command: None) -> None:
    """A command that runs into the constraint on numbers itself."""
    first = issuing.take(tx, actor, wanted())
    ticket = tickets.find(tx, first.ticket)
    assert ticket is not None
    tx.record("queued", actor, None, type(ticket)(**{**as_dict(ticket), "id": str(uuid4())}))


def as_dict(ticket: Any) -> dict[str, Any]:
    return {name: getattr(ticket, name) for name in ticket.__struct_fields__}


def contents(office: Office) -> tuple[Any, ...]:
    """All that a command could have left behind."""
    with office.store.raw() as connection:
        rows = [
            connection.execute(sa.text(f"SELECT * FROM {table} ORDER BY 1, 2, 3")).all()  # noqa: S608
            for table in ("centres", "tickets", "journal", "numbers", "leases", "answers")
        ]
    return tuple(rows)


def test_the_same_key_gives_the_same_answer_and_happens_once(office: Office) -> None:
    key = Key("k", "take")
    first = take(office, key)
    revision = office.revision()
    again = office.write(issuing.take, wanted(), DESK, key)
    assert again.result["label"] == first.label
    assert (again.changed, again.called, office.revision()) == (False, [], revision)


def test_the_same_key_with_another_request_is_refused(office: Office) -> None:
    take(office, Key("k", "one"))
    with pytest.raises(Refused, match="key_reused"):
        take(office, Key("k", "other"))


def test_a_refused_command_leaves_its_key_free(office: Office) -> None:
    key = Key("k", "r")
    with pytest.raises(Failure):
        office.write(failing_late, Failure(), DESK, key)
    assert take(office, key).label == "A001"


def test_a_key_is_forgotten_after_a_day(office: Office) -> None:
    take(office, Key("old", "r"))
    office.clock.jump(hours=23, minutes=59)
    take(office, Key("young", "r"))
    forget(office)
    assert kept_keys(office) == {"old", "young"}
    office.clock.jump(minutes=2)
    forget(office)
    assert kept_keys(office) == {"young"}
    assert take(office, Key("old", "another request")).label


def forget(office: Office) -> None:
    office.do(lambda tx, _actor, _command: answers.forget_old(tx), None)


def kept_keys(office: Office) -> set[str]:
    with office.store.raw() as connection:
        return set(connection.execute(sa.select(answers_table.c.key)).scalars())


def test_a_call_repeated_by_key_announces_once(office: Office) -> None:
    take(office)
    take(office)
    office.clerk(opening.open_counter)
    command = desk.AtCounter(1, "clerk1")
    first = office.write(calling.call_next, command, DESK, Key("k", "r"))
    again = office.write(calling.call_next, command, DESK, Key("k", "r"))
    assert first.result == again.result
    assert (len(first.called), len(again.called)) == (1, 0)


@pytest.mark.parametrize(
    ("use_case", "command", "error"),
    [
        (failing_early, Failure(), Failure),
        (failing_late, Failure(), Failure),
        (failing_late, Refused("no"), Refused),
        (failing_late, ZeroDivisionError(), ZeroDivisionError),
        (taking_a_number_twice, None, Refused),
    ],
)
def test_a_command_that_fails_leaves_nothing_behind(
    office: Office, use_case: Any, command: Any, error: type[Exception]
) -> None:
    take(office)
    before = contents(office)
    with pytest.raises(error):
        office.do(use_case, command)
    assert contents(office) == before
    assert take(office).label == "A002"
    assert office.problems() == []


def test_a_number_given_twice_is_told_as_a_conflict(office: Office) -> None:
    with pytest.raises(Refused, match="conflict"):
        office.do(taking_a_number_twice, None)


def at_once(office: Office, commands: list[Callable[[], Any]]) -> list[Future[Any]]:
    """Start commands from threads of their own while the writer is held up, so that they queue."""
    gate = threading.Event()

    def held(tx: Transaction, actor: Actor, command: None) -> None:
        assert gate.wait(30)

    with ThreadPoolExecutor(len(commands) + 1) as pool:
        first = pool.submit(office.do, held, None)
        futures = [pool.submit(command) for command in commands]
        gate.set()
        wait([first, *futures])
    return futures


def test_commands_that_fail_do_not_touch_the_others_of_their_group(office: Office) -> None:
    def command(place: int) -> Callable[[], Any]:
        bad: list[Callable[[], Any]] = [
            lambda: office.do(failing_early, Refused("early")),
            lambda: office.do(failing_late, Failure()),
            lambda: office.do(taking_a_number_twice, None),
        ]
        return bad[place // 3 % 3] if place % 3 == 0 else lambda: take(office)

    futures = at_once(office, [command(place) for place in range(CLERKS)])
    good = [future.result() for place, future in enumerate(futures) if place % 3]
    failed = [type(f.exception()) for place, f in enumerate(futures) if place % 3 == 0]
    assert failed == [(Refused, Failure, Refused)[n % 3] for n in range(CLERKS // 3)]
    assert sorted(one.label for one in good) == [f"A{n:03}" for n in range(1, len(good) + 1)]
    assert sorted(one.revision for one in good) == list(range(2, len(good) + 2))
    assert office.problems() == []


def test_results_belong_to_their_commands_and_revisions_have_no_gaps(office: Office) -> None:
    start = office.revision()
    services = ["HT", "CT", "DD"] * (CLERKS // 3)
    futures = at_once(
        office,
        [lambda one=one: office.write(issuing.take, wanted(one), DESK) for one in services],
    )
    written = [future.result() for future in futures]
    assert [one.result.service for one in written] == services
    assert sorted(one.revision for one in written) == list(range(start + 1, start + CLERKS + 1))
    sequence = office.see(lambda view: [entry.seq for entry in journal.after(view, 0)])
    assert sequence == list(range(1, len(sequence) + 1))


def test_what_a_command_only_reads_raises_no_revision(office: Office) -> None:
    before = office.revision()
    told = office.write(lambda tx, _actor, _command: tickets.issued(tx, "HT"), None)
    assert (told.result, told.changed, office.revision()) == (0, False, before)


def test_several_steps_of_one_command_share_a_revision(office: Office) -> None:
    def two(tx: Transaction, actor: Actor, _command: None) -> None:
        for _ in range(2):
            issuing.take(tx, actor, wanted())

    before = office.revision()
    assert office.write(two, None).revision == before + 1
    rows = office.see(lambda view: list(journal.after(view, 1)))
    assert [row.revision for row in rows] == [before + 1, before + 1]
    assert office.problems() == []


def test_a_lease_is_no_news(office: Office) -> None:
    told = office.write(issuing.lease, a_lease())
    assert not told.changed


def test_two_who_saw_the_same_ticket_cannot_both_change_it(office: Office) -> None:
    office.do(issuing.queue, (an_id("x"), taken()))
    seen = office.see(tickets.find, an_id("x"))
    assert seen is not None

    def cancel(tx: Transaction, actor: Actor, _command: None) -> None:
        tx.record("cancelled", actor, seen, steps.cancel(seen, tx.now))

    office.do(cancel, None)
    with pytest.raises(Refused, match="ticket_changed"):
        office.do(cancel, None)


def test_an_unknown_centre_is_not_found_and_its_neighbours_go_on(office: Office) -> None:
    with pytest.raises(Exception, match="centre_unknown"):
        office.store.write("nowhere", failing_early, KIOSK, Failure())
    assert take(office).label == "A001"


def test_closing_finishes_what_is_queued(url: str) -> None:
    office = an_office(url)
    futures = at_once(office, [lambda: take(office) for _ in range(5)])
    office.close()
    assert len({future.result().label for future in futures}) == 5


# ── SQLite: another process holds the lock ───────────────────────────────────────────────────────


@pytest.fixture
def one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """An office on SQLite that does not wait long for others."""
    monkeypatch.setattr(engine, "BUSY_TIMEOUT_MS", 100)
    opened = an_office(f"sqlite:///{tmp_path / 'motcua.db'}")
    yield opened
    opened.close()


def another_process(office: Office) -> sqlite3.Connection:
    """Somebody who has begun to write and does not end."""
    connection = sqlite3.connect(office.url.removeprefix("sqlite:///"), isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    return connection


def test_looking_never_waits_for_another_process_that_writes(one_file: Office) -> None:
    take(one_file)
    other = another_process(one_file)
    other.execute("DELETE FROM tickets")
    try:
        assert len(one_file.see(tickets.today)) == 1
    finally:
        other.close()


def test_a_lock_held_too_long_is_busy_and_nothing_is_lost(one_file: Office) -> None:
    other = another_process(one_file)
    key = Key("k", "r")
    try:
        with pytest.raises(Busy):
            take(one_file, key)
    finally:
        other.close()
    assert take(one_file, key).label == "A001"
    assert one_file.problems() == []


def test_a_lock_let_go_in_time_is_waited_for(one_file: Office) -> None:
    other = another_process(one_file)
    with ThreadPoolExecutor(1) as pool:
        pending = pool.submit(take, one_file)
        other.close()
        try:
            label = pending.result().label
        except Busy:  # the machine was slower than the short patience of this office
            label = take(one_file).label
    assert label == "A001"


def test_numbers_taken_by_another_process_are_not_taken_again(one_file: Office) -> None:
    # A command line tool beside the server has a store of its own on the same file.
    second = Office(one_file_again(one_file), one_file.clock, one_file.url)
    labels = [take(office).label for office in (one_file, second, one_file, second)]
    second.close()
    assert labels == ["A001", "A002", "A003", "A004"]
    assert one_file.problems() == []


def one_file_again(office: Office) -> Any:
    return type(office.store)(office.url, office.clock, office.store._writer._parallel)  # type: ignore[attr-defined]


def test_a_series_is_advanced_only_by_what_is_committed(office: Office) -> None:
    def half(tx: Transaction, actor: Actor, _command: None) -> None:
        numbers.next_number(tx, "A")
        raise Failure

    with pytest.raises(Failure):
        office.do(half, None)
    assert office.do(issuing.lease, a_lease()).number == 1


@pytest.mark.parametrize(
    "text", ["Nghỉ giải lao ☕", "'; DROP TABLE tickets; --", "\u202e", "x" * 280]
)
def test_any_reason_a_clerk_may_give_is_kept_as_it_is(office: Office, text: str) -> None:
    office.clerk(opening.open_counter)
    office.clerk(opening.pause, reason=text)
    assert office.see(lambda view: list(journal.after(view, 0)))[-1].reason == text
    assert office.problems() == []
