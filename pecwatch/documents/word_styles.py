# SPDX-License-Identifier: EUPL-1.2
"""What Word's styles say that a reader must know: struck out, hidden, numbered."""

from dataclasses import dataclass

from pecwatch.documents.elements import Attributes, Elements

_STEPS = 20
"""Styles based on styles."""


@dataclass(slots=True, kw_only=True)
class Style:
    """What one style says; None where it says nothing."""

    based_on: str | None = None
    struck: bool | None = None
    hidden: bool | None = None
    list_id: str | None = None
    level: int | None = None


class Styles(Elements):
    """Reads styles.xml; afterwards every style can be asked for with what it inherits."""

    SKIPPED = frozenset({"w:tblStylePr", "w:rPrChange", "w:pPrChange"})

    def __init__(self) -> None:
        super().__init__()
        self._styles: dict[str, Style] = {}
        self._style = Style()
        self.default: str | None = None
        """The style of paragraphs that name none."""

    def opened(self, name: str, attributes: Attributes) -> None:
        """Take up a style, or what is said of it."""
        match name:
            case "w:style":
                self._style = Style()
                id_ = attributes.get("w:styleId") or ""
                self._styles[id_] = self._style
                is_default = attributes.get("w:default") is not None and attributes.is_on("w:default")
                if is_default and attributes.get("w:type") == "paragraph":
                    self.default = id_
            case "w:basedOn":
                self._style.based_on = attributes.get("w:val")
            case "w:strike" | "w:dstrike":
                self._style.struck = attributes.is_on() or bool(self._style.struck)
            case "w:vanish":
                self._style.hidden = attributes.is_on()
            case "w:numId":
                self._style.list_id = attributes.get("w:val")
            case "w:ilvl":
                self._style.level = attributes.number("w:val")

    def find(self, id_: str | None) -> Style:
        """A style with everything it inherits; one that says nothing when there is none of that name."""
        found = Style()
        for _ in range(_STEPS):
            style = self._styles.get(id_ or "")
            if style is None:
                break
            found.struck = style.struck if found.struck is None else found.struck
            found.hidden = style.hidden if found.hidden is None else found.hidden
            found.level = style.level if found.level is None else found.level
            found.list_id = style.list_id if found.list_id is None else found.list_id
            id_ = style.based_on
        return found
