# SPDX-License-Identifier: EUPL-1.2
"""Who in the registry a row may be, how sure that is, and why."""

from dataclasses import replace
from enum import StrEnum

from pecwatch.model.record import record


class Band(StrEnum):
    """What the office is told of a match; the thresholds stand in rules/matching.toml."""

    CERTAIN = "certain"
    PROBABLE = "probable"
    POSSIBLE = "possible"
    SAME_DWELLING = "same_dwelling"
    NONE = "none"


ALIAS = "alias"
"""Code of evidence: found under a name and address that a person has confirmed."""

CODE_CONTRADICTS = "fiscal_code_contradicts"
MISREAD = "misread"
WORTH_KNOWING = (ALIAS, CODE_CONTRADICTS, MISREAD)
"""Codes of evidence that weighs nothing and that whoever reads of the candidate has to see."""


@record
class Evidence:
    """One reason for or against."""

    code: str
    bits: float
    """log2 of how much likelier the observation is for the right person than by chance."""
    text: str
    """Italian, neutral, fit for a mail."""
    level: str = ""
    """The weight of rules/matching.toml for which this counts as seen, as `surname.equal`; blank where it is seen for
    none, and in evidence that was kept before there were levels."""


@record
class Candidate:
    """One person of the registry that a row may mean."""

    folder: str
    probability: float
    evidence: tuple[Evidence, ...]
    """Heaviest first; the bits add up to the candidate's score."""
    operator: str | None = None
    name: str = ""
    """Surname and given name in the registry: for the operator of the folder only."""
    household_id: str | None = None
    party: str = ""
    """The tenant of the row that it matched, when the row names several."""
    folder_state: str | None = None


@record
class HouseholdMatch:
    """A known household that lives where the row says."""

    id: str
    probability: float
    operator: str | None = None


@record
class Match:
    """The answer for one row."""

    id: str
    name: str
    address: str
    band: Band
    candidates: tuple[Candidate, ...]
    """Up to five, best first, also below the band «possible»."""
    household: HouseholdMatch | None

    def with_candidates(self, left: tuple[Candidate, ...]) -> "Match":
        """The same answer with some candidates gone: whoever comes first now was not found for that."""
        was_first = self.candidates[:1] == left[:1]
        band = self.band if was_first or self.band not in (Band.CERTAIN, Band.PROBABLE) else Band.POSSIBLE
        return replace(self, candidates=left, band=band)
