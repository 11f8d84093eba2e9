"""How numbers and letters are read aloud in English."""

DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
TEENS = (
    "ten", "eleven", "twelve", "thirteen", "fourteen",
    "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")

HIGHEST = 9999

# Letters that only Vietnamese has, described the way an English reader sees them.
MARKED_LETTERS = {
    "Ă": "A breve", "Â": "A hat", "Đ": "D bar", "Ê": "E hat", "Ô": "O hat",
    "Ơ": "O hook", "Ư": "U hook",
}  # fmt: skip


def cardinal(number: int) -> str:
    """The number in words, 0 to 9999. Raises ValueError outside that range."""
    if not 0 <= number <= HIGHEST:
        raise ValueError(f"no reading for {number}: only 0 to {HIGHEST}")
    thousands, rest = divmod(number, 1000)
    hundreds, rest = divmod(rest, 100)
    parts = [f"{DIGITS[thousands]} thousand"] if thousands else []
    if hundreds:
        parts.append(f"{DIGITS[hundreds]} hundred")
    if rest and parts:
        parts.append("and")
    if rest or not parts:
        parts.append(_below_hundred(rest))
    return " ".join(parts)


def digits(text: str) -> str:
    """Each digit by its own name, in order: "012" is "zero one two"."""
    return " ".join(DIGITS[int(digit)] for digit in text)


def letter(character: str) -> str:
    """A capital letter as it is written for a voice to spell."""
    return MARKED_LETTERS.get(character, character)


def _below_hundred(number: int) -> str:
    tens, unit = divmod(number, 10)
    if tens == 0:
        return DIGITS[unit]
    if tens == 1:
        return TEENS[unit]
    return f"{TENS[tens]}-{DIGITS[unit]}" if unit else TENS[tens]
