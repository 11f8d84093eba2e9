import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio import numbers_en, numbers_vi
from audio.grammars import fragments, languages, phrase
from audio.phrases import Call

LABELS = st.builds(
    lambda letter, number: f"{letter}{number:03}",
    st.sampled_from(sorted(numbers_vi.LETTERS)),
    st.integers(0, 99_999),
)
LANGUAGES = languages()
CALLS = st.builds(Call, LABELS, st.integers(1, 999), st.integers(1, 5))


def test_a_first_call_invites_the_citizen_to_the_counter():
    assert phrase(Call("A012", 5), "vi") == (
        "Mời công dân có số thứ tự a, không một hai, đến quầy số năm."
    )
    assert phrase(Call("A012", 5), "en") == "Ticket A zero one two, please go to counter five."


def test_a_recall_says_that_it_repeats():
    again = Call("B105", 21, nth=2)
    assert phrase(again, "vi") == (
        "Xin nhắc lại, mời công dân có số thứ tự bê, một trăm linh năm, đến quầy số hai mươi mốt."
    )
    assert phrase(again, "en") == "Repeating: ticket B one zero five, counter twenty-one."


def test_southern_listeners_hear_their_own_words():
    assert phrase(Call("A105", 1), "vi-vn-x-south") == (
        "Mời công dân có số thứ tự a, một trăm lẻ năm, đến quầy số một."
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_later_recall_sounds_like_the_second_call(language: str):
    assert phrase(Call("A001", 1, nth=2), language) == phrase(Call("A001", 1, nth=7), language)


@given(CALLS, CALLS, st.sampled_from(LANGUAGES))
def test_two_different_calls_never_share_a_phrase(one: Call, other: Call, language: str):
    def heard(call: Call) -> tuple[str, int, bool]:
        return call.label, call.counter, call.is_recall

    same_words = phrase(one, language) == phrase(other, language)
    assert same_words == (heard(one) == heard(other))


@given(CALLS, CALLS, st.sampled_from(LANGUAGES))
def test_each_fragment_depends_on_one_thing_alone_so_clips_of_some_calls_serve_all(
    one: Call, other: Call, language: str
):
    """Whatever two calls say, calls that differ from one in a single thing have said it before."""
    changed = [
        Call(f"{other.letter}{one.number}", one.counter, one.nth),
        Call(f"{one.letter}{other.number}", one.counter, one.nth),
        Call(one.label, other.counter, one.nth),
        Call(one.label, one.counter, other.nth),
    ]
    known = {piece for call in changed for piece in fragments(call, language)}
    assert set(fragments(other, language)) <= known


@given(CALLS, st.sampled_from(LANGUAGES))
def test_a_phrase_is_one_sentence_in_words_alone(call: Call, language: str):
    words = phrase(call, language)
    assert words[0].isupper()
    assert words.endswith(".")
    assert not any(character.isdigit() for character in words)
    assert "  " not in words


@pytest.mark.parametrize(
    "label", ["", "A", "A01", "012", "a012", "AB012", "A0123456", "A٠١٢", "A012\n"]
)
def test_a_label_is_one_capital_letter_and_three_to_six_digits(label: str):
    with pytest.raises(ValueError, match="letter followed by"):
        Call(label, 1)


@pytest.mark.parametrize(("counter", "nth"), [(0, 1), (1000, 1), (-1, 1), (1, 0)])
def test_counters_and_calls_are_counted_from_one(counter: int, nth: int):
    with pytest.raises(ValueError, match=r"counter|first call"):
        Call("A001", counter, nth)


def test_a_language_without_grammar_is_refused_by_name():
    with pytest.raises(ValueError, match="'fr'"):
        phrase(Call("A001", 1), "fr")


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "zero"),
        (7, "seven"),
        (12, "twelve"),
        (20, "twenty"),
        (21, "twenty-one"),
        (100, "one hundred"),
        (105, "one hundred and five"),
        (342, "three hundred and forty-two"),
        (1000, "one thousand"),
        (1005, "one thousand and five"),
        (9999, "nine thousand nine hundred and ninety-nine"),
    ],
)
def test_english_numbers_are_read_in_full(number: int, words: str):
    assert numbers_en.cardinal(number) == words


def test_no_two_english_numbers_sound_alike():
    readings = {numbers_en.cardinal(number) for number in range(numbers_en.HIGHEST + 1)}
    assert len(readings) == numbers_en.HIGHEST + 1


@pytest.mark.parametrize("number", [-1, 10_000])
def test_an_english_number_out_of_range_has_no_reading(number: int):
    with pytest.raises(ValueError, match=str(number)):
        numbers_en.cardinal(number)
