# SPDX-License-Identifier: EUPL-1.2
"""The cells of a row under our names of the columns."""

from collections.abc import Sequence
from operator import itemgetter
from typing import NamedTuple

from pecwatch.registry.cells import tidy_cell
from pecwatch.registry.mapping import OF_THE_ADDRESS, Header
from pecwatch.registry.table import Row


class Cells(NamedTuple):
    """What a row says in each of our columns; blank where the export has no such column. A tuple for its speed."""

    cartella: str
    cognome: str
    nome: str
    altro_cognome: str
    data_nascita: str
    sesso: str
    tipo_via: str
    indirizzo: str
    civico: str
    esponente: str
    scala: str
    piano: str
    interno: str
    comune: str
    numero_famiglia: str
    relazione: str
    operatore: str
    area: str
    stato: str
    aggiornato_al: str
    cf: str
    nominativo: str
    componenti: str


_OWN_TO_EACH = 3
"""The last columns hardly ever say the same twice: their cells are not worth remembering."""


class _Texts(dict[str, str]):
    """Cells and what they say, each text kept once."""

    def __missing__(self, cell: str) -> str:
        tidied = tidy_cell(cell)
        self[cell] = known = self.setdefault(tidied, tidied)
        return known


class CellPicker:
    """Finds the cells of the rows of one export; equal cells become the same text, not merely an equal one."""

    def __init__(self, header: Header) -> None:
        places = dict(header.places)
        at = [places.get(name, header.width) for name in Cells._fields]
        self._often_alike = itemgetter(*at[:-_OWN_TO_EACH])
        self._own = itemgetter(*at[-_OWN_TO_EACH:])
        self._domicile = header.domicile
        self._blanks = [""] * (header.width + 1)
        self._texts = _Texts()

    def cells(self, row: Row) -> Cells:
        """The cells of one row; those that a short row lacks are blank."""
        padded = [*row.cells, *self._blanks[len(row.cells) :]]
        cells = Cells(*map(self._texts.__getitem__, self._often_alike(padded)), *map(tidy_cell, self._own(padded)))
        return self._at_domicile(cells, padded) if self._domicile and not cells.indirizzo.strip(" -.") else cells

    def _at_domicile(self, cells: Cells, padded: Sequence[str]) -> Cells:
        """The row with its other address, and nothing left of the one that has no street."""
        blank = dict.fromkeys(OF_THE_ADDRESS, "")
        return cells._replace(**blank | {name: self._texts[padded[place]] for name, place in self._domicile})
