# SPDX-License-Identifier: EUPL-1.2
"""What the cells of a column look like, where its heading says nothing; only shares leave here, never a value."""

import re
from collections.abc import Callable, Sequence

from pecwatch.italian.address_grammar import grammar_of
from pecwatch.italian.address_streets import type_at
from pecwatch.italian.addresses import municipalities_of
from pecwatch.italian.fiscal_code import is_valid
from pecwatch.italian.fold import fold
from pecwatch.italian.name_order import is_given_name
from pecwatch.model.record import record
from pecwatch.registry.cells import parse_day, tidy_cell
from pecwatch.rules import Rules

MOST = 0.8
"""Share of the filled cells from which a column looks like something."""

FEWEST = 3
"""Filled cells below which nothing is concluded."""

_CIVIC = re.compile(r"(?!0\d{3})\d{1,4}(?:\s?[/-]?\s?(?:[A-Za-z]|\d{1,3}|bis|ter))?", re.IGNORECASE)
_FOLDER = re.compile(r"(?:19|20)\d\d\s?[/_-]\s?\d{1,7}|\d{1,7}\s?[/_-]\s?(?:19|20)\d\d")
_RELATIONS = frozenset(
    """
    INTESTATARIO INTESTATARIA CONIUGE FIGLIO FIGLIA MOGLIE MARITO MADRE PADRE CONVIVENTE NIPOTE FRATELLO SORELLA
    """.split()
)
_STATES = frozenset(
    "ATTIVA ATTIVO CHIUSA CHIUSO SEGRETARIATO APERTA APERTO SOSPESA SOSPESO ARCHIVIATA ARCHIVIATO".split()
)
_NOBODY_BORN_YET = 2020
"""Days of this year and later are those of updates: few of an office's people are so young."""
_SEXES = frozenset(("M", "F", "MASCHIO", "FEMMINA", "MASCHILE", "FEMMINILE"))


@record
class Look:
    """What a column may be by its cells."""

    column: str
    """Our name."""
    share: float
    """Of its filled cells."""
    what: str
    """English: `dates of birth`."""


def looks_of(cells: Sequence[str], rules: Rules) -> tuple[Look, ...]:
    """What the cells of one column look like, the surest first; () where they look like nothing known."""
    filled = [tidied for tidied in map(tidy_cell, cells) if tidied]
    if len(filled) < FEWEST:
        return ()
    found = []
    for column, what, fits in _kinds(rules):
        share = sum(fits(cell) for cell in filled) / len(filled)
        if share >= MOST:
            found.append(Look(column=column, share=share, what=what))
    return tuple(found)


def _kinds(rules: Rules) -> tuple[tuple[str, str, Callable[[str], bool]], ...]:
    """Our columns and how their cells are told, the most telling first."""
    grammar, municipalities = grammar_of(rules.addresses), municipalities_of(rules.addresses)

    def is_street(cell: str) -> bool:
        return type_at(cell, 0, grammar) is not None and " " in cell

    def is_full_name(cell: str) -> bool:
        words = cell.replace(",", " ").split()
        return 1 < len(words) < 6 and "".join(words).isalpha() and any(is_given_name(w, rules.names) for w in words)

    def is_day(cell: str, *, recent: bool) -> bool:
        day = None if cell.isdigit() else parse_day(cell)
        return day is not None and (day.year >= _NOBODY_BORN_YET) == recent

    return (
        ("cf", "codici fiscali", is_valid),
        ("data_nascita", "dates of birth", lambda cell: is_day(cell, recent=False)),
        ("aggiornato_al", "recent dates", lambda cell: is_day(cell, recent=True)),
        ("sesso", "M and F", lambda cell: fold(cell) in _SEXES),
        ("relazione", "relations", lambda cell: fold(cell) in _RELATIONS),
        ("stato", "states of folders", lambda cell: fold(cell) in _STATES),
        ("indirizzo", "streets", is_street),
        ("comune", "municipalities", lambda cell: fold(cell) in municipalities),
        ("cartella", "numbers with a year", lambda cell: _FOLDER.fullmatch(cell) is not None),
        ("nominativo", "full names", is_full_name),
        ("nome", "given names", lambda cell: is_given_name(cell, rules.names)),
        ("civico", "civic numbers", lambda cell: _CIVIC.fullmatch(cell) is not None),
    )
