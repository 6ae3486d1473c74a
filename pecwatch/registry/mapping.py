# SPDX-License-Identifier: EUPL-1.2
"""From a vendor's headings to our columns."""

import codecs
from collections.abc import Sequence
from pathlib import Path

from pecwatch.errors import UsageError
from pecwatch.italian.fold import fold
from pecwatch.model.record import record
from pecwatch.rules.loading import load_rule
from pecwatch.rules.registry import RegistryColumns, VendorMapping

DELIMITERS = {";": ";", ",": ",", "tab": "\t", "\t": "\t", "|": "|"}


@record
class RegistryMapping:
    """How to read an export."""

    headings: tuple[tuple[str, str], ...]
    """Folded heading and our name, the vendor's own first."""
    mandatory: tuple[str, ...]
    instead: tuple[tuple[str, tuple[str, ...]], ...]
    """A column that holds what several others hold apart, and these."""
    forbidden: tuple[str, ...]
    delimiter: str | None = None
    encoding: str | None = None
    date_format: str | None = None


@record
class Header:
    """The headings of one file, understood."""

    places: tuple[tuple[str, int], ...]
    """Our name of a column, and where it stands in the file, from 0."""
    domicile: tuple[tuple[str, int], ...] = ()
    """The same for the address of domicile beside one of residence; it counts where the latter is blank."""
    width: int
    """How many columns there are."""
    missing: tuple[str, ...]
    """Mandatory columns that no heading stands for."""
    forbidden: tuple[str, ...]
    """Headings dropped because they speak of what is not needed."""
    unknown: tuple[str, ...]
    """Headings that nothing maps."""


def load_mapping(path: Path | None, columns: RegistryColumns) -> RegistryMapping:
    """The mapping of a vendor's file, or the canonical one.

    Raises:
        UsageError: The mapping file is wrong; the text names file, key and remedy.
    """
    known = tuple((fold(heading), name) for name, others in columns.columns.items() for heading in (name, *others))
    instead = tuple(columns.instead.items())
    if path is None:
        return RegistryMapping(
            headings=known, mandatory=columns.mandatory, instead=instead, forbidden=columns.forbidden
        )
    vendor = load_rule(path, VendorMapping)
    _check(path, vendor, columns)
    own = tuple((fold(heading), name) for heading, name in vendor.columns.items())
    taken = {name for _, name in own}
    return RegistryMapping(
        headings=own + tuple((heading, name) for heading, name in known if name not in taken),
        mandatory=columns.mandatory,
        instead=instead,
        forbidden=columns.forbidden,
        delimiter=None if vendor.delimiter is None else DELIMITERS[vendor.delimiter],
        encoding=vendor.encoding,
        date_format=vendor.date_format,
    )


def _check(path: Path, vendor: VendorMapping, columns: RegistryColumns) -> None:
    for heading, name in vendor.columns.items():
        if name not in columns.columns:
            known = ", ".join(columns.columns)
            raise UsageError(f"{path}: columns.{heading}: no such column of ours; use one of {known}")
        if is_forbidden(heading, columns.forbidden):
            raise UsageError(f"{path}: columns.{heading}: such data are not to be read; delete the line")
    if vendor.delimiter is not None and vendor.delimiter not in DELIMITERS:
        raise UsageError(f'{path}: delimiter: not a delimiter; use ";", ",", "tab" or "|"')
    if vendor.encoding is not None:
        try:
            codecs.lookup(vendor.encoding)
        except LookupError as error:
            raise UsageError(f"{path}: encoding: unknown; use utf-8 or cp1252") from error


def is_forbidden(heading: str, beginnings: tuple[str, ...]) -> bool:
    """Whether a word of the heading begins with one that must not be read."""
    padded = f" {fold(heading)}"
    return any(f" {fold(beginning)}" in padded for beginning in beginnings)


def understand(headings: Sequence[str], mapping: RegistryMapping) -> Header:
    """What each heading of a file stands for; of two headings for one column the vendor's or the plainer one wins."""
    folded = tuple(fold(heading) for heading in headings)
    places: dict[str, int] = {}
    for heading, name in mapping.headings:
        if heading in folded and name not in places:
            places[name] = folded.index(heading)
    _keep_one_address(folded, places)
    domicile = _domicile(folded, places, mapping)
    read = {*places.values(), *domicile.values()}
    left = [heading for place, heading in enumerate(headings) if place not in read and heading.strip()]
    dropped = tuple(heading for heading in left if is_forbidden(heading, mapping.forbidden))
    held = {part for whole, parts in mapping.instead if whole in places for part in parts}
    return Header(
        places=tuple(places.items()),
        domicile=tuple(domicile.items()),
        width=len(headings),
        missing=tuple(name for name in mapping.mandatory if name not in places and name not in held),
        forbidden=dropped,
        unknown=tuple(heading for heading in left if heading not in dropped),
    )


OF_THE_ADDRESS = ("tipo_via", "civico", "esponente", "scala", "piano", "interno", "comune")
_ONE_OF_TWO = ("RESIDENZA", "DOMICILIO")


def _keep_one_address(folded: Sequence[str], places: dict[str, int]) -> None:
    """Where an export has residence and domicile, the street of one never gets the number of the other."""
    street = folded[places["indirizzo"]] if "indirizzo" in places else ""
    for meant, other in (_ONE_OF_TWO, _ONE_OF_TWO[::-1]):
        if meant in street:
            for name in OF_THE_ADDRESS:
                if name in places and other in folded[places[name]]:
                    del places[name]


def _domicile(folded: Sequence[str], places: dict[str, int], mapping: RegistryMapping) -> dict[str, int]:
    """The columns of a domicile, where the address that is read is another one."""
    found: dict[str, int] = {}
    if "indirizzo" not in places or _ONE_OF_TWO[1] in folded[places["indirizzo"]]:
        return found
    for heading, name in mapping.headings:
        if name in ("indirizzo", *OF_THE_ADDRESS) and _ONE_OF_TWO[1] in heading and heading in folded:
            found.setdefault(name, folded.index(heading))
    return found if "indirizzo" in found else {}
