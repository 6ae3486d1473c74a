# SPDX-License-Identifier: EUPL-1.2
"""Which parts of a message hold the same list, and what each list says in the end."""

import datetime as dt
from dataclasses import replace

from pecwatch.lists import problems as say
from pecwatch.lists.accounting import declared_total, leftovers_of, numbering_problems, row_problems, subtotal_problems
from pecwatch.lists.draft import PartReading
from pecwatch.lists.finish import Finished, finish
from pecwatch.lists.merge import Merged, PartRows, merge, overlap
from pecwatch.lists.month import ListMonth, month_of
from pecwatch.model.listing import Listing, ListRow, Nature
from pecwatch.model.problem import Problem, Severity
from pecwatch.model.record import record
from pecwatch.rules import Rules

LIST_TYPE = "programmazione_interventi"


@record
class Grouped:
    """The parts that hold one list."""

    parts: tuple[PartRows, ...]
    month: ListMonth
    merged: Merged

    @property
    def rows(self) -> tuple[Finished, ...]:
        """The rows of the list, each once."""
        return self.merged.rows


def lists_of(
    parts: tuple[PartReading, ...], subject: str, sent_on: dt.date | None, rules: Rules
) -> tuple[Grouped, ...]:
    """The lists of a message, the newest first.

    Parts that share rows hold one list. A quoted list that is not the same as the one above it is another, older one;
    so is a part for another month.
    """
    groups: list[list[PartRows]] = []
    for part in parts:
        if not part.drafts:
            continue
        month = _month([part], subject, sent_on)
        read = PartRows(part=part, rows=finish(part.drafts, month, rules, sent_on))
        home = next((group for group in groups if _belongs(read, month, group, subject, sent_on)), None)
        if home is None:
            groups.append([read])
        else:
            home.append(read)
    grouped = [_grouped(group, subject, sent_on) for group in groups]
    return tuple(sorted(grouped, key=lambda group: (_is_quoted(group), *_later_first(group.month))))


def _is_quoted(group: Grouped) -> bool:
    return all(part.part.quoted for part in group.parts)


def _later_first(month: ListMonth) -> tuple[int, int]:
    return (-(month.year or 0), -(month.month or 0))


def _month(parts: list[PartReading], subject: str, sent_on: dt.date | None) -> ListMonth:
    titles = [title for part in parts for title in part.titles]
    dates = [draft.date for part in parts for draft in part.drafts]
    return month_of(subject, titles, dates, sent_on)


def _belongs(read: PartRows, month: ListMonth, group: list[PartRows], subject: str, sent_on: dt.date | None) -> bool:
    """Whether a part holds the list of a group."""
    shared = max(overlap(read.rows, other.rows) for other in group)
    if read.part.quoted and not group[0].part.quoted:
        return shared == len(read.rows) == max(len(other.rows) for other in group)
    if shared:
        return True
    theirs = _month([other.part for other in group], subject, sent_on)
    return not (month.is_known and theirs.is_known) or (month.year, month.month) == (theirs.year, theirs.month)


def _grouped(group: list[PartRows], subject: str, sent_on: dt.date | None) -> Grouped:
    month = _month([read.part for read in group], subject, sent_on)
    return Grouped(parts=tuple(group), month=month, merged=merge(group))


def listing_of(
    group: Grouped, nature: Nature, parts: tuple[PartReading, ...], *, lost: bool
) -> tuple[Listing, tuple[Problem, ...]]:
    """A list as it is told, and what is to be said of it.

    Args:
        parts: Every part that its lines are accounted for in, also those without rows.
        lost: Some part of the message could not be read.
    """
    rows = tuple(_told(finished.row, nature) for finished in group.rows)
    leftovers = leftovers_of(_counted(parts))
    declared = declared_total(_counted(parts), len(rows))
    told: list[Problem] = [*group.merged.problems]
    if declared is not None and declared != len(rows):
        told.append(say.total_differs(declared, len(rows)))
    told.extend(subtotal_problems(tuple(read.part for read in group.parts)))
    numbering = numbering_problems(tuple(read.part for read in group.parts))
    told.extend(numbering)
    lost = lost or any(problem.severity is Severity.LOST for problem in numbering)
    told.extend(row_problems(group.rows, _unsure(group)))
    told.extend(say.layout_inferred(read.part.part) for read in group.parts if read.part.inferred)
    if group.month.disagrees:
        told.append(say.month_disagrees())
    for part in dict.fromkeys(left.where.part for left in leftovers):
        told.append(say.left_over(part, sum(left.where.part == part for left in leftovers)))
    listing = Listing(
        type=LIST_TYPE,
        nature=nature,
        month=str(group.month) or None,
        declared_rows=declared,
        complete=not leftovers and not lost and declared in (None, len(rows)),
        rows=rows,
        leftovers=leftovers,
    )
    return listing, tuple(told)


def _told(row: ListRow, nature: Nature) -> ListRow:
    """The row; in a correction with what it corrects, by its printed number or else by its name."""
    if nature is not Nature.CORRECTION:
        return row
    number = row.printed_number or ""
    return replace(row, corrects=int(number) if number.isdigit() else row.name_as_written)


def _unsure(group: Grouped) -> tuple[int, ...]:
    """Rows whose address was told by its place alone."""
    unsure = {(d.where, d.name) for read in group.parts for d in read.part.drafts if d.unsure_address}
    return tuple(f.row.row for f in group.rows if any(f.row.where == where for where, _ in unsure))


def _counted(parts: tuple[PartReading, ...]) -> tuple[PartReading, ...]:
    """Parts whose lines count for the list: not the text twin of an HTML body that was read in full."""
    bodies = [part for part in parts if part.is_body and part.drafts and not part.quoted]
    lead = next((part for part in bodies if part.format == "html"), None)
    best = max(bodies, key=lambda part: len(part.drafts), default=None)
    if lead is None or best is None or {part.format for part in bodies} != {"text", "html"}:
        return parts
    chosen = lead if len(lead.drafts) >= len(best.drafts) else best
    return tuple(
        part
        for part in parts
        if not (part.is_body and part.format in ("text", "html")) or part is chosen or part.quoted
    )
