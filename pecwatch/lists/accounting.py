# SPDX-License-Identifier: EUPL-1.2
"""Whether all of a list was read: every line explained, every number adding up."""

from itertools import pairwise

from pecwatch.lists import problems as say
from pecwatch.lists.draft import Draft, PartReading, Taken, Total
from pecwatch.lists.finish import Finished
from pecwatch.model.listing import Leftover, ListRow, Status
from pecwatch.model.problem import Problem


def leftovers_of(parts: tuple[PartReading, ...]) -> tuple[Leftover, ...]:
    """Lines that no rule explains, where they stand."""
    return tuple(
        Leftover(where=told.item.where, text=told.item.text.strip())
        for part in parts
        for told in part.explained
        if told.taken is Taken.LEFTOVER
    )


def declared_total(parts: tuple[PartReading, ...], read: int) -> int | None:
    """The number of rows that the list states for itself; sums of groups are not it."""
    stated = [total for part in parts for total in _grand(part)]
    if not stated:
        return None
    return read if read in stated else stated[0]


def _grand(part: PartReading) -> list[int]:
    own = [total for total in part.totals if not total.sub and total.rows_before >= 0]
    if len(own) > 1 and not any(total.value == len(part.drafts) for total in own[-1:]):
        own = [] if sum(total.value for total in own) == len(part.drafts) else own[-1:]
    elif own:
        own = own[-1:]
    if own:
        return [total.value for total in own]
    return [total.value for total in part.totals if total.rows_before < 0][:1]


def subtotal_problems(parts: tuple[PartReading, ...]) -> tuple[Problem, ...]:
    """Sums of buildings and days that do not agree with the rows above them."""
    return tuple(say.subtotal_differs(part.part) for part in parts if _subtotals_differ(part.totals))


def _subtotals_differ(totals: tuple[Total, ...]) -> bool:
    above = 0
    for total in totals:
        if total.rows_before < 0:
            continue
        if total.sub and total.value not in (total.rows_before - above, total.rows_before):
            return True
        above = total.rows_before
    return False


def numbering_problems(parts: tuple[PartReading, ...]) -> tuple[Problem, ...]:
    """Printed numbers that skip; on a scan a row may have been dropped there, so the list is not whole."""
    told: list[Problem] = []
    for part in parts:
        numbers = [int(draft.printed_number or "") for draft in part.drafts if _is_numbered(draft)]
        rising = all(earlier < later for earlier, later in pairwise(numbers))
        missing = _missing(part, numbers) if len(numbers) > 2 and rising else []
        if missing and len(missing) < len(numbers):
            told.append(say.numbering_gap(part.part, missing, scanned=part.scanned))
    return tuple(told)


def _missing(part: PartReading, numbers: list[int]) -> list[int]:
    """The numbers left out; not where a scan has rows enough in between, whose numbers were not recognised."""
    places = [place for place, draft in enumerate(part.drafts) if _is_numbered(draft)]
    return [
        number
        for (before, after), (above, below) in zip(pairwise(numbers), pairwise(places), strict=True)
        if not part.scanned or below - above < after - before
        for number in range(before + 1, after)
    ]


def _is_numbered(draft: Draft) -> bool:
    return (draft.printed_number or "").isdigit()


def row_problems(rows: tuple[Finished, ...], unsure: tuple[int, ...]) -> tuple[Problem, ...]:
    """What a person should know of single rows, one problem for each kind."""
    told: list[Problem] = []
    for code, problem in (
        ("weekday_disagrees", say.weekday_disagrees),
        ("day_impossible", say.day_impossible),
        ("fiscal_code_invalid", say.fiscal_code_invalid),
        ("day_far", say.day_far),
        ("several_days", say.several_days),
        ("civic_is_day", say.civic_is_day),
    ):
        numbers = [finished.row.row for finished in rows if code in finished.doubts]
        if numbers:
            told.append(problem(numbers))
    for wrong, problem in (
        (_status_unknown, say.status_unknown),
        (_date_missing, say.date_missing),
        (_address_missing, say.address_missing),
    ):
        numbers = [finished.row.row for finished in rows if wrong(finished.row)]
        if numbers:
            told.append(problem(numbers))
    return (*told, say.address_unsure(unsure)) if unsure else tuple(told)


def _status_unknown(row: ListRow) -> bool:
    return row.status is Status.UNKNOWN


def _date_missing(row: ListRow) -> bool:
    return row.date is None and row.postponed_to is None


def _address_missing(row: ListRow) -> bool:
    return row.address.street is None
