# SPDX-License-Identifier: EUPL-1.2
"""«Non è la stessa persona», remembered without keeping the person.

Both keys are keyed hashes: whoever reads the database without the key cannot tell whose line it was.
"""

from pecwatch.casework.lines import entry_of, hashed, pair_key, place_words
from pecwatch.model.decision import CONFIRMED_EVIDENCE, Registered
from pecwatch.model.listing import ListRow
from pecwatch.model.match import Candidate, Match
from pecwatch.model.position import Rejection


def rejection_of(row: ListRow, candidate: Candidate, key: bytes, registered: Registered | None = None) -> Rejection:
    """The decision that a row does not mean a candidate.

    Args:
        registered: The registry in force. What it says of the candidate is part of what was known; of somebody it
            no longer holds, the reasons for which the candidate was found are.
    """
    known = (*place_words(row), str(row.birth_date), row.fiscal_code or "", *_entry(candidate, registered or {}))
    return Rejection(
        row_key=pair_key(row, candidate.folder, key),
        folder=candidate.folder,
        evidence_key=hashed(key, *known),
    )


def rejected_folders(
    row: ListRow, match: Match, rejections: tuple[Rejection, ...], key: bytes, registered: Registered | None = None
) -> tuple[str, ...]:
    """Candidates of a row that a person has struck out and for whom nothing new is known."""
    known = set(rejections)
    return tuple(each.folder for each in match.candidates if rejection_of(row, each, key, registered) in known)


def _entry(candidate: Candidate, registered: Registered) -> tuple[str, ...]:
    entry = entry_of(candidate, registered)
    if entry is None:
        codes = sorted(each.code for each in candidate.evidence if each.code != CONFIRMED_EVIDENCE)
        return (candidate.name, candidate.household_id or "", *codes)
    fields = (entry.surname, entry.given_name, entry.other_surname, entry.fiscal_code, entry.birth_date)
    return tuple(map(str, (*fields, entry.address, entry.household_id)))
