# SPDX-License-Identifier: EUPL-1.2
"""Which candidates somebody strikes out who says «non è la stessa persona»; none means that it is not hers to say."""

import datetime as dt

from pecwatch.model.match import Candidate
from pecwatch.model.office import Office
from pecwatch.model.position import Position


def standing(position: Position, folder: str | None = None) -> tuple[Candidate, ...]:
    """Candidates that nobody has struck out, best first; only that of a folder where one is named."""
    left = (each for each in position.match.candidates if each.folder not in position.rejected_folders)
    return tuple(each for each in left if folder in (None, each.folder))


def struck_by(position: Position, who: str, office: Office, day: dt.date) -> tuple[Candidate, ...]:
    """Those of her own folders and of whom she stands in for; for the owner without any the best one.

    Args:
        who: Code of whoever says it.
    """
    left = standing(position)
    hers = tuple(each for each in left if office.answers_for(who, each.operator, day))
    return hers or (left[:1] if office.answers_for(who, position.owner, day) else ())
