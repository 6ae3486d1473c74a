# SPDX-License-Identifier: EUPL-1.2
"""What pecwatch makes of a message: a list, a letter, nothing for the office, or something that a person must open."""

from collections.abc import Iterator

from rich.console import RenderableType
from rich.table import Table

from pecwatch.cli.page import Stack, columns, counted, day, month_name, paragraph
from pecwatch.model.listing import Leftover, Listing, ListRow, Nature, PersonName, Reading, State, Status, Where
from pecwatch.model.message import Kind
from pecwatch.model.problem import Problem, Severity

NATURES: dict[Nature, str] = {
    Nature.ANNOUNCEMENT: "list of planned executions (elenco degli interventi programmati)",
    Nature.REMINDER: "reminder of planned executions (sollecito)",
    Nature.INTEGRATION: "addition to a list of planned executions (integrazione)",
    Nature.CORRECTION: "correction of a list of planned executions (errata corrige)",
    Nature.REPLACEMENT: "list that annuls and replaces one sent before (annulla e sostituisce)",
    Nature.EMPTY: "declaration that no executions are planned (nessun intervento)",
}
STATUSES: dict[Status, str] = {
    Status.EXECUTE: "execute (si esegue)",
    Status.NOT_EXECUTED: "not_executed (non si esegue)",
    Status.POSTPONED: "postponed (rinviato)",
    Status.SUSPENDED: "suspended (sospeso)",
    Status.TO_CONFIRM: "to_confirm (si esegue, salvo condizione)",
    Status.RELEASED: "released (rilasciato)",
    Status.EXECUTED: "executed (eseguito)",
    Status.UNKNOWN: "unknown (stato non chiaro): as urgent as execute",
}
SEVERITIES: dict[Severity, str] = {
    Severity.LOST: "lost: something may not have been read",
    Severity.DOUBT: "doubt: it was read, and a person should look",
    Severity.NOTE: "note: worth knowing",
}


def outcome(reading: Reading) -> Iterator[RenderableType]:
    """The blocks that tell what the message is for the office, with the rows of its lists."""
    yield from _state(reading)
    for listing in (reading.listing, *reading.other_lists):
        if listing is not None:
            yield paragraph(_listing(listing, reading, is_other=listing is not reading.listing))
            if listing.rows:
                yield _rows(listing)
            if listing.leftovers:
                yield _leftovers(listing.leftovers)


def problems(reading: Reading) -> Iterator[RenderableType]:
    """The problems, in the words that the office reads."""
    rows = [_problem(found) for found in reading.problems]
    if rows:
        severities = dict.fromkeys(found.severity for found in reading.problems)
        yield paragraph(f"{'; '.join(SEVERITIES[severity] for severity in severities)}.")
        yield columns(("problem", "what happened, and what to do (in Italian, as the office reads it)"), rows)


def _problem(found: Problem) -> tuple[Stack, Stack]:
    part = None if found.part is None or found.text.startswith(found.part) else f"{found.part}:"
    return (found.severity.value, f"[{found.code}]"), (part, found.text)


def _state(reading: Reading) -> Iterator[RenderableType]:
    if reading.state is State.UNREADABLE:
        yield paragraph(
            "UNREADABLE (elenco non letto): it is or may be a list, and no row of it could be read. Open it by hand "
            "today: somebody may be in it."
        )
    elif reading.state is State.NOT_PERTINENT:
        yield paragraph(f"NOT PERTINENT (non pertinente): {_why_not_pertinent(reading)}")
    elif reading.letter is not None:
        letter = reading.letter
        persons = ", ".join(f"{person.surname} {person.given_name}" for person in letter.persons) or "nobody named"
        written = f" of {day(letter.date)}" if letter.date is not None else ", without a date"
        yield paragraph(
            f"LETTER (lettera) about one household, of a phase before any execution: {letter.type}{written}: {persons}."
        )


def _why_not_pertinent(reading: Reading) -> str:
    message = reading.message
    if message.kind is Kind.RECEIPT:
        return "a receipt tells of a message of ours; nothing in it is a list for the office."
    if message.automatic:
        return "a machine wrote it, and it holds no list."
    if any(problem.code == "no_rows" for problem in reading.problems):
        return "it comes from a recognised sender, was read to its end, and holds no row and no sign of a list."
    return "read to its end, it holds no rows of executions, no subject of a list, and no file that is missing."


def _listing(listing: Listing, reading: Reading, *, is_other: bool) -> str:
    """`A list of planned executions for 2025-11: 7 rows of 7 declared. Complete …`."""
    article = "A further" if is_other else "An" if NATURES[listing.nature][0] in "aeio" else "A"
    name = f"{article} {NATURES[listing.nature]}, "
    month = "for no month that it names" if listing.month is None else f"for {month_name(listing.month)}"
    declared = "" if listing.declared_rows is None else f" of {listing.declared_rows} declared"
    rows = f": {counted(len(listing.rows), 'row')}{declared}."
    if listing.complete:
        return f"{name}{month}{rows} COMPLETE (letto per intero): every line of every part is accounted for."
    return f"{name}{month}{rows} NOT COMPLETE (letto in parte): {_what_is_missing(listing, reading)}."


def _what_is_missing(listing: Listing, reading: Reading) -> str:
    lost = dict.fromkeys(problem.code for problem in reading.problems if problem.severity is Severity.LOST)
    reasons = [
        *((f"{counted(len(listing.leftovers), 'line')} could not be understood",) if listing.leftovers else ()),
        *((f"something may not have been read ({', '.join(lost)})",) if lost else ()),
    ]
    return " and ".join(reasons) or "not every line is accounted for"


def _rows(listing: Listing) -> Table:
    return columns(("row", "tenant, address, day, status", "wording, place"), map(_cells, listing.rows))


def _cells(row: ListRow) -> tuple[Stack, ...]:
    tenants = (PersonName(surname=row.surname, given_name=row.given_name), *row.co_tenants)
    names = " + ".join(f"{tenant.surname} {tenant.given_name}" for tenant in tenants)
    time = f" {row.time:%H:%M}" if row.time else ""
    postponed = f"to {day(row.postponed_to)}" if row.postponed_to else None
    corrected = f"corrects {row.corrects}" if row.corrects is not None else None
    return (
        row.row,
        (
            f"heirs of {names}" if row.heirs else names,
            row.address.as_written,
            f"{day(row.date) or 'no day'}{time}",
            STATUSES[row.status],
            postponed,
            corrected,
        ),
        (row.wording, _place(row.where)),
    )


def _leftovers(leftovers: tuple[Leftover, ...]) -> Table:
    return columns(("not understood: where", "text"), ((_place(left.where), left.text) for left in leftovers))


def _place(where: Where) -> str:
    return f"{where.part}, page {where.page}, line {where.line}"
