# SPDX-License-Identifier: EUPL-1.2
"""«Questa riga è questa cartella», said by a person: it holds for every later list that has the same line."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import replace
from math import log2

from rapidfuzz import fuzz

from pecwatch.casework.lines import entry_of, full_name, is_line, line_key, name_words
from pecwatch.italian.corrected_names import bearer_of
from pecwatch.italian.fiscal_code import is_valid, plain
from pecwatch.italian.fold import fold
from pecwatch.italian.rome import day_in_rome
from pecwatch.model.decision import CONFIRMED_EVIDENCE, Confirmation, Registered
from pecwatch.model.listing import ListRow
from pecwatch.model.match import ALIAS, Band, Candidate, Evidence, Match
from pecwatch.model.news import Report
from pecwatch.model.person import Alias, RegistryPerson

CONFIRMED = 0.99
"""Probability of a pair that a person has confirmed: people err too, and what speaks against it stays visible."""

SHOWN = 5
CONTRADICTING = ("fiscal_code", "birth_date")
"""Evidence that, where it speaks against the pair, makes the line another person's."""


def confirmation_of(
    row: ListRow, candidate: Candidate, registered: Registered, key: bytes, at: dt.datetime
) -> Confirmation | None:
    """The decision that a row means a candidate; None when the registry no longer holds that person."""
    entry = entry_of(candidate, registered)
    if entry is None:
        return None
    alias = Alias(
        folder=candidate.folder,
        surname=row.surname,
        given_name=row.given_name,
        address=row.address,
        of_surname=entry.surname,
        of_given_name=entry.given_name,
    )
    return Confirmation(row_key=line_key(row, key), alias=alias, candidate=_as_found(candidate), confirmed_at=at)


def with_confirmed(report: Report, confirmations: Sequence[Confirmation], registered: Registered, key: bytes) -> Report:
    """The report with every confirmed folder first in its row, whatever name and address alone would say."""
    listing = report.reading.listing
    if listing is None or not confirmations:
        return report
    matches = tuple(
        as_confirmed(row, match, confirmations, registered, key)
        for row, match in zip(listing.rows, report.matches, strict=True)
    )
    return replace(report, matches=matches)


def as_confirmed(
    row: ListRow, match: Match, confirmations: Sequence[Confirmation], registered: Registered, key: bytes
) -> Match:
    """The match of one row with what people have confirmed of its line; the newest word counts."""
    if not is_line(row):
        return match
    line = line_key(row, key)
    said = [each for each in confirmations if each.row_key == line]
    for confirmation in sorted(said, key=lambda each: each.confirmed_at):
        candidate = _meant(confirmation, match, registered)
        entry = None if candidate is None else entry_of(candidate, registered)
        if candidate is not None and not _contradicted(candidate) and not (entry and _speaks_against(row, entry)):
            match = confirmed_match(match, candidate, confirmation.confirmed_at)
    return match


def confirmed_match(match: Match, candidate: Candidate, at: dt.datetime) -> Match:
    """The match with this candidate first; the others of the same tenant share what is left."""
    found = _as_found(candidate)
    others = [each for each in match.candidates if (each.folder, each.name) != (found.folder, found.name)]
    share = min((1 - CONFIRMED) / max(1 - found.probability, 1 - CONFIRMED), 1.0)
    left = tuple(
        replace(each, probability=each.probability * share) if each.party == found.party else each for each in others
    )
    first = replace(
        found, probability=max(CONFIRMED, found.probability), evidence=(_reason(found, at), *found.evidence)
    )
    return replace(match, band=Band.CERTAIN, candidates=(first, *left)[:SHOWN])


def candidate_of(row: ListRow, match: Match, folder: str, registered: Registered) -> Candidate | None:
    """Who of a folder is meant: the candidate that was found, else the person of the folder with the likest name."""
    found = next((each for each in match.candidates if each.folder == folder), None)
    if found is not None:
        return found
    people = registered.get(folder, ())
    name = name_words(row)
    nearest = max(people, key=lambda each: fuzz.token_sort_ratio(name, fold(full_name(each))), default=None)
    return None if nearest is None else _from_registry(nearest)


def without_confirmation(match: Match, folders: Collection[str]) -> Match:
    """The match without the word of a person for those folders; what it displaced is not known any more."""
    candidates = tuple(_as_found(each) if each.folder in folders else each for each in match.candidates)
    return replace(match, candidates=candidates)


def is_confirmed(candidate: Candidate) -> bool:
    """Whether a person has said that the row means this candidate."""
    return any(each.code == CONFIRMED_EVIDENCE for each in candidate.evidence)


def rests_on_confirmation(candidate: Candidate) -> bool:
    """Whether the candidate stands where it does by what a person confirmed, of this line or of another."""
    return is_confirmed(candidate) or any(each.code == ALIAS for each in candidate.evidence)


def _meant(confirmation: Confirmation, match: Match, registered: Registered) -> Candidate | None:
    alias = confirmation.alias
    entry = bearer_of(alias.of_surname, alias.of_given_name, registered.get(alias.folder, ()))
    if entry is None:
        return None
    found = (each for each in match.candidates if each.folder == entry.folder and each.name == full_name(entry))
    return next(found, _from_registry(entry))


def _speaks_against(row: ListRow, entry: RegistryPerson) -> bool:
    """Whether the row gives another day of birth or codice fiscale than the registry, valid ones."""
    other_day = row.birth_date is not None and entry.birth_date is not None and row.birth_date != entry.birth_date
    codes = (row.fiscal_code, entry.fiscal_code)
    valid = [plain(code) for code in codes if code and is_valid(code)]
    return other_day or (len(valid) == len(codes) and valid[0] != valid[1])


def _from_registry(person: RegistryPerson) -> Candidate:
    """Somebody whom nothing but a person has found."""
    return Candidate(
        folder=person.folder,
        probability=0.0,
        evidence=(),
        operator=person.operator,
        name=full_name(person),
        household_id=person.household_id,
        folder_state=person.folder_state,
    )


def _as_found(candidate: Candidate) -> Candidate:
    """A candidate without what people said: what the estimate of the weights learns from."""
    return replace(candidate, evidence=tuple(each for each in candidate.evidence if each.code != CONFIRMED_EVIDENCE))


def _contradicted(candidate: Candidate) -> bool:
    return any(each.code in CONTRADICTING and each.bits < 0 for each in candidate.evidence)


def _reason(candidate: Candidate, at: dt.datetime) -> Evidence:
    """What the word of a person adds to the score that was found."""
    found = min(max(candidate.probability, 1e-6), CONFIRMED)
    bits = log2(CONFIRMED / (1 - CONFIRMED)) - log2(found / (1 - found))
    return Evidence(code=CONFIRMED_EVIDENCE, bits=bits, text=f"confermato da una persona il {day_in_rome(at):%d/%m/%Y}")
