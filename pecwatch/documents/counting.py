# SPDX-License-Identifier: EUPL-1.2
"""Numbers of paragraphs as word processors print them."""

_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
    (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_ROMAN_LIMIT = 4_000
_LETTERS_LIMIT = 26 * 20


def roman(number: int) -> str:
    """IV for 4; digits where Romans had no number."""
    if not 0 < number < _ROMAN_LIMIT:
        return str(number)
    written = ""
    for value, letters in _ROMAN:
        times, number = divmod(number, value)
        written += letters * times
    return written


def letters(number: int, *, doubled: bool = True) -> str:
    """C for 3; after Z comes AA, then BB (as Word does) or AB."""
    if not 0 < number <= _LETTERS_LIMIT:
        return str(number)
    times, letter = divmod(number - 1, 26)
    if doubled:
        return chr(ord("A") + letter) * (times + 1)
    return (chr(ord("A") + times - 1) if times else "") + chr(ord("A") + letter)
