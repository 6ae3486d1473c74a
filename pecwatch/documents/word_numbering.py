# SPDX-License-Identifier: EUPL-1.2
"""Numbers and dashes that Word prints before paragraphs: numbering.xml, and how far each list has counted."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from pecwatch.documents.counting import letters, roman
from pecwatch.documents.elements import Attributes, Elements

_LEVELS = 9
_STEPS = 5
"""How often a list may say that another style's list is meant."""


@dataclass(slots=True, kw_only=True)
class _Level:
    """How one level of a list counts, and what it prints."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    restarts_after: int | None = None
    """The level, from 1, whose steps set it back; None for any above it, 0 for none."""
    plain_digits: bool = False
    is_close: bool = False
    """Nothing stands between the number and the text."""
    style: str | None = None
    """Style of the paragraphs that are on this level without saying so."""


@dataclass(slots=True, kw_only=True)
class _List:
    """A list (abstractNum) that others refer to."""

    levels: dict[int, _Level] = field(default_factory=dict)
    style_link: str | None = None
    counts: list[int | None] = field(default_factory=lambda: [None] * _LEVELS)


@dataclass(slots=True, kw_only=True)
class _Use:
    """A use of a list (num), with what differs in it."""

    list_id: str = ""
    starts: dict[int, int] = field(default_factory=dict)
    levels: dict[int, _Level] = field(default_factory=dict)
    is_begun: bool = False


class Numbering(Elements):
    """Reads numbering.xml, then counts."""

    SKIPPED = frozenset({"w:pPr", "w:rPr", "w:numPicBullet"})

    def __init__(self) -> None:
        super().__init__()
        self._lists: dict[str, _List] = {}
        self._uses: dict[str, _Use] = {}
        self._linked: dict[str, str] = {}
        """List that a numbering style stands for."""
        self._list = _List()
        self._use: _Use | None = None
        self._level = _Level()
        self._level_number = 0

    def opened(self, name: str, attributes: Attributes) -> None:
        """Take up a list, a use of one, a level, or what is said of it."""
        match name:
            case "w:abstractNum":
                self._use = None
                self._list_id = attributes.get("w:abstractNumId") or ""
                self._list = self._lists.setdefault(self._list_id, _List())
            case "w:num":
                self._use = self._uses.setdefault(attributes.get("w:numId") or "", _Use())
            case "w:lvl" | "w:lvlOverride":
                self._begin_level(name, attributes.number("w:ilvl"))
            case _:
                self._detail(name, attributes)

    def _begin_level(self, name: str, number: int) -> None:
        self._level_number = number
        if name == "w:lvl":
            self._level = _Level()
            (self._list.levels if self._use is None else self._use.levels)[number] = self._level

    def _detail(self, name: str, attributes: Attributes) -> None:
        value = attributes.get("w:val") or ""
        match name:
            case "w:start":
                self._level.start = attributes.number("w:val", 1)
            case "w:numFmt":
                self._level.form = value
            case "w:lvlText":
                self._level.text = value
            case "w:lvlRestart":
                self._level.restarts_after = attributes.number("w:val")
            case "w:isLgl":
                self._level.plain_digits = attributes.is_on()
            case "w:suff":
                self._level.is_close = value == "nothing"
            case "w:pStyle":
                self._level.style = value
            case _:
                self._link(name, attributes)

    def _link(self, name: str, attributes: Attributes) -> None:
        value = attributes.get("w:val") or ""
        if name == "w:numStyleLink":
            self._list.style_link = value
        elif name == "w:styleLink":
            self._linked[value] = self._list_id
        elif self._use is not None and name == "w:abstractNumId":
            self._use.list_id = value
        elif self._use is not None and name == "w:startOverride":
            self._use.starts[self._level_number] = attributes.number("w:val", 1)

    def label(self, use_id: str, level: int | None, style: str | None) -> str:
        """What is printed before the next paragraph of a list; it counts.

        Args:
            use_id: The list, by its numId.
            level: From 0; None where the paragraph's style decides.
            style: The paragraph's style.
        """
        use = self._uses.get(use_id)
        known = None if use is None else self._resolved(use.list_id)
        if use is None or known is None:
            return ""
        if level is None:
            level = next((number for number, one in known.levels.items() if style and one.style == style), 0)
        if not 0 <= level < _LEVELS:
            return ""
        self._step(use, known, level)
        return _printed(use, known, level)

    def _resolved(self, list_id: str) -> _List | None:
        for _ in range(_STEPS):
            found = self._lists.get(list_id)
            if found is None or found.style_link is None or found.levels:
                return found
            list_id = self._linked.get(found.style_link, "")
        return None

    def _step(self, use: _Use, known: _List, level: int) -> None:
        """Count one paragraph; levels above that were never used begin, levels below begin anew."""
        if not use.is_begun:
            use.is_begun = True
            for number in (number for number in use.starts if 0 <= number < _LEVELS):
                known.counts[number] = None
        for above in range(level):
            if known.counts[above] is None:
                known.counts[above] = _start(use, known, above)
        count = known.counts[level]
        known.counts[level] = _start(use, known, level) if count is None else count + 1
        for below in range(level + 1, _LEVELS):
            after = _level(use, known, below).restarts_after
            if after is None or level < after:
                known.counts[below] = None


def _level(use: _Use, known: _List, number: int) -> _Level:
    return use.levels.get(number) or known.levels.get(number) or _Level(form="none")


def _start(use: _Use, known: _List, number: int) -> int:
    start = use.starts.get(number)
    return _level(use, known, number).start if start is None else start


def _printed(use: _Use, known: _List, level: int) -> str:
    own = _level(use, known, level)
    if own.form == "bullet":
        return "- "

    def count(match: re.Match[str]) -> str:
        number = int(match[1]) - 1
        form = "decimal" if own.plain_digits else _level(use, known, number).form
        return _number(known.counts[number] or 0, form)

    text = re.sub(r"%([1-9])", count, own.text)
    return text + ("" if own.is_close else " ") if text.strip() else ""


_FORMS: dict[str, Callable[[int], str]] = {
    "none": lambda _: "",
    "upperRoman": roman,
    "lowerRoman": lambda number: roman(number).lower(),
    "upperLetter": letters,
    "lowerLetter": lambda number: letters(number).lower(),
    "decimalZero": lambda number: f"{number:02d}",
    "ordinal": lambda number: f"{number}°",
}
"""Ways of writing a number (ST_NumberFormat); all others, which spell it out in words, are read as digits."""


def _number(number: int, form: str) -> str:
    return _FORMS.get(form, str)(number)
