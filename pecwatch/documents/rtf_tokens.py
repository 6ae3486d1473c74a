# SPDX-License-Identifier: EUPL-1.2
"""The tokens of a rich text: groups, words, and bytes that are letters of some code page (Rich Text Format 1.9.1)."""

import re
from dataclasses import replace

from pecwatch.documents.elements import TooLong
from pecwatch.documents.rtf_state import Font, State, charset_of, decoded

_TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<byte>[0-9a-fA-F]{2})|\\(?P<sign>[^a-zA-Z])"
    rb"|(?P<brace>[{}])|(?P<break>[\r\n\x00]+)|(?P<text>[^\\{}\r\n\x00]+)|(?P<rest>.)",
    re.S,
)
_TOKENS = 1_200_000
"""Some ten seconds."""

_LETTERS = {
    "tab": "\t", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "endash": "–", "emdash": "—",
    "bullet": "•", "emspace": " ", "enspace": " ", "qmspace": " ",
}  # fmt: skip
_SIGNS = {b"~": "\xa0", b"_": "-", b"\\": "\\", b"{": "{", b"}": "}", b"\t": "\t"}

_CHARSETS = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850", "ansi": "cp1252"}


_FONT_WORDS = frozenset("f deff fcharset ansicpg mac pc pca ansi".split())


class Tokens:
    """Passes the tokens of one document on; a subclass says what is made of words and text."""

    def __init__(self) -> None:
        self.is_whole = False
        """Whether the document ends where it says it does."""
        self._states: list[State] = []
        self._state = State()
        self._fonts: dict[int, Font] = {}
        self._default_font = -1
        self._font = 0
        """The font whose description is being read."""
        self._charset = "cp1252"
        self._raw = bytearray()
        """Bytes of text not decoded yet: a letter may take two."""
        self._gathered: list[str] = []
        """Text that is none of the document, in a group that says what it is for."""
        self._passed_over = 0
        """Bytes and words still to be passed over, as they stand for a Unicode character that was read."""
        self._high = 0
        """First half of a character that takes two \\u."""
        self._is_starred = False

    def said(self, text: str) -> None:
        """Some text, letters of the document or of a group that is gathered."""

    def meant(self, word: str, number: int | None, *, is_starred: bool) -> None:
        """A word that says something of the text or of what follows.

        Args:
            is_starred: The group may be passed over by programs that do not know the word.
        """

    def ended(self, kind: str) -> None:
        """A group that was marked in `State.ends` is over."""

    def read(self, content: bytes) -> None:
        """Let the whole document pass by.

        Raises:
            TooLong: There is more than reading is allowed to take; what was read so far stays good.
        """
        position = count = 0
        while match := _TOKEN.match(content, position):
            position = match.end()
            count += 1
            if count > _TOKENS:
                raise TooLong
            kind, word = match.lastgroup, match["word"]
            if word == b"bin":
                end = position + max(0, int(match["number"] or 0))
                self._binary(content[position:end])
                position = end
            elif kind == "brace":
                self._brace(match[0])
                if not self._states:
                    self.is_whole = True
                    return
            elif word is not None:
                self._word(word.decode("ascii"), match["number"])
            else:
                self._bytes(kind or "", match)

    def _brace(self, brace: bytes) -> None:
        self._flush()
        self._passed_over = 0
        self._is_starred = False
        if brace == b"{":
            self._states.append(self._state)
            self._state = self._state.inner()
        elif self._states:
            self._end_group()

    def _end_group(self) -> None:
        ended = self._state
        self._state = self._states.pop()
        if ended.ends == "font":
            self._end_font()
        elif ended.ends:
            self.ended(ended.ends)

    def _bytes(self, kind: str, match: re.Match[bytes]) -> None:
        if kind == "sign":
            self._sign(match["sign"])
        elif kind == "byte":
            self._letters(bytes([int(match["byte"], 16)]))
        elif kind == "text":
            self._letters(match["text"])

    def _sign(self, sign: bytes) -> None:
        if sign == b"*":
            self._is_starred = True
        elif sign in (b"\r", b"\n"):
            self._word("par", None)
        else:
            self._say(_SIGNS.get(sign, ""))

    def _letters(self, raw: bytes) -> None:
        passed = min(self._passed_over, len(raw))
        self._passed_over -= passed
        self._raw += raw[passed:]

    def _flush(self) -> None:
        """Decode what was gathered, before anything else is said."""
        if self._raw:
            font = self._fonts.get(self._default_font if self._state.font < 0 else self._state.font)
            text = decoded(bytes(self._raw), None if self._state.gathers == "pict" else font, self._charset)
            self._raw.clear()
            self.said(text)

    def _say(self, text: str) -> None:
        self._flush()
        if self._passed_over:
            self._passed_over -= 1
        else:
            self.said(text)

    def _word(self, word: str, number: bytes | None) -> None:
        self._flush()
        value = int(number) if number is not None else None
        if word == "u":
            self._unicode(value or 0)
        elif self._passed_over:
            self._passed_over -= 1
        elif word in _LETTERS:
            self.said(_LETTERS[word])
        elif word in _FONT_WORDS:
            self._name_font(word, value)
        else:
            is_starred, self._is_starred = self._is_starred, False
            self.meant(word, value, is_starred=is_starred)

    def _unicode(self, number: int) -> None:
        number &= 0xFFFF
        self._passed_over = self._state.after_unicode
        if 0xD800 <= number < 0xDC00:
            self._high = number
            return
        if 0xDC00 <= number < 0xE000:
            number = 0x10000 + ((self._high - 0xD800) << 10) + number - 0xDC00 if self._high else 0xFFFD
        self._high = 0
        if number in range(0xF020, 0xF100):
            font = self._fonts.get(self._default_font if self._state.font < 0 else self._state.font)
            self.said(decoded(bytes([number & 0xFF]), Font(charset=2, name=font.name if font else ""), "cp1252"))
        else:
            self.said(chr(number))

    def _binary(self, raw: bytes) -> None:
        self._flush()
        if self._state.gathers in ("pict", "objdata"):
            self._gathered.append(raw.hex())

    def _name_font(self, word: str, value: int | None) -> None:
        match word:
            case "f" if self._state.gathers == "font":
                self._end_font()
                self._font = value or 0
            case "f":
                self._state.font = value or 0
            case "deff":
                self._default_font = value or 0
            case "fcharset":
                self._fonts[self._font] = replace(self._fonts.get(self._font, Font()), charset=value or 0)
            case "ansicpg":
                self._charset = charset_of(value or 0)
            case _:
                self._charset = _CHARSETS[word]

    def _end_font(self) -> None:
        name = "".join(self._gathered).strip("; ")
        self._gathered.clear()
        if name:
            self._fonts[self._font] = replace(self._fonts.get(self._font, Font()), name=name)
