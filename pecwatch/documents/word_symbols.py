# SPDX-License-Identifier: EUPL-1.2
"""Signs that Word takes from picture fonts, as the letters everybody can read."""

_PRIVATE = 0xF000
"""Where the characters of picture fonts lie."""

_WINGDINGS = {
    0x6E: "■", 0x6F: "□", 0x71: "□", 0x72: "□", 0x78: "☒", 0xA7: "•", 0xA8: "☐", 0xD8: "➢", 0xE0: "→", 0xE8: "→",
    0xF0: "→", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_SYMBOL = {0xA8: "♦", 0xB0: "°", 0xB7: "•", 0xBE: "—", 0xAE: "→"}


def symbol(font: str, code: str) -> str:
    """A sign by its font and its hexadecimal number; nothing for pictures that mean no letter."""
    try:
        number = int(code[:6], 16)
    except ValueError:
        return ""
    if "wingdings" in font.lower():
        return _WINGDINGS.get(number & 0xFF, "")
    if number < _PRIVATE or number > 0xF0FF:
        return chr(number) if 0x20 <= number < 0xD800 else ""
    low = number - _PRIVATE
    return _SYMBOL.get(low, chr(low) if 0x20 <= low < 0x40 else "")
