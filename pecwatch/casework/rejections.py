# SPDX-License-Identifier: EUPL-1.2
"""«Non è la stessa persona», remembered without keeping the person.

Both keys are keyed hashes: whoever reads the database without the key cannot tell whose line it was.
"""

import hashlib
import hmac

from pecwatch.italian.fold import fold
from pecwatch.model.listing import ListRow
from pecwatch.model.match import Candidate, Match
from pecwatch.model.position import Rejection


def rejection_of(row: ListRow, candidate: Candidate, key: bytes) -> Rejection:
    """The decision that a row does not mean a candidate."""
    name = " ".join(sorted(fold(f"{row.surname} {row.given_name}").split()))
    entry = (candidate.name, candidate.household_id or "", *sorted(each.code for each in candidate.evidence))
    known = (fold(row.address.as_written), str(row.birth_date), row.fiscal_code or "", *entry)
    return Rejection(
        row_key=_hash(key, name, candidate.folder), folder=candidate.folder, evidence_key=_hash(key, *known)
    )


def rejected_folders(row: ListRow, match: Match, rejections: tuple[Rejection, ...], key: bytes) -> tuple[str, ...]:
    """Candidates of a row that a person has struck out and for whom nothing new is known."""
    known = set(rejections)
    return tuple(each.folder for each in match.candidates if rejection_of(row, each, key) in known)


def _hash(key: bytes, *parts: str) -> str:
    return hmac.new(key, "\x1f".join(parts).encode(), hashlib.sha256).hexdigest()
