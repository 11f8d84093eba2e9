"""Vietnamese as it is spoken in the north; the south says two words otherwise."""

from functools import partial

from audio.numbers_vi import Region, cardinal, digits, letter, ticket_number
from audio.phrases import Call, Grammar, Reading

# As Vietnamese offices write them. Kept small: what is not here is spelled by the engine.
ABBREVIATIONS = {
    "BCA": "Bộ Công an", "BHYT": "bảo hiểm y tế", "BTC": "Bộ Tài chính", "BTP": "Bộ Tư pháp",
    "CCCD": "căn cước công dân", "CP": "Chính phủ", "CSDL": "cơ sở dữ liệu", "CT": "chứng thực",
    "DVCQG": "Dịch vụ công quốc gia", "GCN": "giấy chứng nhận", "HĐND": "Hội đồng nhân dân",
    "NĐ": "Nghị định", "NQ": "Nghị quyết", "QĐ": "Quyết định", "QH": "Quốc hội",
    "QSDĐ": "quyền sử dụng đất", "TNHH": "trách nhiệm hữu hạn", "TP": "thành phố",
    "TT": "Thông tư", "TTHC": "thủ tục hành chính", "UBND": "Ủy ban nhân dân",
}  # fmt: skip


def grammar_of(region: Region) -> Grammar:
    """The grammar for listeners of that region."""
    reading = Reading(
        letter=letter,
        digits=digits,
        cardinal=partial(cardinal, region=region),
        time=partial(_time, region),
        date=partial(_date, region),
        to="đến",
        of="trên",
        point="chấm",
        year="năm",
        abbreviations=ABBREVIATIONS,
    )
    return Grammar(partial(_call, region), reading)


def _call(region: Region, call: Call) -> tuple[str, ...]:
    opening = "Xin nhắc lại, mời" if call.is_recall else "Mời"
    return (
        f"{opening} công dân có số thứ tự",
        f"{letter(call.letter)},",  # letter and number must not run together
        f"{ticket_number(call.number, region)},",
        "đến quầy số",
        f"{cardinal(call.counter, region)}.",
    )


def _time(region: Region, hour: int, minute: int) -> str:
    whole = f"{cardinal(hour, region)} giờ"
    return f"{whole} {cardinal(minute, region)} phút" if minute else whole


def _date(region: Region, day: int, month: int) -> str:
    named = "tư" if month == 4 else cardinal(month, region)  # the only month that says it so
    return f"ngày {cardinal(day, region)} tháng {named}"


GRAMMAR = grammar_of(Region.NORTH)
