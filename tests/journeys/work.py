"""What one machine does in a crowd; started as a process of its own, answers with JSON.

``kiosk URL CODE COUNT SEED``: enrols, then leases and uploads COUNT tickets.
``clerk URL COUNTER SEED``: works until told on its standard input that no more will come.
"""

import json
import random
import sys
import threading
import time
from datetime import UTC, datetime
from typing import TypeVar
from uuid import UUID, uuid4

from msgspec import Struct

from queue_server.messages import (
    CentreAbout,
    Enrol,
    Enrolled,
    Lease,
    Leased,
    TicketQueued,
    TicketTaken,
)
from queue_server.runtime.uplink import LinkDown, Refusal, Uplink
from tests.journeys.people import Clerk, Refused

T = TypeVar("T", bound=Struct)

RETRY_S = 0.1
PAUSE_S = 0.05  # a clerk without visitors asks again so soon


def a_kiosk(url: str, code: str, count: int, seed: int) -> dict[str, object]:
    """Take tickets; what the kiosk knows of them."""
    dice = random.Random(seed)
    told = Uplink(url).post("/api/v1/enrol", Enrol(code=code), Enrolled, deadline_s=30)
    link = Uplink(url, told.token)
    about = link.get("/api/v1/centre", CentreAbout, deadline_s=30)
    services = [service.id for service in about.services]
    taken, retries = [], 0
    for _ in range(count):
        ticket, service = uuid4(), dice.choice(services)
        leased, more = _insist(link, "post", "/api/v1/leases", Lease(ticket, service), Leased)
        retries += more
        taken.append({"ticket": str(ticket), "label": leased.label})
        retries += _upload(link, ticket, service, leased)
        if dice.random() < 0.2:  # the answer was lost, so the kiosk sends it again
            retries += _upload(link, ticket, service, leased)
    return {"taken": taken, "retries": retries}


def _upload(link: Uplink, ticket: UUID, service: str, leased: Leased) -> int:
    message = TicketTaken(service, leased.day, leased.series, leased.number, datetime.now(UTC))
    return _insist(link, "put", f"/api/v1/tickets/{ticket}", message, TicketQueued)[1]


def _insist(link: Uplink, how: str, path: str, message: Struct, kind: type[T]) -> tuple[T, int]:
    retries = 0
    while True:
        try:
            return getattr(link, how)(path, message, kind), retries
        except LinkDown:
            retries += 1
        except Refusal as refusal:
            if not refusal.passing:
                raise
            retries += 1
        time.sleep(RETRY_S)


def a_clerk(url: str, counter: int, seed: int, last_call: threading.Event) -> dict[str, object]:
    """Call, serve and finish; who was called, what for, and what was refused."""
    dice = random.Random(seed)
    clerk = Clerk(url, counter)
    clerk.do("open")
    called, refused = [], []
    while True:
        closing = last_call.is_set()  # before the call: nobody comes after it
        ticket = _called(clerk, dice)
        if ticket is None:
            if closing:
                break
            time.sleep(PAUSE_S)
            continue
        called.append(ticket["label"])
        refused += _serve(clerk, ticket, dice)
    clerk.do("close")
    return {"called": called, "refused": refused}


def _called(clerk: Clerk, dice: random.Random) -> dict[str, object] | None:
    """The next visitor: whoever has been called here by itself meanwhile, or the next in line."""
    state = clerk.look()
    if state["ticket"] is None and not state["armed"]:
        key = str(uuid4())
        state = clerk.do("call_next", key=key)
        if state["ticket"] and dice.random() < 0.2:  # the answer was lost
            again = clerk.do("call_next", key=key)["ticket"]
            assert again["ticket"] == state["ticket"]["ticket"], (again, state)
    called: dict[str, object] | None = state["ticket"]
    return called


def _serve(clerk: Clerk, ticket: dict[str, object], dice: random.Random) -> list[str]:
    """One visit, with what people try that cannot be; the codes of the refusals."""
    refused = []
    if dice.random() < 0.1:
        clerk.do("recall")
    if dice.random() < 0.1:
        refused.append(_refusal(clerk, "call_next"))
    if dice.random() < 0.1:
        clerk.do("no_show")
        return refused
    clerk.do("start")
    if dice.random() < 0.1:
        seen = {"ticket": ticket["ticket"], "version": ticket["version"]}
        refused.append(_refusal(clerk, "finish", seen))
    clerk.do("finish")
    return refused


def _refusal(clerk: Clerk, verb: str, body: dict[str, object] | None = None) -> str:
    try:
        clerk.do(verb, body)
    except Refused as refusal:
        return refusal.code
    raise AssertionError(f"{verb} should have been refused")


def _hear(last_call: threading.Event) -> None:
    sys.stdin.read()
    last_call.set()


def main(arguments: list[str]) -> None:
    """One machine's day."""
    role, url, who, *numbers = arguments
    if role == "kiosk":
        told = a_kiosk(url, who, int(numbers[0]), int(numbers[1]))
    else:
        last_call = threading.Event()
        threading.Thread(target=_hear, args=[last_call], daemon=True).start()
        told = a_clerk(url, int(who), int(numbers[0]), last_call)
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1:])
