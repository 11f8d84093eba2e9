import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio import numbers_vi
from audio.numbers_vi import Region, cardinal, digits, letter, ticket_number

NUMBERS = st.integers(0, numbers_vi.HIGHEST)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không"),
        (1, "một"),
        (4, "bốn"),
        (5, "năm"),
        (10, "mười"),
        (11, "mười một"),
        (14, "mười bốn"),
        (15, "mười lăm"),
        (20, "hai mươi"),
        (21, "hai mươi mốt"),
        (24, "hai mươi tư"),
        (25, "hai mươi lăm"),
        (31, "ba mươi mốt"),
        (55, "năm mươi lăm"),
        (91, "chín mươi mốt"),
        (100, "một trăm"),
        (101, "một trăm linh một"),
        (104, "một trăm linh bốn"),
        (105, "một trăm linh năm"),
        (110, "một trăm mười"),
        (111, "một trăm mười một"),
        (115, "một trăm mười lăm"),
        (121, "một trăm hai mươi mốt"),
        (200, "hai trăm"),
        (555, "năm trăm năm mươi lăm"),
        (999, "chín trăm chín mươi chín"),
        (1000, "một nghìn"),
        (1005, "một nghìn không trăm linh năm"),
        (1015, "một nghìn không trăm mười lăm"),
        (1100, "một nghìn một trăm"),
        (2024, "hai nghìn không trăm hai mươi tư"),
        (9999, "chín nghìn chín trăm chín mươi chín"),
    ],
)
def test_numbers_are_read_as_the_school_books_teach(number: int, words: str):
    assert cardinal(number) == words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (105, "một trăm lẻ năm"),
        (1000, "một ngàn"),
        (1005, "một ngàn không trăm lẻ năm"),
        (121, "một trăm hai mươi mốt"),
    ],
)
def test_the_south_says_le_and_ngan(number: int, words: str):
    assert cardinal(number, Region.SOUTH) == words


@pytest.mark.parametrize("region", Region)
def test_no_two_numbers_sound_alike(region: Region):
    readings = {cardinal(number, region) for number in range(numbers_vi.HIGHEST + 1)}
    assert len(readings) == numbers_vi.HIGHEST + 1


@given(NUMBERS, st.sampled_from(Region))
def test_a_listener_understands_the_number_that_was_meant(number: int, region: Region):
    assert understood(cardinal(number, region)) == number


@given(NUMBERS)
def test_mot_tu_and_lam_only_ever_end_a_reading_and_only_after_a_ten(number: int):
    words = cardinal(number).split()
    for place, word in enumerate(words):
        if word in ("mốt", "tư"):
            assert (place, words[place - 1]) == (len(words) - 1, "mươi")
        if word == "lăm":
            assert place == len(words) - 1
            assert words[place - 1] in ("mười", "mươi")


@pytest.mark.parametrize("number", [-1, 10_000])
def test_a_number_out_of_range_has_no_reading(number: int):
    with pytest.raises(ValueError, match=str(number)):
        cardinal(number)


@pytest.mark.parametrize(
    ("printed", "words"),
    [
        ("005", "không không năm"),
        ("012", "không một hai"),
        ("000", "không không không"),
        ("105", "một trăm linh năm"),
        ("999", "chín trăm chín mươi chín"),
        ("1234", "một hai ba bốn"),
        ("0421", "không bốn hai một"),
    ],
)
def test_padded_and_long_ticket_numbers_are_read_digit_by_digit(printed: str, words: str):
    assert ticket_number(printed) == words


@given(st.text("0123456789", min_size=1, max_size=6))
def test_digit_mode_says_one_word_for_each_digit(printed: str):
    assert [numbers_vi.DIGITS.index(word) for word in digits(printed).split()] == [
        int(digit) for digit in printed
    ]


def test_letters_have_their_vietnamese_names_and_no_two_share_one():
    assert [letter(each) for each in "ABCDĐ"] == ["a", "bê", "xê", "dê", "đê"]
    assert len(set(numbers_vi.LETTERS.values())) == len(numbers_vi.LETTERS)


def understood(words: str) -> int:
    """The number a Vietnamese listener hears; written independently of the reader."""
    units = dict(zip(numbers_vi.DIGITS, range(10), strict=True)) | {"mốt": 1, "tư": 4, "lăm": 5}
    total = pending = 0
    for word in words.split():
        if word in ("nghìn", "ngàn"):
            total, pending = total + pending * 1000, 0
        elif word == "trăm":
            total, pending = total + pending * 100, 0
        elif word == "mươi":
            total, pending = total + pending * 10, 0
        elif word == "mười":
            total += 10
        elif word not in ("linh", "lẻ"):
            pending = units[word]
    return total + pending
