"""A journal that tells when it was altered, and from which the day can be rebuilt."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import asdict, replace

from queue_server.domain import ticket as steps
from queue_server.domain.errors import Refused
from queue_server.domain.journal import (
    GENESIS,
    Entry,
    breaks,
    changes,
    replay,
    seal,
)
from queue_server.domain.ticket import At, Ticket
from tests.builders import a_ticket, an_id, at

ROW = Entry(
    seq=3,
    revision=2,
    at=at("09:00"),
    kind="called",
    actor="staff:lan",
    counter=1,
    ticket=an_id("A001"),
    before="waiting",
    after="called",
    reason="why",
    facts="{}",
    changes='{"status":"called"}',
)
OTHER: dict[str, Any] = {
    "seq": 4,
    "revision": 3,
    "at": at("09:00") + dt.timedelta(milliseconds=1),
    "kind": "recalled",
    "actor": "staff:minh",
    "counter": None,
    "ticket": an_id("A002"),
    "before": None,
    "after": "serving",
    "reason": None,
    "facts": None,
    "changes": "{}",
}


@pytest.mark.parametrize("field", OTHER)
def test_the_seal_covers_every_field(field: str) -> None:
    assert seal(replace(ROW, **{field: OTHER[field]}), GENESIS) != seal(ROW, GENESIS)


def test_the_seal_covers_all_the_fields_there_are() -> None:
    assert OTHER.keys() | {"hash"} == set(Entry.__struct_fields__)


def test_the_seal_covers_what_went_before() -> None:
    assert seal(ROW, "1" * 64) != seal(ROW, GENESIS)


def test_text_cannot_move_from_one_field_to_the_next() -> None:
    one = replace(ROW, before="waiting", after=None)
    other = replace(ROW, before=None, after="waiting")
    assert seal(one, GENESIS) != seal(other, GENESIS)


def chained(rows: list[Entry]) -> list[Entry]:
    found, last = [], GENESIS
    for row in rows:
        sealed = replace(row, hash=seal(row, last))
        found.append(sealed)
        last = sealed.hash
    return found


def a_row(seq: int, revision: int) -> Entry:
    return replace(ROW, seq=seq, revision=revision, reason=f"row {seq}")


@st.composite
def honest(draw: st.DrawFn) -> list[Entry]:
    rows, revision = [], 0
    for seq in range(1, draw(st.integers(2, 12)) + 1):
        revision += 1 if seq == 1 else draw(st.integers(0, 1))
        rows.append(a_row(seq, revision))
    return chained(rows)


@given(honest())
def test_an_honest_journal_has_no_breaks(journal: list[Entry]) -> None:
    assert list(breaks(journal)) == []


@given(honest(), st.data())
def test_an_altered_row_is_found(journal: list[Entry], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(journal) - 1))
    field = data.draw(st.sampled_from(sorted({*OTHER, "hash"} - {"seq", "revision"})))
    lie = {**OTHER, "hash": "f" * 64}[field]
    journal[place] = replace(journal[place], **{field: lie})
    assert place + 1 in {found.seq for found in breaks(journal)}


@given(honest(), st.data())
def test_a_removed_row_is_found_unless_it_was_the_last(
    journal: list[Entry], data: st.DataObject
) -> None:
    # That the end is missing only the centre's own row can tell, which keeps the last hash.
    place = data.draw(st.integers(0, len(journal) - 2))
    del journal[place]
    assert next(breaks(journal)).seq == place + 2


@given(honest(), st.data())
def test_an_inserted_row_is_found(journal: list[Entry], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(journal) - 1))
    before = journal[place - 1].hash if place else GENESIS
    lie = replace(journal[place], reason="slipped in")
    journal.insert(place, replace(lie, hash=seal(lie, before)))
    assert list(breaks(journal))


@given(honest(), st.data())
def test_reordered_rows_are_found(journal: list[Entry], data: st.DataObject) -> None:
    one = data.draw(st.integers(0, len(journal) - 2))
    other = data.draw(st.integers(one + 1, len(journal) - 1))
    journal[one], journal[other] = journal[other], journal[one]
    assert list(breaks(journal))


@given(honest(), st.data())
def test_a_row_altered_and_sealed_again_breaks_the_chain_behind_it(
    journal: list[Entry], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(journal) - 2))
    lie = replace(journal[place], reason="a better story")
    journal[place] = replace(lie, hash=seal(lie, journal[place - 1].hash if place else GENESIS))
    assert [found.seq for found in breaks(journal)] == [place + 2]


@pytest.mark.parametrize("revision", [0, 3])
def test_revisions_neither_fall_nor_leave_gaps(revision: int) -> None:
    journal = chained([a_row(1, 1), a_row(2, revision)])
    assert [found.seq for found in breaks(journal)] == [2]


def test_the_first_row_has_revision_one() -> None:
    assert list(breaks(chained([a_row(1, 1)]))) == []
    assert list(breaks(chained([a_row(1, 2)])))


HERE = At(1, "lan", at("09:30"))
STEPS = [
    lambda t: steps.call(t, HERE, "c"),
    lambda t: steps.recall(t, HERE.now, "d"),
    lambda t: steps.start(t, HERE.now),
    steps.hold,
    lambda t: steps.resume(t, HERE),
    lambda t: steps.transfer(t, steps.Target("CT", 2, "minh")),
    lambda t: steps.no_show(t, HERE.now),
    lambda t: steps.return_(t, HERE.now, dt.timedelta(0)),
    lambda t: steps.finish(t, HERE.now, "received"),
    lambda t: steps.cancel(t, HERE.now),
]


def entry(before: Ticket | None, after: Ticket) -> Entry:
    return replace(ROW, ticket=after.id, changes=changes(before, after))


@given(st.lists(st.tuples(st.integers(1, 3), st.sampled_from(STEPS)), max_size=40))
def test_replaying_the_journal_gives_the_tickets_as_they_are(plan: list[tuple[int, Any]]) -> None:
    tickets = {number: a_ticket(f"A{number:03}") for number in (1, 2, 3)}
    journal = [entry(None, ticket) for ticket in tickets.values()]
    for number, step in plan:
        present = tickets[number]
        try:
            after = replace(step(present), version=present.version + 1)
        except Refused:
            continue
        journal.append(entry(present, after))
        tickets[number] = after
    assert replay(journal) == {ticket.id: ticket for ticket in tickets.values()}


def test_changes_name_only_what_changed() -> None:
    before = a_ticket()
    assert changes(before, replace(before, version=2)) == '{"version":2}'
    assert changes(None, before) == changes(None, Ticket(**asdict(before)))


def test_rows_about_no_ticket_do_not_disturb_the_replay() -> None:
    opened = replace(ROW, kind="counter_opened", ticket=None, changes=None)
    assert replay([opened, entry(None, a_ticket()), opened]) == {an_id("A001"): a_ticket()}
