"""How the text of a screen is read aloud."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio import numbers_en, numbers_vi
from audio.grammars.vi import ABBREVIATIONS
from audio.reading import LONGEST_PIECE, read, sentences


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("A042", "a, không bốn hai"),
        ("Số của ông/bà: Đ705.", "Số của ông bà: đê, bảy không năm."),
        ("Chờ khoảng 10–15 phút", "Chờ khoảng mười đến mười lăm phút"),
        ("Trang 2/12", "Trang hai trên mười hai"),
        ("Mở lại lúc 13:30", "Mở lại lúc mười ba giờ ba mươi phút"),
        ("lúc 07:00, 24/11", "lúc bảy giờ, ngày hai mươi tư tháng mười một"),
        ("lúc 07:00, 04/04", "lúc bảy giờ, ngày bốn tháng tư"),
        ("Nghỉ lễ ngày 30/4.", "Nghỉ lễ ngày ba mươi tháng tư."),
        ("Ngày 45/13", "Ngày bốn mươi lăm trên mười ba"),
        ("Nghỉ ngày 30/4 và 1/5.", "Nghỉ ngày ba mươi tháng tư và ngày một tháng năm."),
        ("các ngày 30/4, 1/5 và ngày 2/9",
         "các ngày ba mươi tháng tư, ngày một tháng năm và ngày hai tháng chín"),
        ("Nghỉ lễ 30/4 và 1/5", "Nghỉ lễ ngày ba mươi tháng tư và ngày một tháng năm"),
        ("từ 30/4 đến 3/5/2027",
         "từ ngày ba mươi tháng tư đến ngày ba tháng năm năm hai nghìn không trăm hai mươi bảy"),
        ("ngày 30/4-3/5", "ngày ba mươi tháng tư đến ngày ba tháng năm"),
        ("Ngày 30/4 và 1/13", "ngày ba mươi tháng tư và một trên mười ba"),
        ("Ngày 30/4, Trang 1/5", "ngày ba mươi tháng tư, Trang một trên năm"),
        ("mở cửa 24/7 và 1/5 số quầy", "mở cửa hai mươi tư trên bảy và một trên năm số quầy"),
        ("số 30/4/2026/NĐ-CP",
         "số ba mươi, bốn, hai nghìn không trăm hai mươi sáu, Nghị định Chính phủ"),
        ("Ngày 30/04/2026, nghỉ",
         "ngày ba mươi tháng tư năm hai nghìn không trăm hai mươi sáu, nghỉ"),
        ("8.000 đồng", "tám nghìn đồng"),
        ("1.500.000 đồng", "1500000 đồng"),
        ("1.001193", "một chấm không không một một chín ba"),
        ("gọi 1900 0000.", "gọi một chín không không, không không không không."),
        ("123/2015/NĐ-CP",
         "một trăm hai mươi ba, hai nghìn không trăm mười lăm, Nghị định Chính phủ"),
        ("163/QĐ-BTP", "một trăm sáu mươi ba, Quyết định Bộ Tư pháp"),
        ("UBND cấp GCN, xem CCCD", "Ủy ban nhân dân cấp giấy chứng nhận, xem căn cước công dân"),
        ("KHÔNG phải nộp", "KHÔNG phải nộp"),
    ],
)  # fmt: skip
def test_vietnamese_is_read_as_people_say_it(written: str, spoken: str) -> None:
    assert read(written, "vi") == spoken


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("A042", "A, zero four two"),
        ("About 10–15 minutes", "About ten to fifteen minutes"),
        ("Page 1/3", "Page one of three"),
        ("Opens at 13:30", "Opens at one thirty p.m."),
        ("Opens at 00:05, 24/11", "Opens at twelve oh five a.m., twenty-four November"),
        ("Closed on 30/04/2026.", "Closed on thirty April two thousand and twenty-six."),
        ("Closed on 30/4 and 1/5", "Closed on thirty April and one May"),
        ("From 30/4 to 3/5: 1/5 of us", "From thirty April to three May: one of five of us"),
        ("Part 1/5 and 2/5", "Part one of five and two of five"),
        ("8,000 dong", "eight thousand dong"),
        ("Counter 12", "Counter twelve"),
        ("call 1900 0000", "call one nine zero zero, zero zero zero zero"),
    ],
)
def test_english_is_read_as_people_say_it(written: str, spoken: str) -> None:
    assert read(written, "en") == spoken


@pytest.mark.parametrize(
    "before",
    ["từ", "đến", "tới", "trước", "sau", "vào", "hết", "sáng", "trưa", "chiều", "tối", "Hôm nay",
     "ngày mai", "thứ Hai", "Thứ tư,", "Thứ 2", "Chủ Nhật", "lễ", "dịp", "nghỉ", "ĐẾN",
     "lúc 07:00,", "lúc 07:00"],
)  # fmt: skip
def test_the_word_before_it_makes_a_day_a_date(before: str) -> None:
    alone = read(before, "vi")
    assert read(f"{before} 5/9.", "vi") == f"{alone} ngày năm tháng chín."


@pytest.mark.parametrize(
    "before",
    ["on", "From", "until", "by", "before", "after", "today", "Tomorrow", "Monday", "sunday,"],
)
def test_the_word_before_it_makes_a_day_a_date_in_english_too(before: str) -> None:
    assert read(f"{before} 30/4.", "en") == f"{before} thirty April."


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("Quốc khánh (2/9)", "Quốc khánh (ngày hai tháng chín)"),
        ("NGÀY 2/9", "ngày hai tháng chín"),
        ("Nghỉ đến 30/4, 1/5", "Nghỉ đến ngày ba mươi tháng tư, ngày một tháng năm"),
        ("vào 30/4 VÀ 1/5", "vào ngày ba mươi tháng tư VÀ ngày một tháng năm"),
        ("Trang 1/2, ngày 3/4 và 1/5",
         "Trang một trên hai, ngày ba tháng tư và ngày một tháng năm"),
        ("Trang 1/2 đến 2/2", "Trang một trên hai đến hai trên hai"),
        ("Trang (1/2)", "Trang (một trên hai)"),
        ("Tại số 12/3, ngày 5/9", "Tại số mười hai trên ba, ngày năm tháng chín"),
        ("đến 3/4 số hồ sơ", "đến ba trên bốn số hồ sơ"),
        ("từ 1/2 đến 3/4 số hồ sơ", "từ một trên hai đến ba trên bốn số hồ sơ"),
        ("ngày 1/9, 2/9 số quầy", "ngày một tháng chín, ngày hai tháng chín số quầy"),
        ("mở cửa vào 24/7", "mở cửa vào hai mươi tư trên bảy"),
        ("(24/7, ngày 2/9 nghỉ)", "(hai mươi tư trên bảy, ngày hai tháng chín nghỉ)"),
        ("ngày 24/7", "ngày hai mươi tư tháng bảy"),
        ("từ 20/7 đến 24/7",
         "từ ngày hai mươi tháng bảy đến ngày hai mươi tư tháng bảy"),
        ("từ 24/7 đến 3/8", "từ ngày hai mươi tư tháng bảy đến ngày ba tháng tám"),
        ("nghỉ 1/2 ngày", "nghỉ một trên hai ngày"),
    ],
)  # fmt: skip
def test_pages_shares_and_round_the_clock_are_no_dates(written: str, spoken: str) -> None:
    assert read(written, "vi") == spoken


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("page 1/2 and 3/9/2026",
         "page one of two and three September two thousand and twenty-six"),
        ("Pages 1/5 to 2/5", "Pages one of five to two of five"),
        ("open on 24/7", "open on twenty-four of seven"),
        ("by 1/2 of the counters", "by one of two of the counters"),
    ],
)  # fmt: skip
def test_pages_shares_and_round_the_clock_are_no_dates_in_english(
    written: str, spoken: str
) -> None:
    assert read(written, "en") == spoken


def test_a_language_without_rules_is_left_to_its_engine() -> None:
    assert read("A042, 10–15 នាទី", "km") == "A042, 10–15 នាទី"


@given(st.sampled_from(sorted(numbers_vi.LETTERS)), st.integers(0, 999_999))
def test_every_printed_digit_of_a_label_is_heard_in_its_place(letter: str, number: int) -> None:
    digits = f"{number:03}"
    for language, names in (("vi", numbers_vi.DIGITS), ("en", numbers_en.DIGITS)):
        heard = read(f"{letter}{digits}", language).rpartition(", ")[2].split()
        assert heard == [names[int(digit)] for digit in digits]


@given(st.text(max_size=900))
def test_every_word_of_a_text_is_in_one_of_its_pieces(text: str) -> None:
    pieces = sentences(text)
    assert all(0 < len(piece) <= LONGEST_PIECE for piece in pieces)
    assert "".join(re.findall(r"\w", "".join(pieces))) == "".join(re.findall(r"\w", text))


@given(st.text(max_size=400), st.sampled_from(["vi", "en"]))
def test_any_text_can_be_read(text: str, language: str) -> None:
    read(text, language)


def test_abbreviations_are_read_in_words_and_never_inside_of_one() -> None:
    for short, words in ABBREVIATIONS.items():
        assert read(f"({short})", "vi") == f"({words})"
        assert read(f"X{short}Y", "vi") == f"X{short}Y"
