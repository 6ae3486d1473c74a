# SPDX-License-Identifier: EUPL-1.2
"""Word's fields: their code is not seen, their result is; and the fields of forms, whose result is only named."""

from dataclasses import dataclass, field

from pecwatch.documents.elements import Attributes

_NESTED = 100


@dataclass(slots=True, kw_only=True)
class _Form:
    """A field to be filled in."""

    entries: list[str] = field(default_factory=list)
    chosen: int = 0
    is_box: bool = False
    is_checked: bool = False


class Fields:
    """The fields that are open at a place of the text."""

    def __init__(self) -> None:
        self._codes: list[bool] = []
        """For each open field whether its code is still going on."""
        self._form = _Form()

    @property
    def shows_text(self) -> bool:
        """Whether what stands here is seen."""
        return not any(self._codes)

    @property
    def shows_form(self) -> bool:
        """Whether what the innermost field shows is seen."""
        return not any(self._codes[:-1])

    def mark(self, kind: str) -> None:
        """A field begins, its code is over, or it ends."""
        if kind == "begin" and len(self._codes) < _NESTED:
            self._codes.append(True)
        elif kind == "separate" and self._codes:
            self._codes[-1] = False
        elif kind == "end" and self._codes:
            self._codes.pop()

    def end_paragraph(self) -> None:
        """No code goes on in the next paragraph: a field that never ends must not hide the rest of the document."""
        self._codes = [False for _ in self._codes]

    def form(self, name: str, attributes: Attributes) -> None:
        """One property of a field to be filled in."""
        match name:
            case "w:listEntry":
                self._form.entries.append(attributes.get("w:val") or "")
            case "w:checkBox":
                self._form.is_box = True
            case "w:result":
                self._form.chosen = attributes.number("w:val")
            case _ if self._form.is_box:
                self._form.is_checked = attributes.is_on()
            case "w:default" if attributes.number("w:val"):
                self._form.chosen = attributes.number("w:val")

    def form_text(self) -> str:
        """What the filled-in field shows, where its text stands nowhere else."""
        form, self._form = self._form, _Form()
        if form.is_box:
            return "☒ " if form.is_checked else "☐ "
        return form.entries[form.chosen] if 0 <= form.chosen < len(form.entries) else ""
