"""The sound of a number is made while its visitor waits."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from queue_server.rehearsal import Rehearsal
from queue_server.serving import prepare
from tests.devices.serial_ports import until
from tests.web.house import House


class Voice:
    """Keeps what it was asked for; breaks when told to."""

    def __init__(self) -> None:
        self.said: list[tuple[str, int]] = []
        self.broken = False

    def prepare(self, label: str, counter: int) -> None:
        if self.broken:
            raise OSError("no room")
        self.said.append((label, counter))


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
    with house.server.services.look() as view:
        by_number = view.centre.counter_by_number
    until(lambda: [counter for _, counter in voice.said] == list(by_number))
    voice.said.clear()
    second, third = house.take("CT"), house.take("CT")
    until(lambda: len(voice.said) == 2)
    assert [label for label, _ in voice.said] == [second, third]
    assert all("CT" in by_number[counter].services for _, counter in voice.said)
    fourth = house.take("CT")
    until(lambda: len(voice.said) == 3)
    assert voice.said[2][0] == fourth


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
