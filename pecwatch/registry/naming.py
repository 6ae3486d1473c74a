# SPDX-License-Identifier: EUPL-1.2
"""The name of a row: in two columns, or surname and given name in one."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from pecwatch.italian.fold import fold, squeeze
from pecwatch.italian.name_order import NameOrder
from pecwatch.italian.names import read_names
from pecwatch.model.listing import PersonName
from pecwatch.registry.picking import Cells
from pecwatch.rules.names import NameWords


class Named(NamedTuple):
    """Whom a row names; a tuple for its speed."""

    surname: str
    """Blank where the row names nobody."""
    given_name: str
    other_surname: str | None
    column: str
    """Where the surname stands, or should stand."""
    co_tenants: tuple[PersonName, ...] = ()
    lacks_given_name: bool = False
    """Its column says nothing."""


class NameReader:
    """Reads names of one export; in one column all are taken to be written in the same order."""

    def __init__(self, words: NameWords, samples: Iterable[str] = ()) -> None:
        """Args: samples: Some cells that hold both names, to find out which one stands first."""
        self.words = words
        self._habit = _habit(samples, words)
        self._texts: dict[str, str] = {}

    def read(self, cells: Cells) -> Named:
        """The name of one row; the column that holds both is asked only where the surname's own is blank."""
        other = cells.altro_cognome or None
        if cells.cognome or not cells.nominativo:
            given_name = "" if self._is_none(cells.nome) else cells.nome
            whole = self._whole(cells.cognome, other) if not given_name and " " in cells.cognome else None
            return whole or Named(cells.cognome, given_name, other, "cognome", lacks_given_name=not given_name)
        reading = read_names(squeeze(cells.nominativo), self.words, self._habit)
        others = (other, *(each.surname for each in reading.other_surnames))
        return Named(
            surname=self._shared(reading.surname),
            given_name=self._shared(reading.given_name or cells.nome),
            other_surname=next((each for each in others if each), None),
            co_tenants=reading.co_tenants,
            column="nominativo",
        )

    def _whole(self, surname: str, other: str | None) -> Named | None:
        """Whose whole name stands under surname, as of those with one name in the passport; None where it does not."""
        reading = read_names(surname, self.words)
        if not (reading.surname and reading.given_name) or reading.co_tenants:
            return None
        return Named(
            self._shared(reading.surname), self._shared(reading.given_name), other, "cognome", lacks_given_name=True
        )

    def _is_none(self, given_name: str) -> bool:
        folded = fold(given_name)
        return not folded or folded in self.words.no_given_name

    def _shared(self, text: str) -> str:
        return self._texts.setdefault(text, text)


def _habit(samples: Iterable[str], words: NameWords) -> NameOrder | None:
    """The order that most names tell by themselves; None where none does."""
    told = Counter(order for text in samples if (order := read_names(squeeze(text), words).order) is not None)
    return told.most_common(1)[0][0] if told else None
