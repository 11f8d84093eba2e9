"""A server that is well, slow, overloaded or cut off in turns: numbers go on, once each."""

from __future__ import annotations

import datetime as dt
import random
import time
from pathlib import Path
from uuid import UUID

from msgspec import Struct

from tests.devices.kiosk_builders import TODAY, a_tap
from tests.devices.kiosk_town import Town, a_kiosk, a_problem, wait_until

TAPS = 25  # fewer than the reserve has, which may not be filled up meanwhile
DEADLINE_S = 0.05
SEED = 20261123
MOODS = ("well", "slow", "busy", "cut")


class Flapping(Town):
    """Answers each question in another mood; it keeps what it took, also when nobody hears so."""

    def __init__(self) -> None:
        super().__init__()
        self.flaps = False
        self.moods: list[str] = []
        self._chance = random.Random(SEED)

    def answer(self, method: str, path: str, body: bytes) -> Struct | None:
        answer = super().answer(method, path, body)
        mood = self._chance.choice(MOODS) if self.flaps else "well"
        self.moods.append(mood)
        if mood == "slow":
            time.sleep(2 * DEADLINE_S)
        if mood == "busy":
            return a_problem("busy", 503)
        return None if mood == "cut" else answer


def test_a_flapping_server_costs_no_number_doubles_none_and_gets_all_in_order(
    tmp_path: Path,
) -> None:
    town = Flapping()
    with a_kiosk(tmp_path, town, lease_deadline_s=DEADLINE_S) as kiosk:
        kiosk.monotonic, kiosk.uploader.beat_s = time.monotonic, DEADLINE_S
        kiosk.uploader.start()
        beats = len(town.beats)  # those before were heard by another clock
        wait_until(lambda: len(town.beats) > beats + 1)
        wait_until(lambda: kiosk.ledger.reserve_left().get(("HT", TODAY), 0) >= TAPS)
        town.flaps = True
        given = [kiosk.issuing.take(a_tap()) for _ in range(TAPS)]
        wait_until(lambda: kiosk.ledger.unsent() == (0, 0))
    assert len({ticket.label for ticket in given}) == TAPS
    assert set(town.moods) == set(MOODS)
    told: dict[UUID, tuple[int, dt.datetime]] = {}
    for uuid, taken in town.tickets:  # again, where the answer was cut off
        told.setdefault(uuid, (taken.number, taken.issued_at))
    assert list(told) == [ticket.uuid for ticket in given]
    assert told == {ticket.uuid: (ticket.number, ticket.issued_at) for ticket in given}
