# SPDX-License-Identifier: EUPL-1.2
"""Records with one person taken out of them: what happened, and how often, stays; who it was does not."""

import json
from collections.abc import Callable, Collection
from dataclasses import replace

from pecwatch.casework.subject import ERASED, Subject, candidates_of, erased_key, is_line_of, letter_key
from pecwatch.italian.fold import fold
from pecwatch.model.listing import Address, Listing, ListRow, Reading, State, Status, Where
from pecwatch.model.news import HeldChange
from pecwatch.model.position import Event, Position, ReceivedList
from pecwatch.model.problem import Problem, Severity
from pecwatch.model.record import from_json, to_json

DAYS = frozenset({"date", "time", "status", "postponed_to"})
"""Fields of which the values tell nothing of a person."""

CODES = 2
"""Words of an answer at most, when it is an outcome with its day."""

LEFT_OUT = Problem(
    code="erased_on_request",
    severity=Severity.NOTE,
    text="Una riga di questo messaggio è stata cancellata su richiesta dell’interessato e non viene più riletta.",
)

EMPTY = ListRow(
    row=0,
    surname="",
    given_name="",
    address=Address(as_written=""),
    status=Status.UNKNOWN,
    wording="",
    where=Where(part="", page=0, line=0),
)


def erased_row(row: ListRow) -> ListRow:
    """A line with its place, day and status, and nothing that says whose it is."""
    return ListRow(
        row=row.row,
        surname=ERASED,
        given_name="",
        name_as_written=ERASED,
        heirs=row.heirs,
        address=Address(as_written=ERASED, municipality=row.address.municipality),
        date=row.date,
        time=row.time,
        status=row.status,
        postponed_to=row.postponed_to,
        wording=ERASED,
        where=replace(row.where, part=ERASED),
    )


def erased_position(position: Position) -> Position:
    """A position of hers with reference, days, status and owner alone."""
    return replace(
        position,
        row=erased_row(position.row),
        listed=None if position.listed is None else erased_row(position.listed),
        received=None,
        match=replace(
            position.match, id=position.reference, name=ERASED, address=ERASED, candidates=(), household=None
        ),
        owner_reason=ERASED,
        rejected_folders=(),
    )


def without_candidate(position: Position, subject: Subject) -> Position:
    """Another household's position without her among its candidates."""
    hers = candidates_of(position, subject)
    left = tuple(each for each in position.match.candidates if each not in hers)
    gone = {each.folder for each in hers} - {each.folder for each in left}
    household = position.match.household
    ids = {each.household_id for each in hers}
    is_hers = household is not None and household.id in ids
    match = replace(position.match.with_candidates(left), household=None if is_hers else household)
    kept = tuple(each for each in position.rejected_folders if each not in gone)
    return replace(position, match=match, rejected_folders=kept)


def erased_event(event: Event, subject: Subject, *, is_own: bool) -> Event:
    """An event without the number of her folder; of her own positions without what people wrote, too."""
    words = (ERASED if word.strip(",;:.()") in subject.folders else word for word in event.detail.split(" "))
    return replace(event, detail=" ".join(words), reason=ERASED if is_own and event.reason else event.reason)


def erased_change(change: HeldChange) -> HeldChange:
    """What a list asked for of her position: which fields, and days; not whose."""
    return replace(
        change,
        row=erased_row(change.row),
        differences=tuple(
            each if each.field in DAYS else replace(each, before=ERASED, after=ERASED) for each in change.differences
        ),
    )


def erased_words(text: str) -> str:
    """An answer as it may stay: words of the program, codes, days; whatever a person wrote in her own words goes."""
    return text if len(text.split()) <= CODES else ERASED


def erased_list(received: ReceivedList, subject: Subject) -> ReceivedList:
    """A list with her lines emptied."""
    return replace(received, rows=tuple(_erased(row, subject) for row in received.rows))


def erased_reading(reading: Reading, subject: Subject) -> Reading:
    """A reading with her lines emptied, and every other text that names her: file names, subject, leftovers."""
    listing = None if reading.listing is None else _listing(reading.listing, subject)
    other_lists = tuple(_listing(each, subject) for each in reading.other_lists)
    bare = json.loads(to_json(replace(reading, listing=None, other_lists=())))
    cleaned = from_json(Reading, json.dumps(_cleaned(bare, names_her(subject))))
    return replace(cleaned, listing=listing, other_lists=other_lists)


def without_erased(reading: Reading, keys: Collection[str], key: bytes) -> Reading:
    """A message that is read again, without the lines that were erased.

    Args:
        keys: The erased lines of this message, as keyed hashes.
    """
    rows = tuple(row for row in rows_of(reading) if erased_key(row, key) in keys)
    persons = () if reading.letter is None else reading.letter.persons
    letters = tuple(each for each in persons if letter_key(each, key) in keys)
    if not rows and not letters:
        return reading
    named = (*rows, *(replace(EMPTY, surname=each.surname, given_name=each.given_name) for each in letters))
    cleaned = erased_reading(reading, Subject(rows=named))
    lists = tuple(map(_without_erased_rows, _lists(cleaned)))
    left = tuple(each for each in lists if each.rows)
    is_left = bool(left) or not rows
    return replace(
        cleaned,
        state=cleaned.state if is_left and not letters else State.NOT_PERTINENT,
        listing=next(iter(left), None),
        other_lists=left[1:],
        letter=None if letters else cleaned.letter,
        problems=(*cleaned.problems, LEFT_OUT),
    )


def rows_of(reading: Reading) -> tuple[ListRow, ...]:
    """The rows of every list of a message."""
    return tuple(row for listing in _lists(reading) for row in listing.rows)


def _lists(reading: Reading) -> tuple[Listing, ...]:
    return (*(() if reading.listing is None else (reading.listing,)), *reading.other_lists)


def _without_erased_rows(listing: Listing) -> Listing:
    return replace(listing, rows=tuple(row for row in listing.rows if row.surname != ERASED))


def names_her(subject: Subject) -> Callable[[str], bool]:
    """Says of a text that does not belong to another's line whether her surname or her codice fiscale stands in it."""
    surnames = tuple(f" {surname} " for surname in subject.surnames)
    codes = tuple(subject.fiscal_codes)

    def found(text: str) -> bool:
        words = f" {fold(text)} "
        return any(surname in words for surname in surnames) or any(code in text.upper() for code in codes)

    return found


def _listing(listing: Listing, subject: Subject) -> Listing:
    names = names_her(subject)
    return replace(
        listing,
        rows=tuple(_erased(row, subject) for row in listing.rows),
        leftovers=tuple(
            replace(each, text=ERASED, where=replace(each.where, part=ERASED))
            if names(each.text) or names(each.where.part)
            else each
            for each in listing.leftovers
        ),
    )


def _erased(row: ListRow, subject: Subject) -> ListRow:
    return erased_row(row) if is_line_of(row, subject) else row


def _cleaned(value: object, names: Callable[[str], bool]) -> object:
    if isinstance(value, str):
        return ERASED if names(value) else value
    if isinstance(value, list):
        return [_cleaned(each, names) for each in value]
    if isinstance(value, dict):
        return {key: _cleaned(each, names) for key, each in value.items()}
    return value
