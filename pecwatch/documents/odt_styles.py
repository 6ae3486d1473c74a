# SPDX-License-Identifier: EUPL-1.2
"""What OpenDocument's styles say that a reader must know (OpenDocument 1.3, part 3, chapters 16 to 20)."""

import re
from dataclasses import dataclass, field

from pecwatch.documents.counting import letters, roman
from pecwatch.documents.elements import Attributes

_STEPS = 20
"""Styles based on styles."""
_LEVELS = 10
_NARROW_CM = 0.26
_CENTIMETRES = {"cm": 1.0, "mm": 0.1, "in": 2.54, "pt": 2.54 / 72, "pc": 2.54 / 6}


@dataclass(slots=True, kw_only=True)
class Style:
    """What one style says; None where it says nothing."""

    parent: str | None = None
    struck: bool | None = None
    hidden: bool | None = None
    breaks_before: bool = False
    breaks_after: bool = False
    is_narrow: bool = False
    """A column too narrow to hold text."""


@dataclass(slots=True, kw_only=True)
class Level:
    """How one level of a list counts, and what it prints."""

    form: str = ""
    before: str = ""
    after: str = ""
    start: int = 1
    shown_levels: int = 1
    is_bullet: bool = False


@dataclass(slots=True, kw_only=True)
class ListStyle:
    """The levels of a list, from 1."""

    levels: dict[int, Level] = field(default_factory=dict)

    def label(self, level: int, counts: list[int | None]) -> str:
        """What is printed before a paragraph.

        Args:
            level: From 1.
            counts: How far each level has counted, from level 1 on.
        """
        own = self.levels.get(level)
        if own is None:
            return ""
        if own.is_bullet:
            return "- "
        first = max(1, level - own.shown_levels + 1)
        numbers = [self._number(number, counts) for number in range(first, level + 1)] if own.form else []
        text = own.before + ".".join(filter(None, numbers)) + own.after
        return f"{text} " if text.strip() else ""

    def start(self, level: int) -> int:
        """With which number a level begins."""
        return self.levels[level].start if level in self.levels else 1

    def _number(self, level: int, counts: list[int | None]) -> str:
        known = counts[level - 1] if level <= len(counts) else None
        number = self.start(level) if known is None else known
        match self.levels[level].form if level in self.levels else "":
            case "1":
                return str(number)
            case "a":
                return letters(number, doubled=False).lower()
            case "A":
                return letters(number, doubled=False)
            case "i":
                return roman(number).lower()
            case "I":
                return roman(number)
        return ""


class Styles:
    """The styles met so far."""

    def __init__(self) -> None:
        self._styles: dict[tuple[str, str], Style] = {}
        self._lists: dict[str, ListStyle] = {}
        self._style = Style()
        self._list = ListStyle()
        self.outline = ListStyle()
        """How headings are numbered."""

    def take(self, name: str, attributes: Attributes) -> None:
        """Take up a style, or what is said of it; other elements are passed over."""
        match name:
            case "style:style":
                self._begin(attributes)
            case "style:text-properties":
                self._text(attributes)
            case "style:paragraph-properties" | "style:table-properties":
                self._style.breaks_before |= attributes.get("fo:break-before") == "page"
                self._style.breaks_after |= attributes.get("fo:break-after") == "page"
            case "style:table-column-properties":
                self._style.is_narrow = _centimetres(attributes.get("style:column-width")) < _NARROW_CM
            case "text:list-style":
                self._list = self._lists.setdefault(attributes.get("style:name") or "", ListStyle())
            case "text:outline-style":
                self._list = self.outline
            case "text:list-level-style-number" | "text:outline-level-style" | "text:list-level-style-bullet":
                self._level(attributes, is_bullet=name.endswith("bullet"))

    def find(self, family: str, name: str | None) -> Style:
        """A style with the looks that it inherits; breaks of pages are not inherited, as automatic styles repeat them.

        One that says nothing when there is none of that name.
        """
        own = self._styles.get((family, name or ""), Style())
        found = Style(breaks_before=own.breaks_before, breaks_after=own.breaks_after, is_narrow=own.is_narrow)
        for _ in range(_STEPS):
            style = self._styles.get((family, name or ""))
            if style is None:
                break
            found.struck = style.struck if found.struck is None else found.struck
            found.hidden = style.hidden if found.hidden is None else found.hidden
            found.breaks_before |= style.breaks_before
            name = style.parent
        return found

    def find_list(self, name: str | None) -> ListStyle | None:
        """A list style; None when there is none of that name."""
        return self._lists.get(name or "")

    def _begin(self, attributes: Attributes) -> None:
        key = (attributes.get("style:family") or "", attributes.get("style:name") or "")
        self._style = self._styles[key] = Style(
            parent=attributes.get("style:parent-style-name"),
            breaks_before=bool(attributes.get("style:master-page-name")),
        )

    def _text(self, attributes: Attributes) -> None:
        written = [attributes.get(f"style:text-line-through-{what}") for what in ("style", "type")]
        if any(written):
            self._style.struck = "none" not in written
        if attributes.get("text:display") is not None:
            self._style.hidden = attributes.get("text:display") == "none"

    def _level(self, attributes: Attributes, *, is_bullet: bool) -> None:
        number = attributes.number("text:level", 1)
        if 1 <= number <= _LEVELS:
            self._list.levels[number] = Level(
                form=attributes.get("style:num-format") or "",
                before=attributes.get("style:num-prefix") or "",
                after=attributes.get("style:num-suffix") or "",
                start=attributes.number("text:start-value", 1),
                shown_levels=attributes.number("text:display-levels", 1),
                is_bullet=is_bullet,
            )


def _centimetres(length: str | None) -> float:
    """A length as OpenDocument writes it; a wide one where it is missing or senseless."""
    match = re.fullmatch(r"(\d{1,5}(?:\.\d{1,6})?)(cm|mm|in|pt|pc)", (length or "").strip())
    return float(match[1]) * _CENTIMETRES[match[2]] if match else 1.0
