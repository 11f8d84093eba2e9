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


def test_the_number_of_everybody_who_waits_is_spoken_once_ahead(house: House, voice: Voice) -> None:
    first, second = house.take("HT"), house.take("CT")
    until(lambda: len(voice.said) == 2)
    assert [label for label, _ in voice.said] == [first, second]
    with house.server.services.look() as view:
        by_number = view.centre.counter_by_number
    assert "HT" in by_number[voice.said[0][1]].services
    third = house.take("HT")
    until(lambda: len(voice.said) == 3)
    assert voice.said[2][0] == third


def test_a_voice_that_breaks_is_told_once_and_tried_again(
    house: House, voice: Voice, caplog: pytest.LogCaptureFixture
) -> None:
    voice.broken = True
    label = house.take("HT")
    until(lambda: "numbers not rehearsed" in caplog.text)
    voice.broken = False
    until(lambda: [one for one, _ in voice.said] == [label])
    assert caplog.text.count("numbers not rehearsed") == 1


def test_a_server_with_a_silent_voice_rehearses_nothing(house: House) -> None:
    assert house.server._rehearsal is None
