"""The sound of a number is made while its visitor waits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Event

import pytest

from queue_server.domain.centre import Centre
from queue_server.rehearsal import Rehearsal
from queue_server.serving import prepare
from tests.devices.serial_ports import until
from tests.web.house import House


class Voice:
    """Keeps what it was asked for; breaks when told to."""

    def __init__(self) -> None:
        self.said: list[tuple[str, int]] = []
        self.broken = False
        self.goes_on = Event()
        self.goes_on.set()

    def prepare(self, label: str, counter: int) -> None:
        if self.broken:
            raise OSError("no room")
        self.said.append((label, counter))
        self.goes_on.wait(20)


def centre_of(house: House) -> Centre:
    with house.server.services.look() as view:
        return view.centre


@pytest.fixture
def voice() -> Voice:
    return Voice()


@pytest.fixture
def house(tmp_path: Path, voice: Voice) -> Iterator[House]:
    found = House(tmp_path)
    rehearsal = Rehearsal(found.server.services, voice.prepare, prepare("threading"))
    yield found
    rehearsal.close()
    found.server.close()


def test_the_words_of_all_calls_and_then_the_numbers_of_who_waits_are_spoken_once_ahead(
    house: House, voice: Voice
) -> None:
    by_number = centre_of(house).counter_by_number
    until(lambda: [counter for _, counter in voice.said] == list(by_number))
    voice.said.clear()
    second, third = house.take("CT"), house.take("CT")
    until(lambda: len(voice.said) == 2)
    assert [label for label, _ in voice.said] == [second, third]
    assert all("CT" in by_number[counter].services for _, counter in voice.said)
    fourth = house.take("CT")
    until(lambda: len(voice.said) == 3)
    assert voice.said[2][0] == fourth


def test_who_is_called_soonest_is_spoken_first_also_who_came_last(
    house: House, voice: Voice
) -> None:
    until(lambda: len(voice.said) == len(centre_of(house).counters))
    voice.said.clear()
    voice.goes_on.clear()
    first, second = house.take("CT"), house.take("CT")
    until(lambda: len(voice.said) == 1)
    answer = house.as_kiosk("POST", "/api/v1/tickets", service="CT", priority="elderly")
    elderly = (answer.json or {})["label"]
    voice.goes_on.set()
    until(lambda: len(voice.said) == 3)
    assert [label for label, _ in voice.said] == [first, elderly, second]


def test_after_a_restart_the_next_three_come_before_the_words_of_all_calls(
    tmp_path: Path, voice: Voice
) -> None:
    house = House(tmp_path)
    labels = [house.take("CT") for _ in range(4)]
    counters = list(centre_of(house).counter_by_number)
    rehearsal = Rehearsal(house.server.services, voice.prepare, prepare("threading"))
    with closing(house.server), closing(rehearsal):
        until(lambda: len(voice.said) == len(labels) + len(counters))
    assert [label for label, _ in voice.said[:3]] == labels[:3]
    assert [counter for _, counter in voice.said[3:-1]] == counters
    assert voice.said[-1][0] == labels[3]


def test_who_was_called_meanwhile_is_not_spoken_ahead_any_more(house: House, voice: Voice) -> None:
    house.clerk("open", counter=1)
    until(lambda: len(voice.said) == len(centre_of(house).counters))
    voice.said.clear()
    voice.goes_on.clear()
    labels = [house.take("HT") for _ in range(3)]
    until(lambda: len(voice.said) == 1)
    for verb in ("call_next", "start", "finish", "call_next"):
        assert house.clerk(verb, counter=1).status_code == 200
    voice.goes_on.set()
    until(lambda: len(voice.said) == 2)
    assert [label for label, _ in voice.said] == [labels[0], labels[2]]


def test_a_voice_that_breaks_is_told_once_and_tried_again(
    house: House, voice: Voice, caplog: pytest.LogCaptureFixture
) -> None:
    voice.broken = True
    label = house.take("CT")
    until(lambda: "numbers not rehearsed" in caplog.text)
    voice.broken = False
    until(lambda: label in [one for one, _ in voice.said])
    assert caplog.text.count("numbers not rehearsed") == 1


def test_a_server_with_a_silent_voice_rehearses_nothing(house: House) -> None:
    assert house.server._rehearsal is None
