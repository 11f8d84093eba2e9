"""Every number and every label has a reading that a listener understands, in every language."""

import tomllib
from pathlib import Path

import pytest

from audio import grammars, numbers_en, numbers_vi
from audio.numbers_vi import Region
from audio.phrases import Call
from audio.reading import read
from tests.house.files import ROOT
from tests.pure.test_numbers_vi import understood

DEMO = tomllib.loads((ROOT / "queue_server/data/centre.toml").read_text("utf-8"))
NAMES = {
    "vi": (numbers_vi.DIGITS, numbers_vi.LETTERS),
    "en": (numbers_en.DIGITS, {letter: letter for letter in numbers_vi.LETTERS}),
}


@pytest.mark.parametrize("region", Region)
def test_every_number_to_9999_is_understood_in_the_north_and_in_the_south(region: Region):
    for number in range(1, 10_000):
        words = numbers_vi.cardinal(number, region)
        assert understood(words) == number
        southern = {"lẻ", "ngàn"} & set(words.split())
        northern = {"linh", "nghìn"} & set(words.split())
        assert not (northern if region is Region.SOUTH else southern)


def test_every_number_to_9999_is_understood_in_english():
    for number in range(1, 10_000):
        assert understood_in_english(numbers_en.cardinal(number)) == number


def understood_in_english(words: str) -> int:
    """The number an English listener hears; written independently of the reader."""
    small = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
    units = {name: value for value, name in enumerate(small.split())}
    units |= {
        f"{name}teen": value for value, name in enumerate(("six", "seven", "eigh", "nine"), 16)
    }
    units["fifteen"] = 15
    tens = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
    units |= {name: 10 * value for value, name in enumerate(tens, 2)}
    total = pending = 0
    for word in words.replace("-", " ").split():
        if word in ("hundred", "thousand"):
            total += pending * (100 if word == "hundred" else 1000)
            pending = 0
        elif word != "and":
            pending += units[word]
    return total + pending


@pytest.mark.parametrize("language", ["vi", "vi-vn-x-south", "en"])
def test_every_label_that_the_demo_can_print_is_heard_as_it_is_printed(language: str):
    digits, letters = NAMES[language[:2]]
    spelled = {name: letter for letter, name in letters.items()}
    for prefix in (service["prefix"] for service in DEMO["services"]):
        for number in range(1, 1000):
            label = f"{prefix}{number:03}"
            _, letter, said = grammars.fragments(Call(label, 1), language)[:3]
            assert spelled[letter.rstrip(",")] == prefix
            assert heard(said.rstrip(","), digits) == label[1:]


def heard(said: str, digits: tuple[str, ...]) -> str:
    """What a listener writes down: digits one by one, or a number."""
    names = said.split()
    if len(names) == 3 and set(names) <= set(digits):
        return "".join(str(digits.index(name)) for name in names)
    return str(understood(said))


def test_the_south_reads_messages_in_its_own_words():
    assert read("8.005 đồng", "vi") == "tám nghìn không trăm linh năm đồng"
    assert read("8.005 đồng", "vi-vn-x-south") == "tám ngàn không trăm lẻ năm đồng"


def test_the_region_changes_vietnamese_alone():
    assert grammars.in_region(["vi", "en"], "south") == ("vi-vn-x-south", "en")
    assert grammars.in_region(["vi", "en"], "north") == ("vi", "en")


KHMER = """
from audio.phrases import Grammar

DIGITS = "សូន្យ មួយ ពីរ បី បួន ប្រាំ ប្រាំមួយ ប្រាំពីរ ប្រាំបី ប្រាំបួន".split()


def _digits(text):
    return " ".join(DIGITS[int(digit)] for digit in text)


def _call(call):
    counter = f"{_digits(str(call.counter))}."
    return ("លេខ", f"{call.letter},", f"{_digits(call.number)},", "បញ្ជរ", counter)


GRAMMAR = Grammar(_call)
"""


def test_a_language_more_is_a_file_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    assert "km" not in grammars.languages()
    (tmp_path / "km.py").write_text(KHMER, "utf-8")
    monkeypatch.setattr(grammars, "__path__", [*grammars.__path__, str(tmp_path)])
    assert grammars.languages() == ("en", "km", "vi", "vi-vn-x-south")
    assert grammars.phrase(Call("A012", 5), "km") == "លេខ A, សូន្យ មួយ ពីរ, បញ្ជរ ប្រាំ."
    assert read("A012", "km") == "A012"
