# SPDX-License-Identifier: EUPL-1.2
"""Whether a new registry may replace the one in force: it refuses to get worse."""

import datetime as dt
from collections import Counter

from pecwatch.model.record import record
from pecwatch.registry.comparison import Difference
from pecwatch.registry.staged import Oddity, StagedRegistry

SHRINKS_TO = 0.80
"""At this share of the people in force, or below it, a person must confirm."""

ODD_SHARE = 0.20
"""At this share of rows with an odd address, or of rows that name nobody, a wrong mapping is likely."""

WITHOUT_CIVIC = 0.90
"""At this share of people whose street has no civic number; hamlets have none, but no municipality is all hamlets."""


@record
class InForce:
    """The registry that a new one would replace."""

    people: int
    dated_on: dt.date
    difference: Difference
    """From it to the new one."""


@record
class Acceptance:
    """The answer, with everything a person should weigh."""

    accepted: bool
    """It may be activated as it is."""
    needs_confirm: bool
    """It may be activated when a person says so (`--confirm`)."""
    reasons: tuple[str, ...]
    """English: why a confirmation is asked for."""
    remarks: tuple[str, ...] = ()
    """English: worth knowing, no hindrance."""


def judge(staged: StagedRegistry, active: InForce | None) -> Acceptance:
    """Weigh an export against the registry in force (None at the first import)."""
    reasons = tuple(
        reason
        for reason in (
            _shrunk(staged, active),
            _replaced(active),
            _older(staged, active),
            _unreadable(staged),
            _addresses(staged),
            _odd_cells(staged),
            _civic_numbers(staged),
        )
        if reason is not None
    )
    return Acceptance(
        accepted=not reasons, needs_confirm=bool(reasons), reasons=reasons, remarks=_remarks(staged, active)
    )


def _shrunk(staged: StagedRegistry, active: InForce | None) -> str | None:
    if active is None or len(staged.people) > SHRINKS_TO * active.people:
        return None
    fewer = 1 - len(staged.people) / active.people if active.people else 0
    return f"{len(staged.people)} people, {fewer:.0%} fewer than the {active.people} in force" if fewer else None


def _replaced(active: InForce | None) -> str | None:
    """As many people as before, and most of them others: an export of another office, or of other columns."""
    if active is None or not active.people or active.difference.gone < (1 - SHRINKS_TO) * active.people:
        return None
    return f"{active.difference.gone} of {active.people} people are no longer in it"


def _older(staged: StagedRegistry, active: InForce | None) -> str | None:
    if active is None or staged.dated_on >= active.dated_on:
        return None
    return f"dated {staged.dated_on}, older than the one in force ({active.dated_on})"


def _unreadable(staged: StagedRegistry) -> str | None:
    rows = len(staged.unreadable)
    return f"{rows} rows name nobody" if rows and rows >= ODD_SHARE * len(staged.people) else None


def _addresses(staged: StagedRegistry) -> str | None:
    odd = sum(person.address.street is None for person in staged.people)
    return f"{odd} people have no street" if odd and odd >= ODD_SHARE * len(staged.people) else None


def _civic_numbers(staged: StagedRegistry) -> str | None:
    """Streets alone find no household: a heading that is not known, or cells that cannot be read."""
    odd = sum(person.address.street is not None and person.address.civic is None for person in staged.people)
    return f"{odd} people have no civic number" if odd and odd >= WITHOUT_CIVIC * len(staged.people) else None


def _odd_cells(staged: StagedRegistry) -> str | None:
    """Many wrong codes and birth dates at once speak of shifted columns, not of people."""
    columns = ("cf", "data_nascita")
    rows = {each.row for each in staged.warnings if each.oddity is Oddity.UNREADABLE and each.column in columns}
    if not rows or len(rows) < ODD_SHARE * len(staged.people):
        return None
    return f"{len(rows)} rows have an odd cf or data_nascita: are the columns shifted?"


def _remarks(staged: StagedRegistry, active: InForce | None) -> tuple[str, ...]:
    told = Counter(warning.oddity for warning in staged.warnings)
    odd = told[Oddity.BLANK] + told[Oddity.UNREADABLE]
    remarks = (
        (told[Oddity.DUPLICATE], f"{told[Oddity.DUPLICATE]} people stand twice in the same folder"),
        (told[Oddity.CONTRADICTION], f"{told[Oddity.CONTRADICTION]} rows have a cf that says otherwise than the row"),
        (len(staged.unreadable), f"{len(staged.unreadable)} rows name nobody"),
        (odd, f"{odd} cells are blank or cannot be read"),
        (len(staged.forbidden_columns), f"columns not to be kept, dropped: {', '.join(staged.forbidden_columns)}"),
        (len(staged.unknown_columns), f"columns nothing maps, dropped: {', '.join(staged.unknown_columns)}"),
    )
    difference = () if active is None else (f"compared with the one before: {active.difference}",)
    return (*difference, *(text for count, text in remarks if count), *staged.remarks)
