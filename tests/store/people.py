"""Visitors of an office, in one line each."""

from __future__ import annotations

from queue_server.domain.ticket import Ticket
from queue_server.store import tickets
from queue_server.use_cases import issuing
from tests.builders import DESK, Office, wanted


def take(office: Office, service: str = "HT", priority: str = "normal") -> str:
    office.clock.jump(minutes=1)
    return office.do(issuing.take, wanted(service, priority=priority), DESK).ticket


def ticket(office: Office, id: str) -> Ticket:
    found = office.see(tickets.find, id)
    assert found is not None
    return found


def served(office: Office, service: str = "HT") -> str:
    """Somebody is being served at counter 1."""
    id = take(office, service)
    office.act("open")
    office.act("call_next")
    office.act("start")
    return id
