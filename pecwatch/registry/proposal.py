# SPDX-License-Identifier: EUPL-1.2
"""A mapping proposed for an export that nobody has described yet: by its headings, and by what its cells look like."""

from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from pecwatch.errors import UsageError
from pecwatch.italian.fiscal_code import is_valid
from pecwatch.italian.fold import fold, squeeze
from pecwatch.model.record import record
from pecwatch.registry.cells import parse_day
from pecwatch.registry.claims import Claim, claims_of, part_names, settle
from pecwatch.registry.looks import Look, looks_of
from pecwatch.registry.mapping import RegistryMapping, is_forbidden, load_mapping
from pecwatch.registry.sources import source_of
from pecwatch.rules import Rules

ROWS_ASKED = 300
LONGEST_HEADING = 60

DAYS = ("data_nascita", "aggiornato_al")
"""Columns that hold days."""


@record
class Found:
    """One heading of the file and what is proposed for it."""

    heading: str
    column: str | None
    """Our name; None where nothing is proposed."""
    reason: str
    """English: why, or why not; never a value of a cell."""
    is_forbidden: bool = False
    is_sure: bool = False
    """The heading is known by that name."""


@record
class Proposal:
    """A mapping to be checked by a person."""

    source: str
    """Name of the file."""
    headings: tuple[Found, ...]
    missing: tuple[str, ...]
    """Mandatory columns for which no heading was found."""
    rows: int
    """How many were looked at."""
    date_format: str | None


def propose(path: Path, rules: Rules) -> Proposal:
    """Look at the headings and the first rows of an export.

    Raises:
        UsageError: Nothing can be made of the file.
    """
    mapping = load_mapping(None, rules.registry)
    with source_of(path).table(mapping, lambda cells: _header_score(cells, mapping)) as table:
        headings, rows = [squeeze(cell) for cell in table.headings.cells], list(islice(table.rows, ROWS_ASKED))
        cells = [[row.cells[place] for row in rows if place < len(row.cells)] for place in range(len(headings))]
        for _ in table.rows:  # to its end, so that a damaged file is told now and not by the first import
            pass
    if not rows:
        raise UsageError(f"{path}: no rows below the headings; export some people")
    forbidden = {place for place, heading in enumerate(headings) if _is_unwanted(heading, mapping)}
    looks = [() if place in forbidden else looks_of(column, rules) for place, column in enumerate(cells)]
    asked = (place for place, heading in enumerate(headings) if heading and place not in forbidden)
    taken, lost = settle(
        [claim for place in asked for claim in claims_of(place, headings[place], looks[place], mapping)]
    )
    part_names(taken, looks)
    found = tuple(
        _found(heading, taken.get(place), lost.get(place), looks[place], is_forbidden=place in forbidden)
        for place, heading in enumerate(headings)
        if heading
    )
    have = {claim.column for claim in taken.values()}
    held = {part for whole, parts in mapping.instead if whole in have for part in parts}
    return Proposal(
        source=path.name,
        headings=found,
        missing=tuple(name for name in mapping.mandatory if name not in have | held),
        rows=len(rows),
        date_format=_date_format(
            [cell for place, claim in taken.items() if claim.column in DAYS for cell in cells[place]]
        ),
    )


def _is_unwanted(heading: str, mapping: RegistryMapping) -> bool:
    known = {known for known, _ in mapping.headings}
    return fold(heading) not in known and is_forbidden(heading, mapping.forbidden)


def _header_score(cells: Sequence[str], mapping: RegistryMapping) -> int:
    """Known headings count most; where there are none, the row of most words that are no data."""
    known = {heading for heading, _ in mapping.headings}
    return sum(10 if fold(cell) in known else _may_be_heading(cell) for cell in cells)


def _may_be_heading(cell: str) -> bool:
    text = cell.strip()
    is_word = text[:1].isalpha() and len(text) < LONGEST_HEADING
    return is_word and not is_valid(text)


def _found(
    heading: str,
    taken: Claim | None,
    lost: Claim | None,
    looks: tuple[Look, ...],
    *,
    is_forbidden: bool,
) -> Found:
    if is_forbidden:
        return Found(heading=heading, column=None, reason="such data are never read", is_forbidden=True)
    if taken is None:
        better = "" if lost is None else f"may be {lost.column} ({lost.reason}), for which another heading is better"
        return Found(heading=heading, column=None, reason=better or "nothing known is like it")
    doubt = _doubt(taken, looks)
    is_sure = taken.is_sure and not doubt
    return Found(heading=heading, column=taken.column, reason=taken.reason + doubt, is_sure=is_sure)


def _doubt(taken: Claim, looks: tuple[Look, ...]) -> str:
    """Where a known heading stands over cells that are plainly something else."""
    telling = ("cf", "data_nascita", "aggiornato_al", "sesso", "indirizzo")
    other = next((look for look in looks if look.column in telling and look.column != taken.column), None)
    if other is None or not taken.is_sure or {other.column, taken.column} <= set(DAYS) or taken.column not in telling:
        return ""
    return f", BUT {other.share:.0%} of its cells look like {other.what}"


def _date_format(cells: Sequence[str]) -> str | None:
    """The format that days need to be told; None where they are understood as they are."""
    days = [cell.strip() for cell in cells if cell.strip()]
    unread = [day for day in days if parse_day(day) is None]
    if len(unread) <= len(days) / 10:
        return None
    for known in ("%d/%m/%y", "%m/%d/%Y", "%d-%m-%y", "%d-%b-%Y", "%Y/%m/%d", "%d %m %Y", "%d%m%Y"):
        if all(parse_day(day, known) is not None for day in unread):
            return known
    return None
