"""How numbers and letters are read aloud in Vietnamese.

The rules are those of the primary school mathematics books: after a ten from twenty on, one is
read "mốt" and four "tư"; after any ten, five is read "lăm"; an empty ten after a hundred is
bridged by "linh" (north) or "lẻ" (south); an empty hundred after a thousand is "không trăm".
"""

from enum import Enum

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")

HIGHEST = 9999

LETTERS = {
    "A": "a", "Ă": "á", "Â": "ớ", "B": "bê", "C": "xê", "D": "dê", "Đ": "đê", "E": "e",
    "Ê": "ê", "F": "ép", "G": "giê", "H": "hát", "I": "i", "J": "di", "K": "ca", "L": "e-lờ",
    "M": "e-mờ", "N": "e-nờ", "O": "o", "Ô": "ô", "Ơ": "ơ", "P": "pê", "Q": "quy", "R": "e-rờ",
    "S": "ét-sì", "T": "tê", "U": "u", "Ư": "ư", "V": "vê", "W": "vê kép", "X": "ích-xì",
    "Y": "i dài", "Z": "dét",
}  # fmt: skip


class Region(Enum):
    """Where the listeners live; it decides two words: the bridge and the thousand."""

    NORTH = ("linh", "nghìn")
    SOUTH = ("lẻ", "ngàn")

    @property
    def bridge(self) -> str:
        return self.value[0]

    @property
    def thousand(self) -> str:
        return self.value[1]


def cardinal(number: int, region: Region = Region.NORTH) -> str:
    """The number in words, 0 to 9999. Raises ValueError outside that range."""
    if not 0 <= number <= HIGHEST:
        raise ValueError(f"no reading for {number}: only 0 to {HIGHEST}")
    thousands, rest = divmod(number, 1000)
    if not thousands:
        return _below_thousand(rest, region)
    words = f"{DIGITS[thousands]} {region.thousand}"
    if not rest:
        return words
    empty_hundred = f"{DIGITS[0]} trăm " if rest < 100 else ""
    bridge = f"{region.bridge} " if rest < 10 else ""
    return f"{words} {empty_hundred}{bridge}{_below_thousand(rest, region)}"


def digits(text: str) -> str:
    """Each digit by its own name, in order: "012" is "không một hai"."""
    return " ".join(DIGITS[int(digit)] for digit in text)


def ticket_number(text: str, region: Region = Region.NORTH) -> str:
    """The digits of a label: one by one when padded with a zero or longer than three.

    People compare what they hear with what is printed, so a printed zero must be heard.
    """
    if text.startswith("0") or len(text) > 3:
        return digits(text)
    return cardinal(int(text), region)


def letter(character: str) -> str:
    """The name of a capital letter. Raises KeyError for anything else."""
    return LETTERS[character]


def _below_thousand(number: int, region: Region) -> str:
    hundreds, rest = divmod(number, 100)
    if not hundreds:
        return _below_hundred(rest)
    words = f"{DIGITS[hundreds]} trăm"
    if not rest:
        return words
    bridge = f"{region.bridge} " if rest < 10 else ""
    return f"{words} {bridge}{_below_hundred(rest)}"


def _below_hundred(number: int) -> str:
    tens, unit = divmod(number, 10)
    if not tens:
        return DIGITS[unit]
    words = "mười" if tens == 1 else f"{DIGITS[tens]} mươi"
    return f"{words} {_unit_after_ten(tens, unit)}" if unit else words


def _unit_after_ten(tens: int, unit: int) -> str:
    if unit == 5:
        return "lăm"
    if tens > 1:
        return {1: "mốt", 4: "tư"}.get(unit, DIGITS[unit])
    return DIGITS[unit]
