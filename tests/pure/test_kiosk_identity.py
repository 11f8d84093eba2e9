"""What a scanned code means. All persons are made up."""

import datetime as dt
import hmac
import logging
import unicodedata
from uuid import UUID

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from msgspec.structs import asdict

from kiosk.identity import Identity, Meaning, OwnTicket, Unknown, understand

TODAY = dt.date(2026, 3, 5)
URL = "https://motcua.example.vn"
TICKET = UUID("0a1b2c3d-0000-4000-8000-00000000abcd")
CARD = (
    "001185000123|011234567|Nguyễn Thị Ví Dụ|05031985|Nữ|Số 1 Phố Mẫu, Phường Mẫu, Hà Nội|10052021"
)
DAYS = st.dates(dt.date(1900, 1, 1), TODAY)


def card(born: dt.date, woman: bool = True, /, **fields: str) -> str:
    """A card whose number belongs to its date and sex."""
    digit = (born.year - 1900) // 100 * 2 + woman
    told = {
        "number": f"079{digit}{born.year % 100:02}000456",
        "former": "",
        "name": "Trần Ví Dụ",
        "born": f"{born:%d%m}{born.year:04}",
        "sex": "Nữ" if woman else "Nam",
        "home": "Ấp Mẫu, Xã Mẫu",
        "issued": "01072024",
    }
    return "|".join((told | fields).values())


def age(meaning: Meaning) -> int:
    assert isinstance(meaning, Identity)
    return meaning.age


def test_of_a_card_only_the_age_is_left() -> None:
    meaning = understand(CARD, TODAY)
    assert isinstance(meaning, Identity)
    assert asdict(meaning) == {"age": 41, "mark": b""}


def test_where_cards_have_a_limit_a_mark_is_left_that_only_the_key_can_make() -> None:
    one, other = (understand(CARD, TODAY, key=key) for key in (b"monday", b"tuesday"))
    assert isinstance(one, Identity)
    assert isinstance(other, Identity)
    assert one.mark == hmac.digest(b"monday", CARD[:12].encode(), "sha256")
    assert one.mark != other.mark
    assert understand(CARD.replace("Hà Nội", "Huế"), TODAY, key=b"monday") == one
    assert str(one) == repr(one) == "Identity()"


def test_the_age_rises_on_the_birthday_and_not_before() -> None:
    assert age(understand(CARD, dt.date(2026, 3, 4))) == 40
    assert age(understand(CARD, dt.date(2026, 3, 5))) == 41


@given(DAYS, st.booleans())
def test_every_card_that_agrees_with_itself_is_understood(born: dt.date, woman: bool) -> None:
    years = TODAY.year - born.year - ((TODAY.month, TODAY.day) < (born.month, born.day))
    assert age(understand(card(born, woman), TODAY)) == years


@given(DAYS, st.booleans(), st.lists(st.text(max_size=20), max_size=5))
def test_more_fields_at_the_end_change_nothing(born: dt.date, woman: bool, more: list[str]) -> None:
    plain = card(born, woman)
    assert understand("|".join([plain, *more]), TODAY) == understand(plain, TODAY)


def test_a_date_of_birth_in_another_place_is_found_by_the_year_of_the_number() -> None:
    moved = "079160000456||Trần Ví Dụ|Nữ|Ấp Mẫu|01072024|05031960|Cha Ví Dụ|Mẹ Ví Dụ"
    assert age(understand(moved, TODAY)) == 66


def test_without_a_day_and_month_of_birth_the_certain_years_are_counted() -> None:
    assert age(understand(card(dt.date(1950, 1, 1), born="00001950"), TODAY)) == 75
    assert age(understand(card(dt.date(1950, 1, 1), born="1950"), TODAY)) == 75


@pytest.mark.parametrize(
    "wrong",
    [
        card(dt.date(1960, 5, 6), born="06051961"),
        card(dt.date(1960, 5, 6), born="06052060"),
        card(dt.date(1960, 5, 6), born="31021960"),
        card(dt.date(1960, 5, 6), sex="Nam"),
        card(dt.date(2026, 3, 6)),
        card(dt.date(2099, 1, 1), born=""),
        "079160000456|only",
        "079160000456|",
    ],
)
def test_a_card_that_contradicts_itself_is_unreadable(wrong: str) -> None:
    assert understand(wrong, TODAY) == Unknown("card_unreadable")


def test_another_word_for_the_sex_is_passed_over() -> None:
    assert age(understand(card(dt.date(1960, 1, 1), sex="Female"), TODAY)) == 66


def test_letters_taken_apart_are_letters_all_the_same() -> None:
    apart = unicodedata.normalize("NFD", "Nữ")
    woman = card(dt.date(1960, 1, 1), sex=apart)
    assert age(understand(woman, TODAY)) == 66
    man = card(dt.date(1960, 1, 1), False, sex=apart)
    assert understand(man, TODAY) == Unknown("card_unreadable")


@pytest.mark.parametrize("before", ["", "\ufeff", "]Q1", "  "])
def test_what_scanners_put_before_a_code_is_passed_over(before: str) -> None:
    assert age(understand(before + CARD, TODAY)) == 41


@pytest.mark.parametrize(
    "text",
    [
        f"motcua:{TICKET}",
        f"{URL}/t/{TICKET}",
        f"motcua:{TICKET}".upper().replace("MOTCUA", "motcua"),
    ],
)
def test_our_own_tickets_are_known(text: str) -> None:
    assert understand(text, TODAY, URL + "/") == OwnTicket(TICKET)


def test_tickets_of_another_centre_are_not_ours() -> None:
    for text in (f"https://elsewhere.example/t/{TICKET}", f"/t/{TICKET}", f"{URL}/t/{TICKET}/x"):
        assert understand(text, TODAY, URL) == Unknown("not_a_card")
    assert understand(f"/t/{TICKET}", TODAY) == Unknown("not_a_card")


@given(st.text(max_size=600))
def test_whatever_is_scanned_has_a_meaning(text: str) -> None:
    assume("|" not in text)
    assert understand(text, TODAY, URL) == Unknown("not_a_card")


@given(st.lists(st.text(max_size=30), max_size=50), st.text("0123456789", min_size=12, max_size=12))
def test_whatever_follows_a_number_has_a_meaning(fields: list[str], number: str) -> None:
    meaning = understand("|".join([number, *fields, ""]), TODAY, URL)
    assert isinstance(meaning, Identity | Unknown)
    if isinstance(meaning, Identity):
        assert 0 <= meaning.age <= 126


def test_digits_of_other_scripts_are_no_number() -> None:
    assert understand(CARD.replace("0", "٠"), TODAY) == Unknown("not_a_card")


def test_no_text_form_tells_anything_of_a_person(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for meaning in (understand(CARD, TODAY), understand(f"motcua:{TICKET}", TODAY)):
        shown = f"{meaning} {meaning!r} {[meaning]} {meaning!s}"
        assert not any(letter.isdigit() for letter in shown)
    broken = understand(card(dt.date(1960, 5, 6), born="31021960"), TODAY)
    assert "1960" not in repr(broken)
    assert caplog.text == ""
