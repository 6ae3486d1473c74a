# SPDX-License-Identifier: EUPL-1.2
"""What people said of one line and one folder, so that nobody is asked the same again."""

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum

from pecwatch.model.match import Candidate
from pecwatch.model.person import Alias, RegistryPerson
from pecwatch.model.record import record

Registered = Mapping[str, tuple[RegistryPerson, ...]]
"""The people of each folder of the registry in force."""

CONFIRMED_EVIDENCE = "confirmed"
"""Code of the reason that a person gave."""


class PairKind(StrEnum):
    """What was said."""

    CONFIRMED = "confirmed"
    """This line means this folder."""
    REJECTED = "rejected"
    """«Non è la stessa persona»."""


@record
class Confirmation:
    """This line means this folder: kept with name and address, which belong to the person of the folder."""

    row_key: str
    """Keyed hash of the line: name and address, normalised."""
    alias: Alias
    candidate: Candidate
    """As it was found when it was confirmed; without evidence when nothing but a person had found it."""
    confirmed_at: dt.datetime

    @property
    def folder(self) -> str:
        """The folder that is meant."""
        return self.alias.folder


@record
class PairDecision:
    """A decision as it is listed: whose line it was is not in it."""

    id: int
    kind: PairKind
    reference: str
    """Position on which it was taken; empty for one of an older pecwatch that did not note it."""
    folder: str
    row_key: str
    """Keyed hash: the same line again has the same."""
    decided_at: dt.datetime
    who: str
    by: str
    undone_at: dt.datetime | None = None
    undone_by: str | None = None
    """Code of who took it back; `pecwatch` when a later decision on the same pair took its place."""
