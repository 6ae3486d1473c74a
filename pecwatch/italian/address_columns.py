# SPDX-License-Identifier: EUPL-1.2
"""Addresses that stand in columns, by the hundred thousand: every street, every dwelling is taken apart once."""

import re

from pecwatch.italian.address_grammar import WORD, grammar_of
from pecwatch.italian.address_streets import TypeAt, street_at, type_at, types_in
from pecwatch.italian.addresses import compose_address, written_together
from pecwatch.italian.fold import squeeze
from pecwatch.model.listing import Address
from pecwatch.model.record import record
from pecwatch.rules.addresses import AddressWords

_STAND_IN = "VIA IGNOTA"
"""Street before the details when these are read by themselves."""

_CIVIC = re.compile(r"[1-9]\d{0,2}(?=\D*$)")
_FLAT = re.compile(r"[1-9]\d{0,2}$")
_ONES = ("", "1", "11", "111")

Details = tuple[str, str, str, str, str]
"""Cells for civic number, staircase, floor, flat and municipality."""


@record
class _Street:
    """A cell that is a street from its first letter to its last, so that nothing behind it changes how it is read."""

    full: str
    shown: str
    has_type: bool
    is_sure: bool
    """Its type makes a street of it even without a civic number."""


@record
class _Behind:
    """What stands behind a street."""

    civic: str | None
    exponent: str | None
    staircase: str | None
    floor: str | None
    flat: str | None
    municipality: str | None
    has_types: bool
    """Some word of it may be a street type."""


class AddressColumns:
    """Reads addresses out of columns; equal cells give the same record, not merely an equal one.

    A comma parts street and civic number, and nothing on one side of it changes the reading of the other: so a
    street and the details of a dwelling are each read once, however they are combined. Cells that are more than a
    street (a number in them, a hamlet before them) are read together with their details, as `compose_address` does.
    """

    def __init__(self, words: AddressWords) -> None:
        self._words = words
        self._streets: dict[str, _Street | None] = {}
        self._forms: dict[Details, _Behind] = {}
        self._dwellings: dict[tuple[str, Details], Address] = {}
        self._texts: dict[str, str] = {}

    def read(self, street: str, details: Details) -> Address:
        """The address of one row; all cells with blanks folded."""
        key = (street, details)
        known = self._dwellings.get(key)
        if known is None:
            known = self._dwellings[key] = self._read(street, details)
        return known

    def _read(self, street: str, details: Details) -> Address:
        found = self._street(street)
        if found is None or not details[0].strip(" -"):
            return self._slowly(street, details)
        behind, civic, flat = self._behind(details)
        if not (found.is_sure or (civic is not None and (found.has_type or not behind.has_types))):
            return self._slowly(street, details)
        return Address(
            as_written=(found.shown + written_together(*details)).strip(" ,;–—-"),
            street=found.full,
            civic=civic,
            exponent=behind.exponent,
            staircase=behind.staircase,
            floor=behind.floor,
            flat=flat,
            municipality=behind.municipality,
        )

    def _slowly(self, street: str, details: Details) -> Address:
        civic, staircase, floor, flat, municipality = details
        read = compose_address(
            self._words,
            street=street,
            civic=civic,
            staircase=staircase,
            floor=floor,
            flat=flat,
            municipality=municipality,
        )
        return Address(
            as_written=read.as_written,
            street=self._shared(read.street),
            civic=self._shared(read.civic),
            exponent=self._shared(read.exponent),
            staircase=self._shared(read.staircase),
            floor=self._shared(read.floor),
            flat=self._shared(read.flat),
            municipality=self._shared(read.municipality),
        )

    def _shared(self, text: str | None) -> str | None:
        return None if text is None else self._texts.setdefault(text, text)

    def _street(self, text: str) -> _Street | None:
        if text not in self._streets:
            self._streets[text] = _street_alone(text, self._words)
        return self._streets[text]

    def _behind(self, details: Details) -> tuple[_Behind, str | None, str | None]:
        """The details behind any street, and civic number and flat.

        These are read like any others of as many figures, up to three: a town has ten thousand such pairs, and some
        hundred forms of them.
        """
        civic, staircase, floor, flat, municipality = details
        number, whole = _CIVIC.match(civic), _FLAT.match(flat)
        form_civic = _ONES[number.end()] + civic[number.end() :] if number else civic
        form_flat = _ONES[whole.end()] if whole else flat
        form = (form_civic, staircase, floor, form_flat, municipality)
        known = self._forms.get(form)
        if known is None:
            known = self._forms[form] = self._read_behind(form)
        if (number and known.civic != _ONES[number.end()]) or (whole and known.flat != form_flat):
            known = self._read_behind(details)
            return known, known.civic, known.flat
        return (
            known,
            self._shared(number.group()) if number else known.civic,
            self._shared(flat) if whole else known.flat,
        )

    def _read_behind(self, details: Details) -> _Behind:
        read = self._slowly(_STAND_IN, details)
        return _Behind(
            civic=read.civic,
            exponent=read.exponent,
            staircase=read.staircase,
            floor=read.floor,
            flat=read.flat,
            municipality=read.municipality,
            has_types=bool(types_in(written_together(*details), grammar_of(self._words))),
        )


def _street_alone(text: str, words: AddressWords) -> _Street | None:
    """The street that a cell is; None when it holds a number, a place, brackets, or no name."""
    grammar, shown = grammar_of(words), squeeze(text)
    if not shown or shown.strip(" ,;–—-") != shown or any(character.isdigit() for character in shown):
        return None
    found = type_at(shown, 0, grammar)
    if found is None:
        start = WORD.match(shown)
        if start is None or types_in(shown, grammar):
            return None
        found = TypeAt(type="", start=0, end=0, spelling="")
    elif found.type in grammar.localities:
        return None
    street = street_at(shown, found, grammar, running=False)
    if street is None or street.end != len(shown):
        return None
    return _Street(full=street.full, shown=shown, has_type=found.type != "", is_sure=found.type in grammar.sure)
